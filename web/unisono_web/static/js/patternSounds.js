// @ts-check
/**
 * What the strokes of the library sound like: one function, so that a fuller set of instruments can
 * take its place. Called on the main thread, ahead of time; nothing blocks.
 */

/**
 * @typedef {object} Stroke
 * @property {number} drum General MIDI note of the drum channel
 * @property {string} stroke how it is played
 * @property {number} level 0..1
 * @property {number | null} pitch MIDI number of a sung tone; null for a drum
 * @property {number} lengthS of a tone
 */

/** @typedef {{hz: number, decayS: number, noise: number, band: number, tone: number}} Voice */

/** @type {Readonly<Record<string, Voice>>} */
const VOICES = {
  low: { hz: 78, decayS: 0.22, noise: 0.1, band: 500, tone: 1 },
  mid: { hz: 150, decayS: 0.14, noise: 0.12, band: 900, tone: 0.9 },
  high: { hz: 235, decayS: 0.1, noise: 0.2, band: 1800, tone: 0.8 },
  bell: { hz: 820, decayS: 0.16, noise: 0.03, band: 5000, tone: 0.5 },
  wood: { hz: 1900, decayS: 0.035, noise: 0.08, band: 3000, tone: 0.7 },
  clap: { hz: 900, decayS: 0.03, noise: 0.9, band: 1500, tone: 0.05 },
  shaker: { hz: 4000, decayS: 0.03, noise: 0.5, band: 7000, tone: 0 },
  cymbal: { hz: 3100, decayS: 0.12, noise: 0.35, band: 8000, tone: 0.08 },
};
/** @type {Readonly<Record<number, string>>} by General MIDI note */
const KINDS = {
  36: "low", 37: "wood", 39: "clap", 41: "low", 45: "mid", 51: "cymbal", 54: "shaker",
  56: "bell", 63: "mid", 62: "high", 64: "low", 66: "wood", 67: "bell", 68: "bell",
  69: "shaker", 70: "shaker", 75: "wood", 76: "wood", 77: "wood",
}; // prettier-ignore
/** How a stroke changes its drum: of pitch, of length, of noise. */
/** @type {Readonly<Record<string, readonly [number, number, number]>>} */
const CHANGES = {
  bass: [0.55, 1.4, 0.5],
  dum: [0.6, 1.4, 0.5],
  low: [0.75, 1.2, 1],
  slap: [1.7, 0.5, 3],
  tak: [1.6, 0.5, 2.5],
  ka: [1.5, 0.4, 2],
  stick: [2.4, 0.3, 1.5],
  high: [1.25, 0.9, 1],
  muted: [1, 0.35, 1],
  up: [1.2, 0.7, 1],
  clap: [4, 0.3, 9],
  thigh: [1.2, 0.5, 4],
  foot: [0.5, 1, 0.5],
  wave: [1, 0.2, 0.3],
  hand: [1.1, 1, 1.2],
  light: [1.05, 0.5, 1],
};
const SILENT = 0.0001;
const ATTACK_S = 0.002;
const SUNG_ATTACK_S = 0.03;
const LOUDEST = 0.5;
const NOISE_S = 0.4;

/** @type {WeakMap<BaseAudioContext, AudioBuffer>} */
const noises = new WeakMap();

/**
 * Sound a stroke.
 * @param {BaseAudioContext} context
 * @param {AudioNode} into
 * @param {Stroke} stroke
 * @param {number} contextS when
 */
export function playStroke(context, into, stroke, contextS) {
  if (stroke.pitch !== null) return sing(context, into, stroke, contextS);
  const voice = VOICES[KINDS[stroke.drum] ?? "mid"];
  const [pitch, length, noise] = CHANGES[stroke.stroke] ?? [1, 1, 1];
  const decayS = voice.decayS * length;
  const loud = LOUDEST * stroke.level ** 1.5;
  if (voice.tone > 0) {
    const tone = new OscillatorNode(context, { type: "triangle", frequency: voice.hz * pitch });
    if (voice.hz < 300) {
      tone.frequency.setValueAtTime(voice.hz * pitch * 1.6, contextS);
      tone.frequency.exponentialRampToValueAtTime(voice.hz * pitch, contextS + 0.03);
    }
    ended(context, tone, into, loud * voice.tone, decayS, contextS);
  }
  const hiss = new AudioBufferSourceNode(context, { buffer: noiseOf(context) });
  const band = new BiquadFilterNode(context, { type: "bandpass", frequency: voice.band, Q: 0.8 });
  hiss.connect(band);
  const hissed = Math.min(1, voice.noise * noise);
  ended(context, hiss, into, loud * hissed, Math.min(decayS, 0.06), contextS, band);
}

/**
 * @param {BaseAudioContext} context
 * @param {AudioNode} into
 * @param {Stroke} stroke
 * @param {number} contextS
 */
function sing(context, into, { pitch, level, lengthS }, contextS) {
  const hz = 440 * 2 ** (((pitch ?? 69) - 69) / 12);
  const gain = new GainNode(context, { gain: 0 });
  const endS = contextS + Math.max(0.08, lengthS * 0.92);
  gain.gain.setValueAtTime(0, contextS);
  gain.gain.linearRampToValueAtTime(0.3 * level, contextS + SUNG_ATTACK_S);
  gain.gain.setTargetAtTime(0.18 * level, contextS + SUNG_ATTACK_S, 0.15);
  gain.gain.setTargetAtTime(0, endS, 0.03);
  gain.connect(into);
  for (const [times, share] of [
    [1, 1],
    [2, 0.25],
    [3, 0.1],
  ]) {
    const part = new GainNode(context, { gain: share });
    const tone = new OscillatorNode(context, { frequency: hz * times });
    tone.connect(part).connect(gain);
    tone.start(contextS);
    tone.stop(endS + 0.25);
    tone.addEventListener("ended", () => {
      part.disconnect();
      if (times === 1) gain.disconnect();
    });
  }
}

/**
 * Let a source ring for a while.
 * @param {BaseAudioContext} context
 * @param {AudioScheduledSourceNode} source
 * @param {AudioNode} into
 * @param {number} loud
 * @param {number} decayS
 * @param {number} contextS
 * @param {AudioNode} [from] where it comes out, when not of itself
 */
function ended(context, source, into, loud, decayS, contextS, from = source) {
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(SILENT, contextS);
  gain.gain.exponentialRampToValueAtTime(Math.max(SILENT, loud), contextS + ATTACK_S);
  gain.gain.setTargetAtTime(0, contextS + ATTACK_S, decayS / 2);
  from.connect(gain).connect(into);
  source.start(contextS);
  source.stop(contextS + Math.min(4 * decayS + 0.05, NOISE_S));
  source.addEventListener("ended", () => gain.disconnect());
}

/**
 * @param {BaseAudioContext} context
 * @returns {AudioBuffer} hiss, the same every time
 */
function noiseOf(context) {
  const known = noises.get(context);
  if (known) return known;
  const buffer = context.createBuffer(1, context.sampleRate * NOISE_S, context.sampleRate);
  const samples = buffer.getChannelData(0);
  let seed = 1;
  for (let i = 0; i < samples.length; i += 1) {
    seed = (seed * 48271) % 2147483647;
    samples[i] = seed / 1073741823.5 - 1;
  }
  noises.set(context, buffer);
  return buffer;
}
