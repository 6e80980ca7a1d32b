// @ts-check
/** The one door to the plot library: draws a report's picture, in the page's own colours. */

import { chartOption } from "./reviewChart.js";

/** @typedef {import("./reportTypes.js").Report} Report */

const PRINT = {
  ink: "#2a221c",
  soft: "#65574a",
  line: "#c9bcaa",
  accent: "#1c665d",
  sun: "#a86505",
  card: "#ffffff",
};

/**
 * @param {HTMLElement} picture
 * @param {Report} report
 */
export async function draw(picture, report) {
  const echarts = await import("../vendor/echarts.esm.min.js");
  await new Promise((shown) => requestAnimationFrame(shown));
  const chart = echarts.init(picture, null, { renderer: "svg" });
  const paint = () => chart.setOption(chartOption(report, colours(picture)), true);
  paint();
  picture.setAttribute("role", "img");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  new ResizeObserver(() => chart.resize()).observe(picture);
  addEventListener("beforeprint", () => chart.setOption(chartOption(report, PRINT), true));
  addEventListener("afterprint", paint);
}

/**
 * @param {Element} element
 * @returns {import("./reviewChart.js").Colours}
 */
function colours(element) {
  const style = getComputedStyle(element);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    ink: read("--ink"),
    soft: read("--ink-soft"),
    line: read("--line"),
    accent: read("--accent"),
    sun: read("--sun"),
    card: read("--card"),
  };
}
