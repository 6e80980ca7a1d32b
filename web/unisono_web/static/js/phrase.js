// @ts-check
/**
 * From the library to the circle: a layer, a call or a song's line as the notes of a prompt. Pure.
 *
 * The twin of `unisono.rhythm.phrase`; both are tested on tests/vectors/grid.json.
 */

import { meterOf, stepBeats, stepsOf, STROKES, strokeName } from "./grid.js";

const LONGEST_TITLE = 60;

/** @typedef {import("./grid.js").Cycle} Cycle */
/** @typedef {import("./grid.js").Feel} Feel */
/** @typedef {import("./grid.js").Note} Note */
/** @typedef {import("./grid.js").Phrase} Phrase */
/** @typedef {Readonly<Record<string, string>>} Words a text by language */

/**
 * @typedef {object} Layer
 * @property {string} role
 * @property {string} instrument
 * @property {string} grid
 * @property {number} difficulty
 * @property {number} gm
 * @property {Words} mnemonic
 * @property {ReadonlyArray<string>} syllables
 * @property {Words} strokes
 */

/** @typedef {{call: string, response: string, mnemonic: Words}} Call */

/** @typedef {{who: string, kind: string, url: string, checked: string}} Source */

/**
 * @typedef {object} Pattern a rhythm of the library, as `GET /api/library` gives it
 * @property {string} id
 * @property {Words} title
 * @property {string} people_place
 * @property {string} context
 * @property {Cycle} cycle
 * @property {ReadonlyArray<Layer>} layers
 * @property {Feel} feel
 * @property {readonly [number, number, number]} tempo
 * @property {ReadonlyArray<Call>} calls
 * @property {ReadonlyArray<Source>} sources
 * @property {string} status
 * @property {string} controversy
 * @property {string} confidence
 */

/**
 * @param {Words} words
 * @param {string} language
 * @returns {string} in the language, else in its main language, else in English, else ""
 */
export function said(words, language) {
  return words[language] || words[language.split("-")[0]] || words.en || "";
}

/**
 * @param {Pattern} pattern
 * @param {number} number of the layer, counted from 0
 * @param {string} [language]
 * @returns {Phrase}
 */
export function phraseOfLayer(pattern, number, language = "en") {
  const layer = pattern.layers[number];
  const name = said(pattern.title, language);
  const title = pattern.layers.length > 1 ? `${name}, ${layer.role}` : name;
  const notes = notesOf(pattern.cycle, pattern.feel, layer.grid, layer.strokes, layer.syllables);
  return phrase(title, said(layer.mnemonic, language), pattern.cycle, notes);
}

/**
 * @param {Pattern} pattern
 * @param {number} number of the call, counted from 0
 * @param {string} [language]
 * @returns {[call: Phrase, response: Phrase]}
 */
export function phrasesOfCall(pattern, number, language = "en") {
  const { call, response, mnemonic } = pattern.calls[number];
  const own = pattern.layers[0].strokes;
  /** @param {string} grid */
  const made = (grid) =>
    phrase(
      said(pattern.title, language),
      said(mnemonic, language),
      pattern.cycle,
      notesOf(pattern.cycle, pattern.feel, grid, own),
    );
  return [made(call), made(response)];
}

/**
 * @param {import("./grid.js").Sketch} sketch
 * @param {number} number of the row, counted from 0
 * @returns {Phrase}
 */
export function phraseOfRow(sketch, number) {
  const { label, grid } = sketch.rows[number];
  const title = [sketch.title, label].filter(Boolean).join(", ");
  return phrase(title, "", sketch.cycle, notesOf(sketch.cycle, sketch.feel, grid));
}

/**
 * @param {string} title
 * @param {string} mnemonic
 * @param {Cycle} cycle
 * @param {ReadonlyArray<Note>} notes
 * @returns {Phrase}
 */
function phrase(title, mnemonic, cycle, notes) {
  return {
    title: [...title].slice(0, LONGEST_TITLE).join(""),
    mnemonic,
    cycle_beats: cycle.beats,
    grouping: meterOf(cycle),
    parts_per_beat: cycle.parts_per_beat,
    notes,
  };
}

/**
 * @param {Cycle} cycle
 * @param {Feel} feel
 * @param {string} grid
 * @param {Words} [own]
 * @param {ReadonlyArray<string>} [syllables]
 * @returns {Note[]}
 */
function notesOf(cycle, feel, grid, own = {}, syllables = []) {
  const beats = stepBeats(cycle, feel);
  return stepsOf(grid).map((step, i) => {
    const letter = grid[step];
    const beat = Number(beats[step].toFixed(6));
    return [beat, strokeName(letter, own), syllables[i] ?? "", null, null, STROKES[letter][1]];
  });
}
