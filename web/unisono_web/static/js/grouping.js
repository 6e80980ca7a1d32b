// @ts-check
/** Meters as people write them: 7, or 2+2+3. Pure. */

import { MAX_BEATS, MIN_BEATS } from "./timeline.js";

/** What is offered: every meter of 2 to 12 beats in its usual groupings. */
export const PRESETS = [
  [2],
  [3],
  [4],
  [2, 3],
  [3, 2],
  [3, 3],
  [2, 2, 2],
  [2, 2, 3],
  [2, 3, 2],
  [3, 2, 2],
  [4, 4],
  [3, 3, 2],
  [3, 3, 3],
  [2, 2, 2, 3],
  [3, 2, 2, 3],
  [2, 2, 3, 2, 2],
  [3, 3, 3, 3],
  [4, 4, 4],
  [3, 3, 2, 2, 2],
];

/**
 * @param {ReadonlyArray<number>} grouping
 * @returns {number}
 */
export function beatsOf(grouping) {
  return grouping.reduce((sum, group) => sum + group, 0);
}

/**
 * @param {ReadonlyArray<number>} grouping
 * @returns {string} `4`, or `7 = 2+2+3`
 */
export function groupingLabel(grouping) {
  if (grouping.length === 1) return String(grouping[0]);
  return `${beatsOf(grouping)} = ${grouping.join("+")}`;
}

/**
 * @param {string} typed for example `2+2+3`, `2 2 3` or `7`
 * @returns {number[] | null} the groups, or null when they make no bar
 */
export function readGrouping(typed) {
  const groups = typed
    .trim()
    .split(/[^0-9]+/u)
    .filter(Boolean)
    .map(Number);
  const beats = beatsOf(groups);
  const whole = groups.length > 0 && groups.every((group) => group >= 1);
  return whole && beats >= MIN_BEATS && beats <= MAX_BEATS ? groups : null;
}

/**
 * @param {ReadonlyArray<number>} a
 * @param {ReadonlyArray<number>} b
 * @returns {boolean}
 */
export function sameGrouping(a, b) {
  return a.length === b.length && a.every((group, i) => group === b[i]);
}
