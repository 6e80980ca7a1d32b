// @ts-check
/** Laws of hearing the circle: one round late on the beat, whatever tempo and meter do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  barsLater,
  delayedBeat,
  Hearing,
  isHeard,
  LEAST_ROUND_S,
  panOf,
} from "../../web/unisono_web/static/js/hearing.js";
import { Music } from "../../web/unisono_web/static/js/music.js";
import { Bars, Timeline } from "../../web/unisono_web/static/js/timeline.js";

/**
 * @param {Timeline} timeline
 * @param {Bars} [bars]
 * @param {Partial<import("../../web/unisono_web/static/js/wire.js").RunView>} [more]
 */
function musicOf(timeline, bars = Bars.of([4]), more = {}) {
  const run = { run: 1, count_in_beats: 4, stop_beat: null, ...more };
  return new Music({ ...run, segments: timeline.toWire(), meters: bars.toWire() });
}

/** @param {number} seat @param {string} [section] */
const person = (seat, section = "") =>
  /** @type {any} */ ({ seat, section, name: "", animal: 0, colour: 0, state: "", device: "" });
const RING = [1, 2, 3, 4, 5].map((seat) => person(seat, seat % 2 ? "A" : "B"));
const circleOf = (/** @type {number | null} */ seat) => ({ seat, people: RING, caller: 4 });

/**
 * @param {Hearing} hearing
 * @param {Music} music
 * @param {number} [fromS]
 * @param {number} [toS]
 */
const heard = (hearing, music, fromS = -100, toS = 1000) => [...hearing.part(music, fromS, toS)];

test("in a steady meter a stroke comes back exactly n bars later, wherever in the bar it was", () => {
  for (const [bpm, meter, bars] of /** @type {[number, number[], number][]} */ ([
    [90, [4], 1],
    [112, [3, 2, 2], 2],
    [60, [3], 4],
  ])) {
    const music = musicOf(Timeline.constant(bpm), Bars.of(meter));
    const beats = meter.reduce((a, b) => a + b, 0);
    for (let beat = -3; beat < 20; beat += 0.173) {
      const back = delayedBeat(music, beat, bars);
      assert.equal(back.bars, bars);
      assert.ok(Math.abs(back.beat - beat - bars * beats) < 1e-9, `${beat} in ${meter}`);
    }
  }
});

test("a round never lasts less than a second and a half: bars are added until it does", () => {
  for (let bpm = 40; bpm <= 300; bpm += 7) {
    for (const beats of [2, 3, 4, 5, 7, 12]) {
      const music = musicOf(Timeline.constant(bpm), Bars.of([beats]));
      const { beat, bars } = delayedBeat(music, 8, 1);
      const roundS = (60 / bpm) * beats * bars;
      assert.ok(roundS >= LEAST_ROUND_S && (bars === 1 || roundS * (1 - 1 / bars) < LEAST_ROUND_S));
      assert.ok(beat > 8);
      assert.equal(barsLater(music, music.timeline.timeAt(8), 1), bars);
    }
  }
});

test("across a meter change a stroke keeps its place from the start of its bar", () => {
  const music = musicOf(Timeline.constant(90), Bars.of([4]).withMeter(8, [3, 2, 2]));
  assert.equal(delayedBeat(music, 5.5, 1).beat, 9.5);
  assert.equal(delayedBeat(music, 9.25, 1).beat, 16.25);
});

test("a stroke a little before a bar leads into that bar, and comes back before its echo", () => {
  const music = musicOf(Timeline.constant(90), Bars.of([4]).withMeter(8, [3]));
  assert.ok(Math.abs(delayedBeat(music, 7.95, 1).beat - 10.95) < 1e-9);
  assert.ok(Math.abs(delayedBeat(music, 3.95, 1).beat - 7.95) < 1e-9);
});

test("through a ramp it comes back at its place of the bar, not so many seconds later", () => {
  const music = musicOf(Timeline.constant(90).withRamp(8, 16, 112));
  const hearing = new Hearing();
  hearing.circle = circleOf(1);
  const beats = Array.from({ length: 60 }, (_, i) => i * 0.5 + 0.01);
  hearing.take(beats.map((beat) => [2, music.timeline.timeAt(beat), "", 0.7]));
  const back = heard(hearing, music, 0);
  assert.equal(back.length, 60);
  back.forEach(({ timeS, beat }, i) => {
    assert.ok(Math.abs(beat - beats[i] - 4) < 1e-6);
    assert.ok(Math.abs(timeS - music.timeline.timeAt(beats[i] + 4)) < 1e-6);
  });
});

test("strokes that are on their way follow a tempo that changes meanwhile", () => {
  const steady = musicOf(Timeline.constant(90));
  const hearing = new Hearing();
  hearing.circle = circleOf(1);
  hearing.take([[2, steady.timeline.timeAt(2), "slap", 0.7]]);
  const [before] = heard(hearing, steady, 0);
  const slower = musicOf(Timeline.constant(90).withTempo(4, 60));
  const [after] = heard(hearing, slower, 0);
  assert.ok(Math.abs(before.timeS - 4) < 1e-9);
  assert.ok(Math.abs(after.timeS - (4 * (60 / 90) + 2)) < 1e-9);
  assert.equal(after.key, before.key);
});

