// @ts-check
/** Laws of what people touch and read: strokes, keys, lyrics, answers, breath. Run: node --test tests/js */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Music } from "../../web/unisono_web/static/js/music.js";
import { breathRadius } from "../../web/unisono_web/static/js/play/breathCircle.js";
import { barsOf } from "../../web/unisono_web/static/js/play/liveCall.js";
import { linesOf, placeIn } from "../../web/unisono_web/static/js/play/lyricLines.js";
import { answerBeats, roundWords } from "../../web/unisono_web/static/js/play/rounds.js";
import { columnsFor, shownPhrase } from "../../web/unisono_web/static/js/play/strip.js";
import { phraseOf } from "../../web/unisono_web/static/js/tubs.js";
import {
  isTapKey,
  letterOf,
  possibleCount,
  strokeOfKey,
  strokesOf,
  velocityOf,
} from "../../web/unisono_web/static/js/play/strokes.js";
import { PLAY } from "../../web/unisono_web/static/js/playTexts.js";

test("any key may be a foot switch, but the ones that lead through a page stay what they are", () => {
  for (const key of [" ", "Enter", "a", "ñ", "ع", "7", "PageDown", "ArrowUp", "ContextMenu2"]) {
    assert.ok(isTapKey(key), key);
  }
  for (const key of ["Tab", "Escape", "F5", "Shift", "Control", "AudioVolumeUp", "ContextMenu"]) {
    assert.ok(!isTapKey(key), key);
  }
});

test("each surface has a stroke of its own and a key of its own", () => {
  for (const count of [2, 3, 4]) {
    const strokes = strokesOf(count);
    assert.equal(strokes.length, count);
    const keys = strokes.map((stroke) => `Key${letterOf(stroke)}`);
    assert.deepEqual(keys.map((code) => strokeOfKey(code, count)), strokes);
  }
  assert.deepEqual(strokesOf(1), []);
  assert.equal(strokeOfKey("KeyF", 1), "");
  assert.deepEqual([0, 1, 2, 4, 5, "3", null].map(possibleCount), [1, 1, 2, 4, 1, 1, 1]);
});

test("how hard is told where it is measured, and nowhere else", () => {
  const told = (/** @type {string} */ pointerType, /** @type {number} */ pressure) =>
    velocityOf({ pointerType, pressure });
  assert.equal(told("pen", 0.3333), 0.333);
  assert.equal(told("touch", 0.81), 0.81);
  for (const flat of [0, 0.5, 1]) assert.equal(told("touch", flat), null);
  assert.equal(told("mouse", 0.3), null);
});

const ROW = [
  [0, "row"], [1, "row"], [2, "row"], [2.75, "your"], [3, "boat"],
  [4, "gent-"], [4.75, "ly"], [5, "down"], [5.75, "the"], [6, "stream"],
];
/** @type {any} */
const SONG = {
  notes: ROW.map(([beat, text]) => [beat, "", text, 60, null]),
  length_beats: 8,
  grouping: [4],
};

test("a song falls into lines at its bars, words stay whole, and no syllable is lost", () => {
  const lines = linesOf(SONG);
  assert.deepEqual(lines.map(({ from, to }) => [from, to]), [[0, 4], [4, 8]]);
  const texts = lines.flatMap(({ syllables }) => syllables.map(({ text }) => text));
  assert.deepEqual(texts, ROW.map(([, text]) => String(text).replace("-", "")));
  assert.ok(lines[1].syllables[1].joined);
});

test("every moment of a song has its line, and each syllable is found while it sounds", () => {
  const lines = linesOf(SONG);
  assert.deepEqual(placeIn(lines, 2.9), { line: 0, syllable: 3 });
  assert.deepEqual(placeIn(lines, 4.8), { line: 1, syllable: 1 });
  assert.deepEqual(placeIn(lines, -2), { line: 0, syllable: -1 });
});

test("a pause ends a line, and a line is never longer than a phone is wide", () => {
  const notes = Array.from({ length: 30 }, (_, i) => [i * 0.5, "", "la", 60, 0.5]);
  const lines = linesOf({ .../** @type {any} */ ({ notes, length_beats: 16 }), grouping: [7] });
  assert.ok(lines.every(({ syllables }) => syllables.length <= 9));
  const paused = linesOf(/** @type {any} */ ({ notes: [[0, "", "a", 60, 1], [4, "", "b", 60, 1]], length_beats: 8 }));
  assert.equal(paused.length, 2);
});

