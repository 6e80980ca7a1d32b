// @ts-check
/** Clicks to tap along with, on this device's own clock: the circle is not needed for it. */

import { MOST_TAPS } from "./calibration.js";
import { Music } from "./music.js";
import { localNow } from "./now.js";
import { beatPart, PLAIN_TASTE } from "./soundParts.js";
import { SoundScheduler } from "./soundScheduler.js";

const AHEAD_S = 0.8;
const TURN_MS = 50;
/** Beats that may go by without a tap before the person is let off. */
const PATIENCE_BEATS = 12;
const OWN_CLOCK = {
  ready: true,
  now: (/** @type {number} */ localS) => localS,
  localAt: (/** @type {number} */ sessionS) => sessionS,
};
const TASTE = { ...PLAIN_TASTE, counted: false };

export class TapAlong {
  /**
   * @param {import("./audio.js").Sound} sound
   * @param {import("./calibration.js").Round} round
   * @param {() => void} changed called on each tap and now and then
   */
  constructor(sound, { bpm, listen, taps }, changed) {
    this.periodS = 60 / bpm;
    this.beatS = localNow() + AHEAD_S + (sound.latencyS ?? 0);
    /** @type {number[]} local times */
    this.taps = [];
    this._listenS = this.beatS + (listen - 0.5) * this.periodS;
    this._lastS = this._listenS;
    this._changed = changed;
    this._music = new Music({
      run: -1,
      segments: [[0, this.beatS, bpm, bpm]],
      meters: [[0, 1, [4]]],
      count_in_beats: 0,
      stop_beat: listen + Math.max(taps, MOST_TAPS) + PATIENCE_BEATS,
    });
    this._scheduler = new SoundScheduler(OWN_CLOCK, sound, localNow, [checked]);
    this._timer = 0;
  }

  /** Whether the person is only listening still. */
  get listening() {
    return localNow() < this._listenS;
  }

  /** Whether nobody has tapped for a while. */
  get over() {
    return localNow() > this._lastS + PATIENCE_BEATS * this.periodS;
  }

  start() {
    this._scheduler.setMusic(this._music);
    this._timer = setInterval(() => {
      this._scheduler.turn();
      this._changed();
    }, TURN_MS);
  }

  stop() {
    clearInterval(this._timer);
    this._scheduler.setMusic(null);
  }

  /** @param {number} localS */
  tap(localS) {
    if (localS < this._listenS || !this._timer) return;
    this.taps.push(localS);
    this._lastS = localS;
    this._changed();
  }
}

/** @type {import("./soundScheduler.js").Part} */
function* checked(music, fromS, toS) {
  for (const sounding of beatPart(music, fromS, toS, TASTE)) {
    yield { ...sounding, voice: { ...sounding.voice, bus: "check" } };
  }
}
