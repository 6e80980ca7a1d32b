// @ts-check
/** What only the person at this device can know of its sound; kept on the device. */

import { byId, setText, show } from "./dom.js";
import { keep, recall } from "./storage.js";
import { fill, TEXTS } from "./texts.js";

/**
 * @typedef {object} Sound
 * @property {number} nudgeS
 * @property {boolean | null} toldWireless
 * @property {boolean} wireless
 * @property {boolean} seemsWireless
 */

const STEP_MS = 5;
const MOST_MS = 250;

/**
 * @param {number} ms
 * @returns {number} a nudge that can be set
 */
export function possibleNudge(ms) {
  const steps = Number.isFinite(ms) ? Math.round(ms / STEP_MS) : 0;
  return Math.min(MOST_MS, Math.max(-MOST_MS, steps * STEP_MS));
}

/**
 * @param {number} ms
 * @returns {string} 10 ms sooner
 */
export function nudgeWords(ms) {
  const { asItIs, sooner, later } = TEXTS.nudge;
  return ms === 0 ? asItIs : fill(ms > 0 ? sooner : later, { ms: Math.abs(ms) });
}

/** @param {Sound} sound told what was kept from earlier visits */
export function recallSound(sound) {
  sound.nudgeS = possibleNudge(Number(recall("nudgeMs", 0))) / 1000;
  const told = recall("wireless", null);
  sound.toldWireless = typeof told === "boolean" ? told : null;
}

/**
 * The controls of `sound_settings.html`.
 * @param {Sound} sound
 * @param {import("./hearingSettings.js").Circle} [circle] of somebody who plays
 */
export function soundSettings(sound, circle) {
  nudgeButtons(sound);
  const place = document.getElementById("hearing-settings");
  if (place && circle) showWhenOpened(place, circle);
  if (document.getElementById("wireless")) wirelessSwitch(sound);
}

/**
 * @param {HTMLElement} place
 * @param {import("./hearingSettings.js").Circle} circle
 */
function showWhenOpened(place, circle) {
  document.getElementById("me-open")?.addEventListener("click", async () => {
    const { hearingSettings } = await import("./hearingSettings.js");
    hearingSettings(place, circle);
  });
}

/** @param {Sound} sound */
function nudgeButtons(sound) {
  const words = byId("nudge-words", HTMLElement);
  const nudge = (/** @type {number} */ byMs) => {
    const ms = possibleNudge(sound.nudgeS * 1000 + byMs);
    sound.nudgeS = ms / 1000;
    if (byMs) keep("nudgeMs", ms);
    setText(words, nudgeWords(ms));
  };
  byId("nudge-sooner", HTMLButtonElement).addEventListener("click", () => nudge(STEP_MS));
  byId("nudge-later", HTMLButtonElement).addEventListener("click", () => nudge(-STEP_MS));
  nudge(0);
}

/** @param {Sound} sound */
function wirelessSwitch(sound) {
  const field = byId("wireless", HTMLInputElement);
  const look = () => {
    field.checked = sound.wireless;
    show(byId("wireless-seems", HTMLElement), sound.seemsWireless && sound.toldWireless === null);
  };
  field.addEventListener("change", () => {
    sound.toldWireless = field.checked;
    keep("wireless", field.checked);
    look();
  });
  field.closest("dialog")?.addEventListener("focusin", look); // it opens by taking the focus
  look();
}
