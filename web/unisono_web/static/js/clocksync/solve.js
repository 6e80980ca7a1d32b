// @ts-check
/**
 * Offset and skew from all paths, at several asymmetry levels.
 *
 * Twin of `unisono.clocksync.solve` and `side`.
 * A level is that of an asymmetric mean (an expectile): 1/2 is the mean, best when delays scatter
 * both ways; a small one leans on the quickest packets, best when queues only ever add. A path's
 * bias is unknown but cannot exceed half of what it is slower than the quickest. Skew is expected to
 * be small, without being held to it.
 */

/** @typedef {import("./path.js").Path} Path */
/** @typedef {{meanX: number, meanY: number, varMean: number, slope: number, varSlope: number}} Side */
/** @typedef {{usualSkew: number, wander: number}} FitSettings */
/**
 * @typedef {object} Solution
 * @property {number} offsetS session minus local time at the moment of the fit
 * @property {number} skew rate difference as a ratio
 * @property {number} varOffset
 * @property {number} varSkew
 * @property {number} covariance
 */
/** @typedef {Solution & {level: number, upAt: number[], downAt: number[]}} LevelSolution */

const PPM = 1e-6;
/** Beyond so many scatters a residual counts for less the farther it is. */
export const CLIP = 3;
/** A level that leans on few samples is believed less: its variance itself is a guess. */
const LEANING = 6;
const MOST_ALIKE = 0.8;
const LEVELS = [0.5, 0.2, 0.08, 0.03, 0.01, 0.003];
const ROUNDS = 2;
/** With fewer samples than this only the mean makes sense, and its scatter is a guess. */
export const FEW = 8;
/** A burst shorter than this tells of its queue, not of the clocks' rates. */
const LONG_S = 10;
const WIDE_SIGMAS = 5;
const WIDE_SKEW = 2 * PPM;

/**
 * @param {Path[]} paths
 * @param {number} count
 * @param {number} startSkew
 * @param {FitSettings} settings
 * @returns {LevelSolution[]}
 */
export function solveLevels(paths, count, startSkew, settings) {
  const solutions = [];
  let [upAt, downAt] = [paths.map((path) => path.upAt), paths.map((path) => path.downAt)];
  let skew = startSkew;
  for (const level of LEVELS) {
    if (level < 0.5 && (count < FEW || level * count < 0.5)) break;
    let solution;
    for (let round = 0; round < ROUNDS; round += 1) {
      const sides = paths.map((path, k) => {
        const up = side(path, path.up, upAt[k], skew, level, settings.wander);
        const down = side(path, path.down, downAt[k], -skew, level, settings.wander);
        return { path, up, down };
      });
      solution = solve(sides, skew, settings);
      skew = solution.skew;
      upAt = sides.map(({ up }) => up.meanY - skew * up.meanX);
      downAt = sides.map(({ down }) => down.meanY + skew * down.meanX);
    }
    if (solution) solutions.push({ ...solution, level, upAt, downAt });
  }
  return solutions;
}

/**
 * One way of one path: weighted means and slope around the line so far, with variances from the
 * scatter itself. Above the line weighs `level`, below it 1 - `level`; far out hardly at all.
 * @param {Path} path
 * @param {Float64Array} y
 * @param {number} at
 * @param {number} slope
 * @param {number} level
 * @param {number} wander
 * @returns {Side}
 */
function side({ x, scaleS }, y, at, slope, level, wander) {
  const n = x.length;
  let [w, wx, wy, wxx, wxy, inside] = [0, 0, 0, 0, 0, 0];
  let [s, sx, sxx, lag, last, s4] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const xi = x[i];
    const residual = y[i] - at - slope * xi;
    const aged = (wander * xi) / scaleS;
    let weight = (residual > 0 ? level : 1 - level) / (1 + aged * aged);
    const far = (CLIP * scaleS) / Math.abs(residual);
    if (far < 1) weight *= far * far;
    else inside += weight;
    const score = weight * residual;
    w += weight;
    wx += weight * xi;
    wy += weight * y[i];
    wxx += weight * xi * xi;
    wxy += weight * xi * y[i];
    const square = score * score;
    s += square;
    s4 += square * square;
    sx += square * xi;
    sxx += square * xi * xi;
    lag += score * last;
    last = score;
  }
  const [meanX, meanY] = [wx / w, wy / w];
  const spread = Math.max(1e-12, wxx - w * meanX * meanX);
  const alike = Math.min(MOST_ALIKE, Math.max(0, ((lag / (s + 1e-30)) * n) / (n + 10)));
  const few = 1 + (LEANING * s4) / (s * s + 1e-60);
  const more = (few * (1 + alike)) / (1 - alike);
  const share = Math.max(inside / w, 0.1) ** 2;
  const slopeScatter = Math.max(1e-30, sxx - 2 * meanX * sx + meanX * meanX * s);
  return {
    meanX,
    meanY,
    varMean: (more * s) / (w * w * share) + 1e-14,
    slope: (wxy - w * meanX * meanY) / spread,
    varSlope: (more * slopeScatter) / (spread * spread * share) + 1e-16,
  };
}

/**
 * Offset and skew from all paths: a slower path may be lopsided by up to half of what it is slower.
 * @param {Array<{path: Path, up: Side, down: Side}>} sides
 * @param {number} skew
 * @param {FitSettings} settings
 * @returns {Solution}
 */
function solve(sides, skew, { usualSkew, wander }) {
  let [a, b, c, d, e] = [0, 0, 0, 0, 0];
  let sure = 1 / (usualSkew * usualSkew + skew * skew);
  let pull = 0;
  for (const { path, up, down } of sides) {
    const meanX = (up.meanX + down.meanX) / 2;
    const offset = (up.meanY - down.meanY) / 2;
    const lopsided = (path.floorS - sides[0].path.floorS) / 2;
    const variance = (up.varMean + down.varMean) / 4;
    const weight = 1 / (variance + lopsided * lopsided + (wander * path.nearestS) ** 2);
    a += weight;
    b += weight * meanX;
    c += weight * meanX * meanX;
    d += weight * offset;
    e += weight * meanX * offset;
    if (path === sides[0].path || path.spanS > LONG_S) {
      sure += 1 / up.varSlope + 1 / down.varSlope;
      pull += up.slope / up.varSlope - down.slope / down.varSlope;
    }
  }
  const determinant = a * (c + sure) - b * b;
  return {
    offsetS: ((c + sure) * d - b * (e + pull)) / determinant,
    skew: (a * (e + pull) - b * d) / determinant,
    varOffset: (c + sure) / determinant,
    varSkew: a / determinant,
    covariance: -b / determinant,
  };
}

/**
 * How much wider a bound grows per second away from the moment of a fit.
 * @param {Solution} solution
 * @returns {number}
 */
export function wideSkew({ varSkew }) {
  return WIDE_SKEW + WIDE_SIGMAS * Math.sqrt(varSkew);
}
