// @ts-check
/**
 * How much later than the beat somebody's taps come on their device: found by tapping along. Pure.
 *
 * The answer holds for one device and one way of listening; it is never shown as a number.
 */

/** @typedef {{bpm: number, listen: number, taps: number}} Round */
/**
 * @typedef {object} Judgement
 * @property {"more" | "known" | "scattered"} state `more`: a few more taps would tell
 * @property {number} offsetS taps after the beat, the middle of the good ones
 * @property {number} scatterS standard deviation of the good ones
 * @property {number} good how many taps it rests on
 */

/** The first go, and a calmer one for whoever would like it. @type {ReadonlyArray<Round>} */
export const ROUNDS = [
  { bpm: 90, listen: 4, taps: 12 },
  { bpm: 72, listen: 4, taps: 12 },
];
/** Taps in which one only finds the beat. */
const FINDING = 2;
const LEAST_GOOD = 8;
/** Nobody is asked for more taps than this in one go: less than a minute. */
export const MOST_TAPS = 84;
/** The offset is to lie within this of the truth ... */
const EXACT_S = 0.01;
/** ... in nine cases of ten: so many standard errors. */
const NINE_OF_TEN = 1.95;
/** Somebody this scattered will not get there by going on. */
const HOPELESS_S = 0.075;
const HOPELESS_TAPS = 16;
/** Taps further from the middle than so many deviations are slips of the hand. */
const SLIP = 3;
const LEAST_S = 0.006;
/** The median of the sizes of normal deviations, times this, is their standard deviation. */
const MAD_TO_SD = 1.4826;
/** What is known before anybody has tapped, and how many taps that is worth: few taps that fall
 *  close together by chance are no proof of a steady hand. */
const USUAL_S = 0.025;
const USUAL_TAPS = 4;
/** A tap is after the beat by up to two thirds of it, or before it by up to a third. */
const LATEST = 2 / 3;

/**
 * @param {ReadonlyArray<number>} tapsS in the order they were made, on any clock
 * @param {number} beatS one beat on the same clock, as it was heard
 * @param {number} periodS
 * @returns {Judgement}
 */
export function judged(tapsS, beatS, periodS) {
  const aside = asides(tapsS.slice(FINDING), beatS, periodS);
  const middleS = median(aside);
  const robustS = MAD_TO_SD * median(aside.map((s) => Math.abs(s - middleS)));
  const good = aside.filter((s) => Math.abs(s - middleS) <= SLIP * Math.max(LEAST_S, robustS));
  const meanS = good.reduce((sum, s) => sum + s, 0) / Math.max(1, good.length);
  const spread = good.reduce((sum, s) => sum + (s - meanS) ** 2, 0);
  const scatterS = Math.max(robustS, Math.sqrt(spread / Math.max(1, good.length - 1)));
  const errorS = NINE_OF_TEN * standardError(scatterS, good.length);
  const enough = tapsS.length >= ROUNDS[0].taps && good.length >= LEAST_GOOD;
  const hopeless = aside.length >= HOPELESS_TAPS && scatterS > HOPELESS_S;
  const over = tapsS.length >= MOST_TAPS || hopeless;
  const state = enough && errorS <= EXACT_S ? "known" : over ? "scattered" : "more";
  return { state, offsetS: meanS, scatterS, good: good.length };
}

/**
 * @param {number} scatterS
 * @param {number} taps
 * @returns {number} of the middle of so many taps
 */
function standardError(scatterS, taps) {
  const sum = taps * scatterS ** 2 + USUAL_TAPS * USUAL_S ** 2;
  return Math.sqrt(sum / (taps + USUAL_TAPS) / Math.max(1, taps));
}

/**
 * Seconds of each tap from its beat. Where the beat is, is told by the taps themselves: they are
 * laid around their own middle on the circle of one beat, so that none is torn off at its edge.
 * @param {ReadonlyArray<number>} tapsS
 * @param {number} beatS
 * @param {number} periodS
 * @returns {number[]}
 */
function asides(tapsS, beatS, periodS) {
  const turns = tapsS.map((s) => ((s - beatS) / periodS) * 2 * Math.PI);
  const sin = turns.reduce((sum, turn) => sum + Math.sin(turn), 0);
  const cos = turns.reduce((sum, turn) => sum + Math.cos(turn), 0);
  const part = Math.atan2(sin, cos) / (2 * Math.PI);
  const middle = part > LATEST ? part - 1 : part < LATEST - 1 ? part + 1 : part;
  return turns.map((turn) => {
    const fromMiddle = turn / (2 * Math.PI) - middle;
    return (middle + fromMiddle - Math.round(fromMiddle)) * periodS;
  });
}

/**
 * @param {ReadonlyArray<number>} values
 * @returns {number} 0 of nothing
 */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  if (!sorted.length) return 0;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}
