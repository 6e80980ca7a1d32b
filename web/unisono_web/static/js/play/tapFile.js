// @ts-check
/** Somebody's own taps as a file, for a table or for a program. Loaded when it is asked for. */

import { handOver } from "../handOver.js";
import { MORE } from "../playMoreTexts.js";
import { fill } from "../texts.js";

/** @typedef {import("./tapping.js").Tap} Tap */

const HEAD = "session_time_s,stroke,source,strength";

/**
 * @param {ReadonlyArray<Pick<Tap, "timeS" | "stroke" | "source" | "velocity">>} taps
 * @returns {string} comma-separated, one tap a line, with a line of names above
 */
export function tapsAsText(taps) {
  const rows = taps.map(({ timeS, stroke, source, velocity }) => {
    return [timeS.toFixed(6), stroke, source, velocity ?? ""].join(",");
  });
  return [HEAD, ...rows, ""].join("\n");
}

/**
 * @param {ReadonlyArray<Tap>} taps
 * @param {string} code of the circle
 * @returns {string} what has been done, for whoever asked
 */
export function saveTaps(taps, code) {
  handOver(`unisono-${code}-taps.csv`, new Blob([tapsAsText(taps)], { type: "text/csv" }));
  return fill(MORE.tapsKept, { count: taps.length });
}
