// @ts-check
/**
 * The mathematics of the session's clock: from exchanges to offset, skew and how far to trust them.
 *
 * Twin of `unisono.clocksync` (paths, side, fit, envelope, change); imports nothing, keeps no state.
 * Each way of an exchange is one equation, with unknown delays that differ from path to path:
 *
 *   up   = offset + delay up    u = D + theta + b x + noise
 *   down = delay down - offset  v = D - theta - b x + noise
 *
 * Both are fitted at several asymmetry levels: level 1/2 is the mean (best when delays scatter both
 * ways), a small level leans on the quickest packets (best when queues only ever add). Their own
 * variances say which to believe. The reasons and sources are in `docs/clock.md`.
 */

/** @typedef {{localS: number, upS: number, downS: number, roundTripS: number}} Sample */
/** @typedef {{usualSkew: number, wander: number, gridS: number}} FitSettings */
/**
 * @typedef {object} Path samples that came the same way through the network
 * @property {Float64Array} x local time minus the moment of the fit, s
 * @property {Float64Array} up
 * @property {Float64Array} down
 * @property {number} floorS shortest round trip
 * @property {number} nearestS how far its nearest sample is from the moment of the fit
 * @property {number} spanS from its first sample to its last
 * @property {number} scaleS robust scatter of one way
 * @property {number} upAt level of the fitted line of `up` at x = 0
 * @property {number} downAt
 */
/** @typedef {{meanX: number, meanY: number, varMean: number, slope: number, varSlope: number}} Side */
/**
 * @typedef {object} Solution
 * @property {number} offsetS session minus local time at the moment of the fit
 * @property {number} skew rate difference as a ratio
 * @property {number} varOffset
 * @property {number} varSkew
 * @property {number} covariance
 */
/** @typedef {Solution & {level: number, upAt: number[], downAt: number[]}} LevelSolution */
/**
 * @typedef {Solution & {atS: number, lowS: number, highS: number, floorS: number, samples: number,
 *   paths: number, level: number, forget: number}} Fit
 */

const PPM = 1e-6;
const LEVELS = [0.5, 0.2, 0.08, 0.03, 0.01, 0.003];
const ROUNDS = 2;
const CLIP = 3;
const BELIEF = 8;
/** A level that leans on few samples is believed less: its variance itself is a guess. */
const LEANING = 6;
const BLOCK = 12;
const SAME_PATH_S = 0.002;
/** A burst shorter than this tells of its queue, not of the clocks' rates. */
const LONG_S = 10;
const FEW = 8;
const WIDE_SIGMAS = 5;
const WIDE_SKEW = 2 * PPM;
const TINY_S = 2e-6;
const RECENT = [8, 16, 32, 64];
const CHANGE_SIGMAS = 5;
const CHANGE_S = 0.25e-3;

/**
 * @param {ReadonlyArray<Sample>} samples in order of local time, at least one
 * @param {number} atS local time of the moment to fit for
 * @param {number} skew where to start
 * @param {FitSettings} settings
 * @returns {Fit}
 */
