// @ts-check
/** Laws of music.js: which click sounds when. Run: node --test tests/js */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Music } from "../../web/unisono_web/static/js/music.js";
import { Timeline } from "../../web/unisono_web/static/js/timeline.js";

/** @typedef {import("../../web/unisono_web/static/js/wire.js").RunView} RunView */

/**
 * 120 bpm in 2+3 from 10 s on, 90 bpm in 4 from beat 10 on, five beats of count-in.
 * @type {RunView}
 */
const RUN = {
  run: 3,
  segments: [
    [0, 10, 120, 120],
    [10, 15, 90, 90],
  ],
  meters: [
    [0, 1, [2, 3]],
    [10, 3, [4]],
  ],
  count_in_beats: 5,
  stop_beat: 18,
};

test("cutting time into pieces neither loses nor doubles a click", () => {
  const music = new Music(RUN);
  const whole = music.clicksBetween(0, 60);
  for (const stepS of [0.05, 0.21, 0.5, 1.9, 7]) {
    const pieces = [];
    for (let i = 0; i * stepS < 60; i += 1) {
      pieces.push(...music.clicksBetween(i * stepS, (i + 1) * stepS));
    }
    assert.deepEqual(pieces, whole, `steps of ${stepS} s`);
  }
});

test("the count-in sounds, the stop beat and everything after it does not", () => {
  const beats = new Music(RUN).clicksBetween(0, 60).map(({ beat }) => beat);
  assert.deepEqual(
    beats,
    Array.from({ length: 23 }, (_, i) => i - 5),
  );
});

test("a run stopped at once sounds no click after that instant", () => {
  const music = new Music({ ...RUN, stop_beat: 3.4 });
  assert.equal(music.clicksBetween(0, 60).at(-1)?.beat, 3);
});

test("downbeats and group starts are accented, in each meter", () => {
  const accents = new Music(RUN).clicksBetween(10, 19).map(({ accent }) => accent);
  assert.deepEqual(accents, [2, 0, 1, 0, 0, 2, 0, 1, 0, 0, 2, 0, 0, 0, 2, 0]);
});

test("the place counts the count-in down and the bars up", () => {
  const music = new Music(RUN);
  const at = (/** @type {number} */ timeS) => music.placeAt(timeS);
  assert.equal(at(7).stage, "ahead");
  assert.deepEqual([at(7.51).stage, at(7.51).left], ["count-in", 5]);
  assert.deepEqual([at(9.99).stage, at(9.99).left], ["count-in", 1]);
  assert.deepEqual([at(10).stage, at(10).bar, at(10).count], ["playing", 1, 1]);
  assert.deepEqual([at(14.6).bar, at(14.6).count, at(14.6).beats], [2, 5, 5]);
  assert.deepEqual([at(15).bar, at(15).count, at(15).beats, at(15).tempoBpm], [3, 1, 4, 90]);
  assert.equal(at(30).stage, "over");
});

test("the part of a beat runs from 0 to 1 between two clicks", () => {
  const music = new Music(RUN);
  for (const { beat, timeS } of music.clicksBetween(10, 19)) {
    const endS = music.timeline.timeAt(beat + 1);
    assert.ok(music.placeAt(timeS + 1e-7).part < 1e-5, `start of beat ${beat}`);
    assert.ok(Math.abs(music.placeAt((timeS + endS) / 2).part - 0.5) < 1e-9, `beat ${beat}`);
  }
});

test("a tempo that moves over bars is on its way at every beat between", () => {
  const timeline = Timeline.constant(120, 10).withRamp(8, 16, 90);
  const music = new Music({ ...RUN, segments: timeline.toWire(), meters: [[0, 1, [4]]] });
  const halfway = music.placeAt(timeline.timeAt(16));
  assert.deepEqual([halfway.bar, halfway.count, halfway.tempoBpm], [5, 1, 105]);
});
