// @ts-check
/** People and their devices: five lights each, who needs a hand, kind sentences, silent signals. */

import { badge } from "../badge.js";
import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText, show } from "../dom.js";
import { conditionWords } from "./condition.js";
import { counted, fill, seatName } from "../texts.js";
import { lightsOf, lightWords, worstFirst } from "./lights.js";

/** @typedef {import("../wire.js").SeatView} SeatView */
/** @typedef {import("../wire.js").DeviceView} DeviceView */

/** Sorted anew this often, and never while somebody points at or works in the list. */
const SORT_MS = 20_000;
const SIGNALS = ["slower", "softer", "cant_hear", "again", "ready", "heart"];

export class PeopleDesk {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {(seat: number) => void} open the dialog of a person
   */
  constructor(desk, open) {
    this._desk = desk;
    this._open = open;
    this._list = byId("people-list", HTMLElement);
    /** @type {Map<number, HTMLElement>} */
    this._rows = new Map();
    this._waitingKeys = "";
    this._sort = byId("sort", HTMLButtonElement);
    this._worst = false;
    this._drawSignals();
    setInterval(() => this._worst && !this._isBusy() && this._arrange(), SORT_MS);
    desk.session.on("circle", () => this.show());
    desk.session.on("desk", () => {
      this.show();
      this._showWaiting();
      this._showSignals();
    });
  }

  /**
   * Sort by need, or by seat again.
   * @param {boolean} [worst] who needs a hand first; else the other way than now
   */
  sort(worst = !this._worst) {
    this._worst = worst;
    this._sort.setAttribute("aria-pressed", String(this._worst));
    this._arrange();
    this._desk.tell(this._worst ? CONSOLE.sorted : CONSOLE.bySeat);
  }

  /** @returns {Map<number, DeviceView>} */
  get devices() {
    const devices = this._desk.session.desk?.devices ?? [];
    return new Map(devices.map((device) => [device.seat, device]));
  }

  /** Show who is here. Rows stay where they are; only what changed changes. */
  show() {
    const { people } = this._desk.session;
    const { devices } = this;
    const here = new Set(people.map(({ seat }) => seat));
    for (const [seat, row] of this._rows) {
      if (here.has(seat)) continue;
      row.remove();
      this._rows.delete(seat);
    }
    people.forEach((person) => this._showPerson(person, devices.get(person.seat)));
    setText(byId("people-count", HTMLElement), people.length ? String(people.length) : "");
    show(byId("nobody", HTMLElement), people.length === 0);
    this._showSummary(people, devices);
  }

  /**
   * @param {SeatView} person
   * @param {DeviceView | undefined} device
   */
  _showPerson(person, device) {
    const row = this._rows.get(person.seat) ?? this._addRow(person.seat);
    const look = `${person.animal}/${person.colour}`;
    if (row.dataset.look !== look) {
      row.dataset.look = look;
      row.querySelector(".badge")?.replaceWith(badge(person.animal, person.colour));
    }
    row.className = `is-${person.state}`;
    row.dataset.state = person.state;
    const lights = lightsOf(device);
    const drawn = lights.join();
    const place = row.querySelector(".lights");
    if (place && row.dataset.lights !== drawn) {
      row.dataset.lights = drawn;
      place.replaceChildren(...lights.map(lightMark));
    }
    const [who, how, button] = ["who", "how", "button"].map((name) => row.querySelector(`.${name}`));
    const name = seatName(person);
    if (who) setText(who, name);
    if (how) setText(how, [lightWords(lights), ...this._more(person, device)].join(" · "));
    button?.setAttribute("aria-label", fill(CONSOLE.person.open, { name }));
  }

  /**
   * @param {SeatView} person
   * @param {DeviceView | undefined} device
   * @returns {string[]}
   */
  _more(person, device) {
    const { person: texts } = CONSOLE;
    const { section, part = -1, seat } = person;
    return [
      conditionWords(person, device),
      section ? fill(texts.section, { section }) : "",
      part >= 0 ? fill(texts.part, { part: part + 1 }) : "",
      this._desk.session.caller === seat ? texts.caller : "",
      device?.muted ? texts.muted : "",
    ].filter(Boolean);
  }

