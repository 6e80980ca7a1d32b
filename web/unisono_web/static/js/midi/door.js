// @ts-check
/** The door to drum pads and keyboards: what they need is loaded when somebody wants them. */

import { keep, recall } from "../storage.js";

/** @typedef {import("../midiInput.js").MidiInput} MidiInput */

/** Whether a device was played on this browser before. */
export function playedBefore() {
  return Boolean(recall("midi.device", null));
}

/**
 * @param {import("../midiInput.js").OnStrike} onStrike
 * @returns {() => Promise<MidiInput>} the one input of this page
 */
export function midiDoor(onStrike) {
  /** @type {Promise<MidiInput> | null} */
  let input = null;
  return () => {
    input ??= import("../midiInput.js").then(({ MidiInput }) => {
      return new MidiInput(onStrike, { load: (name) => recall(name, null), save: keep });
    });
    input.catch(() => (input = null)); // the line is away: with the next wish once more
    return input;
  };
}
