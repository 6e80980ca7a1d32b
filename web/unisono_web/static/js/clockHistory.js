// @ts-check
/**
 * What a clock said of itself over the last minutes, and how its exchanges lie beside it.
 *
 * Pure: fed with moments and exchanges, reads no clock.
 */

/** @typedef {import("./clocksync.js").ClockEstimate} ClockEstimate */
/** @typedef {import("./sync.js").Exchange} Exchange */
/** @typedef {{localS: number, latencyS: number | null} & ClockEstimate} Moment */
/** @typedef {{localS: number, offsetS: number, roundTripS: number}} Reading */

export const KEPT_S = 600;
const MOMENT_EVERY_S = 1;

export class ClockHistory {
  constructor() {
    /** @type {Moment[]} */
    this.moments = [];
    /** @type {Reading[]} */
    this.readings = [];
  }

  /** @param {Exchange} exchange */
  addExchange({ t0, t1, t2, t3 }) {
    const [upS, downS] = [t1 - t0, t3 - t2];
    const reading = { localS: (t0 + t3) / 2, offsetS: (upS - downS) / 2, roundTripS: upS + downS };
    this.readings.push(reading);
    drop(this.readings, reading.localS - KEPT_S);
  }

  /**
   * Keep a moment, once a second.
   * @param {number} localS
   * @param {ClockEstimate} estimate
   * @param {number | null} latencyS
   */
  addMoment(localS, estimate, latencyS) {
    const last = this.moments[this.moments.length - 1];
    if (last && localS - last.localS < MOMENT_EVERY_S) return;
    this.moments.push({ localS, latencyS, ...estimate });
    drop(this.moments, localS - KEPT_S);
  }

  /** @returns {Reading | undefined} the newest exchange */
  get lastReading() {
    return this.readings[this.readings.length - 1];
  }

  /**
   * @param {(localS: number) => number} offsetAt the offset as it is estimated today, at any time
   * @returns {{localS: number, asideS: number}[]} how far each exchange lies from it
   */
  aside(offsetAt) {
    return this.readings.map(({ localS, offsetS }) => {
      return { localS, asideS: offsetS - offsetAt(localS) };
    });
  }

  /**
   * @param {number} count
   * @returns {Moment[]} so many moments spread over what is kept, the newest first
   */
  table(count) {
    const all = [...this.moments].reverse();
    const step = Math.max(1, Math.ceil(all.length / count));
    return all.filter((_, i) => i % step === 0);
  }
}

/**
 * @param {{localS: number}[]} rows in order
 * @param {number} beforeS
 */
function drop(rows, beforeS) {
  while (rows.length && rows[0].localS < beforeS) rows.shift();
}
