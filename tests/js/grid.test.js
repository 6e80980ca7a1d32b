// @ts-check
/** Laws of grid.js, phrase.js and patternLink.js on the vectors shared with Python. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  checkSketch,
  groupStarts,
  guessedCycle,
  meterOf,
  NotAGrid,
  stepBeats,
  STROKES,
} from "../../web/unisono_web/static/js/grid.js";
import { readLink, writeLink } from "../../web/unisono_web/static/js/patternLink.js";
import { phraseOfLayer, phraseOfRow, phrasesOfCall } from "../../web/unisono_web/static/js/phrase.js";
import { grooveOf, phraseOfLine, sheetOf } from "../../web/unisono_web/static/js/sheets.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/grid.json", import.meta.url), "utf-8"));

test("strokes and guessed cycles are those of the vectors", () => {
  assert.deepEqual(STROKES, vectors.strokes);
  for (const [steps, cycle] of vectors.guesses) {
    if (cycle === null) assert.throws(() => guessedCycle(steps), NotAGrid);
    else assert.deepEqual(guessedCycle(steps), cycle);
  }
});

for (const { sketch, beats, meter, group_starts: starts, link, phrases } of vectors.sketches) {
  test(`beats, meter, link and phrases of "${sketch.title}" are those of the vectors`, () => {
    stepBeats(sketch.cycle, sketch.feel).forEach((beat, i) => {
      assert.ok(Math.abs(beat - beats[i]) < 1e-12, `step ${i}`);
    });
    assert.deepEqual(checkSketch(sketch), sketch);
    assert.deepEqual(meterOf(sketch.cycle), meter);
    assert.deepEqual(groupStarts(sketch.cycle), starts);
    assert.equal(writeLink(sketch), link);
    assert.equal(writeLink(readLink(link)), link);
    assert.deepEqual(readLink(link).rows, sketch.rows);
    phrases.forEach((/** @type {unknown} */ phrase, /** @type {number} */ i) => {
      assert.deepEqual(phraseOfRow(sketch, i), phrase);
    });
  });
}

test("layers and calls become the same notes as in Python", () => {
  vectors.layers.forEach((/** @type {unknown} */ phrase, /** @type {number} */ i) => {
    assert.deepEqual(phraseOfLayer(vectors.pattern, i), phrase);
  });
  assert.deepEqual([phrasesOfCall(vectors.pattern, 0, "pt-BR")], vectors.calls);
});

test("whole pieces become the same notes as in Python", () => {
  assert.deepEqual(grooveOf(vectors.pattern), vectors.groove);
  for (const { song, sheet, lines } of vectors.songs) {
    assert.deepEqual(sheetOf(song), sheet);
    lines.forEach((/** @type {unknown} */ line, /** @type {number} */ i) => {
      assert.deepEqual(phraseOfLine(song, i), line);
    });
  }
});

for (const text of vectors.not_links) {
  test(`"${text}" is no link`, () => assert.throws(() => readLink(text), NotAGrid));
}

test("any text is a pattern or is told to be none", () => {
  let seed = 7;
  const next = (/** @type {number} */ below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let i = 0; i < 3000; i += 1) {
    const letters = [...vectors.sketches[next(5)].link];
    for (let j = 0; j < 1 + next(3); j += 1) letters[next(letters.length)] = ";=x.9%-,"[next(8)];
    try {
      const link = writeLink(readLink(letters.join("")));
      assert.equal(writeLink(readLink(link)), link);
    } catch (problem) {
      assert.ok(problem instanceof NotAGrid, String(problem));
    }
  }
});
