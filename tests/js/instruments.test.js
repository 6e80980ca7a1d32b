// @ts-check
/** Laws of the sounds: equally loud, never clipped, exact in their beginning, each its own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allSounds,
  hzOf,
  instrumentNamed,
  instrumentOf,
  INSTRUMENTS,
  LOUDNESS,
  PEAK,
  render,
  strokeOn,
} from "../../web/unisono_web/static/js/instruments.js";
import { loudness } from "../../web/unisono_web/static/js/synth.js";

const RATE = 48000;
const VOICES = ["voice:40", "voice:48", "voice:60", "voice:72", "voice:84"];
const ALL = [...allSounds(), ...VOICES];
const STRUCK = allSounds();
const BANDS_HZ = [80, 160, 320, 640, 1280, 2560, 5120, 10240, 20480];

/** @type {Map<string, Float32Array>} */
const rendered = new Map();

/** @param {string} sound */
function samplesOf(sound) {
  const samples = rendered.get(sound) ?? render(sound, RATE).samples;
  rendered.set(sound, samples);
  return samples;
}

/** @param {ArrayLike<number>} samples */
const peakOf = (samples) => Array.from(samples).reduce((m, v) => Math.max(m, Math.abs(v)), 0);

/**
 * @param {Float32Array} samples
 * @param {number} fromS
 * @param {number} toS
 */
function rms(samples, fromS, toS) {
  const part = samples.slice(Math.round(fromS * RATE), Math.round(toS * RATE));
  return Math.sqrt(part.reduce((sum, v) => sum + v * v, 0) / Math.max(1, part.length));
}

/**
 * Share of the energy in each octave, by a plain Fourier transform at many places of the octave.
 * @param {Float32Array} samples
 */
function octaves(samples) {
  const part = samples.slice(0, Math.round(0.2 * RATE));
  const energy = BANDS_HZ.map((top) => {
    let sum = 0;
    for (let k = 0; k < 24; k += 1) {
      const hz = (top / 2) * 2 ** (k / 24);
      sum += strength(part, hz) ** 2 * hz;
    }
    return sum;
  });
  const all = energy.reduce((a, b) => a + b, 0);
  return energy.map((value) => value / all);
}

test("no sound clips, and every one is as loud as the others to a decibel", () => {
  for (const sound of ALL) {
    const samples = samplesOf(sound);
    assert.ok(samples.every(Number.isFinite), sound);
    assert.ok(peakOf(samples) <= PEAK + 1e-6, `${sound}: peak ${peakOf(samples)}`);
    const db = 20 * Math.log10(loudness(samples, RATE) / LOUDNESS);
    assert.ok(Math.abs(db) < 1, `${sound}: ${db.toFixed(2)} dB`);
  }
});

test("the measure of loudness is that of the standard: a full 997 Hz tone is at -3.01 dB", () => {
  const tone = new Float32Array(RATE).map((_, i) => Math.sin((2 * Math.PI * 997 * i) / RATE));
  const lufs = -0.691 + 20 * Math.log10(loudness(tone, RATE));
  assert.ok(Math.abs(lufs + 3.01) < 0.05, `${lufs}`);
});

test("a struck sound is half as high as it gets within 5 ms, a voice within 30 ms", () => {
  for (const sound of ALL) {
    const samples = samplesOf(sound);
    const peak = peakOf(samples);
    const half = samples.findIndex((v) => Math.abs(v) > peak / 2) / RATE;
    assert.ok(half < (STRUCK.includes(sound) ? 0.005 : 0.03), `${sound}: ${half * 1000} ms`);
  }
});

test("a struck sound dies away and ends in silence", () => {
  for (const sound of STRUCK) {
    const samples = samplesOf(sound);
    const lengthS = samples.length / RATE;
    assert.ok(lengthS < 1, sound);
    assert.ok(Math.abs(samples[samples.length - 1]) < 1e-3, `${sound} ends with a knack`);
    assert.ok(rms(samples, 0.7 * lengthS, lengthS) < 0.3 * rms(samples, 0, 0.3 * lengthS), sound);
  }
});

test("every two strokes of the instruments of the circle differ in colour", () => {
  const own = STRUCK.filter((sound) => INSTRUMENTS.includes(sound.split(":")[0]));
  const colours = own.map((sound) => octaves(samplesOf(sound)));
  const lengths = own.map((sound) => samplesOf(sound).length / RATE);
  own.forEach((a, i) => {
    own.slice(0, i).forEach((b, j) => {
      const apart = colours[i].reduce((sum, v, k) => sum + Math.abs(v - colours[j][k]), 0);
      const longer = Math.max(lengths[i] / lengths[j], lengths[j] / lengths[i]);
      assert.ok(apart > 0.1 || longer > 1.3, `${a} and ${b}: ${apart.toFixed(3)}`);
    });
  });
});

test("a voice sings its pitch to six cents, and goes round without a seam", () => {
  for (const sound of VOICES) {
    const { samples, loop } = render(sound, RATE);
    assert.ok(loop);
    const [from, to] = loop.map((s) => Math.round(s * RATE));
    assert.equal(samples.length, to);
    const step = Math.abs(samples[to - 1] - samples[from - 1]);
    assert.ok(step < 0.02 * peakOf(samples), `${sound}: a step of ${step}`);
    const hz = hzOf(Number(sound.split(":")[1]));
    const turns = Math.round(hz * 2) / 2;
    assert.ok(Math.abs(1200 * Math.log2(turns / hz)) < 6, sound);
    assert.ok(strength(samples, turns) > 5 * strength(samples, turns * 1.029), sound);
  }
});

/**
 * @param {Float32Array} samples
 * @param {number} hz
 */
function strength(samples, hz) {
  const turn = (2 * Math.PI * hz) / RATE;
  const [turnRe, turnIm] = [Math.cos(turn), Math.sin(turn)];
  let [re, im, armRe, armIm] = [0, 0, 1, 0];
  for (const value of samples) {
    re += value * armRe;
    im += value * armIm;
    [armRe, armIm] = [armRe * turnRe - armIm * turnIm, armRe * turnIm + armIm * turnRe];
  }
  return Math.hypot(re, im);
}

test("forty-five seats next to each other all sound otherwise", () => {
  const seats = Array.from({ length: 45 }, (_, i) => JSON.stringify(instrumentOf(i + 1, "")));
  assert.equal(new Set(seats).size, 45);
});

test("whatever an instrument or a stroke is called, it leads to a sound there is", () => {
  const names = ["", "Djembe 2", "dundunba", "Agogô", "caixa", "Voice", "???", "tambourine"];
  const strokes = ["", "x", "bass", "tone", "slap", "rim", "dum", "ka", "muted", "whatever"];
  for (const name of [...names, ...INSTRUMENTS]) {
    for (const stroke of strokes) {
      const { sound, level } = strokeOn(instrumentNamed(name), stroke);
      assert.ok(samplesOf(sound).length > 0 && level > 0 && level <= 1, `${name} ${stroke}`);
    }
  }
  assert.notEqual(strokeOn("djembe", "bass").sound, strokeOn("djembe", "slap").sound);
});

test("the same sound is the same to the last digit, on cards of every rate", () => {
  for (const rate of [22050, 44100, 48000, 96000]) {
    const once = render("djembe:high", rate).samples;
    assert.deepEqual(once, render("djembe:high", rate).samples);
    assert.ok(Math.abs(loudness(once, rate) / LOUDNESS - 1) < 0.05, `${rate}`);
  }
});
