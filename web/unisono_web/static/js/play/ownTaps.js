// @ts-check
/** Whether one's own taps sound: yes on glass, no with a drum beside; asked at the door, kept here. */

import { byId } from "../dom.js";
import { keep, recall } from "../storage.js";

/** @param {{ownTaps: boolean}} sound */
export function ownTapSwitches(sound) {
  const switches = [byId("own-first", HTMLInputElement), byId("own", HTMLInputElement)];
  /** @param {boolean} on */
  const set = (on) => {
    sound.ownTaps = on;
    for (const field of switches) field.checked = on;
    keep("ownTaps", on);
  };
  for (const field of switches) field.addEventListener("change", () => set(field.checked));
  set(recall("ownTaps", true));
}
