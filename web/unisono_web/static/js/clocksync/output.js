// @ts-check
/**
 * The slewed output: a clock that follows the estimate and never jumps while something plays.
 *
 * Twin of `unisono.clocksync.output`. The output is the estimate's line plus an error that dies
 * away: a large one at a constant rate too small to be heard (2 000 ppm is 3.5 cents), a small one
 * exponentially. Since no rate reaches 1 the output always runs forwards.
 */

/** @typedef {{localS: number, offsetS: number, skew: number}} Line */
/** @typedef {{localS: number, line: Line, errorS: number}} Plan */

const PPM = 1e-6;
const TAU_S = 1;
/** Down to an error of so many seconds it shrinks at such a rate. */
const STAGES = [
  [0.05, 10_000 * PPM],
  [0.02, 5_000 * PPM],
  [0.002, 2_000 * PPM],
];
/** Plans kept so that a tap of a moment ago is read by the clock of a moment ago. */
const REMEMBERED = 16;

export class Output {
  constructor() {
    /** @type {Plan[]} newest last; each begins where the one before it stood */
    this._plans = [];
  }

  /**
   * @param {number} localS
   * @returns {number} session minus local time by the plan that was in force then
   */
  offsetAt(localS) {
    let i = this._plans.length - 1;
    while (i > 0 && this._plans[i].localS > localS) i -= 1;
    const plan = this._plans[i];
    return lineAt(plan.line, localS) + errorAt(plan, localS);
  }

  /**
   * From `localS` on follow another line, at once or by slewing.
   * @param {Line} line
   * @param {number} localS
   * @param {boolean} jump
   */
  follow(line, localS, jump) {
    const first = jump || !this._plans.length;
    const errorS = first ? 0 : this.offsetAt(localS) - lineAt(line, localS);
    this._plans = this._plans.filter((plan) => plan.localS < localS).slice(1 - REMEMBERED);
    this._plans.push({ localS, line, errorS });
  }

  /** Forget the past: what was known belonged to another clock. */
  forget() {
    this._plans = [];
  }
}

/**
 * @param {Line} line
 * @param {number} localS
 */
function lineAt({ localS: originS, offsetS: startS, skew }, localS) {
  return startS + skew * (localS - originS);
}

/**
 * @param {Plan} plan
 * @param {number} localS
 * @returns {number} how far the output still is from its line
 */
function errorAt(plan, localS) {
  return Math.sign(plan.errorS) * shrunk(Math.abs(plan.errorS), localS - plan.localS);
}

/**
 * @param {number} errorS
 * @param {number} afterS
 * @returns {number} what remains of an error after a while; before its start it stays as it was
 */
function shrunk(errorS, afterS) {
  let leftS = Math.max(0, afterS);
  let restS = errorS;
  for (const [floorS, rate] of STAGES) {
    if (restS > floorS) {
      const neededS = (restS - floorS) / rate;
      if (leftS < neededS) return restS - rate * leftS;
      [restS, leftS] = [floorS, leftS - neededS];
    }
  }
  return restS * Math.exp(-leftS / TAU_S);
}
