// @ts-check
/** A call tapped on the console: hold C (or press Record), tap, let go; it sounds on the next cycle. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, setText } from "../dom.js";
import { localNow, localTimeOf } from "../now.js";
import { fill } from "../texts.js";
import { latinKey } from "./commands.js";
import { value } from "./cuePad.js";
import { LiveTake, MOST_ONSETS } from "./liveTake.js";

/** @typedef {import("./liveTake.js").Quantise} Quantise */

const HOLD_KEY = "c";

/** @param {KeyboardEvent} event */
function isHoldKey(event) {
  return latinKey(event).toLowerCase() === HOLD_KEY;
}

export class LiveCallPad {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {import("./callDesk.js").CallDesk} calls
   */
  constructor(desk, calls) {
    this._desk = desk;
    this._calls = calls;
    /** @type {LiveTake | null} */
    this._take = null;
    /** Whether it records because C is held. */
    this._held = false;
    this._words = byId("live-words", HTMLElement);
    this._record = byId("live-record", HTMLButtonElement);
    this._send = byId("live-send", HTMLButtonElement);
    this._pad = byId("live-pad", HTMLButtonElement);
    this._pad.addEventListener("pointerdown", (event) => this._tapped(event));
    this._pad.addEventListener("contextmenu", (event) => event.preventDefault());
    this._record.addEventListener("click", () => (this._take ? this._end(false) : this._begin()));
    this._send.addEventListener("click", () => this._take && this._end(true));
    document.addEventListener("keyup", (event) => this._released(event));
    addEventListener("blur", () => this._held && this._end(false));
    this._show(CONSOLE.call.resting);
  }

  /** C has gone down: record until it comes up. */
  hold() {
    if (this._take) return;
    this._held = this._begin();
  }

  /**
   * While a call is being tapped, every key is a stroke.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was one
   */
  take(event) {
    if (event.key === "Escape" && this._take) this._end(false);
    if (!this._take || event.key === "Tab") return false;
    const { target } = event;
    const toggled = !this._held && target instanceof Element && target.closest("button, select, a");
    if (toggled && target !== this._pad) return false;
    if (isHoldKey(event) && this._held) return true;
    event.preventDefault();
    if (!event.repeat) this._tapped(event);
    return true;
  }

  /** @returns {boolean} whether it records */
  _begin() {
    if (!this._desk.running) {
      this._show(CONSOLE.call.notPlaying);
      return false;
    }
    this._take = new LiveTake();
    this._showTaps();
    return true;
  }

  /** @param {Event} event */
  _tapped(event) {
    const stampS = localTimeOf(event);
    this._add(Math.abs(localNow() - stampS) < 5 ? stampS : localNow());
  }

  /**
   * @param {number} localS
   * @param {string} [stroke]
   * @param {number} [level] 0 to 1
   */
  _add(localS, stroke, level) {
    const { clock, sound } = this._desk;
    if (!this._take || !clock.ready) return;
    if (this._take.add(clock.now(localS), stroke, level)) sound.tap(stroke, level);
    this._showTaps();
  }

  /**
   * A drum pad has been struck: a stroke of the call at the moment at which it was struck.
   * @param {{localS: number, stroke: string, velocity: number}} strike
   */
  strike({ localS, stroke, velocity }) {
    this._add(localS, stroke, velocity);
  }

  /** @param {KeyboardEvent} event */
  _released(event) {
    if (this._held && isHoldKey(event)) this._end(true);
  }

  /** @param {boolean} send */
  _end(send) {
    const take = this._take;
    [this._take, this._held] = [null, false];
    const body = take?.message({
      ...this._calls.settings,
      bars: Number(value("live-bars")),
      quantise: /** @type {Quantise} */ (value("live-quantise")),
      parts_per_beat: this._desk.session.groove?.parts_per_beat || 4,
    });
    if (!send) this._show(CONSOLE.call.resting);
    else if (!body) this._show(CONSOLE.call.empty);
    else void this._ask(body, take?.dropped ?? 0);
  }

  /**
   * @param {import("../wire.js").LiveCall} body
   * @param {number} dropped
   */
  async _ask(body, dropped) {
    const done = await this._desk.session.ask("livecall", body);
    const { sent, resting, tooMany } = CONSOLE.call;
    const words = dropped ? fill(tooMany, { most: MOST_ONSETS }) : sent;
    this._show(done ? words : resting);
  }

  _showTaps() {
    const { recording, recordingToggle } = CONSOLE.call;
    const taps = this._take?.count ?? 0;
    this._show(fill(this._held ? recording : recordingToggle, { taps }));
  }

  /** @param {string} words */
  _show(words) {
    const on = this._take !== null;
    setText(this._words, words);
    this._pad.classList.toggle("recording", on);
    this._record.setAttribute("aria-pressed", String(on));
    this._send.setAttribute("aria-disabled", String(!this._take?.count));
  }
}
