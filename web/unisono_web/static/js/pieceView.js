// @ts-check
/** What is said about a piece: whose it is, how sure it is, why it may be sung. */

import { LANGUAGE } from "./language.js";
import { make } from "./dom.js";
import { number } from "./numbers.js";
import { said } from "./phrase.js";
import { PATTERN_TEXTS as words } from "./patternTexts.js";
import { fill } from "./texts.js";

/** @typedef {import("./phrase.js").Pattern} Pattern */
/** @typedef {import("./sheets.js").Song} Song */

/**
 * @param {string} name
 * @param {Record<string, string>} texts
 * @returns {string}
 */
const worded = (name, texts) => texts[name] ?? name;

/**
 * @param {Pattern} pattern
 * @returns {HTMLElement}
 */
export function aboutPattern(pattern) {
  const { offsets, swing } = pattern.feel;
  const feel = [];
  if (offsets.length > 0) {
    const shown = offsets.map((offset) => offset < 0 ? number(offset, 2) : `+${number(offset, 2)}`);
    feel.push(fill(words.feel, { offsets: shown.join(" ") }));
  }
  if (swing !== 1) feel.push(fill(words.swing, { ratio: swing }));
  return about(pattern, [
    [words.facts.status, worded(pattern.status, words.status)],
    [words.facts.confidence, worded(pattern.confidence, words.confidence)],
    [words.facts.feel, feel.join("; ")],
  ]);
}

/**
 * @param {Song} song
 * @returns {HTMLElement}
 */
export function aboutSong(song) {
  const { rights } = song;
  const { country, checked_by: who, date } = rights;
  return about(song, [
    [words.facts.form, worded(song.form, words.forms)],
    [words.facts.difficulty, words.difficulties[song.difficulty]],
    [words.facts.status, `${worded(song.status, words.status)}. ${rights.ground}`],
    [words.facts.first, rights.first_print],
    [words.facts.checked, fill(words.checkedBy, { country, who, date })],
  ]);
}

/**
 * @param {Pattern | Song} item
 * @param {[string, string][]} facts
 * @returns {HTMLElement}
 */
function about(item, facts) {
  const rows = facts
    .filter(([, value]) => value)
    .map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
  const parts = [
    make("p", {}, item.context),
    ...(item.controversy ? [make("p", { class: "notice" }, item.controversy)] : []),
    make("dl", { class: "facts" }, ...rows),
  ];
  if (item.sources.length > 0) parts.push(make("ul", { class: "sources" }, ...item.sources.map(source)));
  return make("div", { class: "stack" }, ...parts);
}

/** @param {import("./phrase.js").Source} source */
function source({ who, kind, url }) {
  const name = url ? make("a", { href: url, rel: "noopener noreferrer" }, who) : who;
  return make("li", {}, name, ` (${worded(kind, words.sourceKinds)})`);
}

/**
 * @param {Song} song
 * @returns {HTMLElement} its words, line by line, each with who sings it
 */
export function lyricsOf(song) {
  const several = new Set(song.tune.lines.map(({ role }) => role)).size > 1;
  const rows = song.tune.lines.map(({ role, words: line }, i) =>
    make(
      "li",
      { "data-line": i, class: `line ${role}` },
      ...(several ? [make("span", { class: "hint" }, words.roles[role])] : []),
      make("span", { dir: "auto", lang: song.language || null }, line || words.onLa),
    ),
  );
  return make("ol", { class: "lyrics" }, ...rows);
}

/**
 * @param {Pattern | Song} item
 * @returns {string}
 */
export function titleOf(item) {
  return said(item.title, LANGUAGE);
}
