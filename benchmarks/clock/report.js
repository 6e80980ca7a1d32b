// @ts-check
/** The tables of the benchmark, in Markdown. */

/** @typedef {import("./summary.js").Summary} Summary */
/** @typedef {Record<string, Record<string, Summary>>} Results by profile, by contender */

/** @param {number} seconds @returns {string} milliseconds, two digits that matter */
export function ms(seconds) {
  const value = seconds * 1e3;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : "never";
  return value >= 9.95 ? value.toFixed(0) : value >= 0.995 ? value.toFixed(1) : value.toFixed(2);
}

/** @param {import("./summary.js").Spread} spread */
function cell({ median, p95, max, noTime }) {
  const absent = noTime > 0.005 ? ` (${Math.round(100 * noTime)} % no time)` : "";
  return `${ms(median)}/${ms(p95)}/${ms(max)}${absent}`;
}

/** @param {number} s */
const seconds = (s) => (Number.isFinite(s) ? s.toFixed(2) : "never");

/**
 * @param {string} title
 * @param {Results} results
 * @param {(summary: Summary) => string} show
 */
function table(title, results, show) {
  const names = Object.keys(Object.values(results)[0]);
  const head = `| profile | ${names.join(" | ")} |\n|---|${"---|".repeat(names.length)}\n`;
  const rows = Object.entries(results).map(([profile, cells]) => {
    return `| ${profile} | ${names.map((name) => show(cells[name])).join(" | ")} |\n`;
  });
  return `**${title}**\n\n${head}${rows.join("")}\n`;
}

/** @param {Results} results */
function boundsTable(results) {
  const rows = Object.entries(results).flatMap(([profile, cells]) => {
    return Object.entries(cells).flatMap(([name, { bounds, sent }]) => bounds ? [
      `| ${profile} | ${name} | ${(100 * bounds.likely).toFixed(1)} % | ±${ms(bounds.widthS)} | ` +
      `${(100 * bounds.hard).toFixed(2)} % | ±${ms(bounds.hardWidthS)} | ${sent.toFixed(0)} |\n`,
    ] : []);
  });
  const head = "| profile | clock | likely bound held | its median, ms | hard bound held | " +
    "its median, ms | exchanges |\n|---|---|---|---|---|---|---|\n";
  return `**Bounds, whole run**\n\n${head}${rows.join("")}\n`;
}

const STRICT = ["3", "4", "6", "7", "8"];
/** Half of its unevenness is what no clock can see there. */
const UNEVEN = "5";
const SOON_S = 0.7;
const STEP_S = 1e-4;
const LIKELY = 0.95;

/** @param {string} text @param {boolean} met */
const judged = (text, met) => (met ? text : `**${text}**`);

/** @param {string} profile @param {Summary} ours @param {Summary[]} peers */
function goalRow(profile, { to600, calm, step, back, bounds }, peers) {
  const median = Math.min(...peers.map((peer) => peer.to600.median));
  const p95 = Math.min(...peers.map((peer) => peer.to600.p95));
  const [goalMedian, goalP95] = STRICT.includes(profile[0])
    ? [median / 2, 0.7 * p95]
    : [1.1 * median + 1e-4, 1.1 * p95 + 1e-4];
  const visible = profile[0] !== UNEVEN;
  const { likely, hard } = bounds ?? { likely: 0, hard: 0 };
  const share = `${(100 * likely).toFixed(1)} %`;
  const cells = [
    judged(`${ms(to600.median)} of ${ms(goalMedian)}`, to600.median <= goalMedian),
    judged(`${ms(to600.p95)} of ${ms(goalP95)}`, to600.p95 <= goalP95),
    visible ? judged(`${seconds(calm.median)} s`, calm.median <= SOON_S) : "nobody can",
    visible ? judged(`${seconds(calm.p95)} s`, calm.p95 <= SOON_S) : "nobody can",
    judged(ms(step), step < STEP_S),
    judged(back ? ms(back) : "never", back === 0),
    judged(`${(100 * hard).toFixed(2)} %`, hard === 1),
    visible ? judged(share, likely >= LIKELY) : "nobody can",
  ];
  return `| ${profile} | ${cells.join(" | ")} |\n`;
}

/** @param {Results} results */
function goalsTable(results) {
  const rows = Object.entries(results).flatMap(([profile, { Unisono: ours, ...peers }]) => {
    return ours && Object.keys(peers).length ? [goalRow(profile, ours, Object.values(peers))] : [];
  });
  if (!rows.length) return "";
  const columns = [
    "profile", "median, ms", "95th, ms", "under 5 ms, median", "under 5 ms, 95th",
    "largest step, ms", "back", "hard bound", "likely bound",
  ];
  const head = `| ${columns.join(" | ")} |\n|${"---|".repeat(columns.length)}\n`;
  return "**Goals**: ours of what was to be reached (to 10 min, from the best peer of each " +
    `column); bold: not met\n\n${head}${rows.join("")}\n`;
}

/** @param {Results} results @returns {string} */
export function tables(results) {
  return [
    table("After 5 s (5–8 s), |error| med/p95/max, ms", results, ({ after5 }) => cell(after5)),
    table("After 30 s (30–60 s)", results, ({ after30 }) => cell(after30)),
    table("To 10 min (300–600 s)", results, ({ to600 }) => cell(to600)),
    table("Time to stay under 5 ms for 10 s, s: med/p95", results, ({ calm }) => {
      return `${seconds(calm.median)}/${seconds(calm.p95)}`;
    }),
    table("Largest step, ms (looking every 40 ms, after 5 s)", results, ({ step, back }) => {
      return ms(step) + (back > 1e-9 ? ` back ${ms(back)}` : "");
    }),
    boundsTable(results),
    goalsTable(results),
  ].join("");
}
