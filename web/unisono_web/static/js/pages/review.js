// @ts-check
/** The review: words first, then the picture, then tables; everything can be taken along. */

import { byId, make, makeSvg, setText } from "../dom.js";
import { handOver } from "../handOver.js";
import { shownCode } from "../joinCode.js";
import { apart, LOCALE, plainly, say } from "../language.js";
import { draw } from "../chart.js";
import { CHART_HEIGHT, firstSecond } from "../reviewChart.js";
import { clockTime, milliseconds, percent, points, range } from "../reviewFormat.js";
import { evening } from "../reviewEvening.js";
import { courseTable, deviceTable, pairTable, peopleTable, runTable } from "../reviewTables.js";
import { REVIEW_TEXTS } from "../reviewTexts.js";
import { counted, fill, TEXTS } from "../texts.js";

/** @typedef {import("../reportTypes.js").Report} Report */

const words = REVIEW_TEXTS;
const token = location.hash.slice(1);

byId("print", HTMLButtonElement).addEventListener("click", () => print());
addEventListener("hashchange", () => location.reload());
void open();

async function open() {
  const sentence = byId("sentence", HTMLElement);
  try {
    const answer = await get("/api/review");
    if (!answer.ok) {
      const { message } = await answer.json();
      setText(sentence, message ?? words.closed);
      return;
    }
    showReport(await answer.json());
  } catch {
    setText(sentence, words.notReached);
    byId("report", HTMLElement).replaceChildren(again());
  }
}

/**
 * @param {string} path
 * @returns {Promise<Response>}
 */
function get(path) {
  return fetch(path, { headers: { Authorization: `Bearer ${token}` } });
}

/** @param {Report} report */
function showReport(report) {
  const name = fill(TEXTS.home.circleOf, { code: shownCode(report.code) });
  document.title = plainly(`${name} – Unisono`);
  setText(byId("sentence", HTMLElement), report.sentence);
  /** @type {(HTMLElement | null)[]} */
  const parts = [facts(report), ...moments(report), downloads(report)];
  if (report.taps > 0) parts.push(headline(report), course(report));
  const evenings = evening(report);
  if (evenings.length) parts.push(section(words.evening.heading, ...evenings));
  if (report.taps > 0) parts.push(tables(report));
  parts.push(remarks(words.notes, report.notes), remarks(words.saysNot, report.says_not));
  byId("report", HTMLElement).replaceChildren(...parts.filter((part) => part !== null));
}

/** @param {Report} report */
function facts({ code, epoch_s, length_s, people_played, taps, ended }) {
  const when = new Date(epoch_s * 1000).toLocaleString(LOCALE, {
    dateStyle: "full",
    timeStyle: "short",
  });
  const people = counted(people_played, TEXTS.ring);
  const line = [
    apart(shownCode(code)),
    when,
    clockTime(length_s),
    people,
    fill(words.taps, { count: taps }),
  ];
  const box = make("div", { class: "facts-line" }, make("p", { class: "soft" }, line.join(" · ")));
  if (!ended) box.append(make("p", { class: "notice" }, words.goesOn), again());
  return box;
}

/** @param {Report} report */
function moments({ moments: found }) {
  if (!found.length) return [];
  return [
    make("ul", { class: "moments" }, ...found.map(({ sentence }) => make("li", {}, sentence))),
  ];
}

function again() {
  const button = make("button", { type: "button", class: "button" }, words.again);
  button.addEventListener("click", () => location.reload());
  return button;
}

/** @param {Report} report */
function headline({ together, live, beyond_click }) {
  const rows = [
    [words.between, range(together.low, together.high)],
    [words.spread, milliseconds(together.spread_ms)],
    [words.coverage, percent(together.coverage)],
    [words.measured, fill(TEXTS.score.behind, { people: together.people, taps: together.taps })],
    [words.live, points(live.value)],
    [words.raw, points(together.raw)],
    [words.ceiling, points(together.ceiling)],
  ];
  const list = rows.map(([term, value]) =>
    make("div", {}, make("dt", {}, term), make("dd", {}, value)),
  );
  const beyond = beyond_click.shows ? make("p", {}, words.beyond) : "";
  return section(
    words.headline,
    make(
      "div",
      { class: "headline" },
      make("p", { class: "value steady", "data-testid": "value" }, points(together.value)),
      make(
        "div",
        { class: "headline-words" },
        make("p", { class: "word" }, say(together.word) || together.missing?.sentence || ""),
        band(together),
        beyond,
      ),
    ),
    make("dl", { class: "facts" }, ...list),
  );
}

/** @param {Report["together"]} together */
function band({ value, low, high }) {
  if (value === null) return "";
  const [from, to] = [Math.max(0, low ?? value), Math.min(100, high ?? value)];
  return makeSvg(
    "svg",
    { class: "band", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    makeSvg("rect", { class: "track", x: 0, y: 3, width: 100, height: 4 }),
    makeSvg("rect", { class: "range", x: from, y: 1, width: to - from, height: 8 }),
    makeSvg("rect", { class: "mark", x: Math.max(0, value) * 0.988, y: 0, width: 1.2, height: 10 }),
  );
}

/** @param {Report} report */
function course(report) {
  const picture = make("div", { class: "chart", id: "chart", "data-testid": "chart" });
  picture.style.setProperty("--height", `${CHART_HEIGHT}px`);
  const details = make(
    "details",
    {},
    make("summary", {}, words.asTable),
    courseTable(report, firstSecond(report)),
  );
  void draw(picture, report);
  return section(words.course, make("p", { class: "soft" }, words.courseHint), picture, details);
}

/** @param {Report} report */
function tables(report) {
  const { tables: texts } = words;
  return section(
    words.details,
    fold(texts.runs, runTable(report)),
    fold(texts.people, peopleTable(report)),
    fold(texts.pairs, pairTable(report)),
    fold(texts.devices, deviceTable(report)),
  );
}

/**
 * @param {{caption: string, hint: string}} texts
 * @param {HTMLElement} body
 */
function fold({ caption, hint }, body) {
  return make(
    "details",
    {},
    make("summary", {}, caption),
    make("p", { class: "soft small" }, hint),
    body,
  );
}

/**
 * @param {string} title
 * @param {import("../reportTypes.js").Remark[]} list
 */
function remarks(title, list) {
  if (!list.length) return null;
  return section(
    title,
    make("ul", { class: "remarks" }, ...list.map(({ sentence }) => make("li", {}, sentence))),
  );
}

/** @param {Report} report */
function downloads(report) {
  const { code } = report;
  const rows = [
    download(words.csv, "/api/review/taps.csv", `unisono-${code}-taps.csv`),
    download(words.midi, "/api/review/export.mid", `unisono-${code}-session.mid`),
    download(words.json, "/api/review/export.json", `unisono-${code}-session.json`),
    download(words.report, "/api/review", `unisono-${code}-report.json`),
  ];
  return make("div", { class: "row downloads" }, ...rows);
}

/**
 * @param {string} label
 * @param {string} path
 * @param {string} name
 */
function download(label, path, name) {
  const button = make(
    "button",
    { type: "button", class: "button", "data-testid": `get-${name.split("-").pop()}` },
    label,
  );
  button.addEventListener("click", async () => {
    const answer = await get(path);
    handOver(name, await answer.blob());
  });
  return button;
}

/**
 * @param {string} title
 * @param {...(Node | string)} children
 */
function section(title, ...children) {
  return make("section", { class: "card stack" }, make("h2", {}, title), ...children);
}
