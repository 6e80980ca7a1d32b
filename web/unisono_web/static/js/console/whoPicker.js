// @ts-check
/** Some of the people, chosen by what they have in common or one by one. */

import { CONSOLE } from "../consoleTexts.js";
import { make, setText, show } from "../dom.js";
import { fill, seatName } from "../texts.js";

/** @typedef {import("../wire.js").Selection} Selection */
/** @typedef {NonNullable<Selection["by"]>} By */

const KINDS = /** @type {By[]} */ (Object.keys(CONSOLE.who.pick));
let made = 0;

export class WhoPicker {
  /**
   * @param {import("../session.js").Session} session
   * @param {{label?: string, changed?: () => void, kinds?: ReadonlyArray<By>}} [options]
   */
  constructor(session, { label = CONSOLE.who.legend, changed = () => {}, kinds = KINDS } = {}) {
    this._session = session;
    this._changed = changed;
    made += 1;
    const id = `who-${made}`;
    this._by = make(
      "select",
      { class: "field", id, "data-testid": id },
      ...kinds.map((by) => make("option", { value: by }, CONSOLE.who.pick[by])),
    );
    this._which = make("select", { class: "field", "aria-label": label });
    this._people = make("div", { class: "chips", role: "group", "aria-label": label });
    /** @type {Set<number>} */
    this._seats = new Set();
    this._drawn = "";
    this.element = make(
      "div",
      { class: "who stack tight" },
      make("div", { class: "line" }, make("label", { for: id }, label), this._by, this._which),
      this._people,
    );
    this._by.addEventListener("change", () => this._edited());
    this._which.addEventListener("change", () => this._edited());
    session.on("circle", () => this._show());
    session.on("desk", () => this._show());
    session.on("groove", () => this._show());
    this._show();
  }

  /** @returns {Selection} */
  get value() {
    const by = /** @type {By} */ (this._by.value);
    if (by === "section") return { by, section: this._which.value };
    if (by === "tag") return { by, tag: this._which.value };
    if (by === "part") return { by, part: Number(this._which.value) };
    if (by === "seats") return { by, seats: this.seats };
    return { by };
  }

  /** @param {Selection} selection */
  set value({ by = "all", section, tag, part, seats = [] }) {
    this._by.value = by;
    this._seats = new Set(seats);
    this._show();
    const which = section || tag || (part ?? "");
    if (which !== "") this._which.value = String(which);
  }

  /** @returns {number[]} those chosen by hand who are still here */
  get seats() {
    return [...this._seats].filter((seat) => this._session.circle.has(seat)).sort((a, b) => a - b);
  }

  /**
   * Choose somebody by hand, or not any more.
   * @param {number} seat
   */
  toggle(seat) {
    if (this._by.value !== "seats") this._by.value = "seats";
    if (!this._seats.delete(seat)) this._seats.add(seat);
    this._edited();
  }

  _edited() {
    this._show();
    this._changed();
  }

  _show() {
    const by = this._by.value;
    const options = this._options(by);
    show(this._which, options !== null);
    if (options) this._showOptions(options);
    show(this._people, by === "seats");
    if (by === "seats") this._showPeople();
  }

  /**
   * @param {string} by
   * @returns {[string, string][] | null} values with their words
   */
  _options(by) {
    const { session } = { session: this._session };
    if (by === "section") {
      const found = session.people.map(({ section = "" }) => section).filter(Boolean);
      return named([...new Set(found)].sort(), CONSOLE.who.sectionsNone);
    }
    if (by === "tag") {
      const found = (session.desk?.devices ?? []).flatMap(({ tags = [] }) => tags);
      return named([...new Set(found)].sort(), CONSOLE.who.tagsNone);
    }
    if (by !== "part") return null;
    const layers = session.groove?.layers ?? [];
    if (!layers.length) return [["0", fill(CONSOLE.who.part, { part: 1 })]];
    return layers.map(({ name }, i) => [
      String(i),
      fill(CONSOLE.layers.layer, { number: i + 1, name }),
    ]);
  }

  /** @param {[string, string][]} options */
  _showOptions(options) {
    const drawn = JSON.stringify(options);
    if (drawn === this._drawn) return;
    this._drawn = drawn;
    const before = this._which.value;
    this._which.replaceChildren(
      ...options.map(([value, words]) => make("option", { value }, words)),
    );
    if (options.some(([value]) => value === before)) this._which.value = before;
  }

  _showPeople() {
    const { people } = this._session;
    if (!people.length) {
      this._people.replaceChildren(make("p", { class: "hint" }, CONSOLE.who.nobody));
      return;
    }
    const here = people.map(({ seat }) => String(seat)).join();
    if (this._people.dataset.seats !== here) {
      this._people.dataset.seats = here;
      const hint = make("p", { class: "hint" }, CONSOLE.who.pickHint);
      this._people.replaceChildren(hint, ...people.map(({ seat }) => this._chip(seat)));
    }
    for (const person of people) {
      const chip = this._people.querySelector(`[data-seat="${person.seat}"]`);
      if (!chip) continue;
      setText(chip, seatName(person));
      chip.setAttribute("aria-pressed", String(this._seats.has(person.seat)));
    }
  }

  /** @param {number} seat */
  _chip(seat) {
    const chip = make("button", { type: "button", class: "chip", "data-seat": seat });
    chip.addEventListener("click", () => this.toggle(seat));
    return chip;
  }
}

/**
 * @param {string[]} found
 * @param {string} none
 * @returns {[string, string][]}
 */
function named(found, none) {
  return found.length ? found.map((name) => [name, name]) : [["", none]];
}
