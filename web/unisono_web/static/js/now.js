// @ts-check
/**
 * This device's own clock in seconds; the same one that stamps events.
 *
 * It counts from a moment that all visits of a day share, so that two loads of a page never give
 * the same local time: what was stamped before a reload stays before what is stamped after it.
 */

const DAYS_S = 1e6;
const BASE_S = (performance.timeOrigin / 1000) % DAYS_S;

/** @returns {number} local time */
export function localNow() {
  return localAt(performance.now());
}

/**
 * @param {Event} event
 * @returns {number} local time at which the browser received it, not when we got round to it
 */
export function localTimeOf(event) {
  return localAt(event.timeStamp);
}

/**
 * @param {number} stampMs as `performance.now()` counts
 * @returns {number} local time
 */
export function localAt(stampMs) {
  return BASE_S + stampMs / 1000;
}
