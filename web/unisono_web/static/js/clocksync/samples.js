// @ts-check
/**
 * Exchanges as the clock keeps them, and what the local timer is rounded to.
 *
 * Twin of `unisono.clocksync.samples`.
 */

/**
 * @typedef {object} Sample what one exchange says
 * @property {number} localS local time half way between sending and receiving
 * @property {number} upS session minus local time on the way there: offset + delay up
 * @property {number} downS local minus session time on the way back: delay down - offset
 * @property {number} roundTripS time on the network, both ways; never below nothing
 */

/** A timestamp beyond this (three thousand years) is no time. */
const LARGEST_S = 1e11;
/** Two timers of 1 ms may make a round trip look shorter than nothing by this much. */
const TIMER_SLACK_S = 2.5e-3;
/** Resolutions that browsers round their timers to, coarsest first. */
const GRIDS_S = [1 / 60, 1e-3, 1e-4];
const GRID_TOLERANCE = 0.02;
const FINE_GRID_S = 1e-3;
const LOOK_BACK = 64;

/**
 * @param {number} t0
 * @param {number} t1
 * @param {number} t2
 * @param {number} t3
 * @returns {Sample | null} null if these cannot be true
 */
export function sampleOf(t0, t1, t2, t3) {
  if (![t0, t1, t2, t3].every((stamp) => Math.abs(stamp) <= LARGEST_S)) return null;
  const [upS, downS] = [t1 - t0, t3 - t2];
  if (t3 < t0 || t2 < t1 || upS + downS < -TIMER_SLACK_S) return null;
  return { localS: t0 + (t3 - t0) / 2, upS, downS, roundTripS: Math.max(0, upS + downS) };
}

/**
 * @param {Sample} a
 * @param {Sample} b
 * @returns {boolean} whether one is a duplicate of the other
 */
export function same(a, b) {
  return a.localS === b.localS && a.upS === b.upS && a.downS === b.downS;
}

/** Samples in order of local time, bounded in age and number. */
export class Samples {
  /** @param {{windowS: number, maxSamples: number}} settings */
  constructor(settings) {
    this._settings = settings;
    /** @type {Sample[]} */
    this.kept = [];
  }

  /** @returns {Sample | undefined} */
  get last() {
    return this.kept[this.kept.length - 1];
  }

  /**
   * Keep a sample and forget what is too old or too much.
   * @param {Sample} sample
   */
  add(sample) {
    const { kept } = this;
    let i = kept.length;
    while (i > 0 && kept[i - 1].localS > sample.localS) i -= 1;
    kept.splice(i, 0, sample);
    const oldestS = kept[kept.length - 1].localS - this._settings.windowS;
    while (kept[0].localS < oldestS) kept.shift();
    if (kept.length > this._settings.maxSamples) { // of the oldest two the slower says less
      kept.splice(kept[0].roundTripS >= kept[1].roundTripS ? 0 : 1, 1);
    }
  }

  /**
   * @param {Sample} sample
   * @returns {boolean} whether this very exchange came before
   */
  knows(sample) {
    return this.kept.slice(-LOOK_BACK).some((one) => same(one, sample));
  }
}

/** Finds out to what the local timer is rounded: what all durations so far are multiples of. */
export class Grids {
  constructor() {
    /** @type {ReadonlyArray<number>} */
    this._possible = GRIDS_S;
    this._seen = 0;
  }

  /** The resolution found, 0 for a fine timer. */
  get gridS() {
    return this._seen >= 4 && this._possible.length ? this._possible[0] : 0;
  }

  /** @param {number} durationS rules out the resolutions that it is no multiple of */
  see(durationS) {
    this._seen += 1;
    this._possible = this._possible.filter((gridS) => {
      const parts = durationS / gridS;
      return Math.abs(parts - Math.round(parts)) < GRID_TOLERANCE;
    });
  }
}

/**
 * What a rounded timer adds to a likely bound: a fine grid is met anywhere, its mean is known;
 * exchanges may keep step with a coarse one.
 * @param {number} gridS
 * @returns {number}
 */
export function roundingS(gridS) {
  return gridS <= FINE_GRID_S ? gridS / 2 : gridS;
}
