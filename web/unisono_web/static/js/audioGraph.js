// @ts-check
/** The nodes that sound goes through: clicks and one's own taps, each with its volume, then out. */

import { clicks, handDrum } from "./sounds.js";

const FADE_S = 0.012;
const TAP_LEVEL = 0.8;

export class AudioGraph {
  /** @param {AudioContext} context */
  constructor(context) {
    this.context = context;
    this._output = new GainNode(context);
    this._clickBus = new GainNode(context);
    this._tapBus = new GainNode(context, { gain: TAP_LEVEL });
    this._clickBus.connect(this._output);
    this._tapBus.connect(this._output);
    this._output.connect(context.destination);
    this._clicks = clicks(context.sampleRate).map((samples) => asBuffer(context, samples));
    this._drum = asBuffer(context, handDrum(context.sampleRate));
  }

  /**
   * @param {0 | 1 | 2} accent
   * @param {number} contextS when its first sample leaves
   * @returns {AudioBufferSourceNode}
   */
  click(accent, contextS) {
    return this._play(this._clicks[accent], this._clickBus, contextS);
  }

  /** @returns {AudioBufferSourceNode} */
  drum() {
    return this._play(this._drum, this._tapBus, 0);
  }

  /** @param {number} level of the clicks, 0..1 */
  setClickLevel(level) {
    this._clickBus.gain.setTargetAtTime(level, this.context.currentTime, FADE_S);
  }

  /** @param {AudioNode} node which hears everything, too */
  branchInto(node) {
    this._output.connect(node);
  }

  /**
   * @param {AudioBuffer} buffer
   * @param {AudioNode} into
   * @param {number} contextS
   * @returns {AudioBufferSourceNode}
   */
  _play(buffer, into, contextS) {
    const source = new AudioBufferSourceNode(this.context, { buffer });
    source.connect(into);
    source.addEventListener("ended", () => source.disconnect());
    source.start(contextS);
    return source;
  }
}

/**
 * @param {BaseAudioContext} context
 * @param {import("./sounds.js").Samples} samples
 * @returns {AudioBuffer}
 */
function asBuffer(context, samples) {
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.copyToChannel(samples, 0);
  return buffer;
}
