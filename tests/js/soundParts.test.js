// @ts-check
/** Laws of what sounds: the click as the scene says, calls in their cycle, guide tones by section. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beatPart,
  callPart,
  PLAIN_TASTE,
  songPart,
} from "../../web/unisono_web/static/js/soundParts.js";
import { Music } from "../../web/unisono_web/static/js/music.js";

const TASTE = { ...PLAIN_TASTE, counted: false };
const BEDS = /** @type {const} */ (["click", "heart", "shaker", "kit"]);

/** @param {Partial<import("../../web/unisono_web/static/js/wire.js").RunView>} [more] */
function musicOf(more = {}) {
  return new Music({
    run: 1,
    segments: [[0, 0, 60, 60]],
    meters: [[0, 1, [2, 2]]],
    count_in_beats: 4,
    stop_beat: 16,
    ...more,
  });
}

/** @param {Iterable<import("../../web/unisono_web/static/js/soundScheduler.js").Sounding>} part */
const beats = (part) => [...part].map(({ beat }) => beat).sort((a, b) => a - b);
const range = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: to - from }, (_, i) => from + i);

test("the click sounds as the scene says: all, accents, off, and fading in turn", () => {
  const modes = /** @type {any} */ ({
    all: range(0, 16),
    accents: range(0, 8).map((i) => 2 * i),
    visual: [],
    off: [],
  });
  for (const [click, wanted] of Object.entries(modes)) {
    const music = musicOf({ scenes: [[-4, { click }]] });
    assert.deepEqual(beats(beatPart(music, 0, 99, TASTE)), wanted, click);
  }
  const fading = musicOf({ scenes: [[0, { fade_on_bars: 1, fade_off_bars: 2 }]] });
  assert.deepEqual(beats(beatPart(fading, 0, 99, TASTE)), [0, 1, 2, 3, 12, 13, 14, 15]);
});

test("windows next to each other say every sound once, whatever the bed", () => {
  for (const bed of BEDS) {
    const music = musicOf();
    const whole = beats(beatPart(music, -5, 20, { ...TASTE, bed }));
    const pieces = range(-50, 200).flatMap((i) =>
      beats(beatPart(music, i / 10, (i + 1) / 10, { ...TASTE, bed })),
    );
    assert.deepEqual(
      pieces.sort((a, b) => a - b),
      whole,
      bed,
    );
    assert.deepEqual(
      whole.filter((beat) => Number.isInteger(beat)),
      range(-4, 16),
      bed,
    );
  }
});

test("every bed falls silent where the click does", () => {
  const music = musicOf({
    scenes: [
      [0, {}],
      [8, { click: "off" }],
    ],
  });
  for (const bed of BEDS) {
    assert.ok(
      beats(beatPart(music, 0, 99, { ...TASTE, bed })).every((beat) => beat < 8),
      bed,
    );
  }
});

test("the count-in is a click in every bed, sung as well if liked, lifting before bar 1", () => {
  const sung = [...beatPart(musicOf(), -5, 0, { ...TASTE, counted: true, bed: "kit" })];
  const clicks = sung.filter(({ voice }) => voice.sound.startsWith("click"));
  const tones = sung.filter(({ voice }) => voice.sound.startsWith("voice"));
  assert.deepEqual(beats(clicks), range(-4, 0));
  assert.deepEqual(beats(tones), range(-4, 0));
  const pitches = tones.map(({ voice }) => Number(voice.sound.split(":")[1]));
  assert.equal(Math.max(...pitches), pitches[3]);
});

test("in a last beat together nothing but that beat sounds", () => {
  for (const bed of BEDS) {
    const music = musicOf({ stop_beat: 9, stop_how: "last" });
    const last = beats(beatPart(music, 8, 99, { ...TASTE, bed }));
    assert.deepEqual(last, [8], bed);
  }
});

test("the groove as a bed sounds the layers that play, on every cycle", () => {
  const groove = {
    cycle_beats: 3,
    layers: [
      { name: "low", instrument: "surdo", notes: /** @type {any} */ ([[0, "bass"], [1.5]]) },
      { name: "high", instrument: "bell", notes: /** @type {any} */ ([[2.75]]) },
    ],
  };
  const music = musicOf({
    scenes: [
      [0, {}],
      [6, { layers_out: [1] }],
    ],
  });
  const part = [...beatPart(music, 0, 12, { ...TASTE, bed: "groove", groove })];
  const layers = part.filter(({ key }) => key.startsWith("g:"));
  assert.deepEqual(beats(layers), [0, 1.5, 2.75, 3, 4.5, 5.75, 6, 7.5, 9, 10.5]);
  assert.ok(layers[0].voice.sound.startsWith("surdo:low"));
});

