// @ts-check
/** The way in for drum pads and keyboards: what it needs is loaded when somebody wants it. */

import { byId } from "../dom.js";
import { keep, recall } from "../storage.js";

/** @param {import("./tapping.js").Tapping} tapping */
export function midiPads(tapping) {
  /** @type {Promise<import("../midiInput.js").MidiInput> | null} */
  let input = null;
  const load = () => {
    input ??= import("../midiInput.js").then(({ MidiInput }) => {
      return new MidiInput(
        ({ localS, stroke, velocity }) => tapping.tapped({ localS, source: "midi", stroke, velocity }),
        { load: (name) => recall(name, null), save: keep },
      );
    });
    input.catch(() => (input = null)); // the line is away: with the next wish once more
    return input;
  };
  byId("me-open", HTMLButtonElement).addEventListener("click", async () => {
    const [midi, { midiPanel }] = await Promise.all([load(), import("../midi/panel.js")]);
    midiPanel(byId("me-midi", HTMLElement), midi);
  });
  if (recall("midi.device", null)) void load().then((midi) => midi.open());
}
