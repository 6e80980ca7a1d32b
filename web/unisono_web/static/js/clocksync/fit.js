// @ts-check
/**
 * The fit: from exchanges to offset, skew and how far to trust them. Keeps no state.
 *
 * Twin of `unisono.clocksync.fit` and `envelope`. Each way of an exchange is one equation, with
 * unknown delays that differ from path to path:
 *
 *   up   = offset + delay up    u = D + theta + b x + noise
 *   down = delay down - offset  v = D - theta - b x + noise
 *
 * The reasons and sources are in `docs/clock.md`.
 */

import { changedAt, STEP_S, STEP_SKEW } from "./change.js";
import { gather, pathLabels } from "./path.js";
import { FEW, solveLevels, wideSkew } from "./solve.js";

/** @typedef {import("./samples.js").Sample} Sample */
/** @typedef {import("./solve.js").FitSettings} FitSettings */
/** @typedef {import("./solve.js").Solution} Solution */
/** @typedef {import("./solve.js").LevelSolution} LevelSolution */
/**
 * @typedef {Solution & {atS: number, lowS: number, highS: number, floorS: number, samples: number,
 *   paths: number, level: number, forget: number}} Fit
 */

/** A level twice as sure as another counts 2 to this power as much. */
const BELIEF = 8;

/**
 * @param {ReadonlyArray<Sample>} samples in order of local time, at least one
 * @param {number} atS local time of the moment to fit for
 * @param {number} skew where to start
 * @param {FitSettings & {gridS: number}} settings
 * @returns {Fit}
 */
export function fitClock(samples, atS, skew, settings) {
  const originS = (samples[0].upS - samples[0].downS) / 2;
  const labels = pathLabels(samples);
  const paths = gather(samples, labels, atS, originS, skew);
  const levels = solveLevels(paths, samples.length, skew, settings);
  const { best, ...solution } = combined(levels);
  const floorS = paths[0].floorS;
  if (samples.length < FEW) solution.varOffset += (floorS / 8 / samples.length) ** 2;
  const offsetS = solution.offsetS + originS;
  const [lowS, highS] = envelope(samples, atS, solution, settings.gridS);
  return {
    ...solution,
    offsetS: Math.min(Math.max(offsetS, lowS), highS),
    atS,
    lowS,
    highS,
    floorS,
    samples: samples.length,
    paths: paths.length,
    level: best.level,
    forget: changedAt(paths, labels, best),
  };
}

/**
 * @param {Fit} fit
 * @param {number} besideS how far the output is from the fit
 * @param {number} aheadS
 */
export function hardBound(fit, besideS, aheadS) {
  const widerS = wideSkew(fit) * Math.abs(aheadS);
  const aboveS = fit.highS - fit.offsetS - besideS;
  const belowS = fit.offsetS + besideS - fit.lowS;
  return Math.max(aboveS, belowS) + widerS;
}

/**
 * @param {Sample} sample
 * @param {Fit} fit
 * @returns {boolean} whether no delay of the network explains this exchange
 */
export function contradicts({ localS, upS, downS }, fit) {
  const aheadS = localS - fit.atS;
  const slackS = STEP_S + Math.max(STEP_SKEW, wideSkew(fit)) * Math.abs(aheadS);
  const movedS = fit.skew * aheadS;
  return upS < fit.lowS + movedS - slackS || -downS > fit.highS + movedS + slackS;
}

/**
 * @param {LevelSolution[]} levels
 * @returns {Solution & {best: LevelSolution}} their mean, the surer ones counting far more
 */
function combined(levels) {
  const best = levels.reduce((a, b) => (b.varOffset < a.varOffset ? b : a));
  const beliefs = levels.map(({ varOffset }) => (best.varOffset / varOffset) ** BELIEF);
  const total = beliefs.reduce((a, b) => a + b);
  /** @param {(solution: Solution) => number} of */
  const mean = (of) => levels.reduce((sum, one, i) => sum + beliefs[i] * of(one), 0) / total;
  return {
    offsetS: mean(({ offsetS }) => offsetS),
    skew: mean(({ skew }) => skew),
    varOffset: mean(({ varOffset }) => varOffset),
    varSkew: mean(({ varSkew }) => varSkew),
    covariance: mean(({ covariance }) => covariance),
    best,
  };
}

/**
 * What no asymmetry can break: the offset lies above every -down and below every up.
 * @param {ReadonlyArray<Sample>} samples
 * @param {number} atS
 * @param {Solution} solution
 * @param {number} gridS
 * @returns {[number, number]}
 */
function envelope(samples, atS, solution, gridS) {
  let [lowS, highS] = [-Infinity, Infinity];
  const wide = wideSkew(solution);
  for (const { localS, upS, downS } of samples) {
    const x = localS - atS;
    const slackS = wide * Math.abs(x) + gridS;
    highS = Math.min(highS, upS - solution.skew * x + slackS);
    lowS = Math.max(lowS, -downS - solution.skew * x - slackS);
  }
  return lowS <= highS ? [lowS, highS] : [highS, lowS];
}
