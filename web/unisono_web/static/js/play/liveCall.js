// @ts-check
/**
 * The call is handed to this person: hold a button, tap a phrase on the pad, let go. One press
 * begins and another ends it just as well, for one hand, a keyboard or a switch.
 */

import { byId, make, setText } from "../dom.js";
import { MORE } from "../playMoreTexts.js";

/** @typedef {import("./more.js").Parts} Parts */
/** @typedef {import("./tapping.js").Tap} Tap */
/** @typedef {[timeS: number, stroke: string, level: number]} Onset */

/** A press shorter than this only begins; a longer one ends when it is let go. */
const HELD_MS = 350;
const MOST_ONSETS = 128;
const MOST_BARS = 8;
const USUAL_LEVEL = 0.7;
/** A note so shortly before the bar line belongs to the bar. */
const EARLY_BEATS = 0.5;

/**
 * @param {import("../music.js").Music | null} music
 * @param {ReadonlyArray<Onset>} onsets
 * @returns {number} how many bars the phrase fills, from the bar line nearest before its first note
 */
export function barsOf(music, onsets) {
  if (!music || !onsets.length) return 1;
  const { timeline, bars } = music;
  const first = bars.positionAt(timeline.beatAt(onsets[0][0]) + EARLY_BEATS);
  const last = bars.positionAt(timeline.beatAt(onsets[onsets.length - 1][0]) + EARLY_BEATS / 2);
  return Math.min(MOST_BARS, Math.max(1, last.bar - first.bar + 1));
}

class CallDesk {
  /** @param {Parts} parts */
  constructor(parts) {
    this._parts = parts;
    /** @type {Onset[] | null} what is being played, while it is */
    this._onsets = null;
    this._pressedMs = 0;
    this._words = make("p", { class: "hint", role: "status" }, MORE.liveCall.ready);
    const look = { class: "button main big", type: "button", "aria-pressed": "false", "data-testid": "call-hold" };
    this._button = make("button", look, MORE.liveCall.button);
    this.element = make("div", { class: "call-desk", "data-testid": "call-desk" }, this._button, this._words);
    this._button.addEventListener("pointerdown", (event) => this._pressed(event));
    this._button.addEventListener("click", (event) => event.detail === 0 && this._toggle());
    for (const kind of ["pointerup", "pointercancel"]) {
      addEventListener(kind, (event) => this._released(/** @type {PointerEvent} */ (event)));
    }
    /** @type {number | null} */
    this._pointer = null;
    parts.tapping.listen((tap) => this._tapped(tap));
  }

  /** @param {PointerEvent} event */
  _pressed(event) {
    if (event.button > 0) return;
    event.preventDefault();
    if (this._onsets) {
      void this._end();
      return;
    }
    [this._pointer, this._pressedMs] = [event.pointerId, event.timeStamp];
    this._begin();
  }

  /** @param {PointerEvent} event */
  _released(event) {
    if (event.pointerId !== this._pointer) return;
    this._pointer = null;
    if (event.timeStamp - this._pressedMs >= HELD_MS && this._onsets) void this._end();
  }

  _toggle() {
    if (this._onsets) void this._end();
    else this._begin();
  }

  _begin() {
    this._onsets = [];
    this._button.setAttribute("aria-pressed", "true");
    setText(this._button, MORE.liveCall.end);
    setText(this._words, MORE.liveCall.recording);
  }

  /** @param {Tap} tap */
  _tapped({ timeS, stroke, velocity }) {
    if (!this._onsets || this._onsets.length >= MOST_ONSETS) return;
    this._onsets.push([timeS, stroke, velocity ?? USUAL_LEVEL]);
  }

  async _end() {
    const onsets = this._onsets ?? [];
    this._onsets = null;
    this._button.setAttribute("aria-pressed", "false");
    setText(this._button, MORE.liveCall.button);
    if (!onsets.length) {
      setText(this._words, MORE.liveCall.few);
      return;
    }
    const { session } = this._parts.circle;
    const sent = await session.ask("livecall", { onsets, bars: barsOf(session.music, onsets) });
    setText(this._words, sent ? MORE.liveCall.sent : MORE.liveCall.notNow);
  }

  forget() {
    this._onsets = null;
    setText(this._words, MORE.liveCall.ready);
  }
}

/** @type {CallDesk | null} */
let desk = null;

/** @param {Parts} parts */
export function showCallDesk(parts) {
  desk ??= new CallDesk(parts);
  desk.forget();
  byId("strip", HTMLElement).before(desk.element);
}

export function hideCallDesk() {
  desk?.element.remove();
}
