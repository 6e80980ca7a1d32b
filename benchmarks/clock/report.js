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

/** @param {Results} results */
function goalsTable(results) {
  const strict = ["3", "4", "6", "7", "8"];
  const rows = Object.entries(results).flatMap(([profile, cells]) => {
    const { Unisono: ours, ...peers } = cells;
    if (!ours || !Object.keys(peers).length) return [];
    const median = Math.min(...Object.values(peers).map(({ to600 }) => to600.median));
    const p95 = Math.min(...Object.values(peers).map(({ to600 }) => to600.p95));
    const hard = strict.includes(profile[0]);
    const [goalMedian, goalP95] = hard
      ? [median / 2, 0.7 * p95]
      : [1.1 * median + 1e-4, 1.1 * p95 + 1e-4];
    const met = ours.to600.median <= goalMedian && ours.to600.p95 <= goalP95;
    return [`| ${profile} | ${ms(goalMedian)}/${ms(goalP95)} | ` +
      `${ms(ours.to600.median)}/${ms(ours.to600.p95)} | ${met ? "met" : "**not met**"} |\n`];
  });
  if (!rows.length) return "";
  const head = "| profile | goal med/p95, ms | ours | |\n|---|---|---|---|\n";
  return `**Goals, to 10 min** (from the best peer of each column)\n\n${head}${rows.join("")}\n`;
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
