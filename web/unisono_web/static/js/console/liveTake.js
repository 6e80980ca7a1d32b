// @ts-check
/** A call while it is being tapped: what was played when, and what is sent of it. Pure. */

/** @typedef {import("../wire.js").LiveCall} LiveCall */
/** @typedef {"off" | "soft" | "hard"} Quantise */

export const MOST_ONSETS = 128;
/** The same stroke again so soon is a finger or key that trembles. */
const BOUNCE_S = 0.03;
const USUAL_LEVEL = 0.7;

export class LiveTake {
  constructor() {
    /** @type {[number, string, number][]} */
    this._onsets = [];
    /** Taps that no longer fitted. */
    this.dropped = 0;
  }

  get count() {
    return this._onsets.length;
  }

  /**
   * @param {number} sessionS
   * @param {string} [stroke]
   * @param {number} [level] how hard, 0 to 1
   * @returns {boolean} whether it counts
   */
  add(sessionS, stroke = "x", level = USUAL_LEVEL) {
    const last = this._onsets.filter(([, struck]) => struck === stroke).at(-1);
    if (!Number.isFinite(sessionS) || (last && Math.abs(sessionS - last[0]) < BOUNCE_S)) return false;
    if (this.count >= MOST_ONSETS) {
      this.dropped += 1;
      return false;
    }
    this._onsets.push([sessionS, stroke, level]);
    return true;
  }

  /**
   * @param {Omit<LiveCall, "onsets">} settings
   * @returns {LiveCall | null} what is sent, in order; null when nothing was tapped
   */
  message(settings) {
    const onsets = [...this._onsets].sort(([a], [b]) => a - b);
    return this.count ? { ...settings, onsets } : null;
  }
}
