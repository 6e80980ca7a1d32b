// @ts-check
/**
 * A phrase drawn as boxes (TUBS), for everybody who plays it: pad, console, stage, library.
 *
 *     const tubs = new TubsView();
 *     place.append(tubs.element);
 *     tubs.show(phrase);                 // or tubs.show(phrase, { answer: [0, 0.75, 1.5] })
 *     tubs.setAnswer([0, 0.75]);         // a second row: what came back, beats from the cycle's start
 *     tubs.setPlayhead(2.3);             // the box that sounds now; null takes it away
 *
 * `phrase` is what the wire calls a prompt: `{title, mnemonic, cycle_beats, grouping,
 * parts_per_beat, notes: [[beat, stroke, syllable, pitch, beats, level], …]}`. The element is one
 * picture with a name in words ("Son clave: 1, 1 a, 2 and, 3 and, 4. Shave and a haircut"), it runs
 * from left to right in every language, and wraps between beats. `setPlayhead` may be called at
 * every frame: it changes the page only when the box changes. Styles: css/tubs.css.
 */

import { make, setAttributes } from "./dom.js";
import { fill, TEXTS } from "./texts.js";

/** @typedef {import("./grid.js").Phrase} Phrase */
/** @typedef {import("./grid.js").Note} Note */

const ACCENT = 0.95;
const SOFT = 0.65;
/** So many boxes to a beat where a call was played freely. */
const FREE_PARTS = 4;

/**
 * @param {Phrase} phrase
 * @returns {number} boxes in the cycle
 */
export function boxCount({ cycle_beats: beats, parts_per_beat: parts }) {
  return Math.max(1, Math.round(beats * parts));
}

/**
 * @param {Phrase} phrase
 * @param {number} beat from the cycle's start; an upbeat before it belongs to the cycle's end
 * @returns {number} the box it belongs to
 */
export function boxAt(phrase, beat) {
  const boxes = boxCount(phrase);
  return (((Math.round(beat * phrase.parts_per_beat) % boxes) + boxes) % boxes);
}

/**
 * @param {number} box
 * @param {number} parts parts of a beat
 * @returns {string} how it is counted: 1, 1 and, 2, …
 */
export function countOf(box, parts) {
  const names = TEXTS.tubs.parts[parts] ?? [];
  const beat = Math.floor(box / parts) + 1;
  const part = box % parts;
  if (part === 0) return String(beat);
  return fill(names[part] ?? TEXTS.tubs.otherPart, { beat, part: part + 1 });
}

/**
 * @param {Phrase} phrase
 * @param {ReadonlyArray<number> | null} [answer]
 * @returns {string} the phrase in words
 */
export function spokenPhrase(phrase, answer = null) {
  const counts = (/** @type {ReadonlyArray<number>} */ beats) =>
    [...new Set(beats.map((beat) => boxAt(phrase, beat)))]
      .sort((a, b) => a - b)
      .map((box) => countOf(box, phrase.parts_per_beat))
      .join(", ");
  const { title, mnemonic } = phrase;
  const said = counts(phrase.notes.map(([beat]) => beat)) || TEXTS.tubs.silence;
  const words = [fill(title ? TEXTS.tubs.spoken : TEXTS.tubs.untitled, { title, counts: said })];
  if (mnemonic) words.push(fill(TEXTS.tubs.mnemonic, { mnemonic }));
  if (answer) words.push(fill(TEXTS.tubs.answered, { counts: counts(answer) || TEXTS.tubs.silence }));
  return words.join(" ");
}

/**
 * @param {string} stroke
 * @returns {string} the letter in its box; none for a stroke without a name
 */
export function letterOf(stroke) {
  return stroke === "x" ? "" : (([...stroke][0] ?? "").toUpperCase());
}

/**
 * @param {import("./wire.js").PromptSpec} prompt
 * @returns {Phrase} with everything that may be left out on the wire; four boxes a beat if played freely
 */
export function phraseOf(prompt) {
  return {
    title: prompt.title ?? "",
    mnemonic: prompt.mnemonic ?? "",
    cycle_beats: prompt.cycle_beats,
    grouping: prompt.grouping?.length ? prompt.grouping : [prompt.cycle_beats],
    parts_per_beat: prompt.parts_per_beat || FREE_PARTS,
    notes: prompt.notes.map(([beat, stroke = "", syllable = "", pitch, beats, level = 0.7]) => {
      return [beat, stroke, syllable, pitch ?? null, beats ?? null, level];
    }),
  };
}

export class TubsView {
  /** @param {{small?: boolean}} [options] `small`: for rows of many */
  constructor({ small = false } = {}) {
    this.element = make("div", { class: small ? "tubs small" : "tubs", dir: "ltr", role: "img" });
    /** @type {Phrase | null} */
    this._phrase = null;
    /** @type {ReadonlyArray<number> | null} */
    this._answer = null;
    /** @type {HTMLElement[]} */
    this._columns = [];
    this._at = -1;
  }

