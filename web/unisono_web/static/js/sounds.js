// @ts-check
/** The sounds of a circle, made sample by sample. Pure; every sound begins at its first sample. */

/** @typedef {Float32Array<ArrayBuffer>} Samples */

const ATTACK_S = 0.0004;

/**
 * @param {number} rate samples a second
 * @param {number} lengthS
 * @param {(timeS: number) => number} wave
 * @returns {Samples}
 */
function drawn(rate, lengthS, wave) {
  const samples = new Float32Array(Math.ceil(rate * lengthS));
  for (let i = 0; i < samples.length; i += 1) {
    const timeS = i / rate;
    const fadeOut = Math.min(1, (lengthS - timeS) / 0.01);
    samples[i] = wave(timeS) * Math.min(1, timeS / ATTACK_S + 0.2) * fadeOut;
  }
  return samples;
}

/**
 * @param {number} hz
 * @param {number} timeS
 * @param {number} decayS time to fall to a third
 * @returns {number}
 */
function ring(hz, timeS, decayS) {
  return Math.cos(2 * Math.PI * hz * timeS) * Math.exp(-timeS / decayS);
}

/**
 * A woodblock: two partials that ring short, and the knock of the stick.
 * @param {number} rate
 * @param {number} hz
 * @param {number} level
 * @returns {Samples}
 */
function woodblock(rate, hz, level) {
  return drawn(rate, 0.14, (timeS) => {
    const body = 0.62 * ring(hz, timeS, 0.026) + 0.26 * ring(hz * 1.503, timeS, 0.014);
    return level * (body + 0.12 * ring(hz * 3.17, timeS, 0.003));
  });
}

/**
 * The click by accent: 0 an ordinary beat, 1 the first of a group, 2 the first of a bar.
 * @param {number} rate
 * @returns {[Samples, Samples, Samples]}
 */
export function clicks(rate) {
  return [woodblock(rate, 830, 0.55), woodblock(rate, 1060, 0.72), woodblock(rate, 1390, 0.95)];
}

/**
 * A hand on a drum: what somebody hears of their own taps.
 * @param {number} rate
 * @returns {Samples}
 */
export function handDrum(rate) {
  return drawn(rate, 0.3, (timeS) => {
    const turns = 118 * timeS + 0.9 * (1 - Math.exp(-timeS / 0.018));
    const skin = Math.cos(2 * Math.PI * turns) * Math.exp(-timeS / 0.075);
    return 0.7 * (0.8 * skin + 0.2 * ring(412, timeS, 0.012));
  });
}
