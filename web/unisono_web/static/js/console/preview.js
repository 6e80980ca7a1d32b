// @ts-check
/** A call by ear, on this device only, before anybody else hears it. */

import { strokeOn } from "../instruments.js";
import { localNow } from "../now.js";

/** @typedef {import("../grid.js").Phrase} Phrase */

const SOON_S = 0.15;
const LOOK_MS = 40;
/** A second: a sound card that has just been woken takes a moment to say its time. */
const UNLOCKING_LOOKS = 25;
const INSTRUMENT = "djembe";

export class Preview {
  /** @param {import("../audio.js").Sound} sound */
  constructor(sound) {
    this._sound = sound;
    /** @type {import("../audioGraph.js").Booking[]} */
    this._bookings = [];
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this._looking = undefined;
  }

  /** @returns {Promise<boolean>} whether sound runs, after the touch that asked for it */
  async ready() {
    await this._sound.unlock();
    for (let i = 0; i < UNLOCKING_LOOKS && !this._sound.running; i += 1) {
      await new Promise((done) => setTimeout(done, LOOK_MS));
    }
    return this._sound.running;
  }

  /**
   * @param {Phrase} phrase
   * @param {number} bpm
   * @param {(beat: number | null) => void} moved told where it is, and null when it is over
   * @returns {boolean} whether it sounds; false while the sound is locked
   */
  play(phrase, bpm, moved) {
    this.stop();
    if (!this._sound.running) return false;
    const startS = localNow() + SOON_S;
    const beatS = 60 / bpm;
    for (const note of phrase.notes) this._book(note, startS + note[0] * beatS, beatS);
    this._looking = setInterval(() => {
      const beat = (localNow() - startS) / beatS;
      if (beat < phrase.cycle_beats) moved(Math.max(0, beat));
      else {
        this.stop();
        moved(null);
      }
    }, LOOK_MS);
    return true;
  }

  stop() {
    clearInterval(this._looking);
    for (const booking of this._bookings) this._sound.cancel(booking);
    this._bookings = [];
  }

  /**
   * @param {import("../grid.js").Note} note
   * @param {number} localS
   * @param {number} beatS
   */
  _book([, stroke, , pitch, beats, level], localS, beatS) {
    const struck = pitch === null ? strokeOn(INSTRUMENT, stroke, level) : { sound: `voice:${pitch}`, level };
    const lengthS = pitch === null ? undefined : (beats ?? 1) * beatS;
    const booking = this._sound.book({ ...struck, lengthS, bus: "guide" }, localS);
    if (booking) this._bookings.push(booking);
  }
}
