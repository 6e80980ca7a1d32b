// @ts-check
/** Silent signals to whoever leads: which there are, and what a press on one does. */

import { make } from "../dom.js";
import { PLAY } from "../playTexts.js";
import { fill } from "../texts.js";
import { glyph } from "./icons.js";

/** @typedef {import("./more.js").Parts} Parts */
/** @typedef {keyof typeof PLAY.signals} Signal */

/** @type {Readonly<Record<Signal, string>>} */
const ICONS = {
  slower: "slower",
  softer: "down",
  cant_hear: "ear",
  again: "again",
  ready: "ready",
  heart: "heart",
};

/** All of them, in order. */
export const SIGNALS = /** @type {Signal[]} */ (Object.keys(PLAY.signals));

/**
 * @param {Parts} parts
 * @param {Signal} kind
 * @param {string} testid
 * @param {() => void} [pressed] called before the signal is on its way
 * @returns {HTMLButtonElement}
 */
export function signalButton({ circle, guide }, kind, testid, pressed = () => {}) {
  const what = PLAY.signals[kind];
  const look = { class: "button signal", type: "button", "data-testid": testid };
  const button = make("button", look, glyph(ICONS[kind]), make("span", {}, what));
  button.addEventListener("click", async () => {
    pressed();
    const told = await circle.session.ask("signal", { kind });
    const sentence = told ? fill(PLAY.signalled, { what }) : PLAY.notTold;
    guide.tell(sentence);
    guide.speaker.say(sentence);
  });
  return button;
}
