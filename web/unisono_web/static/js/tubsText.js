// @ts-check
/** A pattern as text of boxes, which the server (and people) can read. Pure. */

import { groupsOf, groupStarts, stepCount } from "./grid.js";
import { short } from "./patternLink.js";

/** @typedef {import("./grid.js").Cycle} Cycle */

/**
 * @param {string} grid
 * @param {Cycle} cycle
 * @returns {string[]} the row cut at its beats, or at its groups where a beat is one box
 */
export function beatsOf(grid, cycle) {
  const steps = stepCount(cycle);
  const size = cycle.parts_per_beat;
  const starts =
    size === 1
      ? groupStarts(cycle)
      : Array.from({ length: cycle.beats }, (_, beat) => beat * size);
  return starts.map((start, i) => grid.slice(start, starts[i + 1] ?? steps));
}

/**
 * @param {import("./grid.js").Sketch} sketch
 * @returns {string}
 */
export function writeTubs({ cycle, rows, title, tempo_bpm: bpm, feel }) {
  const head = [`${cycle.beats}x${cycle.parts_per_beat}`, groupsOf(cycle).join("+"), short(bpm)];
  if (feel.swing !== 1) head.push(`swing ${short(feel.swing)}`);
  if (feel.offsets.length > 0) head.push(`feel ${feel.offsets.map(short).join(" ")}`);
  const lines = rows.map(({ label, grid }) => {
    const name = label.replace(/^[#@ ]+/u, "");
    const boxes = beatsOf(grid, cycle).join(" ");
    return name ? `${name}: ${boxes}` : boxes;
  });
  const named = title ? [`# ${title}`] : [];
  return [...named, `@ ${head.join(" ")}`, ...lines, ""].join("\n");
}
