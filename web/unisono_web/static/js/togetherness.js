// @ts-check
/** The live number and what stands behind it, on the console. Nothing moves when it changes. */

import { byId, setText } from "./dom.js";
import { say } from "./language.js";
import { fill, TEXTS } from "./texts.js";

/** @typedef {import("./wire.js").ScoreView} ScoreView */

const MARK_WIDTH = 1.2;

export class Togetherness {
  constructor() {
    const band = byId("score-band", SVGSVGElement);
    this._value = byId("score-value", HTMLElement);
    this._word = byId("score-word", HTMLElement);
    this._range = /** @type {SVGRectElement} */ (band.querySelector(".range"));
    this._mark = /** @type {SVGRectElement} */ (band.querySelector(".mark"));
  }

  /** @param {ScoreView | null} score */
  show(score) {
    const { texts, value } = { texts: TEXTS.score, value: shownValue(score) };
    setText(this._value, value === null ? texts.none : String(value));
    this._value.classList.toggle("unknown", value === null);
    setText(this._word, value === null ? texts.tooFew : say(score?.word ?? "") || texts.unsure);
    this._showBand(score, value);
    setText(byId("score-behind", HTMLElement), behind(score));
    setText(byId("score-spread", HTMLElement), spread(score));
    setText(byId("score-coverage", HTMLElement), coverage(score));
  }

  /**
   * @param {ScoreView | null} score
   * @param {number | null} value
   */
  _showBand(score, value) {
    const known = value !== null && score?.low != null && score.high != null;
    const [low, high] = known ? [percent(score.low ?? 0), percent(score.high ?? 0)] : [0, 0];
    this._range.setAttribute("x", String(low));
    this._range.setAttribute("width", String(Math.max(0, high - low)));
    this._mark.setAttribute("x", String((value ?? 0) * (1 - MARK_WIDTH / 100)));
    this._mark.toggleAttribute("hidden", value === null);
  }
}

/**
 * @param {ScoreView | null} score
 * @returns {number | null} a whole number from 0 to 100, or null when there is too little to say
 */
export function shownValue(score) {
  if (!score || score.state !== "ok" || score.value === null) return null;
  return Math.round(percent(score.value));
}

/**
 * @param {number} value
 * @returns {number}
 */
function percent(value) {
  return Math.min(100, Math.max(0, value));
}

/**
 * @param {ScoreView | null} score
 * @returns {string}
 */
function behind(score) {
  if (!score?.people) return TEXTS.score.none;
  return fill(TEXTS.score.behind, { people: score.people, taps: score.taps });
}

/**
 * @param {ScoreView | null} score
 * @returns {string}
 */
function spread(score) {
  if (score?.spread_ms == null) return TEXTS.score.none;
  return fill(TEXTS.score.spread, { ms: Math.round(score.spread_ms) });
}

/**
 * @param {ScoreView | null} score
 * @returns {string}
 */
function coverage(score) {
  if (score?.coverage == null) return TEXTS.score.none;
  return fill(TEXTS.score.coverage, { percent: Math.round(100 * score.coverage) });
}
