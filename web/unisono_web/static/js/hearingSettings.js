// @ts-check
/** What somebody likes to hear, in *This is you*. Loaded when the dialog is first opened. */

import { INSTRUMENTS, instrumentOf, strokeOn } from "./instruments.js";
import { make } from "./dom.js";
import { choice } from "./play/choices.js";
import { HEARING } from "./soundCheckTexts.js";

/** @typedef {Pick<import("./circlePage.js").CirclePage, "session" | "sound" | "ears" | "care">} Circle */

const BEDS = /** @type {const} */ (["click", "heart", "shaker", "kit", "groove"]);
const GUIDES = /** @type {const} */ (["", "mine", "all", "off"]);

/**
 * @param {HTMLElement} place
 * @param {Circle} circle
 */
export function hearingSettings(place, circle) {
  const { ears, care } = circle;
  const bed = oneOf("bed", HEARING.bed, BEDS, HEARING.beds, ears.taste.bed, (value) => {
    ears.wish({ bed: /** @type {typeof BEDS[number]} */ (value) });
  });
  const guide = oneOf(
    "guide",
    HEARING.guide,
    GUIDES,
    HEARING.guides,
    ears.taste.guide,
    (value) => {
      ears.wish({ guide: /** @type {typeof GUIDES[number]} */ (value) });
    },
  );
  const counted = make("input", { type: "checkbox", role: "switch", "data-testid": "counted" });
  counted.checked = ears.taste.counted;
  counted.addEventListener("change", () => ears.wish({ counted: counted.checked }));
  const check = make("button", { class: "button", type: "button", "data-testid": "check-open" });
  check.textContent = HEARING.check;
  check.addEventListener("click", () => {
    place.closest("dialog")?.close();
    void care.open();
  });
  place.replaceChildren(
    instrumentChoice(circle),
    bed,
    make("label", { class: "switch" }, counted, make("span", {}, HEARING.counted)),
    guide,
    make("div", { class: "row" }, check),
  );
}

/**
 * @param {Circle} circle
 * @returns {HTMLElement}
 */
function instrumentChoice({ session, sound }) {
  const me = session.mySeat;
  const own = me ? instrumentOf(me.seat, "").instrument : "";
  const names = /** @type {Record<string, string>} */ (
    /** @type {unknown} */ (HEARING.instruments)
  );
  const words = { ...names, own: names[own] ?? own };
  const values = ["", ...INSTRUMENTS.filter((name) => name !== own)];
  return oneOf("instrument", HEARING.instrument, values, words, me?.instrument ?? "", (value) => {
    void session.ask("profile", { instrument: value });
    const { instrument, tuning } = instrumentOf(me?.seat ?? 1, value);
    sound.playNow({ ...strokeOn(instrument, ""), tuning, bus: "own", lengthS: 0.4 });
  });
}

/**
 * @param {string} testid
 * @param {string} title
 * @param {ReadonlyArray<string>} values
 * @param {Readonly<Record<string, string>>} words by value; `own` for none
 * @param {string} now
 * @param {(value: string) => void} chosen
 * @returns {HTMLElement}
 */
function oneOf(testid, title, values, words, now, chosen) {
  const options = Object.fromEntries(values.map((value) => [value, words[value || "own"]]));
  return choice(title, options, now, chosen, testid);
}
