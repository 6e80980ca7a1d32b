// @ts-check
/** The tempo somebody taps: four taps or more, the middle of their intervals. Pure. */

import { LIMITS } from "../wire.js";

export const LEAST_TAPS = 4;
const MOST_TAPS = 12;
/** After so long a pause the next tap is the first of a new try. */
const PAUSE_S = 3.2;

export class TapTempo {
  constructor() {
    /** @type {number[]} */
    this._times = [];
  }

  get taps() {
    return this._times.length;
  }

  /**
   * @param {number} timeS
   * @returns {number | null} beats a minute, once it is known
   */
  tap(timeS) {
    const last = this._times.at(-1);
    if (last !== undefined && timeS - last > PAUSE_S) this._times = [];
    this._times = [...this._times, timeS].slice(-MOST_TAPS);
    return this.bpm;
  }

  /** @returns {number | null} */
  get bpm() {
    if (this._times.length < LEAST_TAPS) return null;
    const gaps = this._times.slice(1).map((timeS, i) => timeS - this._times[i]);
    const middle = median(gaps);
    // Evenly spread stamps average better than any one gap; an odd gap is left out first.
    const steady = gaps.filter((gap) => Math.abs(gap - middle) < 0.25 * middle);
    const meanS = steady.length ? steady.reduce((sum, gap) => sum + gap, 0) / steady.length : middle;
    const bpm = 60 / meanS;
    return Math.round(Math.min(LIMITS.maxBpm, Math.max(LIMITS.minBpm, bpm)));
  }
}

/**
 * @param {ReadonlyArray<number>} values at least one
 * @returns {number}
 */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
