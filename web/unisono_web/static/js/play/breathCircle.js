// @ts-check
/** Breathing together as a circle that grows and shrinks with the bars; slow, and never flashing. */

import { makeSvg, setAttributes, show } from "../dom.js";

/** Around the numeral, within the wheel. */
const SMALL = 25;
const LARGE = 39;
/** For people who asked for less motion it grows in so many steps. */
const STEPS = 4;

/**
 * @param {"in" | "out"} way
 * @param {number} part of this breath, 0..1
 * @param {boolean} calm in steps
 * @returns {number} radius
 */
export function breathRadius(way, part, calm) {
  const gone = calm ? Math.round(part * STEPS) / STEPS : (1 - Math.cos(Math.PI * part)) / 2;
  const full = way === "in" ? gone : 1 - gone;
  return SMALL + (LARGE - SMALL) * full;
}

export class BreathCircle {
  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this._circle = makeSvg("circle", { class: "breath", hidden: true });
    this._calm = matchMedia("(prefers-reduced-motion: reduce)");
    svg.prepend(this._circle);
  }

  /**
   * @param {import("../music.js").Music | null} music
   * @param {number} beat
   */
  draw(music, beat) {
    const place = music?.stageAt(beat) === "playing" ? music.breathAt(beat) : null;
    show(this._circle, place !== null && place !== undefined);
    if (!place) return;
    const r = breathRadius(place.way, place.part, this._calm.matches);
    setAttributes(this._circle, { r: r.toFixed(2) });
  }
}
