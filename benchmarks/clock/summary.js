// @ts-check
/** Numbers of several lives: errors in three windows, first good moment, steps, bounds. */
import { LOOK_S } from "./world.js";

/** @typedef {Awaited<ReturnType<typeof import("./world.js").live>>} Life */
/** @typedef {{median: number, p95: number, max: number, noTime: number}} Spread seconds, share */
/**
 * @typedef {object} Summary
 * @property {Spread} after5
 * @property {Spread} after30
 * @property {Spread} to600
 * @property {{median: number, p95: number}} calm s until under 5 ms for 10 s
 * @property {number} step largest change of the error between two looks after 5 s
 * @property {number} back largest step backwards after 5 s
 * @property {number} sent exchanges per client
 * @property {{likely: number, hard: number, widthS: number, hardWidthS: number} | null} bounds
 */

/** @param {ArrayLike<number>} values @param {number} share @returns {number} */
export function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** @param {Life[]} lives @returns {Summary} */
export function summary(lives) {
  const calm = lives.map(({ looks }) => calmFrom(looks));
  return {
    after5: spread(lives, 5, 8),
    after30: spread(lives, 30, 60),
    to600: spread(lives, 300, 600),
    calm: { median: quantile(calm, 0.5), p95: quantile(calm, 0.95) },
    step: Math.max(...lives.map(({ looks }) => largestStep(looks))),
    back: Math.max(...lives.map(({ backS }) => backS)),
    sent: lives.reduce((sum, { sent }) => sum + sent, 0) / lives.length,
    bounds: bounds(lives),
  };
}

/** @param {Life[]} lives @param {number} fromS @param {number} toS @returns {Spread} */
function spread(lives, fromS, toS) {
  const [from, to] = [Math.ceil(fromS / LOOK_S), Math.floor(toS / LOOK_S)];
  const looks = lives.flatMap((life) => Array.from(life.looks.subarray(from, to), Math.abs));
  const known = looks.filter((error) => !Number.isNaN(error));
  return {
    median: quantile(known, 0.5),
    p95: quantile(known, 0.95),
    max: quantile(known, 1),
    noTime: looks.length ? 1 - known.length / looks.length : 0,
  };
}

/** @param {Float64Array} looks @returns {number} s from which it stays under 5 ms for 10 s */
function calmFrom(looks) {
  const needed = Math.round(10 / LOOK_S);
  let good = 0;
  for (let i = 0; i < looks.length; i += 1) {
    good = Math.abs(looks[i]) < 0.005 ? good + 1 : 0;
    if (good === needed) return (i - needed + 1) * LOOK_S;
  }
  return Infinity;
}

/** @param {Float64Array} looks */
function largestStep(looks) {
  let largest = 0;
  for (let i = Math.ceil(5 / LOOK_S); i < looks.length; i += 1) {
    const step = Math.abs(looks[i] - looks[i - 1]);
    if (step > largest) largest = step;
  }
  return largest;
}

/** @param {Life[]} lives */
function bounds(lives) {
  let [n, likely, hard] = [0, 0, 0];
  const [widths, hardWidths] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (const life of lives) {
    for (let i = 0; i < life.looks.length; i += 1) {
      if (!(life.hard[i] < Infinity)) continue;
      const error = Math.abs(life.looks[i]);
      n += 1;
      likely += Number(error <= life.likely[i]);
      hard += Number(error <= life.hard[i]);
      widths.push(life.likely[i]);
      hardWidths.push(life.hard[i]);
    }
  }
  if (!n) return null;
  const [widthS, hardWidthS] = [quantile(widths, 0.5), quantile(hardWidths, 0.5)];
  return { likely: likely / n, hard: hard / n, widthS, hardWidthS };
}
