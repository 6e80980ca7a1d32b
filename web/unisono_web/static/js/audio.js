// @ts-check
/**
 * The only place that knows the sound card's clock (`AudioContext` time).
 *
 * Everybody else speaks local time: `book(voice, localS)` makes a sound that is *heard* at
 * `localS`. Called from the main thread only; nothing here blocks.
 */

import { AudioGraph } from "./audioGraph.js";
import { AudioMap } from "./audioMap.js";
import { assumed, heard } from "./audioStamp.js";
import { strokeOn } from "./instruments.js";
import { localAt, localNow } from "./now.js";
import { keep, recall } from "./storage.js";

/** @typedef {import("./audioGraph.js").Booking} Booking */
/** @typedef {import("./audioGraph.js").Voice} Voice */
/** @typedef {import("./audioGraph.js").Bus} Bus */

/**
 * @typedef {object} Latency from sending to hearing, as this browser tells it
 * @property {number} baseS within the browser
 * @property {number} outputS in all, as reported; 0 where nothing is
 * @property {number | null} usedS what the clicks are booked by; null before the first reading
 * @property {boolean} believed whether that is what was reported
 * @property {number} nudgeS what somebody added by ear
 */

const WIRELESS_S = 0.1;
/** A click can be booked until so shortly before it sounds. */
const LAST_MOMENT_S = 0.003;
const OWN_LEVEL = 0.9;
const UNLOCKING = ["pointerup", "keydown", "click"];

export class Sound {
  constructor() {
    /** @type {AudioGraph | null} */
    this._graph = null;
    this._map = new AudioMap();
    this._lagS = NaN;
    this._lastStampS = -1;
    /** @type {Map<Bus, number>} */
    this._levels = new Map();
    /** What one's own taps sound like. */
    this.own = { instrument: "djembe", tuning: 1 };
    this._believed = false;
    /** By how much more than the browser knows the sound comes late here; clicks go sooner. */
    this.nudgeS = 0;
    /** @type {boolean | null} what somebody says of their headphones */
    this.toldWireless = null;
    this._besideCall = recall("besideCall", false);
    /** Whether one's own taps sound. */
    this.ownTaps = true;
    /** @type {Set<() => void>} */
    this._watchers = new Set();
  }

  /** Whether a touch or a key is still needed before anything can sound. */
  get locked() {
    return this._graph?.context.state !== "running";
  }

  /** Whether clicks can be booked. */
  get running() {
    return !this.locked && this._map.ready;
  }

  /** @returns {number | null} seconds from sending to hearing, as far as it is known */
  get latencyS() {
    return Number.isFinite(this._lagS) ? Math.max(0, this._lagS + this.nudgeS) : null;
  }

  /** @returns {Latency} */
  get latency() {
    const { baseLatency, outputLatency } = this._graph?.context ?? {};
    return {
      baseS: baseLatency ?? 0,
      outputS: outputLatency ?? 0,
      usedS: Number.isFinite(this._lagS) ? this._lagS : null,
      believed: this._believed,
      nudgeS: this.nudgeS,
    };
  }

  /** Whether the sound takes as long as it does through wireless headphones. */
  get seemsWireless() {
    return (this._graph?.context.outputLatency ?? 0) > WIRELESS_S;
  }

  /** Whether somebody listens over wireless headphones: as they say, else as it seems. */
  get wireless() {
    return this.toldWireless ?? this.seemsWireless;
  }

  /** @param {() => void} listener called when sound starts or is interrupted */
  watch(listener) {
    this._watchers.add(listener);
  }

  /** Unlock the sound at the next touch or key, and again whenever the system takes it away. */
  arm() {
    const unlock = () => void this.unlock();
    for (const kind of UNLOCKING) document.addEventListener(kind, unlock, { capture: true });
    document.addEventListener("visibilitychange", () => {
      this.suspect();
      if (this._graph && !document.hidden) unlock();
    });
    addEventListener("pageshow", () => this.suspect());
  }

  /** Start the sound; works from within the handler of a touch or a key. */
  async unlock() {
    this._graph ??= this._build();
    if (!this.locked) return;
    try {
      await this._graph.context.resume();
    } catch {
      // not this time: the next touch tries again
    }
  }

  /** Take a reading of the sound card's clock; call it many times a second. */
  sample() {
    if (!this._graph || this.locked) return;
    const { context } = this._graph;
    const stamp = this._believableStamp(context);
    if (stamp) {
      if (stamp.contextS !== this._lastStampS) this._map.add(stamp.contextS, stamp.localS);
      this._lastStampS = stamp.contextS;
    } else if (context.currentTime > 0) {
      const { lagS, believed } = assumed(context.outputLatency || 0, context.baseLatency || 0);
      [this._lagS, this._believed] = [lagS, believed];
      this._map.add(context.currentTime - this._lagS, localNow());
    }
  }

