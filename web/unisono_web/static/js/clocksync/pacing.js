// @ts-check
/**
 * The numbers of the clock, and when the next exchange is due: fast at first, sparse later.
 *
 * Twin of `unisono.clocksync.settings` and `pacing`.
 */

const PPM = 1e-6;

export const DEFAULTS = Object.freeze({
  /** Exchanges older than this are forgotten, s. */
  windowS: 900,
  /** More than this many are thinned. */
  maxSamples: 1000,
  /**
   * How fast exchanges follow one another, so long after a (re)start.
   * @type {ReadonlyArray<readonly [untilS: number, calmS: number, eagerS: number]>}
   */
  paces: [
    [2, 0.05, 0.025],
    [6, 0.2, 0.1],
    [60, 0.5, 0.15],
    [Infinity, 2, 1.8],
  ],
  /** They follow eagerly while the likely bound is above this, s. */
  eagerAboveS: 0.0015,
  /** While nothing plays the output is set directly for so long after a start, s. */
  settleS: 2.5,
  /** Known resolution of the local timer, s; a coarser one is found by itself. */
  timerS: 0,
  /** A slower exchange says nothing, s. */
  maxRoundTripS: 10,
  /** Crystals usually differ by no more than this, as a ratio. */
  usualSkew: 80 * PPM,
  /** By how much a rate wanders, s per s of age. */
  wander: 1 * PPM,
});

/** @typedef {typeof DEFAULTS} ClockSettings */

export const LOOK_AGAIN_S = 0.05;
export const PAUSE_S = 20;
const CALM_AT_FIRST = 8;

/** Counts exchanges since the last (re)start. */
export class Pacing {
  /** @param {ClockSettings} settings */
  constructor(settings) {
    this._settings = settings;
    this._fromS = 0;
    this.count = 0;
  }

  /**
   * Begin anew, fast.
   * @param {number} localS
   */
  restart(localS) {
    [this._fromS, this.count] = [localS, 0];
  }

  /**
   * @param {number} localS
   * @param {number} boundS a clock with a wide bound asks more often
   * @returns {number} how long to wait, s
   */
  waitS(localS, boundS) {
    const { paces, eagerAboveS } = this._settings;
    if (this.count < CALM_AT_FIRST) return paces[0][1];
    const ageS = localS - this._fromS;
    const pace = paces.find(([untilS]) => ageS < untilS) ?? paces[paces.length - 1];
    return boundS > eagerAboveS ? pace[2] : pace[1];
  }
}
