// @ts-check
/** Laws of the clock's pictures: clockHistory.js and clockPlot.js. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ClockHistory, KEPT_S } from "../../web/unisono_web/static/js/clockHistory.js";
import {
  bandPath,
  linePath,
  powerTicks,
  quantile,
  roundTicks,
  scale,
} from "../../web/unisono_web/static/js/clockPlot.js";
import { SessionClock } from "../../web/unisono_web/static/js/clocksync.js";

test("ticks are round, evenly spaced and within their range", () => {
  assert.deepEqual(roundTicks({ min: -2.5, max: 2.5 }, 4), [-2, -1, 0, 1, 2]);
  assert.deepEqual(roundTicks({ min: 0, max: 1 }, 4), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(roundTicks({ min: -30, max: 0 }, 4), [-30, -20, -10, 0]);
  assert.deepEqual(roundTicks({ min: 3, max: 3 }, 4), [3]);
  for (const size of [1e-4, 0.7, 12, 4321]) {
    const ticks = roundTicks({ min: -size, max: size }, 4);
    assert.ok(ticks.length >= 2 && ticks.length <= 6, `${size}`);
    assert.ok(ticks.every((tick) => Math.abs(tick) <= size * (1 + 1e-9)));
  }
  assert.deepEqual(powerTicks({ min: 0.1, max: 30 }), [0.1, 1, 10]);
});

test("a scale keeps order, and holds what lies outside at its edge", () => {
  const even = scale({ min: 0, max: 10 }, 100, 200);
  assert.deepEqual([even(0), even(5), even(10)], [100, 150, 200]);
  assert.ok(even(1e9) <= 202.1 && even(-1e9) >= 97.9);
  const powers = scale({ min: 0.1, max: 10 }, 0, 100, true);
  assert.ok(Math.abs(powers(1) - 50) < 1e-9);
});

test("paths go through their points, bands there and back", () => {
  assert.equal(linePath([[1, 2], [3, 4.25]]), "M1.0 2.0L3.0 4.3");
  assert.equal(bandPath([[0, 1, 2], [5, 1, 3]]), "M0.0 2.0L5.0 3.0L5.0 1.0L0.0 1.0Z");
  assert.equal(linePath([]) + bandPath([]), "");
  assert.deepEqual([quantile([], 0.5), quantile([3, 1, 2], 0.5), quantile([1], 1)], [0, 2, 1]);
});

test("what is kept covers ten minutes and no more, a moment a second", () => {
  const [history, estimate] = [new ClockHistory(), new SessionClock().estimate(0)];
  for (let s = 0; s < 700; s += 0.5) {
    history.addMoment(s, estimate, null);
    history.addExchange({ t0: s, t1: s + 5, t2: s + 5, t3: s + 0.02 });
  }
  assert.ok(Math.abs(history.moments.length - KEPT_S) <= 1);
  assert.ok(Math.abs(history.readings.length - 2 * KEPT_S) <= 2);
  const table = history.table(12);
  assert.ok(table.length <= 12 && table[0].localS > table[1].localS);
});

test("an exchange lies aside by half of what its two ways differ", () => {
  const history = new ClockHistory();
  history.addExchange({ t0: 10, t1: 110.03, t2: 110.04, t3: 10.05 });
  const [{ asideS }] = history.aside(() => 100);
  assert.ok(Math.abs(asideS - (0.03 - 0.01) / 2) < 1e-9);
  assert.ok(Math.abs((history.lastReading?.roundTripS ?? 0) - 0.04) < 1e-9);
});
