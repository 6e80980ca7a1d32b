// @ts-check
/** What the page of rhythms and songs asks the server for, and hands out as files. */

import { handOver } from "./handOver.js";
import { PATTERN_TEXTS as words } from "./patternTexts.js";

/** @typedef {import("./phrase.js").Pattern} Pattern */
/** @typedef {import("./sheets.js").Song} Song */
/** @typedef {import("./sheets.js").Tune} Tune */
/** @typedef {import("./grid.js").Sketch} Sketch */

/** @typedef {{sketch: Sketch} | {tune: Tune, abc: string} | {message: string}} Read */

/** @returns {Promise<{patterns: Pattern[], songs: Song[]}>} */
export async function loadLibrary() {
  const answer = await fetch("/api/library");
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

/**
 * @param {string} text boxes, mini-notation or ABC
 * @returns {Promise<Read>}
 */
export function readText(text) {
  return sent("/api/library/read", text);
}

/**
 * @param {File} file a MIDI file
 * @param {number} parts boxes in a beat
 * @returns {Promise<Read>}
 */
export function readFile(file, parts) {
  const name = encodeURIComponent(file.name);
  return sent(`/api/library/read?parts=${parts}&name=${name}`, file);
}

/**
 * Ask for a file and hand it out.
 * @param {string} path
 * @param {string | null} body
 * @param {string} name
 * @returns {Promise<string>} what went otherwise, in words; "" when it came
 */
export async function getFile(path, body, name) {
  try {
    const answer = await fetch(path, body === null ? {} : { method: "POST", body });
    if (!answer.ok) return (await answer.json()).message ?? words.notRead;
    handOver(name, await answer.blob());
    return "";
  } catch {
    return words.notRead;
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
export function keepFile(name, text) {
  handOver(name, new Blob([text], { type: "text/plain;charset=utf-8" }));
}

/**
 * @param {string} path
 * @param {BodyInit} body
 * @returns {Promise<Read>}
 */
async function sent(path, body) {
  try {
    const answer = await fetch(path, { method: "POST", body });
    return await answer.json();
  } catch {
    return { message: words.notRead };
  }
}
