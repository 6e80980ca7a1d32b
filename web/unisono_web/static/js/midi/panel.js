// @ts-check
/** Choosing a device and teaching pads: in the dialog *This is you*, and where a call is tapped. */

import { make, setText, show } from "../dom.js";
import { MIDI } from "../midiTexts.js";
import { fill } from "../texts.js";
import { STROKES } from "./padReader.js";

/** @typedef {import("../midiInput.js").MidiInput} MidiInput */

/**
 * @param {HTMLElement} place
 * @param {MidiInput} midi
 */
export function midiPanel(place, midi) {
  const open = make("button", { class: "button", type: "button", "data-testid": "midi-open" }, MIDI.open);
  const words = make("p", { class: "hint", role: "status", "data-testid": "midi-words" });
  const device = make("select", { class: "field", "data-testid": "midi-device" });
  const choice = make("label", {}, MIDI.device, device);
  const pads = padRow(midi);
  place.replaceChildren(
    make("fieldset", { class: "stack tight" }, make("legend", {}, MIDI.title), open, choice, words, pads.element),
  );
  open.addEventListener("click", () => void midi.open());
  device.addEventListener("change", () => midi.choose(device.value));
  midi.onChange = () => {
    const opened = midi.state === "open";
    show(open, !opened);
    show(choice, opened);
    show(pads.element, opened && midi.chosen !== "");
    setText(words, wordsOf(midi));
    drawDevices(device, midi);
    pads.draw();
  };
  midi.onChange();
}

/**
 * @param {MidiInput} midi
 * @returns {string}
 */
function wordsOf(midi) {
  const { state, chosen, last, reader } = midi;
  if (state === "closed") return "";
  if (state !== "open") return MIDI[state];
  if (reader.learning) return fill(MIDI.waiting, { stroke: MIDI.strokes[reader.learning] });
  if (chosen && !midi.heard) return fill(MIDI.away, { name: chosen });
  if (!chosen) return midi.devices.length ? "" : MIDI.nothing;
  if (!last) return MIDI.ready;
  return fill(MIDI.struck, { note: last.note, stroke: MIDI.strokes[last.stroke] });
}

/**
 * @param {HTMLSelectElement} select
 * @param {MidiInput} midi
 */
function drawDevices(select, midi) {
  const names = ["", ...new Set([...midi.devices, ...(midi.chosen ? [midi.chosen] : [])])];
  if (names.join("\n") !== [...select.options].map(({ value }) => value).join("\n")) {
    const options = names.map((name) => make("option", { value: name }, name || MIDI.noDevice));
    select.replaceChildren(...options);
  }
  select.value = midi.chosen;
}

/**
 * @param {MidiInput} midi
 * @returns {{element: HTMLElement, draw(): void}}
 */
function padRow(midi) {
  const buttons = STROKES.map((stroke) => {
    const label = fill(MIDI.learn, { stroke: MIDI.strokes[stroke] });
    const look = { class: "button", type: "button", "aria-label": label, "data-testid": `midi-learn-${stroke}` };
    const button = make("button", look, MIDI.strokes[stroke]);
    button.addEventListener("click", () => {
      midi.learn(midi.reader.learning === stroke ? null : stroke);
    });
    return button;
  });
  const forget = make("button", { class: "button", type: "button", "data-testid": "midi-forget" }, MIDI.forget);
  forget.addEventListener("click", () => midi.forget());
  const title = make("p", { class: "soft small" }, MIDI.pads);
  const element = make("div", { class: "stack tight" }, title, make("div", { class: "row" }, ...buttons, forget));
  const draw = () => {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-pressed", String(midi.reader.learning === STROKES[i]));
    });
    forget.disabled = Object.keys(midi.reader.pads).length === 0;
  };
  return { element, draw };
}
