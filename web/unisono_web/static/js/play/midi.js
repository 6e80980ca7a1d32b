// @ts-check
/** The way in for drum pads and keyboards on the pad page, under *This is you*. */

import { byId } from "../dom.js";
import { midiDoor, playedBefore } from "../midi/door.js";

/** @param {import("./tapping.js").Tapping} tapping */
export function midiPads(tapping) {
  const load = midiDoor(({ localS, stroke, velocity }) => {
    tapping.tapped({ localS, source: "midi", stroke, velocity });
  });
  byId("me-open", HTMLButtonElement).addEventListener("click", async () => {
    const [midi, { midiPanel }] = await Promise.all([load(), import("../midi/panel.js")]);
    midiPanel(byId("me-midi", HTMLElement), midi);
  });
  if (playedBefore()) void load().then((midi) => midi.open());
}
