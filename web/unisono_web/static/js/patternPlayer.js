// @ts-check
/** Playing a piece in a loop, here and now, at a tempo that may change while it plays. */

import { playStroke } from "./patternSounds.js";

/**
 * @typedef {object} Event
 * @property {number} beat from the loop's start
 * @property {number} drum
 * @property {string} stroke
 * @property {number} level
 * @property {number | null} pitch
 * @property {number} beats of a tone
 */

/**
 * @typedef {object} Part
 * @property {ReadonlyArray<Event>} events
 * @property {boolean} on
 * @property {number} after it begins so many beats later (a round)
 */

/** @typedef {{parts: Part[], loopBeats: number, bpm: number}} Piece */

const AHEAD_S = 0.12;
const TURN_MS = 25;
const START_S = 0.08;
const SECONDS_PER_MINUTE = 60;

/**
 * Which events fall into a stretch of a loop that goes on for ever. Pure.
 * @param {Part} part
 * @param {number} loopBeats
 * @param {number} from
 * @param {number} to not included
 * @returns {{at: number, event: Event}[]} in order of their beats since the start
 */
export function eventsBetween({ events, after }, loopBeats, from, to) {
  /** @type {{at: number, event: Event}[]} */
  const found = [];
  if (!(loopBeats > 0)) return found;
  const first = Math.max(0, Math.floor((from - after) / loopBeats) - 1);
  for (let round = first; after + (round - 1) * loopBeats < to; round += 1) {
    for (const event of events) {
      const at = after + round * loopBeats + event.beat;
      if (at >= from && at < to) found.push({ at, event });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

export class PatternPlayer {
  /** @param {() => void} changed called when it starts or stops */
  constructor(changed) {
    this._changed = changed;
    /** @type {AudioContext | null} */
    this._context = null;
    /** @type {GainNode | null} */
    this._out = null;
    /** @type {Piece | null} */
    this._piece = null;
    this._timer = 0;
    this._beat0 = 0;
    this._time0S = 0;
    this._doneBeat = 0;
    this._rounds = Infinity;
    /** Counts starts and stops: of two starts in a row only the last one sounds. */
    this._wish = 0;
  }

  /** Whether something sounds. */
  get playing() {
    return this._piece !== null;
  }

  /** The place in the music that is heard now, in beats since the start; null when silent. */
  get beat() {
    if (!this._piece || !this._context) return null;
    const lagS = this._context.outputLatency || this._context.baseLatency || 0;
    return this._beatAt(this._context.currentTime - lagS);
  }

  /**
   * Start a piece from its beginning; works from within the handler of a touch or a key.
   * @param {Piece} piece
   * @param {number} [rounds] how often; for ever unless said
   */
  async start(piece, rounds = Infinity) {
    this.stop();
    this._context ??= new AudioContext({ latencyHint: "interactive" });
    const context = this._context;
    const wish = this._wish;
    await context.resume();
    if (wish !== this._wish) return;
    this._out = new GainNode(context, { gain: 0.9 });
    this._out.connect(context.destination);
    this._piece = piece;
    this._rounds = rounds;
    this._time0S = context.currentTime + START_S;
    this._beat0 = 0;
    this._doneBeat = -1;
    this._timer = window.setInterval(() => this._turn(), TURN_MS);
    this._turn();
    this._changed();
  }

  stop() {
    this._wish += 1;
    if (!this._piece || !this._context) return;
    window.clearInterval(this._timer);
    const out = this._out;
    out?.gain.setTargetAtTime(0, this._context.currentTime, 0.015);
    window.setTimeout(() => out?.disconnect(), 200);
    this._piece = null;
    this._changed();
  }

  /** @param {number} bpm from now on */
  setTempo(bpm) {
    if (!this._piece || !this._context) return;
    const nowS = this._context.currentTime + AHEAD_S;
    this._beat0 = this._beatAt(nowS);
    this._time0S = nowS;
    this._piece.bpm = bpm;
  }

  /**
   * For tests and measurements: what is heard goes into another node as well.
   * @param {(context: AudioContext) => AudioNode} makeNode
   */
  tapInto(makeNode) {
    if (this._context) this._out?.connect(makeNode(this._context));
  }

  /** @param {number} contextS */
  _beatAt(contextS) {
    const bpm = this._piece?.bpm ?? SECONDS_PER_MINUTE;
    return this._beat0 + ((contextS - this._time0S) * bpm) / SECONDS_PER_MINUTE;
  }

  /** Book what sounds next. */
  _turn() {
    const [piece, context, out] = [this._piece, this._context, this._out];
    if (!piece || !context || !out) return;
    const until = this._beatAt(context.currentTime + AHEAD_S);
    const beatS = SECONDS_PER_MINUTE / piece.bpm;
    for (const part of piece.parts.filter(({ on }) => on)) {
      const from = this._doneBeat;
      for (const { at, event } of eventsBetween(part, piece.loopBeats, from, until)) {
        if (at >= this._rounds * piece.loopBeats) continue;
        const contextS = this._time0S + (at - this._beat0) * beatS;
        const stroke = { ...event, lengthS: event.beats * beatS };
        playStroke(context, out, stroke, Math.max(context.currentTime, contextS));
      }
    }
    this._doneBeat = Math.max(this._doneBeat, until);
    if ((this.beat ?? 0) > this._rounds * piece.loopBeats) this.stop();
  }
}