/** @type {any} */
const PROMPT = { notes: [[0], [0.75], [1.5], [2.5], [3]], cycle_beats: 4, parts_per_beat: 4 };
/** @param {number[]} notes @param {object} [more] */
const round = (notes, more = {}) =>
  /** @type {any} */ ({ cue: 1, round: 1, notes, extra: 0, answered: 1, asked: 1, ...more });

test("an answer is told in kind words, by how much of the call came back", () => {
  assert.equal(roundWords(round([1, 1, 1, 1, 1])), PLAY.rounds.all);
  assert.equal(roundWords(round([1, 1, 1, 0, 1])), PLAY.rounds.nearly);
  assert.equal(roundWords(round([1, 1, 0, 0, 0])), PLAY.rounds.some);
  assert.equal(roundWords(round([0, 0, 0, 0, 0])), PLAY.rounds.none);
  assert.equal(roundWords(round([], { answered: 0 })), PLAY.rounds.none);
});

test("an answer is drawn where it was played, else where it was heard", () => {
  assert.deepEqual(answerBeats(round([1, 0, 1, 0, 0], { onsets: [0.1, 1.4] }), PROMPT), [0.1, 1.4]);
  assert.deepEqual(answerBeats(round([1, 0, 1, 0, 0]), PROMPT), [0, 1.5]);
});

test("a phrase that was played freely is drawn, too, and everything left out is filled in", () => {
  const phrase = phraseOf({ ...PROMPT, parts_per_beat: 0 });
  assert.equal(phrase.parts_per_beat, 4);
  assert.deepEqual(phrase.notes[1], [0.75, "", "", null, null, 0.7]);
});

test("boxes keep a width that can be seen, and rows are as even as they can be", () => {
  const columns = (/** @type {number} */ cycle_beats, /** @type {number} */ parts_per_beat) =>
    columnsFor({ ...phraseOf(PROMPT), cycle_beats, parts_per_beat });
  assert.deepEqual([columns(4, 4), columns(8, 4), columns(12, 4), columns(6, 2), columns(16, 2)], [4, 4, 4, 6, 8]);
  for (let cycle = 1; cycle <= 64; cycle += 1) {
    for (const parts of [2, 3, 4, 6, 12]) {
      assert.ok(columns(cycle, parts) * parts <= 16 || columns(cycle, parts) === 1, `${cycle} ${parts}`);
    }
  }
});

test("the call is shown as soon as it is armed, then with its playhead; else my own part", () => {
  const cue = { cue: 1, beat: 8, until_beat: 7, what: { kind: "call", prompt: PROMPT } };
  const call = { cue: 1, beat0: 8, rounds: 1, cycle_beats: 4, prompt: PROMPT, first: null, asked: null, scored: true };
  const run = new Music(/** @type {any} */ ({
    run: 1, segments: [[0, 0, 120, 120]], meters: [[0, 1, [4]]], count_in_beats: 0, stop_beat: null,
    cues: [cue], calls: [call],
  }));
  const groove = /** @type {any} */ ({ cycle_beats: 4, layers: [{ name: "Heart", notes: [[0]], mnemonic: "boom" }] });
  const at = (/** @type {number} */ beat) => shownPhrase(run, beat, { groove, part: 0 });
  assert.deepEqual([at(2)?.at, at(9)?.at, at(13)?.at], [null, 1, 1]);
  assert.deepEqual([at(9)?.answering, at(13)?.answering], [false, true]);
  assert.equal(at(2)?.key, at(9)?.key);
  assert.deepEqual([at(17)?.phrase.title, at(17)?.at], ["Heart", 1]);
  assert.equal(shownPhrase(run, 17, { groove, part: -1 }), null);
});

test("a call played live fills the bars it was played in", () => {
  const run = new Music(/** @type {any} */ ({
    run: 1, segments: [[0, 0, 60, 60]], meters: [[0, 1, [4]]], count_in_beats: 0, stop_beat: null,
  }));
  const bars = (/** @type {number[]} */ times) => barsOf(run, times.map((timeS) => [timeS, "", 0.7]));
  assert.equal(bars([4, 5, 6.5]), 1);
  assert.equal(bars([3.8, 7.2]), 1);
  assert.equal(bars([4, 9]), 2);
  assert.equal(bars([4, 400]), 8);
  assert.equal(bars([]), 1);
});

test("a breath grows and shrinks without a jump where it turns", () => {
  for (const calm of [false, true]) {
    assert.ok(Math.abs(breathRadius("in", 1, calm) - breathRadius("out", 0, calm)) < 1e-9);
    assert.ok(Math.abs(breathRadius("out", 1, calm) - breathRadius("in", 0, calm)) < 1e-9);
  }
  assert.ok(breathRadius("in", 0.7, false) > breathRadius("in", 0.2, false));
});