  /** The page may have been frozen, and the sound with it. */
  suspect() {
    this._map.suspect();
  }

  /**
   * @param {Voice} voice
   * @param {number} localS when it is to be heard
   * @returns {Booking | null} null when that moment is gone already
   */
  book(voice, localS) {
    if (!this._graph) return null;
    const contextS = this._map.contextAt(localS - this.nudgeS);
    if (contextS < this._graph.context.currentTime + LAST_MOMENT_S) return null;
    return this._graph.play(voice, contextS);
  }

  /** @param {Voice} voice that sounds at once */
  playNow(voice) {
    if (this._graph && !this.locked) this._graph.play(voice, 0);
  }

  /**
   * Render a sound that will be needed, while there is time.
   * @param {string} sound
   * @returns {boolean} false while there is no sound at all yet
   */
  prepare(sound) {
    this._graph?.prepared(sound);
    return this._graph !== null;
  }

  /**
   * @param {Booking} booking
   * @param {number} localS when it should be heard
   * @returns {number} seconds by which it would come after that
   */
  offBy(booking, localS) {
    return booking.contextS - this._map.contextAt(localS - this.nudgeS);
  }

  /**
   * @param {Booking} booking
   * @returns {number} seconds until it leaves for the loudspeaker; it is heard later than that
   */
  leavesInS({ contextS }) {
    return contextS - (this._graph?.context.currentTime ?? 0);
  }

  /** @param {Booking} booking */
  cancel({ source }) {
    source.stop();
    source.disconnect();
  }

  /**
   * Sound one's own tap at once.
   * @param {string} [stroke] as it is called anywhere
   * @param {number} [level] 0..1
   */
  tap(stroke = "", level = OWN_LEVEL) {
    const { instrument, tuning } = this.own;
    if (this.ownTaps) this.playNow({ ...strokeOn(instrument, stroke, level), tuning, bus: "own" });
  }

  /**
   * @param {Bus} bus
   * @param {number} volume 0..1, as a slider shows it
   */
  setVolume(bus, volume) {
    const level = volume ** 2;
    this._levels.set(bus, level);
    this._graph?.setLevel(bus, level);
  }

  /**
   * For tests and measurements: everything that is heard goes into another node as well.
   * @param {(context: AudioContext) => AudioNode} makeNode
   * @returns {boolean} false while there is no sound yet
   */
  tapInto(makeNode) {
    this._graph?.branchInto(makeNode(this._graph.context));
    return this._graph !== null;
  }

  /**
   * @param {number} contextS
   * @returns {number} local time at which that moment of the sound card's clock is heard
   */
  heardAt(contextS) {
    return this._map.localAt(contextS) + this.nudgeS;
  }

  _build() {
    this._tellSystem();
    const context = new AudioContext({ latencyHint: "interactive" });
    context.addEventListener("statechange", () => this._stateChanged());
    const graph = new AudioGraph(context);
    for (const [bus, level] of this._levels) graph.setLevel(bus, level);
    return graph;
  }

  /** Whether the system can be told to let a call and this page sound at once. */
  get canMix() {
    return "audioSession" in navigator;
  }

  /** Whether a video call runs on this device, too: then the system may let both sound. */
  set besideCall(/** @type {boolean} */ beside) {
    this._besideCall = beside;
    keep("besideCall", beside);
    this._tellSystem();
  }

  _tellSystem() {
    const session = /** @type {{audioSession?: {type: string}}} */ (navigator).audioSession;
    if (session) session.type = this._besideCall ? "ambient" : "playback";
  }

  _stateChanged() {
    if (this.locked) this._map.reset();
    this._watchers.forEach((listener) => listener());
  }

  /**
   * @param {AudioContext} context
   * @returns {import("./audioMap.js").Reading | null}
   */
  _believableStamp(context) {
    const stamp = context.getOutputTimestamp?.();
    if (!stamp?.contextTime || !stamp.performanceTime) return null;
    const pair = heard({
      nowS: localNow(),
      currentS: context.currentTime,
      delayS: context.outputLatency ?? 0,
      stamp: { contextS: stamp.contextTime, localS: localAt(stamp.performanceTime) },
    });
    if (!pair) return null;
    this._believed = true;
    this._lagS = Number.isFinite(this._lagS) ? 0.95 * this._lagS + 0.05 * pair.lagS : pair.lagS;
    return pair;
  }
}
