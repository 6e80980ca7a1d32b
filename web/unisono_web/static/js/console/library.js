// @ts-check
/** The library as the console uses it: grooves of layers, calls to choose from, songs by name. */

import { LANGUAGE } from "../language.js";
import { readLink } from "../patternLink.js";
import { phraseOfLayer, phraseOfRow, phrasesOfCall, said } from "../phrase.js";
import { grooveOf, sheetOf } from "../sheets.js";

/** @typedef {import("../grid.js").Phrase} Phrase */
/** @typedef {import("../phrase.js").Pattern} Pattern */
/** @typedef {import("../wire.js").GrooveSpec} GrooveSpec */
/** @typedef {import("../wire.js").PromptSpec} PromptSpec */
/** @typedef {{id: string, title: string, words: string, phrase: Phrase, tempo: number}} CallChoice */
/** @typedef {{id: string, title: string, tempo: number, groove: GrooveSpec}} GrooveChoice */
/** @typedef {import("../sheets.js").Song} Song */
/** @typedef {import("../wire.js").SongSpec} SongSpec */
/** @typedef {{id: string, title: string, tempo: number, words: string[], song: SongSpec}} SongChoice */
/** @typedef {{id: string, title: string}} Named */

const MOST_LAYERS = 8;
const MOST_TITLE = 60;
const MOST_NAME = 30;
const MOST_MNEMONIC = 120;
const MOST_BEATS = 64;

/**
 * @typedef {object} Shelf what the library offers
 * @property {CallChoice[]} calls
 * @property {Named[]} callSets rhythms that have calls of their own, for a plan
 * @property {GrooveChoice[]} grooves
 * @property {SongChoice[]} songs
 */

/** @returns {Promise<Shelf | null>} null when it cannot be reached */
export async function openLibrary() {
  try {
    const answer = await fetch("/api/library");
    return answer.ok ? shelved(await answer.json()) : null;
  } catch {
    return null;
  }
}

/**
 * @param {{patterns?: Pattern[], songs?: Song[]}} library
 * @returns {Shelf}
 */
export function shelved({ patterns = [], songs = [] }) {
  const usable = patterns.filter(({ status, cycle }) => {
    return status !== "excluded" && cycle.beats <= MOST_BEATS;
  });
  return {
    calls: [...usable.flatMap(ownCalls).sort(byTitle), ...usable.flatMap(layerCalls).sort(byTitle)],
    callSets: usable.filter(({ calls }) => calls.length > 0).map(named).sort(byTitle),
    grooves: usable.map(grooveChoice).sort(byTitle),
    songs: songs.filter(({ status }) => status !== "excluded").map(songChoice).sort(byTitle),
  };
}

/**
 * @param {Pattern} pattern
 * @returns {CallChoice[]} the calls that people know with it
 */
function ownCalls(pattern) {
  return pattern.calls.map((_, i) => {
    const [phrase] = phrasesOfCall(pattern, i, LANGUAGE);
    return callChoice(pattern, `${pattern.id}/${i}`, phrase);
  });
}

/**
 * @param {Pattern} pattern
 * @returns {CallChoice[]} each of its layers as a call; not those that rest
 */
function layerCalls(pattern) {
  const phrases = pattern.layers.map((_, i) => phraseOfLayer(pattern, i, LANGUAGE));
  return phrases
    .map((phrase, i) => callChoice(pattern, `${pattern.id}:${i}`, phrase))
    .filter(({ phrase }) => phrase.notes.length > 0);
}

/**
 * @param {Pattern} pattern
 * @param {string} id
 * @param {Phrase} phrase
 * @returns {CallChoice}
 */
function callChoice({ people_place: place, context, tempo }, id, phrase) {
  const words = `${place} ${context} ${phrase.mnemonic}`;
  return { id, title: phrase.title, words, phrase, tempo: tempo[1] };
}

/**
 * @param {string} typed perhaps a link that somebody shared from the page of rhythms
 * @returns {CallChoice[]} its rows as calls; none if it is no such link
 */
export function callsOfLink(typed) {
  const [, link] = typed.split("#p=");
  if (!link) return [];
  try {
    const sketch = readLink(decodeURIComponent(link.trim()));
    const phrases = sketch.rows.map((_, i) => phraseOfRow(sketch, i));
    return phrases
      .map((phrase, i) => {
        return { id: `link:${i}`, title: phrase.title, words: "", phrase, tempo: sketch.tempo_bpm };
      })
      .filter(({ phrase }) => phrase.notes.length > 0);
  } catch {
    return [];
  }
}

/**
 * @param {Pattern} pattern
 * @returns {GrooveChoice}
 */
function grooveChoice(pattern) {
  const sheet = grooveOf(pattern, LANGUAGE);
  const layers = sheet.layers.slice(0, MOST_LAYERS).map((layer) => ({
    ...layer,
    name: layer.name.slice(0, MOST_NAME),
    mnemonic: layer.mnemonic.slice(0, MOST_MNEMONIC),
    notes: notesOf(layer.notes),
  }));
  const title = sheet.title.slice(0, MOST_TITLE);
  const groove = { ...sheet, title, grouping: [...sheet.grouping], layers };
  return { id: sheet.id, title, tempo: pattern.tempo[1], groove };
}

/**
 * @param {Song} song
 * @returns {SongChoice}
 */
function songChoice(song) {
  const sheet = sheetOf(song, LANGUAGE);
  const title = sheet.title.slice(0, MOST_TITLE);
  const spec = {
    ...sheet,
    title,
    notes: notesOf(sheet.notes),
    grouping: [...sheet.grouping],
    entries: sheet.entries.map((entry) => ({ ...entry })),
    call_beats: sheet.call_beats.map(([from, to]) => /** @type {[number, number]} */ ([from, to])),
  };
  const words = song.tune.lines.map((line) => line.words).filter(Boolean);
  return { id: sheet.id, title, tempo: song.tempo[1], words, song: spec };
}

/**
 * @param {ReadonlyArray<import("../grid.js").Note>} notes
 * @returns {PromptSpec["notes"]}
 */
function notesOf(notes) {
  return notes.map((note) => [...note]);
}

/**
 * @param {Phrase} phrase
 * @returns {PromptSpec} as it travels
 */
export function promptOf({ title, mnemonic, cycle_beats, grouping, parts_per_beat, notes }) {
  return {
    title: title.slice(0, MOST_TITLE),
    mnemonic: mnemonic.slice(0, MOST_MNEMONIC),
    cycle_beats,
    grouping: [...grouping],
    parts_per_beat,
    notes: notesOf(notes),
  };
}

/**
 * @param {ReadonlyArray<CallChoice>} calls
 * @param {string} typed
 * @returns {CallChoice[]} those in which all typed words occur, in any order, accents or none
 */
export function found(calls, typed) {
  const wanted = plain(typed).split(/\s+/u).filter(Boolean);
  return calls.filter(({ title, words }) => {
    const text = plain(`${title} ${words}`);
    return wanted.every((word) => text.includes(word));
  });
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * @param {{id: string, title: string | Record<string, string>}} item
 * @returns {Named}
 */
function named({ id, title }) {
  return { id, title: wordsOf(title) };
}

/**
 * @param {string | Record<string, string>} title
 * @returns {string}
 */
function wordsOf(title) {
  return typeof title === "string" ? title : said(title, LANGUAGE);
}

/**
 * @param {{title: string}} a
 * @param {{title: string}} b
 */
function byTitle(a, b) {
  return a.title.localeCompare(b.title, LANGUAGE);
}
