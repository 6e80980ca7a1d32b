// @ts-check
/** Which part of a groove is easier than another. Pure. */

/** @typedef {import("../wire.js").GrooveSpec} GrooveSpec */

/**
 * @param {GrooveSpec} groove
 * @param {number} part a layer, or -1
 * @returns {number | null} the easiest layer, if it is easier than this one
 */
export function easierLayer({ layers }, part) {
  const mine = layers[part]?.difficulty ?? 1;
  const ranks = layers.map(({ difficulty = 1 }) => difficulty);
  const easiest = Math.min(...ranks);
  return part >= 0 && easiest < mine ? ranks.indexOf(easiest) : null;
}
