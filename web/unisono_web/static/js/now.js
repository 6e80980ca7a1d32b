// @ts-check
/** This device's own clock in seconds; the same one that stamps events. */

/** @returns {number} local time */
export function localNow() {
  return performance.now() / 1000;
}

/**
 * @param {Event} event
 * @returns {number} local time at which the browser received it, not when we got round to it
 */
export function localTimeOf(event) {
  return event.timeStamp / 1000;
}
