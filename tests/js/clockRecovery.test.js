// @ts-check
/** Laws of what a page does when a clock jumps: noticed, asked about at once, over in a second. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { unisono } from "../../benchmarks/clock/contenders/unisono.js";
import { PROFILES } from "../../benchmarks/clock/paths.js";
import { live, LOOK_S } from "../../benchmarks/clock/world.js";

const EVENT_S = 90;
const OVER_S = 1;
const SLEPT_S = 25;
const SEEDS = [1, 2, 3, 4, 5, 6];

/**
 * @param {Float64Array} looks
 * @param {Float64Array} hard
 * @returns {number} for how long after the event the clock was further off than it said it can be
 */
function lostS(looks, hard) {
  let [last, boundS] = [0, 0];
  for (let i = Math.ceil(EVENT_S / LOOK_S); i < looks.length; i += 1) {
    if (!Number.isNaN(hard[i])) boundS = hard[i];
    if (Math.abs(looks[i]) > boundS) last = i * LOOK_S - EVENT_S;
  }
  return last;
}

for (const { name, ...profile } of PROFILES) {
  for (const jumpS of [-3600, 3600]) {
    test(`an hour's jump (${jumpS} s) is over in a second: ${name}`, async () => {
      for (const seed of SEEDS) {
        const aside = (/** @type {number} */ t) => (t > EVENT_S ? jumpS : 0);
        const { looks, hard } = await live(unisono, { name, ...profile }, {
          seed, aside, untilS: EVENT_S + 20,
        });
        assert.ok(lostS(looks, hard) < OVER_S, `${lostS(looks, hard)} s, seed ${seed}`);
      }
    });
  }

  test(`a server that starts anew is followed within a second: ${name}`, async () => {
    for (const seed of SEEDS) {
      const session = (/** @type {number} */ t) => (t > EVENT_S ? t - EVENT_S + 7 : t);
      const { looks, hard } = await live(unisono, { name, ...profile }, {
        seed, session, noticedS: EVENT_S, untilS: EVENT_S + 20,
      });
      assert.ok(lostS(looks, hard) < OVER_S, `${lostS(looks, hard)} s, seed ${seed}`);
    }
  });

  test(`a sleep that stopped the clock is over a second after waking: ${name}`, async () => {
    const asleepS = EVENT_S - SLEPT_S;
    const aside = (/** @type {number} */ t) => -Math.min(Math.max(0, t - asleepS), SLEPT_S);
    for (const seed of SEEDS) {
      const { looks, hard } = await live(unisono, { name, ...profile }, {
        seed, aside, asleep: [asleepS, EVENT_S], noticedS: EVENT_S, untilS: EVENT_S + 20,
      });
      assert.ok(lostS(looks, hard) < OVER_S, `${lostS(looks, hard)} s, seed ${seed}`);
    }
  });
}
