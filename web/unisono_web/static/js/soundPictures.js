// @ts-check
/** Drawn by us: how one listens, and what to look at when nothing is heard. */

import { makeSvg } from "./dom.js";

const SPEAKER = "M12 20h8l12-10v44L20 44h-8z M40 24q8 8 0 16 M46 16q16 16 0 32";
const HEADPHONES = "M14 40v-8a18 18 0 0 1 36 0v8 M14 38h7v14h-7z M43 38h7v14h-7z";
const WAVES = "M24 14q8-8 16 0 M19 8q13-12 26 0";
const PHONE = "M20 6h24v52H20z M28 52h8";

/** Lines of each picture on a field of 64 by 64. */
const PICTURES = {
  speaker: [SPEAKER],
  cable: [HEADPHONES, "M46 52q0 8-14 8"],
  wireless: ["M16 44v-6a16 16 0 0 1 32 0v6 M16 42h6v12h-6z M42 42h6v12h-6z", WAVES],
  volume: [PHONE, "M16 16v8 M16 28v8 M52 32V14 M46 20l6-6 6 6"],
  silent: [PHONE, "M14 14h6v10h-6z M6 32l8-8 M6 40l8-8"],
  bluetooth: ["M22 22l20 20-10 10V12l10 10-20 20"],
};

/**
 * @param {keyof typeof PICTURES} name
 * @returns {SVGElement}
 */
export function picture(name) {
  const look = { viewBox: "0 0 64 64", class: "check-picture", "aria-hidden": "true" };
  return makeSvg("svg", look, ...PICTURES[name].map((d) => makeSvg("path", { d })));
}
