// @ts-check
/** Laws of static/js/timeline.js, on the vectors it shares with Python. Run: node --test tests/js */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  Bars,
  Meter,
  phaseRad,
  Timeline,
} from "../../web/unisono_web/static/js/timeline.js";

const vectors = JSON.parse(
  readFileSync(new URL("../vectors/timeline.json", import.meta.url), "utf-8"),
);

/**
 * @param {number} seen
 * @param {number} wanted
 * @param {string} what
 */
function close(seen, wanted, what) {
  assert.ok(Math.abs(seen - wanted) <= 1e-9, `${what}: ${seen} instead of ${wanted}`);
}

test("a timeline reads the same in JavaScript and in Python, to 1e-9", () => {
  for (const { name, segments, time_at, beat_at, tempo_at } of vectors.timelines) {
    const timeline = new Timeline(segments);
    for (const [beat, timeS] of time_at) close(timeline.timeAt(beat), timeS, `${name} time ${beat}`);
    for (const [timeS, beat] of beat_at) close(timeline.beatAt(timeS), beat, `${name} beat ${timeS}`);
    for (const [beat, bpm] of tempo_at) close(timeline.tempoAt(beat), bpm, `${name} tempo ${beat}`);
  }
});

test("the same changes make the same segments in JavaScript and in Python", () => {
  const walks = vectors.timelines.filter((/** @type {any} */ row) => row.edits);
  assert.ok(walks.length > 0);
  for (const { name, start, edits, segments } of walks) {
    let timeline = new Timeline(start);
    for (const [beat, beats, bpm] of edits) {
      timeline = beats ? timeline.withRamp(beat, beats, bpm) : timeline.withTempo(beat, bpm);
    }
    assert.equal(timeline.segments.length, segments.length);
    timeline.toWire().flat().forEach((value, i) => close(value, segments.flat()[i], name));
  }
});

test("beatAt undoes timeAt, and time grows with beats", () => {
  for (const { name, segments } of vectors.timelines) {
    const timeline = new Timeline(segments);
    let before = -Infinity;
    for (let beat = -10; beat < 80; beat += 0.137) {
      const timeS = timeline.timeAt(beat);
      assert.ok(timeS > before, name);
      assert.ok(Math.abs(timeline.beatAt(timeS) - beat) < 1e-8, name);
      before = timeS;
    }
  }
});

test("bars, bar lines and accents are counted the same in JavaScript and in Python", () => {
  for (const { meters, position_at, next_bar_beat, accent_at } of vectors.bars) {
    const bars = new Bars(meters);
    assert.deepEqual(bars.toWire(), meters);
    for (const [beat, bar, beatInBar] of position_at) {
      assert.equal(bars.positionAt(beat).bar, bar, `bar of beat ${beat}`);
      close(bars.positionAt(beat).beatInBar, beatInBar, `beat in bar of ${beat}`);
    }
    for (const [beat, line] of next_bar_beat) assert.equal(bars.nextBarBeat(beat), line);
    for (const [beat, accent] of accent_at) assert.equal(bars.accentAt(beat), accent);
  }
});

test("a meter changes only at a bar line", () => {
  const bars = Bars.of([4]).withMeter(8, [2, 2, 3]);
  assert.equal(bars.positionAt(15).bar, 4);
  assert.throws(() => Bars.of([4]).withMeter(6, [3]), RangeError);
});

test("what cannot be a timeline or a meter is refused at birth", () => {
  for (const segments of [
    [],
    [[0, 0, 120, 90]],
    [[0, 0, 10, 10]],
    [[0, NaN, 120, 120]],
    [[0, 0, 120, 120], [0, 0, 90, 90]],
    [[0, 0, 120, 120], [4, 2.1, 90, 90]],
  ]) {
    assert.throws(() => new Timeline(/** @type {any} */ (segments)), RangeError);
  }
  for (const grouping of [[], [1], [13], [2, 0], [2.5, 2.5]]) {
    assert.throws(() => new Meter(grouping), RangeError);
  }
  assert.throws(() => Timeline.constant(120).withRamp(0, 0, 100), RangeError);
  assert.throws(() => Timeline.constant(120).withTempo(0, 301), RangeError);
});

test("phase is negative before a beat, positive after it, +pi half way", () => {
  close(phaseRad(3.75), -Math.PI / 2, "before");
  close(phaseRad(4.25), Math.PI / 2, "after");
  close(phaseRad(-0.5), Math.PI, "half way");
  close(phaseRad(7), 0, "on");
});
