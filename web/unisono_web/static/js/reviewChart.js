// @ts-check
/**
 * Togetherness, spread and tempo over time, one above the other on the same axis, as an option for
 * the plot library. Pure: a report and colours in, plain data out.
 */

import { clockTime } from "./reviewFormat.js";
import { REVIEW_TEXTS } from "./reviewTexts.js";

/** @typedef {import("./reportTypes.js").Report} Report */
/** @typedef {import("./reportTypes.js").Stretch} Stretch */
/** @typedef {import("./reportTypes.js").CoursePoint} CoursePoint */
/** @typedef {Record<"ink" | "soft" | "line" | "accent" | "sun" | "card", string>} Colours */
/** @typedef {[number, number | null]} Dot */

const PANELS = [
  { top: 44, height: 190 },
  { top: 290, height: 80 },
  { top: 426, height: 80 },
];
export const CHART_HEIGHT = 556;
const SIDE = { left: 46, right: 16 };

/**
 * @param {Report} report
 * @param {Colours} colours
 * @returns {Record<string, unknown>} what `setOption` takes
 */
export function chartOption(report, colours) {
  const startS = firstSecond(report);
  const { chart } = REVIEW_TEXTS;
  const runs = report.stretches.filter(({ run }) => run !== null);
  const free = report.stretches.filter(({ run }) => run === null);
  return {
    animation: false,
    textStyle: { color: colours.ink, fontFamily: "inherit" },
    aria: { enabled: true, label: { description: `${chart.aria} ${report.sentence}` } },
    title: PANELS.map(({ top }, i) => panelTitle(chart.panels[i], top, colours)),
    grid: PANELS.map((panel) => ({ ...panel, ...SIDE })),
    xAxis: PANELS.map((_, i) => timeAxis(i, report, startS, colours)),
    yAxis: PANELS.map((_, i) => valueAxis(i, colours)),
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    tooltip: tooltip(colours),
    series: [
      bandSeries(runs, startS, colours),
      line(
        chart.panels[0],
        0,
        dots(runs, startS, ({ value }) => value),
        colours.accent,
      ),
      line(
        chart.free,
        0,
        dots(free, startS, ({ value }) => value),
        colours.soft,
        "dashed",
      ),
      line(
        chart.panels[1],
        1,
        dots(report.stretches, startS, ({ spread_ms }) => spread_ms),
        colours.accent,
      ),
      line(chart.panels[2], 2, tempoDots(runs, startS), colours.sun),
    ],
  };
}

/**
 * @param {Report} report
 * @returns {number} session time at which the picture begins
 */
export function firstSecond({ stretches }) {
  return stretches.length ? Math.min(...stretches.map(({ start_s }) => start_s)) : 0;
}

/**
 * @param {Stretch[]} stretches
 * @param {number} startS
 * @param {(point: CoursePoint) => number | null} pick
 * @returns {Dot[]} with a gap after each stretch
 */
export function dots(stretches, startS, pick) {
  return stretches.flatMap(({ course, end_s }) => {
    /** @type {Dot[]} */
    const found = course.map((point) => [point.time_s - startS, shown(pick(point))]);
    return course.length ? [...found, /** @type {Dot} */ ([end_s - startS, null])] : [];
  });
}

/**
 * @param {Stretch[]} runs
 * @param {number} startS
 * @returns {Dot[]}
 */
function tempoDots(runs, startS) {
  return runs.flatMap(({ tempo, end_s }) => {
    /** @type {Dot[]} */
    const corners = tempo.map(({ time_s, tempo_bpm }) => [time_s - startS, tempo_bpm]);
    return corners.length ? [...corners, /** @type {Dot} */ ([end_s - startS, null])] : [];
  });
}

/**
 * @param {number | null} value
 * @returns {number | null} nothing is shown below 0
 */
function shown(value) {
  return value === null ? null : Math.max(0, value);
}

/**
 * @param {string} text
 * @param {number} top
 * @param {Colours} colours
 */
function panelTitle(text, top, colours) {
  const textStyle = { fontSize: 13, fontWeight: 600, color: colours.ink };
  return { text, top: top - 32, left: 0, textStyle };
}

/**
 * @param {number} panel
 * @param {Report} report
 * @param {number} startS
 * @param {Colours} colours
 */
function timeAxis(panel, report, startS, colours) {
  const ends = report.stretches.map(({ end_s }) => end_s - startS);
  return {
    type: "value",
    gridIndex: panel,
    min: 0,
    max: Math.max(1, ...ends),
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { show: panel === PANELS.length - 1, color: colours.soft, formatter: clockTime },
    axisPointer: { label: { show: false } },
  };
}

/**
 * @param {number} panel
 * @param {Colours} colours
 */
function valueAxis(panel, colours) {
  return {
    type: "value",
    gridIndex: panel,
    scale: panel === 2,
    min: panel === 2 ? undefined : 0,
    max: panel === 0 ? 100 : undefined,
    interval: panel === 0 ? 25 : undefined,
    splitNumber: 2,
    axisLabel: { color: colours.soft },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
  };
}

/** @param {Colours} colours */
function tooltip(colours) {
  return {
    trigger: "axis",
    renderMode: "richText",
    backgroundColor: colours.card,
    borderColor: colours.line,
    textStyle: { color: colours.ink },
    formatter: tooltipText,
  };
}

/**
 * @param {{seriesName: string, value: Dot}[]} rows
 * @returns {string}
 */
function tooltipText(rows) {
  const lines = rows.filter(({ value }) => Array.isArray(value) && value[1] !== null);
  const words = lines.map(({ seriesName, value }) => `${seriesName}: ${Math.round(value[1] ?? 0)}`);
  return [clockTime(rows[0]?.value[0] ?? 0), ...words].join("\n");
}

/**
 * @param {string} name
 * @param {number} panel
 * @param {Dot[]} data
 * @param {string} color
 * @param {string} [type]
 */
function line(name, panel, data, color, type = "solid") {
  return {
    type: "line",
    name,
    data,
    xAxisIndex: panel,
    yAxisIndex: panel,
    showSymbol: data.length < 12,
    symbolSize: 7,
    lineStyle: { color, width: 2.5, type },
    itemStyle: { color },
  };
}

/**
 * The 90 % interval, a soft band behind the line.
 * @param {Stretch[]} runs
 * @param {number} startS
 * @param {Colours} colours
 */
function bandSeries(runs, startS, colours) {
  const bands = runs.map(({ course }) =>
    course.filter(({ low, high }) => low !== null && high !== null),
  );
  const wide = bands.filter((points) => points.length > 0);
  return {
    type: "custom",
    name: "band",
    silent: true,
    tooltip: { show: false },
    data: wide.map((points) => [points[0].time_s - startS, 0]),
    /**
     * @param {{dataIndex: number}} params
     * @param {{coord(point: number[]): number[]}} api
     */
    renderItem: ({ dataIndex }, api) => {
      const points = wide[dataIndex];
      const there = points.map(({ time_s, high }) =>
        api.coord([time_s - startS, Math.min(100, high ?? 0)]),
      );
      const back = points.map(({ time_s, low }) =>
        api.coord([time_s - startS, Math.max(0, low ?? 0)]),
      );
      const shape = { points: [...there, ...back.reverse()] };
      return { type: "polygon", shape, style: { fill: colours.accent, opacity: 0.2 } };
    },
  };
}
