// @ts-check
/** Laws of the browser's clock, whatever the network and the timestamps do; as in Python's laws. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lanes, PROFILES } from "../../benchmarks/clock/paths.js";
import { Chance } from "../../benchmarks/clock/random.js";
import { SessionClock } from "../../web/unisono_web/static/js/clocksync.js";

/** @typedef {[t0: number, t1: number, t2: number, t3: number]} Exchange */

const LIVES = 40;
const OFFSET_S = 40;
const ABSURD = [NaN, Infinity, -Infinity, 1e300, -1e12, 1e11, 0, -0, 5e-324];

/** @param {Chance} chance @param {number} untilS @returns {Exchange[]} behind any of the paths */
function lived(chance, untilS) {
  const profile = PROFILES[Math.floor(chance.random() * PROFILES.length)];
  const path = lanes(profile, chance, untilS);
  /** @type {Exchange[]} */
  const exchanges = [];
  for (let t = 0; t < untilS; t += chance.exponential(0.05)) {
    const there = path.up.arrival(t);
    const back = path.down.arrival(there);
    exchanges.push([t, there + OFFSET_S, there + OFFSET_S, back]);
  }
  return exchanges;
}

/** @param {Chance} chance @param {Exchange[]} exchanges @returns {Exchange[]} with what must not matter */
function mangled(chance, exchanges) {
  const odd = () => ABSURD[Math.floor(chance.random() * ABSURD.length)];
  return exchanges.flatMap((/** @type {Exchange} */ one) => {
    const fate = chance.random();
    if (fate < 0.1) return [];
    if (fate < 0.2) return [one, one];
    if (fate < 0.3) {
      const broken = /** @type {Exchange} */ (one.map((x) => (chance.random() < 0.5 ? odd() : x)));
      return [broken, one];
    }
    return [one];
  });
}

/** @param {Chance} chance @param {Exchange[]} exchanges @returns {Exchange[]} in order of arrival, nearly */
function shuffled(chance, exchanges) {
  return exchanges
    .map((one) => /** @type {const} */ ([one[3] + chance.between(0, 0.3), one]))
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

for (const [what, given] of /** @type {const} */ ([
  ["lost, repeated or broken", mangled],
  ["out of order", shuffled],
])) {
  test(`exchanges that are ${what} leave the clock alive, finite and within its hard bound`, () => {
    for (let seed = 1; seed <= LIVES; seed += 1) {
      const chance = new Chance(seed);
      const clock = new SessionClock();
      for (const exchange of given(chance, lived(chance, 12))) clock.add(...exchange);
      const { offsetS, skewPpm, boundS, hardBoundS } = clock.estimate(12.5);
      const nowS = clock.now(12.5);
      for (const value of [offsetS, skewPpm, boundS, hardBoundS, nowS, clock.nextExchangeInS(12.5)]) {
        assert.ok(Number.isFinite(value), `seed ${seed}`);
      }
      assert.ok(boundS <= hardBoundS, `seed ${seed}`);
      assert.ok(Math.abs(nowS - 12.5 - OFFSET_S) <= hardBoundS, `seed ${seed}`);
    }
  });
}

test("read while exchanges come in, session time only grows", () => {
  for (let seed = 1; seed <= LIVES; seed += 1) {
    const clock = new SessionClock();
    clock.mayStep = false;
    const exchanges = lived(new Chance(seed), 8);
    let [next, before] = [0, -Infinity];
    for (let localS = 0; localS < 8; localS += 0.007) {
      for (; next < exchanges.length && exchanges[next][3] <= localS; next += 1) {
        clock.add(...exchanges[next]);
      }
      if (!clock.ready) continue;
      const nowS = clock.now(localS);
      assert.ok(nowS > before, `seed ${seed} at ${localS} s`);
      before = nowS;
    }
  }
});

test("from local to session time and back is the identity, also some seconds ahead", () => {
  for (let seed = 1; seed <= LIVES; seed += 1) {
    const clock = new SessionClock();
    for (const exchange of lived(new Chance(seed), 6)) clock.add(...exchange);
    for (const localS of [5, 6, 9.5, 25]) {
      assert.ok(Math.abs(clock.localAt(clock.now(localS), 6) - localS) < 1e-9, `seed ${seed}`);
    }
  }
});
