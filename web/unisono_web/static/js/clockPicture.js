// @ts-check
/** Draws a small picture over the last minutes into an SVG, in the size it has on the screen. */

import { bandPath, linePath, powerTicks, roundTicks, scale } from "./clockPlot.js";
import { makeSvg, setAttributes } from "./dom.js";
import { number } from "./numbers.js";
import { fill, TEXTS } from "./texts.js";

/** @typedef {import("./clockPlot.js").Range} Range */
/**
 * @typedef {object} Content seconds ago (0 is now) on the one axis, milliseconds on the other
 * @property {Range} rangeMs
 * @property {boolean} [powers]
 * @property {number} sinceS how far back it reaches
 * @property {{kind: string, points: [agoS: number, low: number, high: number][]}[]} [bands]
 * @property {{kind: string, points: [agoS: number, ms: number][]}[]} [lines]
 * @property {[agoS: number, ms: number][]} [dots]
 */

const HEIGHT = 190;
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 10, 10, 26];
const DOT = 2.2;
const MOST_TICKS = 4;

/**
 * @param {SVGSVGElement} svg
 * @param {Content} content
 */
export function drawPicture(svg, content) {
  const width = Math.max(240, svg.clientWidth);
  const x = scale({ min: -content.sinceS, max: 0 }, LEFT, width - RIGHT);
  const y = scale(content.rangeMs, HEIGHT - BOTTOM, TOP, content.powers);
  setAttributes(svg, { viewBox: `0 0 ${width} ${HEIGHT}` });
  svg.replaceChildren(
    ...msAxis(content, y, width),
    ...timeAxis(content.sinceS, x),
    ...(content.bands ?? []).map(({ kind, points }) => {
      const d = bandPath(points.map(([ago, low, high]) => [x(-ago), y(low), y(high)]));
      return makeSvg("path", { class: `band ${kind}`, d });
    }),
    ...(content.lines ?? []).map(({ kind, points }) => {
      const d = linePath(points.map(([ago, ms]) => [x(-ago), y(ms)]));
      return makeSvg("path", { class: `line ${kind}`, d });
    }),
    ...(content.dots ?? []).map(([ago, ms]) => {
      return makeSvg("circle", { class: "dot", cx: x(-ago).toFixed(1), cy: y(ms).toFixed(1), r: DOT });
    }),
  );
}

/**
 * @param {Content} content
 * @param {(ms: number) => number} y
 * @param {number} width
 * @returns {SVGElement[]}
 */
function msAxis({ rangeMs, powers }, y, width) {
  const ticks = powers ? powerTicks(rangeMs) : roundTicks(rangeMs, MOST_TICKS);
  return ticks.flatMap((ms) => {
    const at = y(ms).toFixed(1);
    const rule = makeSvg("path", { class: "rule", d: `M${LEFT} ${at}H${width - RIGHT}` });
    const digits = String(ms).split(".")[1]?.length ?? 0;
    const words = fill(TEXTS.clock.ms, { ms: number(ms, digits) });
    return [rule, makeSvg("text", { class: "tick end", x: LEFT - 6, y: Number(at) + 4 }, words)];
  });
}

/**
 * @param {number} sinceS
 * @param {(agoS: number) => number} x
 * @returns {SVGElement[]}
 */
function timeAxis(sinceS, x) {
  const inMinutes = sinceS > 90;
  const unit = inMinutes ? 60 : 1;
  const ticks = roundTicks({ min: -sinceS / unit, max: 0 }, MOST_TICKS);
  return ticks.map((ago) => {
    const text = inMinutes ? TEXTS.clock.minAgo : TEXTS.clock.sAgo;
    const words = ago === 0 ? TEXTS.clock.now : fill(text, { ago: number(-ago) });
    const side = ago === 0 ? "end" : "middle";
    return makeSvg("text", { class: `tick ${side}`, x: x(ago * unit).toFixed(1), y: HEIGHT - 8 }, words);
  });
}
