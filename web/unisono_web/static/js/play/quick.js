// @ts-check
/**
 * Beside the ring, where there is room: the silent signals, listening only, playing uncounted, each
 * one press. Where there is none they are in the sheet behind *More*. Loaded once somebody is in.
 */

import { byId, make } from "../dom.js";
import { PLAY } from "../playTexts.js";
import { glyph } from "./icons.js";
import { signalButton, SIGNALS } from "./signals.js";

/** @typedef {import("./more.js").Parts} Parts */
/** @typedef {keyof typeof PLAY.quickModes} Mode */

/** @type {Readonly<Record<Mode, string>>} */
const ICONS = { listen: "listen", unmeasured: "free" };

/** @param {Parts} parts */
export function quickButtons(parts) {
  const half = SIGNALS.length / 2;
  const sides = [
    [...SIGNALS.slice(0, half).map((kind) => signalButton(parts, kind, `quick-${kind}`)), modeButton(parts, "listen")],
    [...SIGNALS.slice(half).map((kind) => signalButton(parts, kind, `quick-${kind}`)), modeButton(parts, "unmeasured")],
  ];
  const columns = sides.map((buttons) => make("div", { class: "quick-side" }, ...buttons));
  byId("quick", HTMLElement).replaceChildren(...columns);
}

/**
 * @param {Parts} parts
 * @param {Mode} mode
 * @returns {HTMLButtonElement} pressed while it is so; once more, and one plays with the circle
 */
function modeButton({ circle, guide }, mode) {
  const { session } = circle;
  const look = { class: "button signal quick-mode", type: "button", "data-testid": `quick-${mode}` };
  const words = make("span", {}, PLAY.quickModes[mode]);
  const button = make("button", look, glyph(ICONS[mode]), words);
  const isSo = () => session.mySeat?.mode === mode;
  const refresh = () => button.setAttribute("aria-pressed", String(isSo()));
  session.on("circle", refresh);
  button.addEventListener("click", async () => {
    const done = await session.ask("mode", { mode: isSo() ? "play" : mode });
    if (!done) guide.tell(PLAY.notTold);
  });
  refresh();
  return button;
}
