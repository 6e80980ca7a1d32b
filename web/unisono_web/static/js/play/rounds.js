// @ts-check
/** What came back of a call, for the person who answered: kind words and boxes. Pure. */

import { PLAY } from "../playTexts.js";

/** @typedef {import("../wire.js").RoundView} RoundView */

const NEARLY = 0.6;

/**
 * @param {RoundView} round
 * @returns {string} in words, never in numbers
 */
export function roundWords({ notes, answered }) {
  const { rounds } = PLAY;
  const back = notes.filter((note) => note > 0).length;
  if (!answered || !back) return rounds.none;
  if (back === notes.length) return rounds.all;
  return back / notes.length >= NEARLY ? rounds.nearly : rounds.some;
}

/**
 * @param {RoundView} round
 * @param {import("../wire.js").PromptSpec | null | undefined} prompt
 * @returns {number[]} where the answer is drawn: its own onsets, else the notes that came back
 */
export function answerBeats({ onsets = [], notes }, prompt) {
  if (onsets.length || !prompt) return [...onsets];
  return prompt.notes.filter((_, i) => notes[i] > 0).map(([beat]) => beat);
}