test("the same strokes told twice come back once, and never one's own", () => {
  const music = musicOf(Timeline.constant(90));
  const hearing = new Hearing();
  hearing.circle = circleOf(1);
  const rows = /** @type {[number, number, string, number][]} */ ([
    [1, 0.1, "", 0.7],
    [2, 0.2, "", 0.7],
  ]);
  hearing.take(rows);
  hearing.take(rows);
  assert.deepEqual(
    heard(hearing, music, 0).map(({ key }) => key),
    ["h:2:0.2"],
  );
});

test("nothing comes back after the stop, nor from before the music", () => {
  const music = musicOf(Timeline.constant(60), Bars.of([4]), { stop_beat: 8 });
  const hearing = new Hearing();
  hearing.circle = circleOf(1);
  hearing.take([
    [2, -50, "", 0.7],
    [2, 3.5, "", 0.7],
    [2, 4.5, "", 0.7],
  ]);
  assert.deepEqual(
    heard(hearing, music, -60).map(({ timeS }) => timeS),
    [7.5],
  );
});

test("heard at once means at once, and then not again", () => {
  const music = musicOf(Timeline.constant(90));
  const hearing = new Hearing();
  hearing.circle = circleOf(1);
  hearing.hearing = { who: "all", bars: 0 };
  assert.equal(hearing.take([[2, 0.2, "", 0.7]]).length, 1);
  assert.equal(hearing.take([[2, 0.2, "", 0.7]]).length, 0);
  assert.equal(heard(hearing, music, 0.5).length, 0);
});

test("a switch to one round late lands on its bar line, and nothing is heard twice", () => {
  const music = musicOf(Timeline.constant(60)); // a beat a second, bars of four seconds
  const hearing = new Hearing();
  hearing.circle = circleOf(1);
  hearing.hearing = { who: "all", bars: 0 };
  assert.equal(hearing.take([[2, 5, "", 0.7]], music).length, 1);
  hearing.hearing = { who: "all", bars: 1, run: 1, beat: 8, why: "far" };
  assert.equal(hearing.take([[2, 7.5, "", 0.7]], music).length, 1, "before the bar line: at once");
  assert.equal(hearing.take([[2, 7.9, "", 0.7]], music).length, 0, "leads into the bar");
  assert.equal(hearing.take([[2, 9, "", 0.7]], music).length, 0);
  const back = heard(hearing, music, 5).map(({ beat }) => Math.round(beat * 10) / 10);
  assert.deepEqual(back, [11.9, 13], "those of the new bars come back one bar later, once");
});

test("another run knows nothing of the switch: all comes one round late", () => {
  const music = musicOf(Timeline.constant(60), Bars.of([4]), { run: 2 });
  const hearing = new Hearing();
  hearing.circle = circleOf(1);
  hearing.hearing = { who: "all", bars: 1, run: 1, beat: 400, why: "far" };
  assert.equal(hearing.take([[2, 5, "", 0.7]], music).length, 0);
  assert.deepEqual(heard(hearing, music, 5).map(({ beat }) => beat), [9]);
});

test("strokes heard at once do not come back when the facilitator asks for a round later", () => {
  const music = musicOf(Timeline.constant(60));
  const hearing = new Hearing();
  hearing.circle = circleOf(1);
  hearing.hearing = { who: "all", bars: 0 };
  hearing.take([[2, 5, "", 0.7]], music);
  hearing.hearing = { who: "all", bars: 1 };
  assert.equal(heard(hearing, music, 5).length, 0);
});

test("who hears whom is as the facilitator chose", () => {
  /** @param {"all" | "section" | "neighbours" | "facilitator" | "nobody"} who */
  const from = (who, own = 1) =>
    RING.map(({ seat }) => seat).filter((seat) => isHeard({ who }, seat, circleOf(own), 3));
  assert.deepEqual(from("all"), [2, 3, 4, 5]);
  assert.deepEqual(from("section"), [3, 5]);
  assert.deepEqual(from("neighbours"), [2, 5]);
  assert.deepEqual(from("neighbours", 3), [2, 4]);
  assert.deepEqual(from("facilitator"), [3, 4]);
  assert.deepEqual(from("nobody"), []);
});

test("each sits elsewhere: next clockwise on the left, across in the middle, the other right", () => {
  const four = { seat: 1, people: [1, 2, 3, 4].map((seat) => person(seat)), caller: null };
  assert.ok(panOf(2, four) < -0.5);
  assert.ok(Math.abs(panOf(3, four)) < 1e-9);
  assert.ok(panOf(4, four) > 0.5);
  const pans = RING.slice(1).map(({ seat }) => panOf(seat, circleOf(1)));
  assert.equal(new Set(pans).size, 4);
  assert.deepEqual(
    pans,
    [...pans].sort((a, b) => a - b),
  );
});

test("what has come back is forgotten, and a long evening in the lobby fills no memory", () => {
  const music = musicOf(Timeline.constant(90));
  const hearing = new Hearing();
  hearing.circle = circleOf(1);
  for (let i = 0; i < 20000; i += 1) hearing.take([[2, i / 100, "", 0.7]]);
  assert.ok(hearing._kept.size <= 4000);
  heard(hearing, music, 1000);
  assert.equal(hearing._kept.size, 0);
});
