// @ts-check
/**
 * A row of boxes to change: by pointer, or by keyboard (arrows move, Space goes on to the next
 * stroke, a letter sets it, Delete rests). Every box says its row, its count and its stroke.
 */

import { make, setAttributes } from "./dom.js";
import { groupStarts, REST, stepCount, STROKES, strokeName } from "./grid.js";
import { PATTERN_TEXTS } from "./patternTexts.js";
import { fill } from "./texts.js";
import { countOf, letterOf } from "./tubs.js";
import { beatsOf } from "./tubsText.js";

/** @typedef {import("./grid.js").Cycle} Cycle */

const TURN = [REST, "x", "X"];

/**
 * Which stroke comes after another when a box is pressed. Pure.
 * @param {string} letter
 * @param {ReadonlyArray<string>} used letters of the row, beside strokes without a name
 * @returns {string}
 */
export function nextLetter(letter, used) {
  const named = used.filter((other) => !TURN.includes(other));
  const turn = named.length > 0 ? [REST, ...named] : TURN;
  const at = turn.indexOf(letter);
  return turn[(at + 1) % turn.length];
}

/**
 * @param {string} letter
 * @param {Readonly<Record<string, string>>} own
 * @returns {string} in words
 */
export function strokeWords(letter, own) {
  const name = /** @type {Record<string, string>} */ (PATTERN_TEXTS.strokes)[letter];
  return own[letter] || name || strokeName(letter, own);
}

export class BoxEditor {
  /**
   * @param {string} label
   * @param {string} grid
   * @param {Cycle} cycle
   * @param {Readonly<Record<string, string>>} own names of strokes
   * @param {(grid: string) => void} changed
   */
  constructor(label, grid, cycle, own, changed) {
    this._label = label;
    this._cycle = cycle;
    this._own = own;
    this._changed = changed;
    this._grid = grid;
    this._used = [...new Set(grid)].filter((letter) => letter !== REST);
    this._at = -1;
    this._boxes = [...grid].map((_, step) => this._box(step));
    const starts = new Set(groupStarts(cycle));
    let step = 0;
    const beats = beatsOf(grid, cycle).map((beat) => {
      const kind = starts.has(step) ? "edit-beat first" : "edit-beat";
      const block = make("span", { class: kind }, ...this._boxes.slice(step, step + beat.length));
      step += beat.length;
      return block;
    });
    this.element = make(
      "div",
      { class: "edit-row", dir: "ltr", role: "group", "aria-label": label },
      ...beats,
    );
    this.element.addEventListener("keydown", (event) => this._key(event));
  }

  /** @param {number} step that sounds now; -1 for none */
  setPlayhead(step) {
    if (step === this._at) return;
    this._boxes[this._at]?.classList.remove("now");
    this._boxes[step]?.classList.add("now");
    this._at = step;
  }

  /** @param {number} step */
  _box(step) {
    const box = make("button", { type: "button", class: "edit-box" });
    box.tabIndex = step === 0 ? 0 : -1;
    box.addEventListener("click", () => {
      this._focus(step);
      this._set(step, nextLetter(this._grid[step], this._used));
    });
    this._draw(box, step);
    return box;
  }

  /**
   * @param {HTMLElement} box
   * @param {number} step
   */
  _draw(box, step) {
    const letter = this._grid[step];
    const parts = this._cycle.parts_per_beat;
    const count = countOf(step, parts);
    const loud = letter === REST ? 0 : STROKES[letter][1];
    const size = loud >= 0.95 ? "strong" : loud < 0.65 ? "soft" : "";
    const marks = [letter !== REST && "on", size, step === this._at && "now"].filter(Boolean);
    setAttributes(box, {
      class: ["edit-box", ...marks].join(" "),
      "aria-label": fill(PATTERN_TEXTS.stroke, {
        row: this._label,
        count,
        stroke: strokeWords(letter, this._own),
      }),
    });
    const mark = letter === REST ? "" : letterOf(strokeName(letter, this._own));
    const number = step % parts ? "" : String(step / parts + 1);
    // drawn by the style sheet: what is read aloud is the label, which says more
    setAttributes(box, { "data-count": number, "data-mark": mark });
  }

  /**
   * @param {number} step
   * @param {string} letter
   */
  _set(step, letter) {
    this._grid = this._grid.slice(0, step) + letter + this._grid.slice(step + 1);
    this._draw(this._boxes[step], step);
    this._changed(this._grid);
  }

  /** @param {number} step */
  _focus(step) {
    this._boxes.forEach((box, i) => (box.tabIndex = i === step ? 0 : -1));
    this._boxes[step].focus();
  }

  /** @param {KeyboardEvent} event */
  _key(event) {
    const step = this._boxes.findIndex((box) => box === document.activeElement);
    if (step < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = stepCount(this._cycle) - 1;
    /** @type {Record<string, number>} */
    const moves = { ArrowRight: step + 1, ArrowLeft: step - 1, Home: 0, End: last };
    if (event.key in moves) {
      this._focus(Math.min(last, Math.max(0, moves[event.key])));
    } else if (["Delete", "Backspace", REST].includes(event.key)) {
      this._set(step, REST);
    } else if (Object.hasOwn(STROKES, event.key)) {
      this._set(step, event.key);
    } else {
      return;
    }
    event.preventDefault();
  }
}
