// @ts-check
/** Everybody in words: a list beside the ring, and the people at the door. */

import { badge } from "./badge.js";
import { byId, make, setText, show } from "./dom.js";
import { counted, figureName, fill, seatName, SHAPE_NAMES, TEXTS } from "./texts.js";

/** @typedef {import("./wire.js").SeatView} SeatView */
/** @typedef {import("./wire.js").DeviceView} DeviceView */
/** @typedef {import("./session.js").Session} Session */

export class PeopleList {
  /**
   * @param {Session} session
   * @param {{edit: (seat: SeatView) => void, admit: (key: string) => void}} actions
   */
  constructor(session, { edit, admit }) {
    this._session = session;
    this._edit = edit;
    this._admit = admit;
    this._list = byId("people-list", HTMLElement);
    /** @type {Map<number, HTMLLIElement>} */
    this._rows = new Map();
    this._waitingKeys = "";
  }

  /** Show who is here. Rows stay where they are; only what changed changes. */
  show() {
    const { people, desk } = this._session;
    const devices = new Map((desk?.devices ?? []).map((device) => [device.seat, device]));
    const here = new Set(people.map(({ seat }) => seat));
    for (const [seat, row] of this._rows) if (!here.has(seat)) this._drop(seat, row);
    people.forEach((person) => this._showPerson(person, devices.get(person.seat)));
    setText(byId("people-count", HTMLElement), people.length ? String(people.length) : "");
    show(byId("nobody", HTMLElement), people.length === 0);
  }

  /** Show who waits at the door. */
  showWaiting() {
    const waiting = this._session.desk?.waiting ?? [];
    show(byId("waiting-room", HTMLElement), waiting.length > 0);
    const texts = TEXTS.console;
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
      button.addEventListener("click", () => this._admit(key));
      return make("li", {}, make("span", {}, shown), button);
    });
    byId("waiting-list", HTMLElement).replaceChildren(...rows);
  }

  /**
   * @param {number} seat
   * @param {HTMLLIElement} row
   */
  _drop(seat, row) {
    row.remove();
    this._rows.delete(seat);
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
    const [who, how, button] = ["who", "how", "button"].map((name) =>
      row.querySelector(`.${name}`),
    );
    if (who) setText(who, seatName(person));
    if (how) setText(how, conditionWords(person, device));
    button?.setAttribute("aria-label", fill(TEXTS.console.change, { name: seatName(person) }));
  }

  /**
   * @param {number} seat
   * @returns {HTMLLIElement}
   */
  _addRow(seat) {
    const button = make(
      "button",
      { type: "button", class: "button icon", "aria-haspopup": "dialog" },
      "⋯",
    );
    button.addEventListener("click", () => {
      const person = this._session.circle.get(seat);
      if (person) this._edit(person);
    });
    const words = make("div", {}, make("p", { class: "who" }), make("p", { class: "how" }));
    const row = make("li", { "data-seat": seat }, badge(0, 0), words, button);
    const next = Math.min(...[...this._rows.keys()].filter((other) => other > seat));
    this._list.insertBefore(row, this._rows.get(next) ?? null);
    this._rows.set(seat, row);
    return row;
  }
}

/**
 * @param {DeviceView | undefined} device
 * @returns {string} what stands in the way of a better clock, if anything does
 */
function whyWords(device) {
  const { why, wireless } = TEXTS;
  if (device?.why) return /** @type {Record<string, string>} */ (why)[device.why] ?? "";
  return device?.wireless ? wireless : "";
}

/**
 * @param {SeatView} person
 * @param {DeviceView | undefined} device
 * @returns {string} playing · clock good · golden fox on a circle
 */
export function conditionWords(person, device) {
  const states = /** @type {Record<string, string>} */ (TEXTS.states);
  const qualities = /** @type {Record<string, string>} */ (TEXTS.quality);
  const devices = /** @type {Record<string, string>} */ (TEXTS.devices);
  const look = {
    shape: SHAPE_NAMES[person.colour],
    figure: figureName(person.animal, person.colour),
  };
  const words = [
    states[person.state] ?? person.state,
    person.state === "away" ? "" : qualities[device?.quality ?? "none"],
    whyWords(device),
    devices[person.device] ?? "",
    fill(person.name ? TEXTS.figureWithShape : TEXTS.shapeOnly, look),
  ];
  return words.filter(Boolean).join(" · ");
}
