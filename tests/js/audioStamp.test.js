// @ts-check
/** Laws of audioStamp.js: what is heard when, as different browsers tell it. Run: node --test tests/js */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assumed, heard } from "../../web/unisono_web/static/js/audioStamp.js";

const DELAY_S = 0.04;

/** At local time 50 the card takes 10; what it took 40 ms ago is heard. */
const NOW = { nowS: 50, currentS: 10, delayS: DELAY_S };

/** @param {import("../../web/unisono_web/static/js/audioStamp.js").Told} told */
function heardAt(told) {
  const pair = heard(told);
  assert.ok(pair, "believed");
  return pair.localS - pair.contextS;
}

test("a pair that holds is taken as it is, whatever its age", () => {
  for (const ageS of [0, 0.004, 0.031]) {
    const stamp = { contextS: 10 - DELAY_S - ageS, localS: 50 - ageS };
    assert.ok(Math.abs(heardAt({ ...NOW, stamp }) - (40 + DELAY_S)) < 1e-9);
    assert.ok(Math.abs((heard({ ...NOW, stamp })?.lagS ?? 0) - DELAY_S) < 1e-9);
  }
});

test("where the delay was taken off both moments it is put back", () => {
  // Firefox 153: currentTime, contextTime, performanceTime, performance.now(), outputLatency
  const rows = [
    [0.15733333333333333, 0.10900000033333332, 4.722626667, 4.77098, 0.048333333],
    [0.288, 0.23966666699999997, 4.859966667, 4.90832, 0.048333333],
    [0.152, 0.122958334, 0.926958334, 0.956, 0.029041666], // the timer rounded to 1 ms
    [0.864, 0.834958334, 1.629958334, 1.659, 0.029041666],
  ];
  for (const [currentS, contextS, localS, nowS, delayS] of rows) {
    const pair = heard({ nowS, currentS, delayS, stamp: { contextS, localS } });
    assert.ok(pair && Math.abs(pair.lagS - delayS) < 1e-3);
    assert.ok(Math.abs(pair.localS - nowS) < 1e-3, "heard now is what was sent a delay ago");
  }
});

test("a browser that tells of no delay is taken by its word: what is sent is heard", () => {
  const stamp = { contextS: 10, localS: 50 };
  assert.equal(heard({ ...NOW, delayS: 0, stamp })?.lagS, 0);
});

test("a pair that cannot be is not believed", () => {
  for (const stamp of [
    { contextS: 10, localS: 49 }, // stale
    { contextS: 10.1, localS: 50 }, // heard before it is sent
    { contextS: 9.7, localS: 50 }, // longer under way than any wire takes
  ]) {
    assert.equal(heard({ ...NOW, stamp }), null);
  }
});

test("a delay beyond belief is not put back either", () => {
  const stamp = { contextS: 10 - 0.4, localS: 50 - 0.4 };
  assert.equal(heard({ ...NOW, delayS: 0.4, stamp }), null);
});

test("without a pair the told delay holds; where none is told, the usual one behind the browser's own", () => {
  assert.deepEqual(assumed(0.03, 0.01), { lagS: 0.03, believed: true });
  assert.deepEqual(assumed(0.4, 0.01), { lagS: 0.01, believed: false });
  const guessed = assumed(0, 0.003);
  assert.ok(!guessed.believed && guessed.lagS > 0.03 && guessed.lagS < 0.06);
});

test("a pair on another scale is not believed for longer than the sound has just begun", () => {
  // WebKitGTK 2.50: currentTime, contextTime, performanceTime, performance.now()
  for (const [currentS, contextS, localS, nowS] of [
    [5.7992, 5.7963, 22.3607, 16.57826],
    [0.3, 0.297, 11.376, 11.079],
  ]) {
    assert.equal(heard({ nowS, currentS, delayS: 0, stamp: { contextS, localS } }), null);
  }
});
