// @ts-check
/** What was found out about the outputs of this device: how one listens, how late taps come. Pure. */

/** @typedef {{output: string, listening: Listening, offsetS: number | null, scatterS: number | null, atMs: number}} Memory */
/** @typedef {"speaker" | "cable" | "wireless"} Listening */

const DAYS_MS = 24 * 3600 * 1000;
const KEPT_MS = 30 * DAYS_MS;
const MOST_OUTPUTS = 6;
/** Delays of a device's sound in these classes are taken for the same output. */
const CLASSES_S = [0.12, 0.25];

/**
 * @param {string} label of the device's output, where the browser tells it; else ""
 * @param {number} latencyS as the browser reports it; 0 where it reports nothing
 * @returns {string} a name by which the same output is known again
 */
export function outputName(label, latencyS) {
  const slow = CLASSES_S.filter((limit) => latencyS > limit).length;
  return `${label}/${slow}`;
}

/**
 * @param {ReadonlyArray<Memory>} kept
 * @param {string} output
 * @param {number} nowMs
 * @returns {Memory | undefined} what is known of this output, if it is not too long ago
 */
export function remembered(kept, output, nowMs) {
  return kept.find((row) => row.output === output && nowMs - row.atMs < KEPT_MS);
}

/**
 * @param {ReadonlyArray<Memory>} kept
 * @param {Memory} row
 * @returns {Memory[]} the newest first
 */
export function withMemory(kept, row) {
  return [row, ...kept.filter(({ output }) => output !== row.output)].slice(0, MOST_OUTPUTS);
}
