// @ts-check
/** Laws of scenes.js: what a run asks of everybody at a beat. Run: node --test tests/js */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Music } from "../../web/unisono_web/static/js/music.js";
import { isTurnOf } from "../../web/unisono_web/static/js/scenes.js";

/** @typedef {import("../../web/unisono_web/static/js/wire.js").RunView} RunView */
/** @typedef {import("../../web/unisono_web/static/js/wire.js").Scene} Scene */

/**
 * 60 bpm in four from 0 s on, a bar of count-in.
 * @type {RunView}
 */
const RUN = {
  run: 1,
  segments: [[0, 0, 60, 60]],
  meters: [[0, 1, [4]]],
  count_in_beats: 4,
  stop_beat: null,
};

/** @param {Partial<RunView>} more */
const music = (more) => new Music({ ...RUN, ...more });

/** @param {([number, Scene])[]} scenes */
const scenic = (...scenes) => music({ scenes });

/**
 * @param {Music} played
 * @param {number} from
 * @param {number} to
 * @returns {number[]} the beats on which a click is heard
 */
const heard = (played, from, to) => played.clicksBetween(from, to).map(({ beat }) => beat);

/** @param {number} from @param {number} to */
const every = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

test("a scene holds from its beat on, whole, and the first one before it, too", () => {
  const played = scenic([0, { level: "up" }], [8, { level: "down", resting: [3] }]);
  assert.equal(played.sceneAt(-4).level, "up");
  assert.equal(played.sceneAt(7.999).level, "up");
  assert.deepEqual([played.sceneAt(8).level, played.sceneAt(8).resting], ["down", [3]]);
  assert.deepEqual([played.sceneAt(8).click, played.sceneAt(8).beat0], ["all", 8]);
  assert.equal(music({}).sceneAt(5).task, "groove");
});

test("all, accents, visual and off say what is heard; the count-in is heard unless visual", () => {
  const modes = { all: every(-4, 8), accents: [...every(-4, 0), 0, 4] };
  for (const [click, beats] of Object.entries({ ...modes, off: every(-4, 0), visual: [] })) {
    assert.deepEqual(heard(scenic([0, { click }]), -4, 8), beats, click);
  }
});

test("a fade is heard for its bars and silent for its bars, in turn, from where it began", () => {
  const played = scenic([0, {}], [8, { fade_on_bars: 2, fade_off_bars: 1 }]);
  assert.deepEqual(heard(played, 0, 40), [...every(0, 16), ...every(20, 28), ...every(32, 40)]);
  assert.deepEqual(played.clickAt(13).fade, { on: true, bar: 2, of: 2 });
  assert.deepEqual(played.clickAt(17), { mode: "off", fade: { on: false, bar: 1, of: 1 } });
  assert.equal(played.clickAt(7).fade, null);
});

test("a fade counts the bars as they are, also when the meter changes in it", () => {
  const scenes = /** @type {RunView["scenes"]} */ ([[0, { fade_on_bars: 1, fade_off_bars: 1 }]]);
  const played = music({ scenes, meters: [[0, 1, [4]], [4, 2, [3]]] });
  assert.deepEqual(heard(played, 0, 14), [0, 1, 2, 3, 7, 8, 9, 13]);
});

test("cutting time into pieces neither loses nor doubles a click of a fade", () => {
  const played = scenic([0, { fade_on_bars: 3, fade_off_bars: 2, click: "accents" }]);
  const pieces = every(0, 400).flatMap((i) => heard(played, i / 4, (i + 1) / 4));
  assert.deepEqual(pieces, heard(played, 0, 100));
});

test("everybody plays unless they rest, are soft, are in the middle or their layer is out", () => {
  const played = scenic([0, { resting: [1], soft: [2], spotlight: 3, layers_out: [1] }]);
  const role = (/** @type {number} */ seat, part = -1) => played.roleAt(2, { seat, part });
  assert.deepEqual([role(1), role(2), role(3), role(4)], ["rest", "soft", "solo", "play"]);
  assert.deepEqual([role(5, 1), role(5, 0), role(3, 1)], ["rest", "play", "solo"]);
});

test("the pulse goes from seat to seat, so many bars each, round and round", () => {
  const played = scenic([0, { passing: { beat0: 0, bars_each: 2, order: [5, 2, 9] } }]);
  const beats = [0, 7.99, 8, 16, 24, 31.9];
  assert.deepEqual(beats.map((beat) => played.spotlightAt(beat)), [5, 5, 2, 9, 5, 5]);
});

const CALL = {
  cue: 4,
  beat0: 8,
  rounds: 2,
  cycle_beats: 4,
  prompt: { notes: /** @type {[number][]} */ ([[0], [2]]), cycle_beats: 4 },
  first: null,
  asked: /** @type {number[] | null} */ (null),
  scored: true,
};

