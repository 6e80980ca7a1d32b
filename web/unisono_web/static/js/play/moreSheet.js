// @ts-check
/**
 * The sheet behind *More*: silent signals, how I take part, how I am doing. Loaded when it is first
 * opened. It comes up from below, where one thumb reaches; a signal is one press and closes it.
 */

import { make, setText, show } from "../dom.js";
import { barsLater } from "../hearing.js";
import { localNow } from "../now.js";
import { MORE } from "../playMoreTexts.js";
import { counted } from "../texts.js";
import { beatBuzz } from "./beatBuzz.js";
import { choice, fieldset } from "./choices.js";
import { signalButton, SIGNALS } from "./signals.js";

/** @typedef {import("./more.js").Parts} Parts */
/** @typedef {{dialog: HTMLDialogElement, refresh(): void}} Sheet */

/** @type {Sheet | null} */
let sheet = null;

/**
 * Build it without showing it: who feels the beat feels it from the first one on.
 * @param {Parts} parts
 * @returns {Sheet}
 */
export function prepareSheet(parts) {
  sheet ??= build(parts);
  return sheet;
}

/** @param {Parts} parts */
export function openSheet(parts) {
  sheet = prepareSheet(parts);
  sheet.refresh();
  sheet.dialog.showModal();
  sheet.dialog.querySelector("button")?.focus(); // "How am I doing?"; signals lie under the thumb
}

/**
 * @param {Parts} parts
 * @returns {Sheet}
 */
function build(parts) {
  const dialog = make("dialog", { class: "sheet", "aria-labelledby": "more-open", "data-testid": "sheet" });
  const close = make("button", { class: "button main wide", type: "button" }, MORE.sheet.close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  const [modes, showMode] = modeChoice(parts);
  const [mine, forget] = howAmI(parts);
  const hears = make("p", { class: "hint" });
  const guides = guideChoice(parts);
  dialog.append(
    modes,
    mine,
    guides,
    ...beatBuzz(parts),
    hears,
    signals(parts, dialog),
    close,
  );
  dialog.classList.add("stack");
  document.body.append(dialog);
  const refresh = () => {
    showMode();
    forget();
    show(guides, Boolean(parts.circle.session.music?.run.songs?.length));
    setText(hears, hearingWords(parts));
  };
  return { dialog, refresh };
}

/**
 * @param {Parts} parts
 * @param {HTMLDialogElement} dialog
 * @returns {HTMLElement}
 */
function signals(parts, dialog) {
  const buttons = SIGNALS.map((kind) => {
    return signalButton(parts, kind, `signal-${kind}`, () => dialog.close());
  });
  return fieldset(MORE.sheet.signals, make("div", { class: "signals" }, ...buttons));
}

/**
 * @param {Parts} parts
 * @returns {[HTMLElement, () => void]}
 */
function modeChoice({ circle }) {
  const { session } = circle;
  const fields = Object.entries(MORE.modes).map(([mode, words]) => {
    const look = { type: "radio", name: "mode", value: mode, "data-testid": `mode-${mode}` };
    const field = make("input", look);
    field.addEventListener("change", () => void session.ask("mode", { mode }));
    return { field, label: make("label", { class: "switch" }, field, make("span", {}, words)) };
  });
  const refresh = () => {
    const now = session.mySeat?.mode ?? "play";
    for (const { field } of fields) field.checked = field.value === now;
  };
  session.on("circle", refresh);
  return [fieldset(MORE.sheet.modes, ...fields.map(({ label }) => label)), refresh];
}

/**
 * @param {Parts} parts
 * @returns {[HTMLElement, () => void]} the question, and how to forget its answer
 */
function howAmI({ circle }) {
  const { session } = circle;
  const answer = make("p", { role: "status", class: "mine", "data-testid": "mine" });
  const check = make("button", { class: "button", type: "button", hidden: true }, MORE.sheet.check);
  const ask = make("button", { class: "button", type: "button", "data-testid": "howami" }, MORE.sheet.mine);
  session.on("mine", ({ word, again }) => {
    const words = /** @type {Record<string, string>} */ (/** @type {unknown} */ (MORE.mine))[word];
    setText(answer, [words ?? MORE.mine.few, again ? MORE.mine.again : ""].join(" ").trim());
    show(check, again);
  });
  check.addEventListener("click", () => {
    check.closest("dialog")?.close();
    void circle.care.open();
  });
  ask.addEventListener("click", async () => {
    setText(answer, MORE.mine.asking);
    if (!(await session.ask("howami"))) setText(answer, MORE.mine.notNow);
  });
  const forget = () => {
    setText(answer, "");
    show(check, false);
  };
  const hint = make("span", { class: "hint" }, MORE.sheet.mineHint);
  return [make("div", { class: "stack tight" }, make("div", { class: "row" }, ask, hint), answer, check), forget];
}

/**
 * @param {Parts} parts
 * @returns {HTMLElement} which lines of a song sound here
 */
function guideChoice({ circle }) {
  const { ears } = circle;
  const take = (/** @type {string} */ value) => {
    ears.wish({ guide: /** @type {typeof ears.taste.guide} */ (value) });
  };
  return choice(MORE.sheet.guide, MORE.sheet.guides, ears.taste.guide, take, "sheet-guide");
}

/**
 * @param {Parts} parts
 * @returns {string}
 */
function hearingWords({ circle }) {
  const { hearing, music } = circle.session;
  if (hearing.who === "nobody") return MORE.hearing.nobody;
  if (hearing.bars === 0) return MORE.hearing.now;
  const known = music !== null && circle.clock.ready;
  const bars = known ? barsLater(music, circle.clock.now(localNow()), hearing.bars) : hearing.bars;
  return counted(bars, MORE.hearing);
}