  /**
   * @param {Phrase} phrase
   * @param {{syllables?: boolean, answer?: ReadonlyArray<number> | null}} [options] `syllables`:
   *   write them under the boxes, where there are any; `answer`: draw a second row
   */
  show(phrase, { syllables = true, answer = null } = {}) {
    this._phrase = phrase;
    this._at = -1;
    const sung = syllables && phrase.notes.some(([, , syllable]) => syllable);
    const notes = notesByBox(phrase);
    this._columns = Array.from({ length: boxCount(phrase) }, (_, box) =>
      column(box, phrase.parts_per_beat, notes.get(box), sung),
    );
    this.element.replaceChildren(...beats(phrase, this._columns));
    this.setAnswer(answer);
  }

  /** @param {ReadonlyArray<number> | null} answer beats from the cycle's start; null for no row */
  setAnswer(answer) {
    if (!this._phrase) return;
    const phrase = this._phrase;
    this._answer = answer;
    const answered = new Set(answer?.map((beat) => boxAt(phrase, beat)));
    const called = notesByBox(phrase);
    this._columns.forEach((cell, box) => {
      cell.querySelector(".answer")?.remove();
      if (answer) cell.append(answerBox(answered.has(box), called.has(box)));
    });
    this.element.setAttribute("aria-label", spokenPhrase(phrase, answer));
  }

  /** @param {number | null} beat from the cycle's start, or null */
  setPlayhead(beat) {
    const box = beat === null || !this._phrase ? -1 : floorBox(this._phrase, beat);
    if (box === this._at) return;
    this._columns[this._at]?.classList.remove("now");
    this._columns[box]?.classList.add("now");
    this._at = box;
    this._follow(this._columns[Math.max(0, box)]);
  }

  /** @param {HTMLElement | undefined} column whose box is to be seen, where there is too little room */
  _follow(column) {
    const { element } = this;
    const box = column?.querySelector(".box");
    if (!box || element.scrollHeight <= element.clientHeight + 1) return;
    element.scrollTop += middleOf(box) - middleOf(element);
  }
}

/**
 * @param {Element} element
 * @returns {number} pixels
 */
function middleOf(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return (top + bottom) / 2;
}

/**
 * @param {Phrase} phrase
 * @param {number} beat
 * @returns {number}
 */
function floorBox(phrase, beat) {
  const boxes = boxCount(phrase);
  return (((Math.floor(beat * phrase.parts_per_beat) % boxes) + boxes) % boxes);
}

/**
 * @param {Phrase} phrase
 * @returns {Map<number, Note>} the first note of each box
 */
function notesByBox(phrase) {
  /** @type {Map<number, Note>} */
  const found = new Map();
  for (const note of phrase.notes) {
    const box = boxAt(phrase, note[0]);
    if (!found.has(box)) found.set(box, note);
  }
  return found;
}

/**
 * @param {number} box
 * @param {number} parts
 * @param {Note | undefined} note
 * @param {boolean} sung whether there is a row of syllables
 * @returns {HTMLElement}
 */
function column(box, parts, note, sung) {
  const cell = make("span", { class: "tubs-step" });
  cell.append(make("span", { class: "tubs-count" }, box % parts ? "·" : String(box / parts + 1)));
  const shape = make("span", { class: "box" });
  if (note) {
    const [, stroke, , , , level] = note;
    const size = level >= ACCENT ? "strong" : level < SOFT ? "soft" : "";
    setAttributes(shape, { class: `box on ${size}`.trim() });
    shape.append(letterOf(stroke));
  }
  cell.append(shape);
  if (sung) cell.append(make("span", { class: "tubs-syllable", dir: "auto" }, note?.[2] ?? ""));
  return cell;
}

/**
 * @param {boolean} came
 * @param {boolean} called
 * @returns {HTMLElement}
 */
function answerBox(came, called) {
  const state = came ? (called ? "came" : "own") : called ? "open" : "";
  return make("span", { class: `box answer ${state}`.trim() });
}

/**
 * @param {Phrase} phrase
 * @param {ReadonlyArray<HTMLElement>} columns
 * @returns {HTMLElement[]} the columns of each beat, or of each group where a beat is one box
 */
function beats({ parts_per_beat: parts, grouping, cycle_beats: cycleBeats }, columns) {
  const sizes = parts > 1 ? [parts] : grouping;
  const starts = new Set(groupBoxes(parts, grouping, cycleBeats));
  const blocks = [];
  for (let at = 0, i = 0; at < columns.length; i += 1) {
    const size = sizes[i % sizes.length];
    const kind = starts.has(at) ? "tubs-beat first" : "tubs-beat";
    blocks.push(make("span", { class: kind }, ...columns.slice(at, at + size)));
    at += size;
  }
  return blocks;
}

/**
 * @param {number} parts
 * @param {ReadonlyArray<number>} grouping
 * @param {number} cycleBeats
 * @returns {number[]} the boxes on which groups begin
 */
function groupBoxes(parts, grouping, cycleBeats) {
  const found = [];
  for (let beat = 0, i = 0; beat < cycleBeats; i += 1) {
    found.push(beat * parts);
    beat += Math.max(1, grouping[i % grouping.length] ?? cycleBeats);
  }
  return found;
}
