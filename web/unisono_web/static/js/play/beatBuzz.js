// @ts-check
/** A short vibration on each beat, for whoever cannot hear it; only where the device has it. */

import { make } from "../dom.js";
import { MORE } from "../playMoreTexts.js";
import { keep, recall } from "../storage.js";

const DOWNBEAT_MS = 45;
const BEAT_MS = 20;
/** A frame that comes so late into a beat says nothing about it. */
const FRESH = 0.25;

/**
 * @param {import("./more.js").Parts} parts
 * @returns {HTMLElement[]} a switch, or nothing where there is nothing to switch
 */
export function beatBuzz({ guide }) {
  if (!navigator.vibrate) return [];
  const field = make("input", { type: "checkbox", role: "switch" });
  field.checked = recall("buzz", false);
  field.addEventListener("change", () => keep("buzz", field.checked));
  let last = NaN;
  guide.also({
    draw(music, beat) {
      const whole = Math.floor(beat);
      if (!field.checked || !music || whole === last || !music.soundsAt(whole)) return;
      last = whole;
      if (beat - whole > FRESH) return;
      navigator.vibrate(music.bars.accentAt(whole) === 2 ? DOWNBEAT_MS : BEAT_MS);
    },
  });
  return [make("label", { class: "switch" }, field, make("span", {}, MORE.sheet.buzz))];
}
