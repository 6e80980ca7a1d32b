// @ts-check
/**
 * Has the clock changed? Its rate (forget what came before) or its time (a step: start again).
 *
 * Twin of `unisono.clocksync.change`.
 */

import { CLIP } from "./solve.js";

/** @typedef {import("./path.js").Path} Path */
/** @typedef {import("./samples.js").Sample} Sample */
/** @typedef {import("./solve.js").LevelSolution} LevelSolution */

const RECENT = [8, 16, 32, 64];
const CHANGE_SIGMAS = 5;
const CHANGE_S = 0.25e-3;
export const STEP_S = 0.003;
export const STEP_SKEW = 100e-6;

/**
 * Whether the newest samples of the newest path contradict the fit: then the clocks' rate changed
 * and what came before misleads.
 * @param {Path[]} paths
 * @param {Int32Array} labels
 * @param {LevelSolution} best
 * @returns {number} index of the first sample to keep, 0 for all
 */
export function changedAt(paths, labels, best) {
  const label = labels[labels.length - 1];
  const path = paths[label];
  const n = path.x.length;
  if (n < 2 * RECENT[0]) return 0;
  const scores = leanings(path, best, label);
  const scatter = Math.sqrt(scores.reduce((sum, score) => sum + score * score, 0) / n);
  const inside = 2 * (best.level + 0.3 * (1 - 2 * best.level));
  let [sum, first] = [0, 0];
  for (let count = 1; count <= Math.min(n >> 1, RECENT[RECENT.length - 1]); count += 1) {
    sum += scores[n - count];
    if (!RECENT.includes(count)) continue;
    const sigmas = Math.abs(sum) / ((scatter + 1e-12) * Math.sqrt(count));
    if (sigmas > CHANGE_SIGMAS && Math.abs(sum) / count / inside > CHANGE_S) first = n - count;
  }
  return first ? nthOf(labels, label, first) : 0;
}

/**
 * @param {Path} path
 * @param {LevelSolution} best
 * @param {number} label
 * @returns {Float64Array} by how much each exchange asks for a larger offset
 */
function leanings({ x, up, down, scaleS }, { level, skew, upAt, downAt }, label) {
  const clip = CLIP * scaleS;
  /** @param {number} residual */
  const score = (residual) => {
    return Math.max(-clip, Math.min(clip, residual)) * (residual > 0 ? level : 1 - level);
  };
  return x.map((xi, i) => {
    return score(up[i] - upAt[label] - skew * xi) - score(down[i] - downAt[label] + skew * xi);
  });
}

/**
 * @param {Int32Array} labels
 * @param {number} label
 * @param {number} nth
 * @returns {number} where the nth sample of a path stands among all
 */
function nthOf(labels, label, nth) {
  let seen = -1;
  return labels.findIndex((one) => one === label && (seen += 1) === nth);
}

/**
 * @param {Sample} a
 * @param {Sample} b
 * @returns {boolean} whether one clock explains both exchanges
 */
export function agree(a, b) {
  const slackS = STEP_S + STEP_SKEW * Math.abs(a.localS - b.localS);
  return -a.downS <= b.upS + slackS && -b.downS <= a.upS + slackS;
}

/**
 * Collects exchanges that contradict the clock until two of them agree on another one: one witness
 * may be mistaken (a message mangled or held back for long); two that agree mean that a clock
 * stepped.
 */
export class StepWatch {
  constructor() {
    /** @type {Sample[]} */
    this.doubts = [];
  }

  /**
   * @param {Sample} sample one that contradicts the clock
   * @returns {Sample | null} an earlier one that agrees with it
   */
  witness(sample) {
    const other = this.doubts.pop();
    const agreed = other && agree(other, sample);
    this.doubts = agreed ? [] : [sample];
    return agreed ? other : null;
  }

  /** @returns {number} how many doubts there were: the clock was confirmed, they are forgotten */
  dismiss() {
    const count = this.doubts.length;
    this.doubts = [];
    return count;
  }
}
