// @ts-check
/** Numbers of a report as people read them; a number that is not there is a dash. Pure. */

export const NOTHING = "–";
const MS = 1000;

/**
 * @param {number | null | undefined} value
 * @param {number} [digits]
 * @returns {string}
 */
export function number(value, digits = 0) {
  return value == null
    ? NOTHING
    : value
        .toFixed(digits)
        .replace(/^-(0(?:\.0+)?)$/u, "$1")
        .replace("-", "−");
}

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
  return low === null || high === null ? NOTHING : `${points(low)} to ${points(high)}`;
}

/**
 * @param {number | null} share
 * @returns {string}
 */
export function percent(share) {
  return share === null ? NOTHING : `${number(100 * share)} %`;
}

/**
 * @param {number | null} value
 * @param {number} [digits]
 * @returns {string}
 */
export function milliseconds(value, digits = 0) {
  return value === null ? NOTHING : `${number(value, digits)} ms`;
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
  const side = offsetMs < 0 ? "early" : "after the beat";
  return Math.abs(offsetMs) < 0.5 ? "on the beat" : `${number(Math.abs(offsetMs))} ms ${side}`;
}
