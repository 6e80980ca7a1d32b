// @ts-check
/**
 * Whole pieces as a circle takes them: a pattern as a groove of layers, a song as one melody. Pure.
 *
 * The shapes are GrooveSpec and SongSpec of docs/protocol.md. The twin of `unisono.rhythm.sheets`;
 * both are tested on tests/vectors/grid.json.
 */

import { meterOf } from "./grid.js";
import { phraseOfLayer, said } from "./phrase.js";

/** @typedef {import("./grid.js").Note} Note */
/** @typedef {import("./grid.js").Phrase} Phrase */
/** @typedef {import("./phrase.js").Pattern} Pattern */
/** @typedef {import("./phrase.js").Words} Words */

/** @typedef {[beat: number, beats: number, pitch: number, syllable?: string]} SongNote */

/** @typedef {{role: "all" | "call" | "response", notes: ReadonlyArray<SongNote>, words: string}} SongLine */

/**
 * @typedef {object} Tune
 * @property {readonly [number, number]} beat_unit
 * @property {ReadonlyArray<number>} grouping
 * @property {string} key
 * @property {number} tempo_bpm
 * @property {number} length_beats
 * @property {ReadonlyArray<SongLine>} lines
 * @property {string} title
 */

/**
 * @typedef {object} Rights
 * @property {string} ground
 * @property {string} country
 * @property {string} first_print
 * @property {string} url
 * @property {string} checked_by
 * @property {string} date
 */

/**
 * @typedef {object} Song of the library, as `GET /api/library` gives it
 * @property {string} id
 * @property {Words} title
 * @property {string} form
 * @property {string} language
 * @property {string} people_place
 * @property {string} context
 * @property {number} difficulty
 * @property {readonly [number, number, number]} tempo
 * @property {Rights} rights
 * @property {string} status
 * @property {string} confidence
 * @property {string} abc
 * @property {Tune} tune
 * @property {ReadonlyArray<{section: string, after_beats: number}>} entries
 * @property {ReadonlyArray<import("./phrase.js").Source>} sources
 * @property {string} controversy
 */

/** @typedef {{name: string, notes: ReadonlyArray<Note>, instrument: string, mnemonic: string, difficulty: number}} GrooveLayer */

/**
 * @typedef {object} Groove
 * @property {string} id
 * @property {string} title
 * @property {number} cycle_beats
 * @property {ReadonlyArray<number>} grouping
 * @property {number} parts_per_beat
 * @property {ReadonlyArray<GrooveLayer>} layers
 */

/**
 * @typedef {object} SongSheet
 * @property {string} id
 * @property {string} title
 * @property {number} length_beats
 * @property {ReadonlyArray<number>} grouping
 * @property {ReadonlyArray<Note>} notes
 * @property {ReadonlyArray<{section: string, after_beats: number}>} entries
 * @property {ReadonlyArray<readonly [number, number]>} call_beats
 * @property {string} rights
 */

const LONGEST_RIGHTS = 200;
const LONGEST_MNEMONIC = 120;
const SUNG_LEVEL = 0.7;
const USUAL_PARTS = 2;

/**
 * @param {Pattern} pattern
 * @param {string} [language]
 * @returns {Groove}
 */
export function grooveOf(pattern, language = "en") {
  return {
    id: pattern.id,
    title: said(pattern.title, language),
    cycle_beats: pattern.cycle.beats,
    grouping: meterOf(pattern.cycle),
    parts_per_beat: pattern.cycle.parts_per_beat,
    layers: pattern.layers.map(({ role, instrument, difficulty }, i) => {
      const { notes, mnemonic } = phraseOfLayer(pattern, i, language);
      return { name: role, notes, instrument, mnemonic, difficulty };
    }),
  };
}

/**
 * @param {Song} song
 * @param {string} [language]
 * @returns {SongSheet}
 */
export function sheetOf(song, language = "en") {
  const { tune } = song;
  return {
    id: song.id,
    title: said(song.title, language),
    length_beats: tune.length_beats,
    grouping: tune.grouping,
    notes: tune.lines.flatMap((line) => sung(line, 0)).sort((a, b) => a[0] - b[0]),
    entries: song.entries,
    call_beats: tune.lines
      .filter(({ role }) => role === "call")
      .map((line) => [short(line.notes[0][0]), short(endOf(line))]),
    rights: firstOf(song.rights.ground, LONGEST_RIGHTS),
  };
}

/**
 * @param {Song} song
 * @param {number} number of the line, counted from 0
 * @param {string} [language]
 * @returns {Phrase} the line in the whole bars that it takes
 */
export function phraseOfLine(song, number, language = "en") {
  const { tune } = song;
  const line = tune.lines[number];
  const bar = tune.grouping.reduce((sum, group) => sum + group, 0);
  const start = Math.floor(line.notes[0][0] / bar + 1e-6) * bar;
  const end = Math.ceil(endOf(line) / bar - 1e-6) * bar;
  return {
    title: said(song.title, language),
    mnemonic: firstOf(line.words, LONGEST_MNEMONIC),
    cycle_beats: end - start,
    grouping: tune.grouping,
    parts_per_beat: tune.beat_unit[0] === 3 ? 3 : USUAL_PARTS,
    notes: sung(line, start),
  };
}

/**
 * @param {SongLine} line
 * @returns {number}
 */
function endOf({ notes }) {
  const [beat, beats] = notes[notes.length - 1];
  return beat + beats;
}

/**
 * @param {SongLine} line
 * @param {number} start
 * @returns {Note[]}
 */
function sung({ notes }, start) {
  return notes.map(([beat, beats, pitch, syllable = ""]) => {
    return [short(beat - start), "", syllable, pitch, short(beats), SUNG_LEVEL];
  });
}

/** @param {number} beats */
function short(beats) {
  return Number(beats.toFixed(6));
}

/**
 * @param {string} text
 * @param {number} letters
 */
function firstOf(text, letters) {
  return [...text].slice(0, letters).join("");
}
