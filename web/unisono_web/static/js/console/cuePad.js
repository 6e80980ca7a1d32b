// @ts-check
/** The gestures: click, volume, who plays, breath, free play; and what holds now, on each fold. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, setText } from "../dom.js";
import { tenths } from "../numbers.js";
import { counted, fill } from "../texts.js";
import { WhoPicker } from "./whoPicker.js";

/** @typedef {"all" | "accents" | "visual" | "off"} ClickMode */
/** @typedef {"even" | "up" | "down" | "rumble"} Level */

export class CuePad {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this._desk = desk;
    this.picker = new WhoPicker(desk.session, { changed: () => this._showPicked() });
    byId("who-picker", HTMLElement).append(this.picker.element);
    byId("ring", SVGSVGElement).addEventListener("click", (event) => this._ringPressed(event));
    desk.session.on("circle", () => this._showPicked());
  }

  /** @returns {number | null} the one person who is chosen */
  get one() {
    const { seats } = this.picker;
    return seats.length === 1 ? seats[0] : null;
  }

  /** @param {ClickMode} mode */
  click(mode) {
    void this._desk.arm({ kind: "click", mode, fade_on_bars: 0, fade_off_bars: 0 });
  }

  fade() {
    const [on, off] = value("fade-bars").split("+").map(Number);
    void this._desk.arm({ kind: "click", mode: "all", fade_on_bars: on, fade_off_bars: off });
  }

  /** @param {Level} level */
  level(level) {
    void this._desk.arm({ kind: "level", level });
  }

  /** @param {import("../wire.js").Selection} [who] */
  sculpt(who = this.picker.value) {
    const others = value("who-others") === "soft" ? "soft" : "rest";
    void this._desk.arm({ kind: "sculpt", who, others });
  }

  /** @param {number | null} [seat] */
  spotlight(seat = this.one) {
    const { session, beat } = this._desk;
    const lit = beat !== null && session.music?.sceneAt(beat).spotlight;
    if (seat === null && !lit) {
      this._desk.tell(CONSOLE.call.chooseOne);
      return;
    }
    const others = /** @type {"play" | "soft" | "rest"} */ (value("light-others"));
    void this._desk.arm({ kind: "spotlight", seat, others });
  }

  pass() {
    const order = this.picker.seats;
    void this._desk.arm({ kind: "pass", bars_each: Number(value("pass-bars")), order });
  }

  breath() {
    const [in_bars, out_bars] = [Number(value("breath-in")), Number(value("breath-out"))];
    const rounds = Number(value("breath-rounds"));
    void this._desk.arm({ kind: "breath", in_bars, out_bars, rounds });
  }

  free() {
    void this._desk.arm({ kind: "free" });
  }

  /** Say on each fold what holds at this moment. */
  show() {
    const { session, beat } = this._desk;
    const { music } = session;
    const state = (/** @type {string} */ id, /** @type {string} */ words) =>
      setText(byId(`fold-${id}-state`, HTMLElement), words);
    const place = music && beat !== null ? beat : null;
    const bpm = place === null ? session.arrangement.tempo_bpm : music?.timeline.tempoAt(place);
    state("tempo", tenths(bpm ?? 0));
    if (!music || place === null) {
      for (const id of ["click", "level", "who"]) state(id, "");
      return;
    }
    const scene = music.sceneAt(place);
    const { cues, who } = CONSOLE;
    const fades = scene.fade_off_bars > 0;
    const bars = { on: scene.fade_on_bars, off: scene.fade_off_bars };
    const mode = /** @type {ClickMode} */ (scene.click);
    state("click", fades ? fill(cues.fade, bars) : (cues.click[mode] ?? ""));
    state("level", cues.level[/** @type {Level} */ (scene.level)] ?? "");
    const aside = scene.resting.length + scene.soft.length;
    const playing = session.circle.size - aside;
    const lit = music.spotlightAt(place);
    if (lit !== null) state("who", fill(cues.spotlight, { name: this._desk.nameOf(lit) }));
    else state("who", aside ? counted(playing, who.seats) : who.all);
  }

  /** @param {Event} event */
  _ringPressed({ target }) {
    const seat = target instanceof Element ? target.closest("[data-seat]") : null;
    if (seat) this.picker.toggle(Number(seat.getAttribute("data-seat")));
  }

  _showPicked() {
    const picked = new Set(this.picker.value.by === "seats" ? this.picker.seats : []);
    for (const seat of byId("ring", SVGSVGElement).querySelectorAll("[data-seat]")) {
      const on = picked.has(Number(seat.getAttribute("data-seat")));
      seat.toggleAttribute("data-picked", on);
    }
  }
}

/**
 * @param {string} id of a select
 * @returns {string}
 */
export function value(id) {
  return byId(id, HTMLSelectElement).value;
}
