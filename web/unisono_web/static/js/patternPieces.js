// @ts-check
/** Patterns and songs as something to play and to find. Pure. */

import { stepBeats, stepsOf, STROKES, strokeName } from "./grid.js";

/** @typedef {import("./grid.js").Sketch} Sketch */
/** @typedef {import("./phrase.js").Pattern} Pattern */
/** @typedef {import("./sheets.js").Song} Song */
/** @typedef {import("./sheets.js").Tune} Tune */
/** @typedef {import("./patternPlayer.js").Part} Part */
/** @typedef {import("./patternPlayer.js").Event} Event */

/** What the rows of a pattern without instruments sound like, in order (`unisono.rhythm.drums`). */
export const ROW_DRUMS = [75, 63, 64, 56, 70, 54, 76, 36];
const SUNG_LEVEL = 0.8;

/**
 * @param {Sketch} sketch
 * @param {string} grid
 * @param {number} drum
 * @param {Readonly<Record<string, string>>} own
 * @returns {Event[]}
 */
export function eventsOfGrid(sketch, grid, drum, own) {
  const beats = stepBeats(sketch.cycle, sketch.feel);
  return stepsOf(grid).map((step) => ({
    beat: beats[step],
    drum,
    stroke: strokeName(grid[step], own),
    level: STROKES[grid[step]][1],
    pitch: null,
    beats: 0,
  }));
}

/**
 * @param {Tune} tune
 * @param {string} [role] only these lines
 * @returns {Event[]}
 */
export function eventsOfTune(tune, role) {
  return tune.lines
    .filter((line) => role === undefined || line.role === role)
    .flatMap(({ notes }) =>
      notes.map(([beat, beats, pitch]) => {
        return { beat, drum: 0, stroke: "", level: SUNG_LEVEL, pitch, beats };
      }),
    );
}

/**
 * @param {number} beats
 * @param {ReadonlyArray<number>} grouping
 * @returns {Event[]} a soft knock on every beat, firmer where a group begins
 */
export function eventsOfBeats(beats, grouping) {
  const starts = new Set();
  for (let at = 0, i = 0; at < beats; i += 1) {
    starts.add(at);
    at += Math.max(1, grouping[i % grouping.length] ?? beats);
  }
  return Array.from({ length: Math.round(beats) }, (_, beat) => {
    return { beat, drum: 76, stroke: "x", level: starts.has(beat) ? 0.5 : 0.3, pitch: null, beats: 0 };
  });
}

/** @typedef {{kind: "pattern" | "song", item: Pattern | Song, difficulty: number, meter: string, words: string}} Entry */

/**
 * @param {ReadonlyArray<Pattern>} patterns
 * @param {ReadonlyArray<Song>} songs
 * @returns {Entry[]} everything that can be found, with what it is found by
 */
export function entriesOf(patterns, songs) {
  return [
    ...patterns.map((item) => ({
      kind: /** @type {const} */ ("pattern"),
      item,
      difficulty: Math.min(...item.layers.map((layer) => layer.difficulty)),
      meter: meterKind(item.cycle.beats, item.cycle.parts_per_beat, item.cycle.grouping),
      words: wordsOf(item, item.layers.map((layer) => `${layer.role} ${layer.instrument}`)),
    })),
    ...songs.map((item) => ({
      kind: /** @type {const} */ ("song"),
      item,
      difficulty: item.difficulty,
      meter: meterKind(
        item.tune.grouping.reduce((sum, group) => sum + group, 0),
        item.tune.beat_unit[0] === 3 ? 3 : 2,
        item.tune.grouping,
      ),
      words: wordsOf(item, [...item.tune.lines.map((line) => line.words), item.form, "song"]),
    })),
  ];
}

/**
 * @param {ReadonlyArray<Entry>} entries
 * @param {{words: string, difficulty: number, meter: string}} wanted 0 and "" for any
 * @returns {Entry[]}
 */
export function filtered(entries, { words, difficulty, meter }) {
  const asked = plain(words).split(/\s+/u).filter(Boolean);
  return entries.filter(
    (entry) =>
      (difficulty === 0 || entry.difficulty <= difficulty) &&
      (meter === "" || entry.meter === meter) &&
      asked.every((word) => entry.words.includes(word)),
  );
}

/**
 * @param {number} beats
 * @param {number} parts
 * @param {ReadonlyArray<number>} grouping
 * @returns {string} `threes` (in parts of a beat), `uneven` (groups of several sizes), `three`, `even`
 */
export function meterKind(beats, parts, grouping) {
  if (new Set(grouping).size > 1 || [5, 7, 11].includes(beats)) return "uneven";
  if (parts % 3 === 0) return "threes";
  return (grouping[0] ?? beats) % 3 === 0 ? "three" : "even";
}

/**
 * @param {Pattern | Song} item
 * @param {ReadonlyArray<string>} more
 * @returns {string}
 */
function wordsOf(item, more) {
  return plain([...Object.values(item.title), item.people_place, item.context, ...more].join(" "));
}

/**
 * @param {string} text
 * @returns {string} in small letters without accents
 */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
