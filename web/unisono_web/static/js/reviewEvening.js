// @ts-check
/** What the evening was: a band of activities to scale, the list of them, calls and last beats. */

import { make } from "./dom.js";
import { clockTime, milliseconds, percent } from "./reviewFormat.js";
import { REVIEW_TEXTS } from "./reviewTexts.js";
import { counted, fill, TEXTS } from "./texts.js";

/** @typedef {import("./reportTypes.js").Report} Report */
/** @typedef {import("./reportTypes.js").ActivityLine} ActivityLine */

/**
 * @param {Report} report
 * @returns {HTMLElement[]} nothing for an evening without a plan, cues or calls
 */
export function evening(report) {
  const parts = [];
  if (report.activities.length) parts.push(band(report), list(report));
  if (report.calls.length) parts.push(calls(report));
  return [...parts, ...report.finishes.map(finish)];
}

/** @param {ActivityLine} activity */
function name({ title, kind }) {
  return title || (REVIEW_TEXTS.evening.kinds[kind] ?? kind);
}

/** @param {Report} report */
function band({ activities }) {
  const pieces = activities.map((activity) => {
    const piece = make("span", {}, name(activity));
    piece.style.flexGrow = String(Math.max(1, activity.ended_s - activity.began_s));
    return piece;
  });
  return make("div", { class: "evening-band", "aria-hidden": "true" }, ...pieces);
}

/** @param {Report} report */
function list({ activities, cues }) {
  const rows = activities.map((activity) => {
    const landed = cues.filter(({ cue, how }) => how === "landed" && activity.cues.includes(cue));
    const times = `${clockTime(activity.began_s)} – ${clockTime(activity.ended_s)}`;
    const words = landed.map(({ kind, lands_s }) => cueWord(kind, lands_s));
    return make(
      "li",
      {},
      make("strong", {}, name(activity)),
      make("span", { class: "soft small" }, times),
      words.length ? make("span", { class: "small" }, words.join(" · ")) : "",
    );
  });
  return make("ol", { class: "evening-list", "data-testid": "activities" }, ...rows);
}

/**
 * @param {string} kind
 * @param {number | null} atS
 */
function cueWord(kind, atS) {
  const word = REVIEW_TEXTS.evening.cues[kind] ?? kind;
  return atS === null ? word : `${word} ${clockTime(atS)}`;
}

/** @param {Report} report */
function calls({ calls: found }) {
  const texts = REVIEW_TEXTS.evening;
  const rows = found.map(({ title, rounds }) => {
    const came = rounds.map(({ share }) => percent(share)).join(" → ");
    return make("li", {}, make("strong", {}, title || texts.call), ` ${came}`);
  });
  return make(
    "div",
    {},
    make("h3", {}, texts.calls),
    make("p", { class: "soft small" }, texts.callsHint),
    make("ul", { class: "evening-list", "data-testid": "calls" }, ...rows),
  );
}

/** @param {{people: number, spread_ms: number | null, time_s: number}} last */
function finish({ people, spread_ms, time_s }) {
  const words = {
    time: clockTime(time_s),
    people: counted(people, TEXTS.ring),
    spread: milliseconds(spread_ms),
  };
  return make("p", {}, fill(REVIEW_TEXTS.evening.finish, words));
}
