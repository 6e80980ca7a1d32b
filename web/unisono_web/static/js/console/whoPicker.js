// @ts-check
/** Some of the people, chosen by what they have in common or one by one. */

import { CONSOLE } from "../consoleTexts.js";
import { make, setText, show } from "../dom.js";
import { fill, seatName } from "../texts.js";
import { Choices } from "./choices.js";

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
    this._choices = new Choices(this._which);
    this._people = make("div", { class: "chips", role: "group", "aria-label": label });
    this._peopleHint = make("p", { class: "hint" });
    this._people.append(this._peopleHint);
    /** @type {Map<number, HTMLElement>} */
    this._chips = new Map();
    /** @type {Set<number>} */
    this._seats = new Set();
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
    if (which !== "") this._choices.choose(String(which), wordsFor(by, String(which)));
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
    if (options) this._choices.offer(options, by);
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

  /** Each keeps the chip they have, so that nobody who points at one loses it. */
  _showPeople() {
    const { people } = this._session;
    const { who } = CONSOLE;
    setText(this._peopleHint, people.length ? who.pickHint : who.nobody);
    for (const [seat, chip] of this._chips) {
      if (this._session.circle.has(seat)) continue;
      chip.remove();
      this._chips.delete(seat);
    }
    /** @type {Element} */
    let before = this._peopleHint;
    for (const person of people) {
      const { seat } = person;
      const chip = this._chips.get(seat) ?? this._chip(seat);
      if (before.nextElementSibling !== chip) before.after(chip);
      setText(chip, seatName(person));
      chip.setAttribute("aria-pressed", String(this._seats.has(seat)));
      before = chip;
    }
  }

  /** @param {number} seat */
  _chip(seat) {
    const chip = make("button", { type: "button", class: "chip", "data-seat": seat });
    chip.addEventListener("click", () => this.toggle(seat));
    this._chips.set(seat, chip);
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

/**
 * @param {string} by
 * @param {string} which
 * @returns {string} words for what is not among the choices now
 */
function wordsFor(by, which) {
  return by === "part" ? fill(CONSOLE.who.part, { part: Number(which) + 1 }) : which;
}