  /** @param {number} seat */
  _addRow(seat) {
    const attributes = { type: "button", class: "button icon", "aria-haspopup": "dialog" };
    const button = make("button", attributes, "⋯");
    button.addEventListener("click", () => this._open(seat));
    const words = make(
      "div",
      { class: "words" },
      make("p", { class: "who" }),
      make("p", { class: "lights", "aria-hidden": "true" }),
      make("p", { class: "how" }),
    );
    const row = make("li", { "data-seat": seat }, badge(0, 0), words, button);
    const next = Math.min(...[...this._rows.keys()].filter((other) => other > seat));
    this._list.insertBefore(row, this._worst ? null : (this._rows.get(next) ?? null));
    this._rows.set(seat, row);
    return row;
  }

  _isBusy() {
    return this._list.matches(":hover") || this._list.contains(document.activeElement);
  }

  _arrange() {
    const seats = [...this._rows.keys()].sort((a, b) => a - b);
    const order = this._worst ? worstFirst(seats, this.devices) : seats;
    const focused = document.activeElement;
    this._list.append(...order.flatMap((seat) => this._rows.get(seat) ?? []));
    if (focused instanceof HTMLElement && this._list.contains(focused)) focused.focus();
  }

  /**
   * @param {SeatView[]} people
   * @param {Map<number, DeviceView>} devices
   */
  _showSummary(people, devices) {
    const { lights: texts } = CONSOLE;
    const all = people.map(({ seat }) => lightsOf(devices.get(seat)));
    const help = all.filter((lights) => lights.includes("help")).length;
    const looks = all.filter((lights) => !lights.includes("help") && lights.includes("look"));
    const parts = [
      help ? counted(help, texts.someHelp) : "",
      looks.length ? counted(looks.length, texts.someLook) : "",
    ].filter(Boolean);
    const words = parts.join(" · ") || (people.length ? texts.allWell : "");
    setText(byId("lights-summary", HTMLElement), words);
    setText(byId("triage", HTMLElement), words || texts.nobody);
  }

  /** Show who waits at the door. */
  _showWaiting() {
    const waiting = this._desk.session.desk?.waiting ?? [];
    byId("waiting-room", HTMLElement).classList.toggle("somebody", waiting.length > 0);
    const texts = CONSOLE.desk;
    const words = { none: texts.nobodyWaits, ...texts.waiting };
    setText(byId("waiting-count", HTMLElement), counted(waiting.length, words));
    const quick = byId("admit-quick", HTMLButtonElement);
    setText(quick, fill(texts.quick, { count: waiting.length }));
    show(quick, waiting.length > 0);
    const keys = waiting.map(({ key }) => key).join();
    if (keys === this._waitingKeys) return;
    this._waitingKeys = keys;
    const rows = waiting.map(({ key, name }) => {
      const shown = name || texts.someone;
      const button = make("button", { type: "button", class: "button" }, texts.letIn);
      button.setAttribute("aria-label", `${texts.letIn}: ${shown}`);
      button.addEventListener("click", () => void this._desk.session.ask("admit", { key }));
      return make("li", {}, make("span", {}, shown), button);
    });
    byId("waiting-list", HTMLElement).replaceChildren(...rows);
  }

  _drawSignals() {
    const { words } = CONSOLE.signals;
    const rows = SIGNALS.map((kind) =>
      make(
        "li",
        { "data-signal": kind },
        make("span", { class: "signal-count steady" }, "0"),
        make("span", { class: "signal-word" }, words[kind]),
      ),
    );
    byId("signals", HTMLElement).replaceChildren(...rows);
  }

  _showSignals() {
    const counts = new Map(this._desk.session.desk?.signals ?? []);
    for (const row of byId("signals", HTMLElement).querySelectorAll("li")) {
      const count = counts.get(row.dataset.signal ?? "") ?? 0;
      const shown = row.querySelector(".signal-count");
      if (shown) setText(shown, String(count));
      row.classList.toggle("quiet", count === 0);
    }
  }
}

/**
 * @param {import("./lights.js").Light} light
 * @param {number} i which of the five
 * @returns {HTMLElement}
 */
function lightMark(light, i) {
  const { names, words, spoken } = CONSOLE.lights;
  const title = fill(spoken, { name: names[i], word: words[light] });
  return make("span", { class: `light ${light}`, title }, names[i]);
}
