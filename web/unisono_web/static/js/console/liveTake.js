// @ts-check
/** A call while it is being tapped: what was played when, and what is sent of it. Pure. */

/** @typedef {import("../wire.js").LiveCall} LiveCall */
/** @typedef {"off" | "soft" | "hard"} Quantise */

export const MOST_ONSETS = 128;
/** The same finger or key again so soon is a tremble. */
const BOUNCE_S = 0.03;

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
   * @returns {boolean} whether it counts
   */
  add(sessionS, stroke = "x") {
    const last = this._onsets.at(-1);
    if (!Number.isFinite(sessionS) || (last && sessionS - last[0] < BOUNCE_S)) return false;
    if (this.count >= MOST_ONSETS) {
      this.dropped += 1;
      return false;
    }
    this._onsets.push([sessionS, stroke, 0.7]);
    return true;
  }

  /**
   * @param {Omit<LiveCall, "onsets">} settings
   * @returns {LiveCall | null} what is sent; null when nothing was tapped
   */
  message(settings) {
    return this.count ? { ...settings, onsets: [...this._onsets] } : null;
  }
}
