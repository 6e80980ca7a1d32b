// @ts-check
/** Laws of sync.js, now.js and wakeUps.js: what is asked, when, and what is noticed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SessionClock } from "../../web/unisono_web/static/js/clocksync.js";
import { localAt, localNow } from "../../web/unisono_web/static/js/now.js";
import { ClockDriver } from "../../web/unisono_web/static/js/sync.js";
import { PauseWatch } from "../../web/unisono_web/static/js/wakeUps.js";

const OFFSET_S = 50;

/** A line on which each question is answered when the test says so. */
class PaperLine {
  isOpen = true;
  /** @type {{name: string, body: any, answer: (answer: any) => void}[]} */
  asked = [];

  /**
   * @param {string} name
   * @param {object} body
   * @param {(answer: any) => void} answer
   */
  askNow(name, body, answer) {
    this.asked.push({ name, body, answer });
  }
}

/** @param {import("node:test").TestContext} context */
function bench(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const [line, clock, time] = [new PaperLine(), new SessionClock(), { s: 1000 }];
  const sound = { latencyS: 0.03, wireless: false };
  const driver = new ClockDriver(line, clock, () => time.s, sound);
  const pass = (/** @type {number} */ seconds) => {
    time.s += seconds;
    context.mock.timers.tick(seconds * 1000);
  };
  const answer = (delayS = 0.01) => {
    const questions = line.asked.filter(({ name }) => name === "sync");
    const last = questions[questions.length - 1];
    const t1 = time.s + OFFSET_S + delayS / 2;
    pass(delayS);
    last.answer({ t: [t1, 0] });
  };
  return { line, clock, driver, sound, pass, answer };
}

test("each question tells when the one before was answered; the first tells nothing", (context) => {
  const { line, driver, pass, answer } = bench(context);
  driver.start();
  assert.deepEqual(line.asked[0].body, { t0: 1000 });
  answer(0.0104);
  pass(0.0507);
  assert.deepEqual(line.asked[1].body, { t0: 1000.0611, ago: [0.0507] });
});

test("an exchange that was not answered has no end to tell", (context) => {
  const { line, driver, pass, answer } = bench(context);
  driver.start();
  answer();
  pass(0.06);
  line.asked[1].answer(null);
  pass(0.06);
  assert.deepEqual(Object.keys(line.asked[2].body), ["t0"]);
});

test("on another connection it asks at once, and tells nothing of the one before", (context) => {
  const { line, driver, answer } = bench(context);
  driver.start();
  answer();
  driver.reconnected();
  assert.equal(line.asked.length, 2);
  assert.deepEqual(Object.keys(line.asked[1].body), ["t0"]);
});

test("on a slow line several questions are under way, and each end is told once, in order", (context) => {
  const { line, clock, driver, pass } = bench(context);
  driver.start();
  pass(0.05);
  pass(0.05);
  assert.deepEqual(line.asked.map(({ body }) => body.ago), [undefined, [], []]);
  line.asked[0].answer({ t: [1000.05 + OFFSET_S, 0.001] });
  line.asked[1].answer({ t: [1000.08 + OFFSET_S, 0.001] });
  pass(0.05);
  assert.deepEqual(line.asked[3].body, { t0: 1000.15, ago: [0.05, 0.05] });
  line.asked[2].answer({ t: [1000.14 + OFFSET_S, 0] });
  pass(0.05);
  assert.deepEqual(line.asked[4].body.ago, [0.05]);
  assert.equal(clock.estimate(1000.2).samples, 3);
});

test("a line that swallows everything is not flooded", (context) => {
  const { line, driver, pass } = bench(context);
  driver.start();
  for (let i = 0; i < 200; i += 1) pass(0.05);
  assert.equal(line.asked.length, 24);
  line.asked[0].answer(null);
  pass(0.25);
  assert.deepEqual(line.asked[24].body, { t0: 1010.25 }, "after a loss the server counts anew");
});

test("an exchange rides along when one is nearly due, and then none is asked for itself", (context) => {
  const { line, clock, driver, pass, answer } = bench(context);
  driver.start();
  answer();
  assert.equal(driver.ride(), null, "one has just been made");
  pass(0.025);
  const ride = driver.ride();
  assert.deepEqual(ride?.question, { t0: 1000.035, ago: [0.025] });
  pass(0.02);
  ride?.done({ t: [1000.045 + OFFSET_S, 0] });
  assert.equal(clock.estimate(1000.1).samples, 2);
  assert.equal(line.asked.length, 1);
  pass(0.06);
  assert.deepEqual(line.asked[1].body.ago?.length, 1);
});

test("a late answer to an older question is used, and starts no second row of questions", (context) => {
  const { line, clock, driver, pass, answer } = bench(context);
  driver.start();
  driver.hurry();
  answer();
  line.asked[0].answer({ t: [1000 + OFFSET_S, 0] });
  assert.equal(clock.estimate(1000.02).samples, 2);
  pass(0.06);
  assert.equal(line.asked.length, 3);
});

test("a steady timer asks in the place of one that is held back, never twice", (context) => {
  const { line, driver, pass, answer } = bench(context);
  driver.start();
  driver.turn();
  assert.equal(line.asked.length, 1, "one is under way");
  answer();
  driver.turn();
  assert.equal(line.asked.length, 1, "not due yet");
  pass(0.06);
  driver.turn();
  assert.equal(line.asked.length, 2);
});

test("who comes into the middle of a run may settle; whoever was there before does not jump", (context) => {
  const { clock, driver, answer } = bench(context);
  driver.setPlaying(true);
  assert.equal(clock.mayStep, true);
  driver.start();
  answer();
  driver.setPlaying(false);
  assert.equal(clock.mayStep, true);
  driver.setPlaying(true);
  assert.equal(clock.mayStep, false);
});

test("wireless sound is told at once, not at the next report", (context) => {
  const { line, driver, sound, pass, answer } = bench(context);
  const told = () => line.asked.filter(({ name }) => name === "clock").map(({ body }) => body);
  driver.seated = true;
  driver.start();
  for (let i = 0; i < 14; i += 1) {
    answer();
    pass(0.06);
  }
  assert.equal(told().length, 1);
  sound.wireless = true;
  answer();
  assert.deepEqual(
    told().map(({ wireless }) => wireless),
    [false, true],
  );
});

test("local time goes with the wall clock's days, so that two visits never share an instant", () => {
  assert.ok(Math.abs(((Date.now() / 1000) % 1e6) - localNow()) < 5);
  assert.ok(Math.abs(localAt(1500) - localAt(0) - 1.5) < 1e-9);
});

test("a pause is noticed on either clock, once", () => {
  const clocks = { a: 0, b: 100 };
  const watch = new PauseWatch([() => clocks.a, () => clocks.b]);
  const pass = (/** @type {number} */ a, /** @type {number} */ b) => {
    clocks.a += a;
    clocks.b += b;
    return watch.turn();
  };
  assert.deepEqual([pass(0.05, 0.05), pass(0.7, 0.7)], [false, false], "a busy page");
  assert.deepEqual([pass(0.05, 25), pass(0.05, 0.05)], [true, false], "a laptop that was shut");
  assert.deepEqual([pass(3, 3), pass(0.05, 0.05)], [true, false], "a frozen page");
});