export function fitClock(samples, atS, skew, settings) {
  const originS = (samples[0].upS - samples[0].downS) / 2;
  const labels = pathLabels(samples);
  const paths = gather(samples, labels, atS, originS, skew);
  const levels = solveLevels(paths, samples.length, skew, settings);
  const { best, ...solution } = combined(levels);
  const floorS = paths[0].floorS;
  if (samples.length < FEW) solution.varOffset += (floorS / 8 / samples.length) ** 2;
  const offsetS = solution.offsetS + originS;
  const [lowS, highS] = envelope(samples, atS, solution, settings.gridS);
  return {
    ...solution,
    offsetS: Math.min(Math.max(offsetS, lowS), highS),
    atS,
    lowS,
    highS,
    floorS,
    samples: samples.length,
    paths: paths.length,
    level: best.level,
    forget: changedAt(paths, labels, best),
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

/**
 * Blocks of a dozen samples whose quickest packet is slower than half of all packets of another
 * path came another way; paths are numbered from the quickest.
 * @param {ReadonlyArray<Sample>} samples
 * @returns {Int32Array}
 */
export function pathLabels(samples) {
  const labels = new Int32Array(samples.length);
  const [blocks, limit] = [pathBlocks(samples), /** @type {number[]} */ ([])];
  let [label, floorS] = [0, blocks[0].floorS];
  for (const block of blocks) {
    const apart = limit.length > 0 && block.floorS > median(limit);
    if (apart && block.floorS - floorS > SAME_PATH_S) {
      label += 1;
      floorS = block.floorS;
      limit.length = 0;
    }
    limit.push(block.typicalS);
    labels.fill(label, block.from, block.to);
  }
  return labels;
}

/** @param {ReadonlyArray<Sample>} samples */
function pathBlocks(samples) {
  const count = Math.max(1, Math.floor(samples.length / BLOCK));
  const blocks = [];
  for (let j = 0; j < count; j += 1) {
    const to = samples.length - j * BLOCK;
    const from = j + 1 < count ? to - BLOCK : 0;
    const trips = samples.slice(from, to).map(({ roundTripS }) => roundTripS).sort(ascending);
    blocks.push({ from, to, floorS: trips[0], typicalS: trips[trips.length >> 1] });
  }
  return blocks.sort((a, b) => a.floorS - b.floorS);
}

/**
 * @param {ReadonlyArray<Sample>} samples
 * @param {Int32Array} labels
 * @param {number} atS
 * @param {number} originS subtracted from the offset, for precision
 * @param {number} skew
 * @returns {Path[]}
 */
function gather(samples, labels, atS, originS, skew) {
  const paths = [];
  const last = labels.reduce((a, b) => Math.max(a, b));
  for (let label = 0; label <= last; label += 1) {
    const mine = samples.filter((_, i) => labels[i] === label);
    const x = Float64Array.from(mine, ({ localS }) => localS - atS);
    const up = Float64Array.from(mine, ({ upS }) => upS - originS);
    const down = Float64Array.from(mine, ({ downS }) => downS + originS);
    const flatUp = up.map((y, i) => y - skew * x[i]);
    const flatDown = down.map((y, i) => y + skew * x[i]);
    const [upAt, downAt] = [median(flatUp), median(flatDown)];
    const scatter = median(flatUp.map((y) => Math.abs(y - upAt)))
      + median(flatDown.map((y) => Math.abs(y - downAt)));
    const floorS = mine.reduce((least, { roundTripS }) => Math.min(least, roundTripS), Infinity);
    const nearestS = x.reduce((least, d) => Math.min(least, Math.abs(d)), Infinity);
    const spanS = x[x.length - 1] - x[0];
    const scaleS = 0.7413 * scatter + TINY_S;
    paths.push({ x, up, down, floorS, nearestS, spanS, scaleS, upAt, downAt });
  }
  return paths;
}

/**
 * @param {Path[]} paths
 * @param {number} count
 * @param {number} startSkew
 * @param {FitSettings} settings
 * @returns {LevelSolution[]}
 */
function solveLevels(paths, count, startSkew, settings) {
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
  const alike = Math.min(0.8, Math.max(0, ((lag / (s + 1e-30)) * n) / (n + 10)));
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
 * @param {LevelSolution[]} levels
 * @returns {Solution & {best: LevelSolution}} their mean, the surer ones counting far more
 */
function combined(levels) {
  const best = levels.reduce((a, b) => (b.varOffset < a.varOffset ? b : a));
  const beliefs = levels.map(({ varOffset }) => (best.varOffset / varOffset) ** BELIEF);
  const total = beliefs.reduce((a, b) => a + b);
  /** @param {(solution: Solution) => number} of */
  const mean = (of) => levels.reduce((sum, one, i) => sum + beliefs[i] * of(one), 0) / total;
  return {
    offsetS: mean(({ offsetS }) => offsetS),
    skew: mean(({ skew }) => skew),
    varOffset: mean(({ varOffset }) => varOffset),
    varSkew: mean(({ varSkew }) => varSkew),
    covariance: mean(({ covariance }) => covariance),
    best,
  };
}

/**
 * What no asymmetry can break: the offset lies above every -down and below every up.
 * @param {ReadonlyArray<Sample>} samples
 * @param {number} atS
 * @param {Solution} solution
 * @param {number} gridS
 * @returns {[number, number]}
 */
function envelope(samples, atS, solution, gridS) {
  let [lowS, highS] = [-Infinity, Infinity];
  const wide = wideSkew(solution);
  for (const { localS, upS, downS } of samples) {
    const x = localS - atS;
    const slackS = wide * Math.abs(x) + gridS;
    highS = Math.min(highS, upS - solution.skew * x + slackS);
    lowS = Math.max(lowS, -downS - solution.skew * x - slackS);
  }
  return lowS <= highS ? [lowS, highS] : [highS, lowS];
}

/**
 * Whether the newest samples of the newest path contradict the fit: then the clocks' rate changed
 * and what came before misleads.
 * @param {Path[]} paths
 * @param {Int32Array} labels
 * @param {LevelSolution} best
 * @returns {number} index of the first sample to keep, 0 for all
 */
function changedAt(paths, labels, best) {
  const label = labels[labels.length - 1];
  const path = paths[label];
  const n = path.x.length;
  if (n < 2 * RECENT[0]) return 0;
  const scores = leanings(path, best, label);
  const scatter = Math.sqrt(scores.reduce((sum, score) => sum + score * score, 0) / n);
  const inside = 2 * (best.level + 0.3 * (1 - 2 * best.level));
  let [sum, first] = [0, 0];
  for (let count = 1; count <= Math.min(n >> 1, RECENT[RECENT.length - 1]); count += 1) {
    sum += scores[n - count];
    if (!RECENT.includes(count)) continue;
    const sigmas = Math.abs(sum) / ((scatter + 1e-12) * Math.sqrt(count));
    if (sigmas > CHANGE_SIGMAS && Math.abs(sum) / count / inside > CHANGE_S) first = n - count;
  }
  return first ? nthOf(labels, label, first) : 0;
}

/**
 * @param {Path} path
 * @param {LevelSolution} best
 * @param {number} label
 * @returns {Float64Array} by how much each exchange asks for a larger offset
 */
function leanings({ x, up, down, scaleS }, { level, skew, upAt, downAt }, label) {
  const clip = CLIP * scaleS;
  /** @param {number} residual */
  const score = (residual) => {
    return Math.max(-clip, Math.min(clip, residual)) * (residual > 0 ? level : 1 - level);
  };
  return x.map((xi, i) => {
    return score(up[i] - upAt[label] - skew * xi) - score(down[i] - downAt[label] + skew * xi);
  });
}

/**
 * @param {Int32Array} labels
 * @param {number} label
 * @param {number} nth
 * @returns {number} where the nth sample of a path stands among all
 */
function nthOf(labels, label, nth) {
  let seen = -1;
  return labels.findIndex((one) => one === label && (seen += 1) === nth);
}

/** @param {number} a @param {number} b */
function ascending(a, b) {
  return a - b;
}

/** @param {ArrayLike<number>} values @returns {number} */
function median(values) {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
