// @ts-check
/**
 * A pattern in the fragment of an address; nothing of it reaches a server. Pure.
 *
 * The twin of `unisono.rhythm.link`, which describes the form; both are tested on
 * tests/vectors/grid.json.
 */

import { checkSketch, groupsOf, MOST_STEPS, NotAGrid } from "./grid.js";

/** @typedef {import("./grid.js").Sketch} Sketch */

const VERSION = "1";
const LONGEST = 8192;
const HEAD_PARTS = 7;
const NUMBER = /^-?[0-9]{1,4}(\.[0-9]{1,9})?$/u;
const WHOLE = /^[0-9]{1,3}$/u;

/**
 * @param {Sketch} sketch
 * @returns {string} what stands after `#p=`
 */
export function writeLink({ cycle, rows, title, tempo_bpm: bpm, feel }) {
  return [
    VERSION,
    `${cycle.beats}x${cycle.parts_per_beat}`,
    groupsOf(cycle).join("+"),
    short(bpm),
    short(feel.swing),
    feel.offsets.map(short).join(","),
    encodeURIComponent(title),
    ...rows.map(({ label, grid }) => `${encodeURIComponent(label)}=${packed(grid)}`),
  ].join(";");
}

/**
 * @param {string} text what stands after `#p=`
 * @returns {Sketch}
 * @throws {NotAGrid}
 */
export function readLink(text) {
  const parts = text.split(";");
  if (text.length > LONGEST || parts[0] !== VERSION || parts.length <= HEAD_PARTS) {
    throw new NotAGrid(text.slice(0, 40));
  }
  const [, size, groups, bpm, swing, offsets, title] = parts;
  const at = size.indexOf("x");
  return checkSketch({
    cycle: {
      beats: whole(size.slice(0, Math.max(0, at))),
      parts_per_beat: whole(size.slice(at + 1)),
      grouping: groups ? groups.split("+").map(whole) : [],
    },
    rows: parts.slice(HEAD_PARTS).map(row),
    title: unquoted(title),
    tempo_bpm: number(bpm),
    feel: { offsets: offsets.split(",").filter(Boolean).map(number), swing: number(swing) },
  });
}

/**
 * @param {number} value
 * @returns {string} with at most six places
 */
export function short(value) {
  const text = value.toFixed(6).replace(/\.?0+$/u, "");
  return text === "-0" ? "0" : text;
}

/** @param {string} grid */
function packed(grid) {
  return grid.replace(/\.{2,}/gu, (rests) => String(rests.length));
}

/** @param {string} part */
function row(part) {
  const at = part.indexOf("=");
  if (at < 0) throw new NotAGrid(part.slice(0, 40));
  const boxes = part.slice(at + 1);
  const rests = (boxes.match(/[0-9]+/gu) ?? []).reduce((sum, count) => sum + whole(count), 0);
  if (rests > MOST_STEPS) throw new NotAGrid(part.slice(0, 40));
  const grid = boxes.replace(/[0-9]+/gu, (count) => ".".repeat(Number(count)));
  return { label: unquoted(part.slice(0, at)), grid };
}

/** @param {string} text */
function unquoted(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new NotAGrid(text.slice(0, 40));
  }
}

/** @param {string} text */
function number(text) {
  if (!NUMBER.test(text)) throw new NotAGrid(text.slice(0, 40));
  return Number(text);
}

/** @param {string} text */
function whole(text) {
  if (!WHOLE.test(text)) throw new NotAGrid(text.slice(0, 40));
  return Number(text);
}
