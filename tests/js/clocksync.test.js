// @ts-check
/** Laws of static/js/clocksync.js, on the vectors it shares with Python. Run: node --test tests/js */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { qualityOf, SessionClock } from "../../web/unisono_web/static/js/clocksync.js";

const { cases } = JSON.parse(
  readFileSync(new URL("../vectors/clocksync.json", import.meta.url), "utf-8"),
);

const FIELDS = [
  "now", "localAt", "offsetS", "skewPpm", "roundTripS", "boundS", "hardBoundS", "samples",
  "quality", "next", "steps", "ignored",
];

/**
 * @param {SessionClock} clock
 * @param {number} localS
 * @returns {Array<number | string>} everything a clock says, in the order of the vectors
 */
function look(clock, localS) {
  const nowS = clock.now(localS);
  const e = clock.estimate(localS);
  return [
    nowS, clock.localAt(nowS + 1, localS), e.offsetS, e.skewPpm, e.roundTripS, e.boundS,
    e.hardBoundS, e.samples, e.quality, clock.nextExchangeInS(localS), clock.steps, clock.ignored,
  ];
}

for (const { name, may_step, exchanges, looks } of cases) {
  test(`Python and JavaScript read the same clock to 1 µs: ${name}`, () => {
    const clock = new SessionClock();
    clock.mayStep = may_step;
    let done = 0;
    for (const [index, localS, ...wanted] of looks) {
      for (; done <= index; done += 1) {
        clock.add(...(/** @type {[number, number, number, number]} */ (exchanges[done])));
      }
      look(clock, localS).forEach((seen, i) => {
        const want = wanted[i];
        const where = `${FIELDS[i]} after exchange ${index}: ${seen} instead of ${want}`;
        if (typeof want === "string") assert.equal(seen, want, where);
        else assert.ok(Math.abs(Number(seen) - want) <= 1e-6, where);
      });
    }
  });
}

test("before the first exchange nothing is known and nothing is claimed", () => {
  const clock = new SessionClock();
  assert.equal(clock.ready, false);
  assert.ok(Number.isNaN(clock.now(5)));
  assert.ok(Number.isNaN(clock.localAt(5, 5)));
  const { boundS, samples, quality } = clock.estimate(5);
  assert.deepEqual([boundS, samples, quality], [Infinity, 0, "none"]);
  assert.equal(clock.nextExchangeInS(5), 0.05);
});

test("exchanges that cannot be true are counted and change nothing", () => {
  const clock = new SessionClock();
  clock.add(1, 101.01, 101.01, 1.02);
  const before = clock.estimate(2);
  for (const [t0, t1, t2, t3] of [
    [NaN, 1, 1, 2],
    [1, Infinity, Infinity, 2],
    [2, 101, 101, 1],
    [1, 102, 101, 2],
    [1, 101, 111, 2],
    [1, 1e300, 1e300, 2],
    [1, 101, 101, 900],
    [1, 101.01, 101.01, 1.02],
  ]) {
    clock.add(t0, t1, t2, t3);
  }
  assert.equal(clock.ignored, 8);
  assert.deepEqual(clock.estimate(2), before);
});

test("one exchange is taken in, in well under a millisecond, however many are kept", () => {
  const clock = new SessionClock();
  const before = process.cpuUsage();
  for (let i = 0; i < 3000; i += 1) {
    const delayS = 0.02 + 0.01 * Math.abs(Math.sin(i * i));
    clock.add(i, i + delayS, i + delayS, i + 2 * delayS);
  }
  const { user } = process.cpuUsage(before);
  assert.ok(user / 1e3 / 3000 < 1, `${user / 1e3 / 3000} ms each`);
  assert.ok(clock.estimate(3000).samples <= clock.settings.maxSamples);
});

test("a clock told to hurry asks fast again and changes nothing else", () => {
  const clock = new SessionClock();
  for (let i = 0; i < 90; i += 1) clock.add(i, i + 0.02, i + 0.02, i + 0.04 + 1e-5 * (i % 7));
  const before = clock.estimate(90);
  assert.ok(clock.nextExchangeInS(90) >= 1);
  clock.hurry(90);
  assert.equal(clock.nextExchangeInS(90), 0.05);
  assert.deepEqual(clock.estimate(90), before);
});

test("a bound has one word", () => {
  assert.deepEqual([0.001, 0.004, 0.02].map(qualityOf), ["good", "fair", "poor"]);
});
