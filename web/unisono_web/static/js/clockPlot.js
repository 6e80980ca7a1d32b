// @ts-check
/** Small pictures over time, as plain shapes. Pure: values in, places out; `clockPicture` draws. */

/** @typedef {{min: number, max: number}} Range */
/** @typedef {{value: number, at: number, label: string}} Tick */

/**
 * @param {Range} range
 * @param {number} most
 * @returns {number[]} round values within a range, evenly spaced
 */
export function roundTicks({ min, max }, most) {
  const rough = (max - min) / Math.max(1, most);
  if (!(rough > 0) || !Number.isFinite(rough)) return [min];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((part) => part * power).find((size) => size >= 0.8 * rough) ?? rough;
  const ticks = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i += 1) {
    ticks.push(i === 0 ? 0 : Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/**
 * @param {Range} range positive
 * @returns {number[]} powers of ten within it
 */
export function powerTicks({ min, max }) {
  const ticks = [];
  const first = Math.ceil(Math.log10(min) - 1e-9);
  for (let i = first; 10 ** i <= max * (1 + 1e-9); i += 1) ticks.push(Number(`1e${i}`));
  return ticks;
}

/**
 * @param {Range} range
 * @param {number} fromPx
 * @param {number} toPx
 * @param {boolean} [powers] equal ratios take equal room
 * @returns {(value: number) => number}
 */
export function scale({ min, max }, fromPx, toPx, powers = false) {
  const bend = powers ? (/** @type {number} */ x) => Math.log(Math.max(x, min)) : Number;
  const [low, high] = [bend(min), bend(max)];
  return (value) => {
    const part = high > low ? (bend(value) - low) / (high - low) : 0;
    return fromPx + (toPx - fromPx) * Math.min(1.02, Math.max(-0.02, part));
  };
}

/**
 * @param {number[]} values
 * @param {number} share 0..1
 * @returns {number} the value that so many stay under; 0 without values
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : 0;
}

/**
 * @param {[x: number, y: number][]} points
 * @returns {string} the path of a line through them
 */
export function linePath(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/**
 * @param {[x: number, low: number, high: number][]} points
 * @returns {string} the path of the area between lows and highs
 */
export function bandPath(points) {
  if (!points.length) return "";
  const there = points.map(([x, , high]) => /** @type {[number, number]} */ ([x, high]));
  const back = points.map(([x, low]) => /** @type {[number, number]} */ ([x, low])).reverse();
  return `${linePath([...there, ...back])}Z`;
}
