// @ts-check
/** The tables of the review: the same numbers as the picture, and those no picture shows. */

import { badge } from "./badge.js";
import { make } from "./dom.js";
import { say } from "./language.js";
import { NOTHING, number } from "./numbers.js";
import {
  asMilliseconds,
  clockTime,
  earlyOrLate,
  milliseconds,
  percent,
  points,
  range,
} from "./reviewFormat.js";
import { REVIEW_TEXTS } from "./reviewTexts.js";
import { figureName, seatName, TEXTS } from "./texts.js";

/** @typedef {import("./reportTypes.js").Report} Report */
/** @typedef {import("./reportTypes.js").Person} Person */
/** @typedef {string | Node} Cell */

/**
 * @param {string} caption
 * @param {readonly string[]} heads
 * @param {Cell[][]} rows the first cell of each names the row
 * @returns {HTMLElement} a table in a box that scrolls by itself on narrow screens
 */
function table(caption, heads, rows) {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
  const body = rows.map(([first, ...rest]) => {
    const cells = rest.map((cell) => make("td", {}, cell));
    return make("tr", {}, make("th", { scope: "row" }, first), ...cells);
  });
  const whole = make("table", {}, make("caption", { class: "unseen" }, caption));
  whole.append(make("thead", {}, head), make("tbody", {}, ...body));
  return make(
    "div",
    { class: "scroll", role: "region", "aria-label": caption, tabindex: "0" },
    whole,
  );
}

/**
 * @param {Report} report
 * @param {number} startS
 * @returns {HTMLElement}
 */
export function courseTable({ stretches }, startS) {
  const { tables, free } = REVIEW_TEXTS;
  const rows = stretches.flatMap(({ run, course }) =>
    course.map((point) => [
      clockTime(point.time_s - startS),
      run === null ? free : String(run),
      point.bar === null ? NOTHING : String(point.bar),
      points(point.value),
      range(point.low, point.high),
      milliseconds(point.spread_ms),
      number(point.tempo_bpm),
      String(point.people),
      String(point.taps),
      percent(point.coverage),
    ]),
  );
  return table(tables.course.caption, tables.course.heads, rows);
}

/**
 * @param {Report} report
 * @returns {HTMLElement}
 */
export function runTable({ stretches }) {
  const { tables, free } = REVIEW_TEXTS;
  const rows = stretches.map(({ run, start_s, end_s, taps, people, together }) => [
    run === null ? free : String(run),
    clockTime(end_s - start_s),
    points(together.value),
    range(together.low, together.high),
    say(together.word) || together.missing?.sentence || NOTHING,
    milliseconds(together.spread_ms),
    percent(together.coverage),
    String(people),
    String(taps),
  ]);
  return table(tables.runs.caption, tables.runs.heads, rows);
}

/**
 * @param {Report} report
 * @returns {HTMLElement}
 */
export function peopleTable({ people }) {
  const { tables } = REVIEW_TEXTS;
  const rows = people.map((person) => [
    who(person, seatName(person)),
    String(person.taps),
    percent(person.coverage),
    person.steadiness || NOTHING,
    earlyOrLate(person.offset_ms),
    milliseconds(person.jitter_ms),
    percent(person.correction.alpha),
    person.remark || person.missing?.sentence || "",
  ]);
  return table(tables.people.caption, tables.people.heads, rows);
}

/**
 * Pairs go by their figures, not by names.
 * @param {Report} report
 * @returns {HTMLElement}
 */
export function pairTable({ pairs, people }) {
  if (pairs.missing) return make("p", {}, pairs.missing.sentence);
  const bySeat = new Map(people.map((person) => [person.seat, person]));
  const figures = (/** @type {number} */ seat) => {
    const person = bySeat.get(seat);
    return person
      ? who(person, figureName(person.animal, person.colour))
      : make("span", {}, String(seat));
  };
  const rows = pairs.rows.map(({ first, second, n, mean_s, sd_s, mean_absolute_s }) => [
    make("span", { class: "pair" }, figures(first), figures(second)),
    String(n),
    asMilliseconds(sd_s),
    asMilliseconds(mean_s),
    asMilliseconds(mean_absolute_s),
  ]);
  const { tables } = REVIEW_TEXTS;
  return table(tables.pairs.caption, tables.pairs.heads, rows);
}

/**
 * @param {Report} report
 * @returns {HTMLElement}
 */
export function deviceTable({ devices, people }) {
  const { tables, yes } = REVIEW_TEXTS;
  const bySeat = new Map(people.map((person) => [person.seat, person]));
  const qualities = /** @type {Record<string, string>} */ (TEXTS.quality);
  const rows = devices.map((device) => {
    const person = bySeat.get(device.seat);
    return [
      person ? who(person, seatName(person)) : String(device.seat),
      qualities[device.quality] ?? device.quality,
      milliseconds(device.bound_ms, 1),
      milliseconds(device.refined_bound_ms, 1),
      milliseconds(device.round_trip_ms),
      milliseconds(device.output_latency_ms),
      device.wireless ? yes : "",
      points(device.ceiling),
    ];
  });
  return table(tables.devices.caption, tables.devices.heads, rows);
}

/**
 * @param {Person} person
 * @param {string} name
 * @returns {HTMLElement} whoever left and took everything along has no name and no figure here
 */
function who({ animal, colour, forgotten }, name) {
  if (forgotten) return make("span", { class: "who" }, REVIEW_TEXTS.forgotten);
  return make("span", { class: "who" }, badge(animal, colour), name);
}
