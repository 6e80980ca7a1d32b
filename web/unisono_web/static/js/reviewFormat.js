// @ts-check
/** Numbers of a report as people read them; a number that is not there is a dash. Pure. */

import { NOTHING, number } from "./numbers.js";
import { REVIEW_TEXTS } from "./reviewTexts.js";
import { fill, TEXTS } from "./texts.js";

const MS = 1000;

/**
 * @param {number | null} value S, shown from 0 to 100
 * @returns {string}
 */
export function points(value) {
  return value === null ? NOTHING : number(Math.min(100, Math.max(0, value)));
}

/**
 * @param {number | null} low
 * @param {number | null} high
 * @returns {string}
 */
export function range(low, high) {
  if (low === null || high === null) return NOTHING;
  return fill(REVIEW_TEXTS.range, { low: points(low), high: points(high) });
}

/**
 * @param {number | null} share
 * @returns {string}
 */
export function percent(share) {
  return share === null ? NOTHING : fill(TEXTS.score.coverage, { percent: number(100 * share) });
}

/**
 * @param {number | null} value
 * @param {number} [digits]
 * @returns {string}
 */
export function milliseconds(value, digits = 0) {
  return value === null ? NOTHING : fill(TEXTS.clock.ms, { ms: number(value, digits) });
}

/**
 * @param {number | null} seconds
 * @param {number} [digits]
 * @returns {string}
 */
export function asMilliseconds(seconds, digits = 1) {
  return milliseconds(seconds === null ? null : seconds * MS, digits);
}

/**
 * @param {number} seconds
 * @returns {string} 2:07, or 1:02:07
 */
export function clockTime(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/**
 * @param {number | null} offsetMs
 * @returns {string} 31 ms early
 */
export function earlyOrLate(offsetMs) {
  if (offsetMs === null) return NOTHING;
  if (Math.abs(offsetMs) < 0.5) return REVIEW_TEXTS.onTheBeat;
  const words = offsetMs < 0 ? REVIEW_TEXTS.early : REVIEW_TEXTS.afterTheBeat;
  return fill(words, { ms: number(Math.abs(offsetMs)) });
}
