// @ts-check
/** The volume of the click: a slider and a mute button, remembered from visit to visit. */

import { byId } from "./dom.js";
import { keep, recall } from "./storage.js";

const FIRST = { volume: 80, muted: false };

/**
 * @param {import("./audio.js").Sound} sound
 * @returns {{toggle: () => void}}
 */
export function volumeControls(sound) {
  const mute = byId("mute", HTMLButtonElement);
  const slider = byId("volume", HTMLInputElement);
  const state = { ...FIRST, ...recall("volume", FIRST) };
  const show = () => {
    slider.value = String(state.volume);
    mute.setAttribute("aria-pressed", String(state.muted));
    sound.setClickVolume(state.volume / 100, state.muted);
    keep("volume", state);
  };
  const toggle = () => {
    state.muted = !state.muted;
    show();
  };
  mute.addEventListener("click", toggle);
  slider.addEventListener("input", () => {
    [state.volume, state.muted] = [Number(slider.value), false];
    show();
  });
  show();
  return { toggle };
}
