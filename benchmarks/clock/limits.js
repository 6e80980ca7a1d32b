// @ts-check
/**
 * What can be known of a clock on the poor mobile path after 0.7 s, whatever is done with the
 * samples: the error of simple estimates over many tries.
 *
 *   node benchmarks/clock/limits.js
 */
import { lanes, PROFILES } from "./paths.js";
import { Chance } from "./random.js";
import { ms } from "./report.js";
import { quantile } from "./summary.js";

const MOBILE = 3;
const TRIES = 400;
const WITHIN_S = 0.7;
const PACES_S = [0.05, 0.025, 0.0125, 0.006];

/** @param {number[]} values */
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

/** @param {number} share @returns {(values: number[]) => number} the mean of the quickest */
function quickest(share) {
  return (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    return mean(sorted.slice(0, Math.max(1, Math.round(share * sorted.length))));
  };
}

/** @type {Record<string, (values: number[]) => number>} */
const ESTIMATES = {
  mean,
  median: (values) => quantile(values, 0.5),
  "quickest three quarters": quickest(0.75),
  "quickest half": quickest(0.5),
  "quickest quarter": quickest(0.25),
  quickest: quickest(0),
};

/** @param {number} seed @param {number} paceS @returns {[up: number[], down: number[]]} delays, s */
function returned(seed, paceS) {
  const path = lanes(PROFILES[MOBILE], new Chance(seed), WITHIN_S);
  const [up, down] = [[], []].map((a) => /** @type {number[]} */ (a));
  for (let t = 0; t < WITHIN_S; t += paceS) {
    const there = path.up.arrival(t);
    const back = path.down.arrival(there);
    if (back >= WITHIN_S) continue;
    up.push(there - t);
    down.push(back - there);
  }
  return [up, down];
}

const names = Object.keys(ESTIMATES);
console.log(`| an exchange every | ${names.join(" | ")} |\n|---|${"---|".repeat(names.length)}`);
for (const paceS of PACES_S) {
  const tries = Array.from({ length: TRIES }, (_, i) => returned(i + 1, paceS))
    .filter(([up]) => up.length);
  const cells = Object.values(ESTIMATES).map((estimate) => {
    const errors = tries.map(([up, down]) => Math.abs(estimate(up) - estimate(down)) / 2);
    return `${ms(quantile(errors, 0.5))}/${ms(quantile(errors, 0.95))}`;
  });
  console.log(`| ${ms(paceS)} ms | ${cells.join(" | ")} |`);
}
