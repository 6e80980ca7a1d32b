// @ts-check
/** Five lights per person in one order: who needs a hand first. Pure. */

import { CONSOLE } from "../consoleTexts.js";
import { fill } from "../texts.js";

/** @typedef {import("../wire.js").DeviceView} DeviceView */
/** @typedef {"good" | "look" | "help" | "unknown"} Light */

const WEIGHTS = { help: 100, look: 10, unknown: 1, good: 0 };

/**
 * @param {DeviceView | undefined} device
 * @returns {Light[]} five of them, always
 */
export function lightsOf(device) {
  const known = device?.lights ?? [];
  return CONSOLE.lights.names.map((_, i) => /** @type {Light} */ (known[i] ?? "unknown"));
}

/**
 * @param {ReadonlyArray<Light>} lights
 * @returns {number} the more, the sooner somebody should look
 */
export function needOf(lights) {
  return lights.reduce((sum, light) => sum + (WEIGHTS[light] ?? 0), 0);
}

/**
 * @param {ReadonlyArray<number>} seats
 * @param {ReadonlyMap<number, DeviceView>} devices
 * @returns {number[]} who needs a hand first; equals stay in the order of their seats
 */
export function worstFirst(seats, devices) {
  const need = (/** @type {number} */ seat) => needOf(lightsOf(devices.get(seat)));
  return [...seats].sort((a, b) => need(b) - need(a) || a - b);
}

/**
 * @param {ReadonlyArray<Light>} lights
 * @returns {string} the first thing to look at, in words
 */
export function lightWords(lights) {
  const { names, summary } = CONSOLE.lights;
  for (const light of /** @type {const} */ (["help", "look"])) {
    const what = names.filter((_, i) => lights[i] === light).join(", ");
    if (what) return fill(summary[light], { what });
  }
  return lights.every((light) => light === "unknown") ? summary.unknown : summary.good;
}
