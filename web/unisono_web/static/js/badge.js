// @ts-check
/** A person's figure: an animal on a shape in a colour. */

import { ANIMALS } from "./animals.js";
import { makeSvg } from "./dom.js";
import { SHAPES, SHIFT_DOWN } from "./shapes.js";

/** Half the width of a figure in its own units. */
export const FIGURE_RADIUS = 28;
const ANIMAL_BOX = 32;
const ANIMAL_SCALE = 1.14;

/**
 * @param {import("./animals.js").Part} part
 * @returns {SVGElement}
 */
function drawn(part) {
  const tone = `tone-${part[0]}`;
  if (part[1] === "e") {
    const [, , cx, cy, rx, ry, turn] = part;
    const transform = turn ? `rotate(${turn} ${cx} ${cy})` : null;
    return makeSvg("ellipse", { class: tone, cx, cy, rx, ry, transform });
  }
  if (part[1] === "p") return makeSvg("path", { class: tone, d: part[2] });
  return makeSvg("path", { class: `${tone} line`, d: part[2], "stroke-width": part[3] });
}

/**
 * @param {number} animal
 * @param {number} colour
 * @returns {SVGGElement} centred on 0, 0; `FIGURE_RADIUS` out
 */
export function figure(animal, colour) {
  const [half, look] = [ANIMAL_BOX / 2, colour % SHAPES.length];
  const centred = `scale(${ANIMAL_SCALE}) translate(${-half} ${-half})`;
  const place = `translate(0 ${SHIFT_DOWN[look]}) ${centred}`;
  return makeSvg(
    "g",
    { class: `figure tint-${colour}` },
    makeSvg("path", { class: "shape", d: SHAPES[look] }),
    makeSvg(
      "g",
      { class: "animal", transform: place },
      ...ANIMALS[animal % ANIMALS.length].map(drawn),
    ),
  );
}

/**
 * A figure standing alone, decorative: whoever shows it says in words beside it who it is.
 * @param {number} animal
 * @param {number} colour
 * @param {string} [className]
 * @returns {SVGSVGElement}
 */
export function badge(animal, colour, className = "badge") {
  const r = FIGURE_RADIUS;
  const viewBox = `${-r} ${-r} ${2 * r} ${2 * r}`;
  return makeSvg(
    "svg",
    { class: className, viewBox, "aria-hidden": "true", focusable: "false" },
    figure(animal, colour),
  );
}
