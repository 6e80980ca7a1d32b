// @ts-check
/** How loud the click, the circle and one's own taps are; remembered from visit to visit. */

import { byId } from "./dom.js";
import { keep, recall } from "./storage.js";

const FIRST = { volume: 80, muted: false, circle: 70, own: 80 };
const SLIDERS = /** @type {const} */ ([
  ["volume", "volume"],
  ["volume-circle", "circle"],
  ["volume-own", "own"],
]);

/**
 * The slider and the mute button of the click, and where the page has them, those of the others.
 * @param {import("./audio.js").Sound} sound
 * @returns {{toggle: () => void}}
 */
export function volumeControls(sound) {
  const mute = byId("mute", HTMLButtonElement);
  const state = { ...FIRST, ...recall("volume", FIRST) };
  const sliders = SLIDERS.flatMap(([id, name]) => {
    const slider = document.getElementById(id);
    return slider instanceof HTMLInputElement ? [{ slider, name }] : [];
  });
  const show = () => {
    for (const { slider, name } of sliders) slider.value = String(state[name]);
    mute.setAttribute("aria-pressed", String(state.muted));
    const click = state.muted ? 0 : state.volume / 100;
    sound.setVolume("click", click);
    sound.setVolume("circle", state.circle / 100);
    sound.setVolume("own", state.own / 100);
    // Calls and guide tones are for everybody: they stay with whatever is still to be heard.
    sound.setVolume("guide", Math.max(click, state.circle / 100));
    keep("volume", state);
  };
  const toggle = () => {
    state.muted = !state.muted;
    show();
  };
  mute.addEventListener("click", toggle);
  for (const { slider, name } of sliders) {
    slider.addEventListener("input", () => {
      state[name] = Number(slider.value);
      if (name === "volume") state.muted = false;
      show();
    });
  }
  show();
  return { toggle };
}
