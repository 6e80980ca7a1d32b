// @ts-check
/** Laws of the tap-along, on simulated people whose delay and scatter are known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { judged, MOST_TAPS, ROUNDS } from "../../web/unisono_web/static/js/calibration.js";
import { outputName, remembered, withMemory } from "../../web/unisono_web/static/js/outputs.js";

const SEEDS = 600;
const PERIOD_S = 60 / 90;

/** @param {number} seed */
function chance(seed) {
  let state = (seed + 1) * 2654435761;
  const even = () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  for (let i = 0; i < 8; i += 1) even();
  return { even, gauss: () => Math.sqrt(-2 * Math.log(even())) * Math.cos(2 * Math.PI * even()) };
}

/**
 * Somebody taps along until the page has what it needs, or gives up.
 * @param {{seed: number, delayS: number, scatterS: number, slips?: number, hangs?: number,
 *   periodS?: number}} person `slips`: share of taps anywhere; `hangs`: how much of a deviation
 *   lives on in the next tap
 */
function tapAlong({ seed, delayS, scatterS, slips = 0, hangs = 0, periodS = PERIOD_S }) {
  const { even, gauss } = chance(seed);
  const taps = [];
  let aside = 0;
  for (let beat = 4; beat < 500; beat += 1) {
    aside = hangs * aside + Math.sqrt(1 - hangs * hangs) * scatterS * gauss();
    const slip = even() < slips ? (even() - 0.5) * periodS : aside;
    taps.push(100 + beat * periodS + delayS + slip);
    const verdict = judged(taps, 100, periodS);
    if (verdict.state !== "more") return { ...verdict, taps: taps.length };
  }
  throw new Error("it never ends");
}

/**
 * @param {Omit<Parameters<typeof tapAlong>[0], "seed">} person
 */
function many(person) {
  const all = Array.from({ length: SEEDS }, (_, seed) => tapAlong({ ...person, seed }));
  const known = all.filter(({ state }) => state === "known");
  const near = known.filter(({ offsetS }) => Math.abs(offsetS - person.delayS) <= 0.01);
  return {
    known: known.length / SEEDS,
    near: near.length / Math.max(1, known.length),
    taps: all.map(({ taps }) => taps).sort((a, b) => a - b)[SEEDS / 2],
  };
}

test("the delay is found within 10 ms for scatter up to 40 ms, in nine cases of ten and more", () => {
  for (const scatterS of [0, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04]) {
    for (const delayS of [-0.06, 0, 0.045, 0.18, 0.29]) {
      const { known, near, taps } = many({ delayS, scatterS });
      const where = `${scatterS * 1000} ms of scatter, ${delayS * 1000} ms of delay`;
      assert.ok(known > (scatterS < 0.04 ? 0.95 : 0.9), `${where}: known ${known}`);
      assert.ok(near > 0.88, `${where}: near ${near}`);
      if (delayS === 0.045) console.log(where, { known, near, taps });
    }
  }
});

test("whoever taps evenly is done after twelve", () => {
  for (const scatterS of [0, 0.005, 0.01]) {
    assert.equal(many({ delayS: 0.05, scatterS }).taps, ROUNDS[0].taps);
  }
});

test("whoever scatters more is kindly refused, and not kept tapping for long", () => {
  for (const scatterS of [0.06, 0.08, 0.12]) {
    const { known, taps } = many({ delayS: 0.05, scatterS });
    console.log(`${scatterS * 1000} ms of scatter`, { known, taps });
    assert.ok(known < 0.05, `${scatterS}: ${known}`);
  }
  assert.ok(many({ delayS: 0.05, scatterS: 0.12 }).taps <= 24);
  assert.ok((MOST_TAPS + 4) * PERIOD_S < 60);
});

test("tapping anywhere, or twice a beat, gives no offset", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const { state } = tapAlong({ seed, delayS: 0, scatterS: 0, slips: 1 });
    assert.equal(state, "scattered", `seed ${seed}`);
  }
  const twice = Array.from({ length: MOST_TAPS }, (_, i) => 100 + (4 + i / 2) * PERIOD_S);
  assert.equal(judged(twice, 100, PERIOD_S).state, "scattered");
});

test("a slip of the hand now and then changes nothing", () => {
  const { known, near } = many({ delayS: 0.08, scatterS: 0.015, slips: 0.05 });
  assert.ok(known > 0.95 && near > 0.95, JSON.stringify({ known, near }));
});

test("taps before and after the middle of the beat are one heap, not two", () => {
  for (const delayS of [0.3, 0.333, 0.36, -0.2]) {
    const { known, near } = many({ delayS, scatterS: 0.02 });
    assert.ok(known > 0.9 && near > 0.9, `${delayS}: ${JSON.stringify({ known, near })}`);
  }
});

test("the slower go finds the same delay", () => {
  const { known, near } = many({ delayS: 0.07, scatterS: 0.02, periodS: 60 / ROUNDS[1].bpm });
  assert.ok(known > 0.95 && near > 0.9);
});

test("nothing is said after too few taps", () => {
  for (let n = 0; n < ROUNDS[0].taps; n += 1) {
    const taps = Array.from({ length: n }, (_, i) => 100 + (4 + i) * PERIOD_S);
    assert.equal(judged(taps, 100, PERIOD_S).state, "more");
  }
});

test("an output is known again for thirty days, another is not taken for it", () => {
  const day = 24 * 3600 * 1000;
  const [near, far] = [outputName("", 0.03), outputName("", 0.18)];
  assert.notEqual(near, far);
  assert.equal(near, outputName("", 0.09));
  assert.notEqual(near, outputName("Headset", 0.03));
  const row = {
    output: near,
    listening: /** @type {const} */ ("cable"),
    offsetS: 0.02,
    scatterS: 0.01,
    atMs: 0,
  };
  const kept = withMemory([{ ...row, offsetS: 9 }], row);
  assert.deepEqual(kept, [row]);
  assert.equal(remembered(kept, near, 29 * day), row);
  assert.equal(remembered(kept, near, 31 * day), undefined);
  assert.equal(remembered(kept, far, day), undefined);
});
