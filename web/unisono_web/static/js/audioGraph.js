// @ts-check
/**
 * The nodes that sound goes through: click, circle, guide and one's own taps, each with its volume,
 * then a soft ceiling, then out. Nothing in it delays anything.
 */

import { render } from "./instruments.js";

/** @typedef {"click" | "circle" | "guide" | "own" | "check"} Bus */
/**
 * @typedef {object} Voice what is to sound
 * @property {string} sound its name in `instruments.js`
 * @property {number} [level] 0..1
 * @property {Bus} [bus]
 * @property {number} [pan] -1 left .. 1 right
 * @property {number} [tuning] played so much faster
 * @property {number} [lengthS] of a tone that is held
 */
/** @typedef {{source: AudioBufferSourceNode, contextS: number}} Booking */

const FADE_S = 0.012;
const RELEASE_S = 0.05;
/** Up to here the ceiling changes nothing; above, it bends towards full scale. */
const STRAIGHT = 0.7;
/** Loudest sum the ceiling is made for. */
const SUM = 4;
const CURVE = 4097;
/** Sounds are made with room above them; one alone may use it. */
const LIFT = 1.6;

export class AudioGraph {
  /** @param {AudioContext} context */
  constructor(context) {
    this.context = context;
    this._output = new WaveShaperNode(context, { curve: ceiling() });
    this._sum = new GainNode(context, { gain: 1 / SUM });
    this._sum.connect(this._output);
    this._output.connect(context.destination);
    /** @type {Map<Bus, GainNode>} */
    this._buses = new Map();
    /** @type {Map<string, {buffer: AudioBuffer, loop: readonly [number, number] | null}>} */
    this._sounds = new Map();
    /** @type {Map<string, StereoPannerNode>} */
    this._places = new Map();
  }

  /**
   * @param {Voice} voice
   * @param {number} contextS when its first sample leaves; 0: at once
   * @returns {Booking}
   */
  play({ sound, level = 1, bus = "click", pan = 0, tuning = 1, lengthS }, contextS) {
    const { buffer, loop } = this.prepared(sound);
    const source = new AudioBufferSourceNode(this.context, { buffer, playbackRate: tuning });
    const gain = new GainNode(this.context, { gain: level });
    source.connect(gain).connect(this._placeOf(bus, pan));
    source.addEventListener("ended", () => gain.disconnect());
    source.start(contextS);
    // An end can be set only for what has a beginning.
    if (loop) holdFor(source, gain, loop, level, contextS || this.context.currentTime, lengthS);
    return { source, contextS };
  }

  /**
   * Render a sound once; ahead of time, where it is known that it will be needed.
   * @param {string} sound
   */
  prepared(sound) {
    let made = this._sounds.get(sound);
    if (!made) {
      const { samples, loop } = render(sound, this.context.sampleRate);
      const buffer = this.context.createBuffer(1, samples.length, this.context.sampleRate);
      buffer.copyToChannel(samples, 0);
      made = { buffer, loop };
      this._sounds.set(sound, made);
    }
    return made;
  }

  /**
   * @param {Bus} bus
   * @param {number} level
   */
  setLevel(bus, level) {
    this._busOf(bus).gain.setTargetAtTime(LIFT * level, this.context.currentTime, FADE_S);
  }

  /** @param {AudioNode} node which hears everything, too */
  branchInto(node) {
    this._output.connect(node);
  }

  /** @param {Bus} name */
  _busOf(name) {
    let bus = this._buses.get(name);
    if (!bus) {
      bus = new GainNode(this.context, { gain: LIFT });
      bus.connect(this._sum);
      this._buses.set(name, bus);
    }
    return bus;
  }

  /**
   * @param {Bus} bus
   * @param {number} pan
   * @returns {AudioNode} what sounds from there goes in here
   */
  _placeOf(bus, pan) {
    const side = Math.round(pan * 50) / 50;
    if (!side || typeof StereoPannerNode === "undefined") return this._busOf(bus);
    const name = `${bus} ${side}`;
    let place = this._places.get(name);
    if (!place) {
      place = new StereoPannerNode(this.context, { pan: side });
      place.connect(this._busOf(bus));
      this._places.set(name, place);
    }
    return place;
  }
}

/**
 * Let a tone go round for as long as it is held, then let it go.
 * @param {AudioBufferSourceNode} source
 * @param {GainNode} gain
 * @param {readonly [number, number]} loop
 * @param {number} level
 * @param {number} fromS
 * @param {number} [lengthS]
 */
function holdFor(source, gain, loop, level, fromS, lengthS = 0.5) {
  source.loop = true;
  [source.loopStart, source.loopEnd] = loop;
  const endS = fromS + Math.max(lengthS, RELEASE_S);
  gain.gain.setValueAtTime(level, endS - RELEASE_S);
  gain.gain.linearRampToValueAtTime(0, endS);
  source.stop(endS + RELEASE_S);
}

/**
 * Thirty people on one beat stay below full scale, and a click alone is not changed at all.
 * @returns {Float32Array<ArrayBuffer>}
 */
function ceiling() {
  const curve = new Float32Array(CURVE);
  for (let i = 0; i < CURVE; i += 1) {
    const x = ((2 * i) / (CURVE - 1) - 1) * SUM;
    const over = Math.max(0, Math.abs(x) - STRAIGHT);
    const bent = STRAIGHT + (1 - STRAIGHT) * Math.tanh(over / (1 - STRAIGHT));
    curve[i] = over ? Math.sign(x) * bent : x;
  }
  return curve;
}
