// @ts-check
/** Laws of audioMap.js: a line through scattered readings. Run: node --test tests/js */
import assert from "node:assert/strict";
import { test } from "node:test";
import { AudioMap } from "../../web/unisono_web/static/js/audioMap.js";

/**
 * @param {number} seed
 * @returns {() => number} numbers from 0 to 1, the same for the same seed
 */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * @param {AudioMap} map
 * @param {{fromS: number, forS: number, startS: number, rate?: number, scatterS?: number}} line
 * @param {() => number} random
 */
function feed(map, { fromS, forS, startS, rate = 1, scatterS = 0 }, random) {
  for (let t = fromS; t < fromS + forS; t += 0.05) {
    map.add(startS + rate * (t - fromS) + scatterS * (random() + random() - 1), t);
  }
}

test("readings on a line give back the line, both ways", () => {
  const map = new AudioMap();
  feed(map, { fromS: 100, forS: 20, startS: 3 }, chance(1));
  for (const localS of [100, 119.9, 122]) {
    assert.ok(Math.abs(map.contextAt(localS) - (localS - 97)) < 1e-9);
    assert.ok(Math.abs(map.localAt(map.contextAt(localS)) - localS) < 1e-9);
  }
});

test("readings that scatter by 4 ms place a click to 1 ms after 5 s, to 0.5 ms after 25 s", () => {
  for (const [seed, ppm] of [
    [1, 0],
    [2, 60],
    [3, -60],
    [4, 100],
    [5, -100],
  ]) {
    for (const [forS, withinS] of [
      [5, 0.001],
      [25, 0.0005],
    ]) {
      const map = new AudioMap();
      const rate = 1 + ppm * 1e-6;
      feed(map, { fromS: 50, forS, startS: 0, rate, scatterS: 0.004 }, chance(seed));
      const aheadS = 50 + forS + 2;
      const apartS = Math.abs(map.contextAt(aheadS) - rate * (aheadS - 50));
      assert.ok(apartS < withinS, `${ppm} ppm, ${forS} s: ${apartS * 1000} ms`);
    }
  }
});

test("a few wild readings do not move the line", () => {
  const map = new AudioMap();
  feed(map, { fromS: 0, forS: 10, startS: 0 }, chance(1));
  for (const [t, off] of [
    [10, 0.05],
    [10.05, -0.03],
    [10.1, 0.04],
  ])
    map.add(t + off, t);
  assert.ok(Math.abs(map.contextAt(11) - 11) < 0.0005);
});

test("after an interruption the line is the new one within half a second", () => {
  const map = new AudioMap();
  feed(map, { fromS: 0, forS: 20, startS: 0 }, chance(1));
  feed(map, { fromS: 20, forS: 0.5, startS: 19.8 }, chance(1));
  assert.ok(Math.abs(map.contextAt(21) - 20.8) < 0.001);
});

test("after a sleep the very first reading is believed", () => {
  const map = new AudioMap();
  feed(map, { fromS: 0, forS: 20, startS: 0 }, chance(1));
  map.suspect();
  map.add(20.05, 45);
  assert.ok(Math.abs(map.contextAt(45.2) - 20.25) < 1e-6);
});

test("after a suspicion that proves wrong the line keeps its history", () => {
  const map = new AudioMap();
  feed(map, { fromS: 0, forS: 20, startS: 0 }, chance(1));
  map.suspect();
  map.add(20.002, 20);
  assert.ok(Math.abs(map.contextAt(21) - 21) < 0.0005);
});

test("what is no number changes nothing", () => {
  const map = new AudioMap();
  map.add(NaN, 1);
  map.add(1, Infinity);
  assert.equal(map.ready, false);
});
