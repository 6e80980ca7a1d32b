// @ts-check
/**
 * What is armed: places that never move, a cue in the same one until it lands; each says what comes,
 * on which bar, counts down, and can be taken back until its last beat.
 */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText } from "../dom.js";
import { localNow } from "../now.js";
import { fill } from "../texts.js";
import { placesOf } from "./armedPlaces.js";
import { cueWords, iconOf } from "./cueWords.js";
import { glyph } from "./desk.js";

/** @typedef {import("../wire.js").CueView} CueView */
/** @typedef {{item: HTMLElement, icon: HTMLElement, what: HTMLElement, when: HTMLElement, count: HTMLElement, button: HTMLButtonElement, cue: number | null, leftS: number, drawn: string}} Slot */

const SLOTS = 3;
const COUNTED = 4;
/** So long nothing can be taken back where another cue was a moment ago: a thumb may mean that one. */
const REST_S = 1;

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
    /** Fewer places are seen where there is less room. */
    this._seen = SLOTS;
    const look = () => (this._seen = this._slots.filter(({ item }) => isSeen(item)).length);
    addEventListener("resize", look);
    look();
    /** @type {Map<number, string>} */
    this._told = new Map();
    desk.session.on("music", () => this._tell());
  }

  /** Bring the strip up to this moment. */
  show() {
    const { session, beat, running } = this._desk;
    const armed = session.music && beat !== null ? session.music.armedAt(beat) : [];
    const before = this._slots.map(({ cue }) => cue);
    const places = placesOf(before, armed.map(({ cue }) => cue), this._seen);
    const nothing = running ? CONSOLE.armed.empty : CONSOLE.lobbyHint;
    const more = armed.length - this._seen;
    this._slots.forEach((slot, at) => {
      const row = armed.find(({ cue }) => cue === places[at]);
      const what = row ? cueWords(row.what, this._desk) : "";
      const isLast = at === this._seen - 1;
      this._fill(slot, row, beat ?? 0, what);
      setText(slot.what, what || (at || armed.length ? "" : nothing));
      setText(slot.when, row ? this._when(row, isLast ? more : 0) : "");
    });
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
    /** @type {Slot} */
    const slot = { item, icon, what, when, count, button, cue: null, leftS: -Infinity, drawn: "" };
    button.addEventListener("click", () => this._takeBack(slot));
    return slot;
  }

  /**
   * @param {Slot} slot
   * @param {CueView | undefined} row
   * @param {number} beat
   * @param {string} what it is, in words
   */
  _fill(slot, row, beat, what) {
    const cue = row?.cue ?? null;
    if (slot.cue !== null && slot.cue !== cue) slot.leftS = localNow();
    slot.cue = cue;
    slot.item.classList.toggle("empty", !row);
    const icon = row ? iconOf(row.what) : "";
    if (icon !== slot.drawn) {
      slot.icon.replaceChildren(...(icon ? [glyph(icon)] : []));
      slot.drawn = icon;
    }
    const left = row ? Math.ceil(row.beat - beat - 1e-6) : 0;
    setText(slot.count, row && left <= COUNTED ? String(left) : "");
    const rested = localNow() - slot.leftS >= REST_S;
    const open = row !== undefined && row.cue > 0 && beat < row.until_beat && rested;
    slot.button.classList.toggle("away", !row);
    slot.button.setAttribute("aria-disabled", String(!open));
    slot.button.tabIndex = row ? 0 : -1;
    slot.button.setAttribute("aria-label", fill(CONSOLE.armed.takeBackWhat, { what }));
  }

  /**
   * @param {CueView} row
   * @param {number} more cues that are armed and have no place
   * @returns {string}
   */
  _when(row, more) {
    const { armed } = CONSOLE;
    const bar = this._desk.session.music?.bars.positionAt(row.beat).bar ?? 0;
    const onBar = fill(armed.onBar, { bar });
    return more > 0 ? `${onBar} · ${fill(armed.more, { count: more })}` : onBar;
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

/** @param {HTMLElement} item */
function isSeen(item) {
  return getComputedStyle(item).display !== "none";
}
