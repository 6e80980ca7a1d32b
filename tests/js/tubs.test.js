// @ts-check
/** Laws of tubs.js: which box a note is in, and what a phrase is called in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boxAt,
  boxCount,
  countOf,
  letterOf,
  spokenPhrase,
} from "../../web/unisono_web/static/js/tubs.js";

/** @type {import("../../web/unisono_web/static/js/grid.js").Phrase} */
const CLAVE = {
  title: "Son clave",
  mnemonic: "shave and a haircut, two bits",
  cycle_beats: 4,
  grouping: [4],
  parts_per_beat: 4,
  notes: [0, 0.75, 1.5, 2.5, 3].map((beat) => [beat, "x", "", null, null, 0.7]),
};

test("a phrase is read as its counts, then its words", () => {
  assert.equal(
    spokenPhrase(CLAVE),
    "Son clave: 1, 1 a, 2 and, 3 and, 4. Say: shave and a haircut, two bits.",
  );
  assert.match(spokenPhrase(CLAVE, [0.02, 3.6]), /Answered: 1, 4 and\.$/u);
  assert.equal(spokenPhrase({ ...CLAVE, title: "", mnemonic: "", notes: [] }), "silence.");
});

test("a note belongs to the nearest box, an upbeat to the cycle's end", () => {
  assert.equal(boxCount(CLAVE), 16);
  assert.deepEqual([0.1, 0.13, -0.1, -0.2, 3.9].map((beat) => boxAt(CLAVE, beat)), [0, 1, 0, 15, 0]);
});

test("every part of a beat has a count of its own", () => {
  for (const parts of [1, 2, 3, 4, 5, 6, 8, 12]) {
    const counts = Array.from({ length: 3 * parts }, (_, box) => countOf(box, parts));
    assert.equal(new Set(counts).size, 3 * parts);
  }
});

test("strokes with a name show their first letter", () => {
  assert.deepEqual(["x", "bass", "tone", ""].map(letterOf), ["", "B", "T", ""]);
});
