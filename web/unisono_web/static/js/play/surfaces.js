// @ts-check
/** One pad or up to four, one for each stroke; as many as this person likes. */

import { byId, make, show } from "../dom.js";
import { PLAY } from "../playTexts.js";
import { keep, recall } from "../storage.js";
import { letterOf, possibleCount, strokesOf } from "./strokes.js";

export class Surfaces {
  constructor() {
    this._place = byId("pads", HTMLElement);
    this._single = byId("pad", HTMLButtonElement);
    this.count = possibleCount(recall("surfaces", 1));
    this._draw();
  }

  /** @param {number} count 1 to 4 */
  set(count) {
    this.count = possibleCount(count);
    keep("surfaces", this.count);
    this._draw();
  }

  _draw() {
    const strokes = strokesOf(this.count);
    for (const old of this._place.querySelectorAll("[data-stroke]")) old.remove();
    show(this._single, strokes.length === 0);
    this._place.dataset.count = String(this.count);
    this._place.append(...strokes.map(surface));
  }
}

/**
 * @param {import("./strokes.js").Stroke} stroke
 * @returns {HTMLButtonElement}
 */
function surface(stroke) {
  const look = { class: "pad", type: "button", "data-stroke": stroke, "data-testid": `pad-${stroke}` };
  return make(
    "button",
    look,
    make("span", { class: "pad-label" }, PLAY.strokes[stroke]),
    make("span", { class: "pad-hint", "aria-hidden": "true" }, letterOf(stroke)),
    make("span", { class: "ripples", dir: "ltr", "aria-hidden": "true" }),
  );
}
