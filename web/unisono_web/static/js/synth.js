// @ts-check
/**
 * Sounds made sample by sample from short recipes. Pure: the same recipe gives the same samples.
 *
 * Every struck sound begins at its first sample, so that an onset is exact to the sample.
 */

/** @typedef {Float32Array<ArrayBuffer>} Samples */
/**
 * @typedef {object} Recipe
 * @property {number} lengthS
 * @property {ReadonlyArray<readonly [hz: number, level: number, decayS: number]>} [body] partials;
 *   the decay is the time to fall to a third
 * @property {readonly [share: number, decayS: number]} [bend] how much higher it begins
 * @property {readonly [level: number, decayS: number, lowHz: number, highHz: number]} [noise]
 * @property {ReadonlyArray<number>} [strikes] further hands, seconds after the first
 */

const ATTACK_S = 0.0004;
const FADE_OUT_S = 0.01;
const TAU = 2 * Math.PI;

/**
 * @param {number} rate samples a second
 * @param {Recipe} recipe
 * @returns {Samples}
 */
export function struck(rate, { lengthS, body = [], bend = [0, 1], noise, strikes = [] }) {
  const samples = new Float32Array(Math.ceil(rate * lengthS));
  for (const partial of body) addPartial(samples, rate, partial, bend);
  if (noise) [0, ...strikes].forEach((atS, i) => addNoise(samples, rate, noise, atS, i));
  for (let i = 0; i < samples.length; i += 1) {
    const timeS = i / rate;
    const fadeOut = Math.min(1, (lengthS - timeS) / FADE_OUT_S);
    samples[i] *= Math.min(1, timeS / ATTACK_S + 0.2) * fadeOut;
  }
  return samples;
}

/**
 * @param {Samples} samples
 * @param {number} rate
 * @param {readonly [number, number, number]} partial
 * @param {readonly [number, number]} bend
 */
function addPartial(samples, rate, [hz, level, decayS], [share, bendS]) {
  for (let i = 0; i < samples.length; i += 1) {
    const timeS = i / rate;
    const turns = hz * (timeS + share * bendS * (1 - Math.exp(-timeS / bendS)));
    samples[i] += level * Math.cos(TAU * turns) * Math.exp(-timeS / decayS);
  }
}

/**
 * Noise between two edges, falling away.
 * @param {Samples} samples
 * @param {number} rate
 * @param {readonly [number, number, number, number]} noise
 * @param {number} atS
 * @param {number} seed
 */
function addNoise(samples, rate, [level, decayS, lowHz, highHz], atS, seed) {
  const [keepLow, keepHigh] = [Math.exp((-TAU * lowHz) / rate), Math.exp((-TAU * highHz) / rate)];
  let [state, low, high] = [(seed + 1) * 7919, 0, 0];
  const from = Math.round(atS * rate);
  for (let i = from; i < samples.length; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    high += (1 - keepHigh) * (state / 2 ** 31 - 1 - high);
    low += (1 - keepLow) * (high - low);
    samples[i] += 2 * level * (high - low) * Math.exp((from - i) / (rate * decayS));
  }
}

/** Resonances of an open vowel, Hz and width: what makes a tone sound sung. */
const VOWEL = [
  [560, 130, 1],
  [1010, 160, 0.55],
  [2500, 300, 0.16],
  [3400, 400, 0.07],
];
const TABLE = 2048;
export const VOICE_ATTACK_S = 0.03;
/** A voice is drawn so long and then goes round; it wavers a whole number of times in it. */
export const VOICE_LOOP_S = 2;
const WAVERS = 11;
const WAVER_SHARE = 0.006;

/**
 * A sung tone that can be held as long as one likes: after its beginning it goes round.
 * @param {number} rate
 * @param {number} hz
 * @returns {Samples} `VOICE_ATTACK_S` of beginning, then `VOICE_LOOP_S` that end where they began
 */
export function sung(rate, hz) {
  const table = vowelTable(hz, rate);
  const loop = Math.round(VOICE_LOOP_S * rate);
  const attack = Math.round(VOICE_ATTACK_S * rate);
  const turns = Math.round(hz * VOICE_LOOP_S);
  const samples = new Float32Array(attack + loop);
  for (let i = 0; i < samples.length; i += 1) {
    const part = (i - attack) / loop;
    const waver = (WAVER_SHARE * turns * Math.sin(TAU * WAVERS * part)) / (TAU * WAVERS);
    const place = (turns * part + waver + turns) * TABLE;
    const rise = Math.min(1, i / attack);
    samples[i] = table[Math.floor(place) % TABLE] * rise * rise * (3 - 2 * rise);
  }
  return samples;
}

/**
 * @param {number} hz
 * @param {number} rate
 * @returns {Float32Array} one turn of the tone
 */
function vowelTable(hz, rate) {
  const table = new Float32Array(TABLE);
  for (let n = 1; n * hz < Math.min(5000, rate / 2.2); n += 1) {
    const level = VOWEL.reduce(
      (sum, [at, width, height]) => sum + height / (1 + ((n * hz - at) / width) ** 2),
      0.05 / n,
    );
    for (let i = 0; i < TABLE; i += 1) {
      table[i] += (level / Math.sqrt(n)) * Math.sin((TAU * n * i) / TABLE + n * n);
    }
  }
  return table;
}

/**
 * How loud a sound seems: the strongest tenth of a second, heard through the ear's own filter
 * (ITU-R BS.1770-4, the K curve, drawn anew for any rate).
 * @param {Samples} samples
 * @param {number} rate
 * @returns {number} root mean square, 1 = full scale
 */
export function loudness(samples, rate) {
  const heard = filtered(filtered(samples, shelf(rate)), highPass(rate));
  const window = Math.round(0.1 * rate);
  let [sum, most] = [0, 0];
  for (let i = 0; i < Math.max(heard.length, window); i += 1) {
    sum += (heard[i] ?? 0) ** 2 - (heard[i - window] ?? 0) ** 2;
    most = Math.max(most, sum);
  }
  return Math.sqrt(most / window);
}

/** @typedef {{b: readonly [number, number, number], a: readonly [number, number]}} Filter */

/**
 * @param {number} rate
 * @returns {Filter}
 */
function shelf(rate) {
  const k = Math.tan((Math.PI * 1681.974) / rate);
  const [q, high] = [0.7071752, 10 ** (3.99984385 / 20)];
  const middle = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b: [
      (high + (middle * k) / q + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (middle * k) / q + k * k) / a0,
    ],
    a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0],
  };
}

/**
 * @param {number} rate
 * @returns {Filter}
 */
function highPass(rate) {
  const k = Math.tan((Math.PI * 38.13547) / rate);
  const q = 0.5003270373;
  const a0 = 1 + k / q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0] };
}

/**
 * @param {Samples} samples
 * @param {Filter} filter
 * @returns {Samples}
 */
function filtered(samples, { b: [b0, b1, b2], a: [a1, a2] }) {
  const out = new Float32Array(samples.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < samples.length; i += 1) {
    const y = b0 * samples[i] + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, samples[i], y1, y];
    out[i] = y;
  }
  return out;
}
