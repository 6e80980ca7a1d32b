// @ts-check
/**
 * What is armed: three places that never move, the next cue first; each says what comes, on which
 * bar, counts down, and can be taken back until its last beat.
 */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText } from "../dom.js";
import { fill } from "../texts.js";
import { cueWords, iconOf } from "./cueWords.js";
import { glyph } from "./desk.js";

/** @typedef {import("../wire.js").CueView} CueView */
/** @typedef {{item: HTMLElement, icon: HTMLElement, what: HTMLElement, when: HTMLElement, count: HTMLElement, button: HTMLButtonElement, cue: number, drawn: string}} Slot */

const SLOTS = 3;
const COUNTED = 4;

export class ArmedStrip {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {(sentence: string) => void} say to whoever listens instead of looking
   */
  constructor(desk, say) {
    this._desk = desk;
    this._say = say;
    this._slots = Array.from({ length: SLOTS }, () => this._slot());
    byId("armed", HTMLElement).replaceChildren(...this._slots.map(({ item }) => item));
    /** @type {Map<number, string>} */
    this._told = new Map();
    desk.session.on("music", () => this._tell());
  }

  /** Bring the strip up to this moment. */
  show() {
    const { session, beat } = this._desk;
    const armed = session.music && beat !== null ? session.music.armedAt(beat) : [];
    this._slots.forEach((slot, i) => this._fill(slot, armed[i], beat ?? 0));
    const empty = this._desk.running ? CONSOLE.armed.empty : CONSOLE.lobbyHint;
    if (armed.length === 0) setText(this._slots[0].what, empty);
    const more = armed.length - SLOTS;
    if (more > 0) setText(this._slots[SLOTS - 1].when, fill(CONSOLE.armed.more, { count: more }));
  }

  /** @returns {Slot} */
  _slot() {
    const [icon, what] = [make("span", { class: "armed-icon" }), make("span", { class: "armed-what" })];
    const [when, count] = [
      make("span", { class: "armed-when steady" }),
      make("span", { class: "armed-count steady", "aria-hidden": "true" }),
    ];
    const button = make("button", { type: "button", class: "button" }, CONSOLE.armed.takeBack);
    const words = make("span", { class: "armed-words" }, what, when);
    const item = make("li", { class: "armed-slot" }, icon, words, count, button);
    const slot = { item, icon, what, when, count, button, cue: 0, drawn: "" };
    button.addEventListener("click", () => this._takeBack(slot));
    return slot;
  }

  /**
   * @param {Slot} slot
   * @param {CueView | undefined} row
   * @param {number} beat
   */
  _fill(slot, row, beat) {
    const { armed } = CONSOLE;
    const music = this._desk.session.music;
    slot.cue = row?.cue ?? 0;
    slot.item.classList.toggle("empty", !row);
    const icon = row ? iconOf(row.what) : "";
    if (icon !== slot.drawn) {
      slot.icon.replaceChildren(...(icon ? [glyph(icon)] : []));
      slot.drawn = icon;
    }
    const words = row ? cueWords(row.what, this._desk) : "";
    if (row || slot !== this._slots[0]) setText(slot.what, words);
    const bar = row && music ? music.bars.positionAt(row.beat).bar : 0;
    setText(slot.when, row ? fill(armed.onBar, { bar }) : "");
    const left = row ? Math.ceil(row.beat - beat - 1e-6) : 0;
    setText(slot.count, row && left <= COUNTED ? String(left) : "");
    const open = row !== undefined && row.cue > 0 && beat < row.until_beat;
    slot.button.classList.toggle("away", !row);
    slot.button.setAttribute("aria-disabled", String(!open));
    slot.button.tabIndex = row ? 0 : -1;
    slot.button.setAttribute("aria-label", fill(armed.takeBackWhat, { what: words }));
  }

  /** @param {Slot} slot */
  async _takeBack(slot) {
    if (!slot.cue || slot.button.getAttribute("aria-disabled") === "true") return;
    const what = slot.what.textContent ?? "";
    if (await this._desk.session.ask("cancel", { cue: slot.cue })) {
      this._say(fill(CONSOLE.armed.takenBack, { what }));
    }
  }

  /** Say what has been armed since the last time, once and before it lands. */
  _tell() {
    const { session, beat } = this._desk;
    const music = session.music;
    const armed = music ? music.armedAt(beat ?? -Infinity) : [];
    const fresh = armed.filter((row) => this._told.get(row.cue) !== `${row.beat}`);
    this._told = new Map(armed.map((row) => [row.cue, `${row.beat}`]));
    if (!music || !fresh.length) return;
    const said = fresh.map((row) => {
      const { bar } = music.bars.positionAt(row.beat);
      return fill(CONSOLE.armed.said, { what: cueWords(row.what, this._desk), bar });
    });
    this._say(said.join(" "));
  }
}
