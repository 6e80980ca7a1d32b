// @ts-check
/** Laws of the page of rhythms: what sounds when, what is found, what is written. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { nextLetter, strokeWords } from "../../web/unisono_web/static/js/boxEditor.js";
import {
  entriesOf,
  eventsOfBeats,
  eventsOfGrid,
  eventsOfTune,
  filtered,
  meterKind,
} from "../../web/unisono_web/static/js/patternPieces.js";
import { eventsBetween } from "../../web/unisono_web/static/js/patternPlayer.js";
import { writeTubs } from "../../web/unisono_web/static/js/tubsText.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/grid.json", import.meta.url), "utf-8"));
const folder = new URL("../../server/unisono/library/", import.meta.url);
/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), "utf-8"));
/** @type {any[]} */
const patterns = readdirSync(new URL("patterns/", folder)).map((name) => ({
  feel: { offsets: [], swing: 1 },
  ...read(`patterns/${name}`),
}));
const songs = vectors.songs.map((/** @type {{song: unknown}} */ { song }) => song);

test("boxes as text are those of the vectors", () => {
  for (const { sketch, tubs } of vectors.sketches) assert.equal(writeTubs(sketch), tubs);
});

test("cutting a loop into pieces neither loses nor doubles a stroke", () => {
  const [{ sketch }] = vectors.sketches;
  const events = eventsOfGrid(sketch, sketch.rows[0].grid, 75, {});
  for (const after of [0, 8]) {
    const part = { events, on: true, after };
    const whole = eventsBetween(part, 4, -1, 40).map(({ at }) => at);
    const cut = [];
    for (let from = -1; from < 40; from += 0.37) {
      cut.push(...eventsBetween(part, 4, from, Math.min(40, from + 0.37)).map(({ at }) => at));
    }
    assert.deepEqual(cut, whole);
    assert.equal(whole[0], after);
    assert.equal(whole.length, 5 * ((40 - after) / 4));
  }
});

test("a round's voice begins at its entry and goes on for ever", () => {
  const part = { events: eventsOfTune(songs[1].tune), on: true, after: 4 };
  assert.equal(eventsBetween(part, 16, 0, 4).length, 0);
  assert.equal(eventsBetween(part, 16, 4, 20).length, 27);
  assert.equal(eventsBetween(part, 16, 1000, 1016).length, 27);
});

test("the leader's lines and the answers are the whole song", () => {
  const { tune } = songs[0];
  const parts = ["call", "response"].map((role) => eventsOfTune(tune, role).length);
  assert.equal(parts[0] + parts[1], eventsOfTune(tune).length);
  assert.ok(parts[0] > parts[1]);
});

test("the beat is firmer where a group begins", () => {
  const levels = eventsOfBeats(7, [3, 2, 2]).map(({ level }) => level);
  assert.deepEqual(levels, [0.5, 0.3, 0.3, 0.5, 0.3, 0.5, 0.3]);
});

test("pieces are found by words without accents, by level and by meter", () => {
  const entries = entriesOf(patterns, songs);
  const find = (/** @type {object} */ wanted) =>
    filtered(entries, { words: "", difficulty: 0, meter: "", ...wanted }).map(({ item }) => item.id);
  assert.equal(find({}).length, patterns.length + songs.length);
  assert.deepEqual(find({ words: "CASCARA 2-3" }), ["cascara-2-3"]);
  assert.ok(find({ words: "ghana bell" }).includes("standard-bell"));
  assert.ok(find({ words: "hallelujah" }).includes("michael-row"));
  assert.ok(!find({ difficulty: 1 }).includes("rumba-clave"));
  assert.deepEqual(find({ meter: "uneven" }).sort(), ["kalamatianos", "karsilama", "seven-2-2-3"]);
  assert.ok(find({ meter: "threes" }).includes("row-your-boat"));
  assert.deepEqual(find({ words: "zzz" }), []);
  assert.equal(meterKind(3, 1, [3]), "three");
});

test("pressing a box goes round all strokes of its row", () => {
  assert.deepEqual([".", "x", "X"].map((letter) => nextLetter(letter, ["x"])), ["x", "X", "."]);
  assert.deepEqual([".", "D", "T"].map((letter) => nextLetter(letter, ["D", "T"])), ["D", "T", "."]);
  assert.equal(nextLetter("m", ["D", "T"]), ".");
  assert.equal(strokeWords("T", { T: "tak" }), "tak");
  assert.equal(strokeWords("X", {}), "accent");
});