test("where no groove is played the groove as a bed is the click", () => {
  const part = [...beatPart(musicOf(), 0, 99, { ...TASTE, bed: "groove" })];
  assert.deepEqual(beats(part), range(0, 16));
  assert.ok(part.every(({ voice }) => voice.sound.startsWith("click")));
});

const PROMPT = {
  notes: /** @type {any} */ ([
    [0, "bass"],
    [1.5, "slap", "", null, null, 1],
    [2, "", "la", 62, 1],
  ]),
  cycle_beats: 4,
};
const CALL = { cue: 3, beat0: 0, rounds: 2, cycle_beats: 4, prompt: PROMPT, asked: null };

test("a call sounds in its own cycle and leaves the answer's free", () => {
  const music = musicOf({ calls: [{ ...CALL, first: null, scored: true }] });
  const part = [...callPart(music, -5, 99)];
  assert.deepEqual(beats(part), [0, 1.5, 2, 8, 9.5, 10]);
  assert.deepEqual(
    part.slice(0, 3).map(({ voice }) => voice.sound),
    ["djembe:low", "djembe:high", "voice:62"],
  );
  assert.ok(Math.abs((part[2].voice.lengthS ?? 0) - 1) < 1e-9);
  assert.equal(new Set(part.map(({ key }) => key)).size, 6);
});

test("a call that somebody plays live, and a dialogue, sound nothing by themselves", () => {
  const live = musicOf({ calls: [{ ...CALL, first: [2], scored: true }] });
  const dialogue = musicOf({ calls: [{ ...CALL, prompt: null, first: [2], scored: false }] });
  assert.deepEqual(beats(callPart(live, -5, 99)), []);
  assert.deepEqual(beats(callPart(dialogue, -5, 99)), []);
});

test("what is stopped or taken back does not sound", () => {
  const stopped = musicOf({ stop_beat: 9, calls: [{ ...CALL, first: null, scored: true }] });
  assert.deepEqual(beats(callPart(stopped, -5, 99)), [0, 1.5, 2, 8]);
  assert.deepEqual(beats(callPart(musicOf(), -5, 99)), []);
});

const SONG = {
  title: "",
  length_beats: 4,
  notes: /** @type {any} */ ([
    [0, "", "one", 60],
    [1, "", "two", 62],
    [2, "", "three", 64, 2],
  ]),
  entries: [
    { section: "A", after_beats: 0 },
    { section: "B", after_beats: 2 },
  ],
};

test("a round's guide is one's own section's by default, all on wish, or silent", () => {
  const music = musicOf({ songs: [{ cue: 1, beat0: 4, rounds: 2, guide: true, song: SONG }] });
  const of = (/** @type {any} */ taste) => beats(songPart(music, -5, 99, { ...TASTE, ...taste }));
  assert.deepEqual(of({ section: "A" }), [4, 5, 6, 8, 9, 10]);
  assert.deepEqual(of({ section: "B" }), [6, 7, 8, 10, 11, 12]);
  assert.deepEqual(of({ section: "?" }), of({ section: "A" }));
  assert.equal(of({ guide: "all" }).length, 12);
  assert.deepEqual(of({ guide: "off" }), []);
});

test("without a guide from whoever leads it sounds on request only", () => {
  const music = musicOf({ songs: [{ cue: 1, beat0: 4, rounds: 1, guide: false, song: SONG }] });
  assert.deepEqual(beats(songPart(music, -5, 99, TASTE)), []);
  assert.deepEqual(beats(songPart(music, -5, 99, { ...TASTE, guide: "mine" })), [4, 5, 6]);
});

test("a tone ends before the next, lasts as long as it says, and never beyond the stop", () => {
  const music = musicOf({
    songs: [{ cue: 1, beat0: 4, rounds: 1, guide: true, song: SONG }],
    stop_beat: 7,
  });
  const held = [...songPart(music, -5, 99, TASTE)].map(({ voice }) => voice.lengthS ?? 0);
  assert.deepEqual(
    held.map((s) => Math.round(s * 100) / 100),
    [0.95, 0.95, 1],
  );
});