test("a call and its answer take turns, a cycle each, as often as it is asked", () => {
  const played = music({ calls: [CALL] });
  const at = (/** @type {number} */ beat) => {
    const place = played.callAt(beat);
    return place && [place.round, place.part, place.beat, place.from, place.until];
  };
  assert.equal(at(7.9), null);
  assert.deepEqual(at(8), [1, "call", 0, 8, 12]);
  assert.deepEqual(at(13.5), [1, "answer", 1.5, 12, 16]);
  assert.deepEqual(at(16), [2, "call", 0, 16, 20]);
  assert.deepEqual(at(23), [2, "answer", 3, 20, 24]);
  assert.equal(at(24), null);
});

test("whose turn it is: who calls live, then who is asked; nobody's own while devices call", () => {
  /** @param {object} more @param {number} beat @param {number | null} seat */
  const turn = (more, beat, seat) => {
    const place = music({ calls: [{ ...CALL, ...more }] }).callAt(beat);
    return place !== null && isTurnOf(place, seat);
  };
  assert.deepEqual([turn({}, 9, 1), turn({}, 13, 1), turn({}, 13, null)], [false, true, false]);
  const dialogue = { prompt: null, first: [1], asked: [2] };
  assert.deepEqual([turn(dialogue, 9, 1), turn(dialogue, 9, 2)], [true, false]);
  assert.deepEqual([turn(dialogue, 13, 1), turn(dialogue, 13, 2)], [false, true]);
});

test("each voice of a round enters after its beats and is over when its rounds are sung", () => {
  const entries = [
    { section: "A", after_beats: 0 },
    { section: "B", after_beats: 4 },
  ];
  const song = { notes: /** @type {[number][]} */ ([[0]]), length_beats: 8, entries };
  const played = music({ songs: [{ cue: 1, beat0: 4, rounds: 2, guide: true, song }] });
  const at = (/** @type {number} */ beat, section = "") => {
    const place = played.songAt(beat, section);
    return place && [place.stage, place.round, place.beat];
  };
  assert.equal(at(3, "B"), null);
  assert.deepEqual([at(4, "A"), at(4, "B")], [["sings", 1, 0], ["ahead", 1, -4]]);
  assert.deepEqual([at(15), at(15, "B")], [["sings", 2, 3], ["sings", 1, 7]]);
  assert.deepEqual([at(21)?.[0], at(21, "B")], ["over", ["sings", 2, 5]]);
  assert.equal(at(24, "B"), null);
});

test("breath goes in and out by bars, as often as it is asked", () => {
  const breaths = [{ cue: 1, beat0: 4, in_bars: 1, out_bars: 2, rounds: 2 }];
  const at = (/** @type {number} */ beat) => {
    const place = music({ breaths }).breathAt(beat);
    return place && [place.round, place.way, Math.round(place.part * 1000) / 1000];
  };
  assert.equal(at(3), null);
  assert.deepEqual([at(4), at(6)], [[1, "in", 0], [1, "in", 0.5]]);
  assert.deepEqual([at(8), at(12)], [[1, "out", 0], [1, "out", 0.5]]);
  assert.deepEqual(at(16), [2, "in", 0]);
  assert.equal(at(28), null);
});

/** @type {NonNullable<RunView["cues"]>} */
const CUES = [
  { cue: 8, beat: 16, until_beat: 15, what: { kind: "level", level: "up" } },
  { cue: 7, beat: 8, until_beat: 7, what: { kind: "free" } },
];

test("what comes next is counted down on its last four beats, then the one after it", () => {
  const played = music({ cues: CUES });
  const next = played.nextCue(3.5);
  assert.deepEqual([next?.cue.cue, next?.bar, next?.beats, next?.count], [7, 3, 4.5, 0]);
  const counts = [4, 4.5, 5, 6, 7, 7.9].map((beat) => played.nextCue(beat)?.count);
  assert.deepEqual(counts, [4, 4, 3, 2, 1, 1]);
  assert.deepEqual([played.nextCue(6.9)?.open, played.nextCue(7)?.open], [true, false]);
  assert.equal(played.nextCue(8)?.cue.cue, 8);
  assert.equal(played.nextCue(16), null);
});

test("a stop that was agreed is told as a cue, the last beat on the beat it is played", () => {
  const cut = music({ cues: CUES, stop_beat: 20, stop_cue: 9 });
  assert.deepEqual(
    cut.armedAt(0).map(({ cue, beat }) => [cue, beat]),
    [[7, 8], [8, 16], [9, 20]],
  );
  const last = music({ stop_beat: 13, stop_how: "last", stop_cue: 9 });
  assert.deepEqual(last.nextCue(11)?.cue.what, { kind: "stop", how: "last" });
  assert.deepEqual([last.nextCue(11)?.cue.beat, last.nextCue(12)], [12, null]);
  assert.deepEqual(heard(last, 10, 20), [10, 11, 12]);
});
