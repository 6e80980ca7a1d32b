// @ts-check
/**
 * Which exchanges came the same way through the network. Twin of `unisono.clocksync.path`.
 *
 * Queues make single packets slow; another route, a handover or a saturated uplink makes all of
 * them slow. A path's bias (half the difference of its two ways) is its own, too.
 */

/** @typedef {import("./samples.js").Sample} Sample */
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

const BLOCK = 12;
const SAME_PATH_S = 0.002;
const TINY_S = 2e-6;
/** Half of what makes a median absolute deviation a standard deviation (two ways are added). */
const SCALE = 0.7413;

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
export function gather(samples, labels, atS, originS, skew) {
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
    const scaleS = SCALE * scatter + TINY_S;
    paths.push({ x, up, down, floorS, nearestS, spanS, scaleS, upAt, downAt });
  }
  return paths;
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
