// @ts-check
/**
 * What the clock says about itself, in numbers and in one word.
 *
 * Twin of `unisono.clocksync.estimate`.
 */

/** @typedef {"good" | "fair" | "poor" | "none"} Quality */
/**
 * @typedef {object} ClockEstimate
 * @property {number} offsetS session minus local time, the best estimate (not the slewed output)
 * @property {number} skewPpm how much faster session time runs than local time
 * @property {number} roundTripS the shortest round trip of the kept exchanges
 * @property {number} boundS likely bound of the output: holds 95 % of the time on an even path
 * @property {number} hardBoundS bound of the output that holds whatever the path does
 * @property {number} samples
 * @property {Quality} quality
 */

const GOOD_S = 0.003;
const FAIR_S = 0.01;

/**
 * @param {number} boundS
 * @returns {Quality} the word for a likely bound
 */
export function qualityOf(boundS) {
  if (boundS <= GOOD_S) return "good";
  return boundS <= FAIR_S ? "fair" : "poor";
}

/** @returns {ClockEstimate} the estimate before the first exchange */
export function nothingYet() {
  const [offsetS, far] = [NaN, Infinity];
  const bounds = { roundTripS: far, boundS: far, hardBoundS: far };
  return { offsetS, skewPpm: 0, ...bounds, samples: 0, quality: "none" };
}
