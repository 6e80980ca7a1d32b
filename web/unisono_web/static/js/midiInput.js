// @ts-check
/**
 * Drum pads and keyboards by Web MIDI, where the browser has it. Loaded only when somebody asks for
 * it, or played one here before.
 */

import { PadReader, possiblePads } from "./midi/padReader.js";
import { localAt } from "./now.js";

/** @typedef {import("./midi/padReader.js").Strike} Strike */
/** @typedef {import("./play/strokes.js").Stroke} Stroke */
/** @typedef {"closed" | "open" | "missing" | "insecure" | "refused"} MidiState */
/** @typedef {{load(name: string): unknown, save(name: string, value: unknown): void}} MidiStore */
/** @typedef {(strike: Strike & {localS: number}) => void} OnStrike */

const DEVICE = "midi.device";
const PADS = "midi.pads";
/** Stamps farther from now than this are none; then the moment of delivery has to do. */
const BELIEVED_MS = 10_000;

export class MidiInput {
  /**
   * @param {OnStrike} onStrike called for every strike, in the order in which they are delivered
   * @param {MidiStore} store
   */
  constructor(onStrike, store) {
    this._onStrike = onStrike;
    this._store = store;
    /** @type {MIDIAccess | null} */
    this._access = null;
    /** @type {MIDIInput | null} */
    this._port = null;
    this.state = /** @type {MidiState} */ ("closed");
    /** The device that is played on, plugged in or not; "" for none. */
    this.chosen = String(store.load(DEVICE) ?? "");
    this.reader = new PadReader(this._padsOf(this.chosen));
    /** @type {Strike | null} */
    this.last = null;
    /** Told of everything that may look different now. */
    this.onChange = () => {};
  }

  /** Names of what is plugged in. */
  get devices() {
    return [...new Set(this._ports().map(nameOf))];
  }

  /** Whether the chosen device is plugged in and heard. */
  get heard() {
    return this._port !== null;
  }

  /** Ask the browser; it may ask the person. */
  async open() {
    if (this._access) return;
    if (typeof navigator.requestMIDIAccess !== "function") {
      this.state = globalThis.isSecureContext ? "missing" : "insecure";
      this.onChange();
      return;
    }
    try {
      this._access = await navigator.requestMIDIAccess();
    } catch {
      this.state = "refused";
      this.onChange();
      return;
    }
    this.state = "open";
    this._access.onstatechange = () => this._plugged();
    const { devices } = this;
    if (!this.chosen && devices.length === 1) this.choose(devices[0]);
    this._plugged();
  }

  /** @param {string} name "" for none */
  choose(name) {
    this.chosen = name;
    this._store.save(DEVICE, name || null);
    this.reader = new PadReader(this._padsOf(name));
    this.last = null;
    this._plugged();
  }

  /** @param {Stroke | null} stroke the next strike means it from now on; null: no strike does */
  learn(stroke) {
    this.reader.learning = stroke;
    this.onChange();
  }

  /** Pads mean again what General MIDI says. */
  forget() {
    this.reader.pads = {};
    this._keepPads();
    this.onChange();
  }

  _ports() {
    const ports = this._access ? [...this._access.inputs.values()] : [];
    return ports.filter(({ state }) => state !== "disconnected");
  }

  /** Listen to the chosen device if it is there: also when it has been plugged in again. */
  _plugged() {
    const port = this._ports().find((one) => nameOf(one) === this.chosen) ?? null;
    if (port !== this._port) {
      if (this._port) this._port.onmidimessage = null;
      this._port = port;
    }
    if (port) port.onmidimessage = (event) => this._take(event);
    this.onChange();
  }

  /** @param {MIDIMessageEvent} event */
  _take(event) {
    if (!event.data) return;
    const learns = this.reader.learning !== null;
    const strike = this.reader.read(event.data, stampOf(event));
    if (!strike) return;
    this.last = strike;
    if (learns) this._keepPads();
    this.onChange();
    this._onStrike({ ...strike, localS: localAt(strike.atMs) });
  }

  /** @param {string} name */
  _padsOf(name) {
    return possiblePads(/** @type {Record<string, unknown>} */ (this._store.load(PADS) ?? {})[name]);
  }

  _keepPads() {
    const all = /** @type {Record<string, unknown>} */ (this._store.load(PADS) ?? {});
    this._store.save(PADS, { ...all, [this.chosen]: this.reader.pads });
  }
}

/**
 * @param {MIDIInput} port
 * @returns {string} what people know it by; it stays when the device is plugged in anew
 */
function nameOf({ name, id }) {
  return name || id;
}

/**
 * @param {MIDIMessageEvent} event
 * @returns {number} when the message came in, as `performance.now()` counts
 */
function stampOf({ timeStamp }) {
  const nowMs = performance.now();
  return timeStamp > 0 && Math.abs(nowMs - timeStamp) < BELIEVED_MS ? timeStamp : nowMs;
}
