// @ts-check
/** Draws the beat, frame by frame: wheel, ball, numeral, and the words under it. */

import { ballAt, marks, numeral, WHEEL_RADIUS } from "./beatFace.js";
import { makeSvg, setText } from "./dom.js";
import { sameGrouping } from "./grouping.js";
import { tenths } from "./numbers.js";
import { fill, TEXTS } from "./texts.js";

/** @typedef {import("./music.js").Music} Music */
/** @typedef {import("./music.js").Place} Place */
/** @typedef {{ready: boolean, now(localS: number): number}} Clock */

const MARK_SIZE = [2, 2.9, 3.9];
const BALL_RADIUS = 4.4;

export class BeatView {
  /**
   * @param {SVGSVGElement} svg
   * @param {Clock} clock
   * @param {() => number} localNow
   */
  constructor(svg, clock, localNow) {
    this._clock = clock;
    this._localNow = localNow;
    /** @type {Music | null} */
    this._music = null;
    /** @type {ReadonlyArray<number>} */
    this._grouping = [4];
    this._idleBpm = 90;
    this._calm = matchMedia("(prefers-reduced-motion: reduce)");
    this._marks = makeSvg("g", { class: "beat-marks" });
    this._ball = makeSvg("circle", { class: "beat-ball", r: BALL_RADIUS });
    this._numeral = makeSvg("text", { class: "beat-numeral", y: 5 });
    this._words = makeSvg("text", { class: "beat-words", y: 19 });
    this._tempo = makeSvg("text", { class: "beat-tempo", y: 27.5 });
    const wheel = makeSvg("circle", { class: "beat-wheel", r: WHEEL_RADIUS });
    const parts = [wheel, this._marks, this._numeral, this._words, this._tempo, this._ball];
    this._group = makeSvg("g", { class: "beat", "aria-hidden": "true" }, ...parts);
    svg.append(this._group);
    this._showGrouping([4], true);
    this._draw(null);
  }

  /** Follow the music from now on, frame by frame. */
  start() {
    this._draw(this.place());
    requestAnimationFrame(() => this.start());
  }

  /**
   * @param {Music | null} music what runs, or null
   * @param {import("./wire.js").ArrangementView} arrangement what would run
   */
  show(music, arrangement) {
    this._music = music;
    this._idleBpm = arrangement.tempo_bpm;
    if (!music) this._showGrouping(arrangement.grouping);
    this._draw(this.place());
  }

  /** @returns {Place | null} where the music is now, if it runs and the clock is known */
  place() {
    if (!this._music || !this._clock.ready) return null;
    return this._music.placeAt(this._clock.now(this._localNow()));
  }

  /** @param {Place | null} place */
  _draw(place) {
    if (place) this._showGrouping(place.grouping);
    const { x, y } = place ? ballAt(place, this._calm.matches) : marks(this._grouping)[0];
    this._ball.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
    setText(this._numeral, numeral(place));
    setText(this._words, words(place));
    setText(this._tempo, fill(TEXTS.bpm, { tempo: tenths(place?.tempoBpm ?? this._idleBpm) }));
    const stage = place?.stage ?? "idle";
    if (this._group.dataset.stage !== stage) this._group.dataset.stage = stage;
  }

  /**
   * @param {ReadonlyArray<number>} grouping
   * @param {boolean} [first]
   */
  _showGrouping(grouping, first = false) {
    if (!first && sameGrouping(grouping, this._grouping)) return;
    this._grouping = grouping;
    const drawn = marks(grouping).map(({ x, y, accent }) => {
      const size = MARK_SIZE[accent];
      const place = { transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})` };
      if (accent < 2)
        return makeSvg("circle", { class: `mark accent-${accent}`, r: size, ...place });
      const d = `M0 ${-size}L${size} 0L0 ${size}L${-size} 0Z`;
      return makeSvg("path", { class: "mark accent-2", d, ...place });
    });
    this._marks.replaceChildren(...drawn);
  }
}

/**
 * @param {Place | null} place
 * @returns {string}
 */
function words(place) {
  if (!place || place.stage === "over") return "";
  if (place.stage === "ahead") return TEXTS.phases.ahead;
  if (place.stage === "count-in") return TEXTS.phases.countIn;
  return fill(TEXTS.bar, { bar: place.bar });
}
