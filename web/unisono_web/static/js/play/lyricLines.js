// @ts-check
/** A song as lines of syllables, and which syllable is sung at a beat. Pure. */

/** @typedef {import("../wire.js").SongSpec} SongSpec */
/** @typedef {{beat: number, until: number, text: string, joined: boolean}} Syllable `joined`: it
 *  goes on from the one before in the same word */
/** @typedef {{from: number, to: number, syllables: Syllable[]}} Line */

/** A line that is longer than this does not fit on a phone. */
const LONGEST = 9;
/** A silence this long ends a line. */
const PAUSE_BEATS = 1.5;
/** A line is not broken before it has this many syllables, unless there is a pause. */
const SHORTEST = 4;

/**
 * @param {SongSpec} song
 * @returns {Line[]} lines in order, broken at pauses and at bars
 */
export function linesOf(song) {
  const bar = (song.grouping ?? []).reduce((sum, group) => sum + group, 0) || 4;
  /** @type {Line[]} */
  const lines = [];
  for (const syllable of syllablesOf(song)) {
    const line = lines.at(-1);
    if (line && !isFull(line, syllable, bar)) line.syllables.push(syllable);
    else lines.push({ from: syllable.beat, to: 0, syllables: [syllable] });
    lines[lines.length - 1].to = syllable.until;
  }
  lines.forEach((line, i) => (line.to = lines[i + 1]?.from ?? song.length_beats));
  return lines;
}

/**
 * @param {SongSpec} song
 * @returns {Syllable[]}
 */
function syllablesOf({ notes, length_beats: length }) {
  const sung = notes.filter(([, , text]) => text);
  return sung.map(([beat, , text = "", , beats], i) => {
    const until = Math.min(beat + (beats ?? Infinity), sung[i + 1]?.[0] ?? length);
    const before = sung[i - 1]?.[2] ?? "";
    const joined = text.startsWith("-") || before.endsWith("-");
    return { beat, until, text: text.replace(/^-|-$/gu, ""), joined };
  });
}

/**
 * @param {Line} line
 * @param {Syllable} next
 * @param {number} bar beats of a bar
 * @returns {boolean} whether the next syllable begins another line
 */
function isFull({ syllables, to }, next, bar) {
  if (next.joined) return false;
  if (next.beat - to >= PAUSE_BEATS) return true;
  if (syllables.length >= LONGEST) return true;
  const onBar = next.beat % bar < 1e-6;
  return onBar && syllables.length >= SHORTEST;
}

/**
 * @param {ReadonlyArray<Line>} lines
 * @param {number} at beats into the verse
 * @returns {{line: number, syllable: number}} the line to show; the syllable that is sung, -1: none
 */
export function placeIn(lines, at) {
  let line = 0;
  while (line + 1 < lines.length && lines[line + 1].from <= at) line += 1;
  const found = lines[line]?.syllables.findIndex(({ beat, until }) => at >= beat && at < until);
  return { line, syllable: found ?? -1 };
}
