// @ts-check
/**
 * Which moment of the sound card's clock is heard at which local time: a straight line through
 * many readings, for single ones scatter by milliseconds. Pure: fed with readings, reads no clock.
 *
 * The line is a weighted fit (Huber) whose rate is held near 1; a run of readings beside it means
 * that the sound was interrupted, and the fit starts again from them.
 */

/** @typedef {{contextS: number, localS: number}} Reading */

const WINDOW_S = 30;
const MOST = 300;
/** Rates of working sound cards lie within this of 1: the fit is held near 1 that firmly. */
const RATE_SD = 100e-6;
const SCATTER_S = 0.002;
const HUBER = 1.5;
const JUMP_S = 0.008;
const JUMP_READINGS = 6;
const ROUNDS = 3;

export class AudioMap {
  constructor() {
    /** @type {Reading[]} */
    this._kept = [];
    this._beside = 0;
    this._suspicious = false;
    this._rate = 1;
    this._atLocalS = 0;
    this._contextS = 0;
  }

  /** Whether there was a reading. */
  get ready() {
    return this._kept.length > 0;
  }

  /** Forget everything: the sound was interrupted. */
  reset() {
    this._kept = [];
    this._beside = 0;
  }

  /** The page may have been asleep: believe the very next reading if it lies beside the line. */
  suspect() {
    this._suspicious = true;
  }

  /**
   * @param {number} contextS
   * @param {number} localS when `contextS` is heard
   */
  add(contextS, localS) {
    if (!Number.isFinite(contextS) || !Number.isFinite(localS)) return;
    if (this.ready) this._watchForJump(contextS - this.contextAt(localS));
    this._kept.push({ contextS, localS });
    const oldestS = localS - WINDOW_S;
    while (this._kept.length > MOST || this._kept[0].localS < oldestS) this._kept.shift();
    this._fit();
  }

  /**
   * @param {number} localS
   * @returns {number} the moment of the sound card's clock that is heard then
   */
  contextAt(localS) {
    return this._contextS + this._rate * (localS - this._atLocalS);
  }

  /**
   * @param {number} contextS
   * @returns {number} when that moment is heard
   */
  localAt(contextS) {
    return this._atLocalS + (contextS - this._contextS) / this._rate;
  }

  /** @param {number} asideS of the newest reading from the line */
  _watchForJump(asideS) {
    const side = Math.abs(asideS) > JUMP_S ? Math.sign(asideS) : 0;
    this._beside = side && Math.sign(this._beside) === side ? this._beside + side : side;
    const needed = this._suspicious ? 1 : JUMP_READINGS;
    this._suspicious = false;
    if (Math.abs(this._beside) < needed) return;
    this._kept = needed > 1 ? this._kept.slice(1 - needed) : [];
    this._beside = 0;
  }

  _fit() {
    const last = this._kept[this._kept.length - 1];
    const rows = this._kept.map(({ contextS, localS }) => {
      const x = localS - last.localS;
      return { x, y: contextS - last.contextS - x };
    });
    let line = { slope: 0, base: median(rows.map(({ y }) => y)) };
    for (let i = 0; i < ROUNDS; i += 1) line = weightedLine(rows, line);
    this._rate = 1 + line.slope;
    this._atLocalS = last.localS;
    this._contextS = last.contextS + line.base;
  }
}

/**
 * @param {{x: number, y: number}[]} rows
 * @param {{slope: number, base: number}} before readings far from this line count less
 * @returns {{slope: number, base: number}}
 */
function weightedLine(rows, before) {
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
  for (const { x, y } of rows) {
    const aside = Math.abs(y - before.base - before.slope * x) / SCATTER_S;
    const weight = aside > HUBER ? HUBER / aside : 1;
    w += weight;
    wx += weight * x;
    wy += weight * y;
    wxx += weight * x * x;
    wxy += weight * x * y;
  }
  const prior = (SCATTER_S / RATE_SD) ** 2;
  const slope = (wxy - (wx * wy) / w) / (wxx - (wx * wx) / w + prior);
  return { slope, base: (wy - slope * wx) / w };
}

/**
 * @param {number[]} values
 * @returns {number}
 */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
