// @ts-check
/** What a device can do for playing together, as words. Pure: what there is, is handed in. */

import { READY } from "./soundCheckTexts.js";

/**
 * @typedef {object} Device
 * @property {"running" | "locked" | "none"} sound
 * @property {number} grainS smallest step of its clock, as far as was seen
 * @property {boolean} secure
 * @property {boolean} awake
 * @property {boolean} buzz
 * @property {boolean} midi
 */

/** Finer than this, the clock adds nothing to what the sound card does. */
const FINE_S = 0.00025;
/** Coarser than this, taps are dated less well than fingers move. */
const COARSE_S = 0.005;

/**
 * @param {Device} device
 * @returns {[what: string, how: string][]}
 */
export function abilities({ sound, grainS, secure, awake, buzz, midi }) {
  const clock = grainS <= FINE_S ? "fine" : grainS < COARSE_S ? "usual" : "coarse";
  const { rows } = READY;
  return [
    [rows.sound, READY.sound[sound]],
    [rows.clock, READY.clock[clock]],
    [rows.secure, secure ? READY.secure.yes : READY.secure.no],
    [rows.awake, awake ? READY.awake.yes : READY.awake.no],
    [rows.buzz, buzz ? READY.buzz.yes : READY.buzz.no],
    [rows.midi, midi ? READY.midi.yes : READY.midi.no],
  ];
}

/**
 * @param {() => number} nowS a clock
 * @returns {number} the smallest step it was seen to make
 */
export function grainOf(nowS) {
  let smallest = Infinity;
  for (let step = 0; step < STEPS; step += 1) {
    const fromS = nowS();
    let toS = fromS;
    for (let i = 0; i < MOST_LOOKS && toS === fromS; i += 1) toS = nowS();
    if (toS > fromS) smallest = Math.min(smallest, toS - fromS);
  }
  return smallest;
}
const STEPS = 10;
const MOST_LOOKS = 1e5;
