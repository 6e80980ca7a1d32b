// @ts-check
/** What is said about drum pads and keyboards, on the pad and on the console. Kind, plain, short. */

import { translated } from "./language.js";

export const MIDI = translated({
  title: "Drum pad or keyboard",
  strokes: { bass: "Bass", tone: "Tone", slap: "Slap", rim: "Rim" },
  open: "Play a drum pad or keyboard (MIDI)",
  missing:
    "This browser has no MIDI. A drum pad joins with the program unisono-midi on a computer, with the same link.",
  insecure:
    "Browsers allow MIDI on secure addresses (https) only. A drum pad joins with the program unisono-midi on a computer, with the same link.",
  refused: "The browser was not allowed to use MIDI. Allow it beside the address, then press again.",
  device: "Device",
  noDevice: "none",
  nothing: "Nothing is plugged in. It appears here as soon as it is.",
  away: "{name} is not plugged in. It plays as soon as it is.",
  ready: "Strike a pad.",
  struck: "Pad {note}: {stroke}",
  pads: "Which pad is which stroke",
  learn: "Choose a pad for {stroke}",
  waiting: "Strike the pad for {stroke}",
  forget: "Usual pads again",
});
