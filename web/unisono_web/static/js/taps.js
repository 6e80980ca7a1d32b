// @ts-check
/**
 * Taps on their way to the server: numbered, kept until they are safe there, sent in batches.
 *
 * A tap leaves the queue only when the server says that it is stored; the queue survives a reload
 * and a lost connection. The store, the connection and the timer are handed in.
 */

import { LIMITS, SEND } from "./wire.js";

/** @typedef {import("./wire.js").Taps["taps"][number]} TapRow */
/** @typedef {{next: number, rows: TapRow[]}} Kept */
/** @typedef {{load(): Kept | null, save(state: Kept): void}} TapStore */
/** @typedef {{isOpen: boolean, ask: import("./socket.js").Connection["ask"]}} Asker */

/** @typedef {{ride: import("./sync.js").ClockDriver["ride"]}} Clock */

const PATIENCE_MS = 1000;
/** A clock exchange rides along with so many taps at most: a long message takes its time. */
const LIGHT = 8;
/** Longer queues are written down less often: writing costs time that the click needs. */
const LONG_QUEUE = 400;
const LONG_QUEUE_TURNS = 8;

export class TapQueue {
  /** @param {TapStore} store */
  constructor(store) {
    this._store = store;
    const kept = store.load();
    this._next = kept?.next ?? 1;
    this._rows = kept?.rows ?? [];
    this._sent = 0;
    this._turns = 0;
    this._changed = false;
  }

  /** How many taps are not safe yet. */
  get waiting() {
    return this._rows.length;
  }

  /**
   * @param {number} timeS session time
   * @param {number} boundS
   * @param {"touch" | "key" | "midi"} source
   * @param {number} localS the same moment on this device's own clock
   * @param {number | null} [velocity]
   * @param {string} [stroke] bass, tone, slap or rim, where the person chooses
   */
  push(timeS, boundS, source, localS, velocity = null, stroke = "") {
    const at = [round(timeS, 1e6), round(boundS, 1e5)];
    /** @type {TapRow} */
    const row = [this._next, at[0], at[1], source, velocity, round(localS, 1e5)];
    if (stroke) row.push(stroke);
    this._rows.push(row);
    this._next += 1;
    this._changed = true;
  }

  /** @param {number} upto everything up to it is stored; the rest is to be sent (again) */
  welcome(upto) {
    this.saved(upto);
    this._next = Math.max(this._next, upto + 1);
    this._sent = upto;
  }

  /** @param {number} upto */
  saved(upto) {
    this._rows = this._rows.filter(([seq]) => seq > upto);
    this._changed = true;
  }

  /** @returns {TapRow[]} what has not been sent on this connection, the oldest first */
  batch() {
    return this._rows.filter(([seq]) => seq > this._sent).slice(0, LIMITS.maxTaps);
  }

  /** @param {TapRow[]} rows */
  markSent(rows) {
    this._sent = Math.max(this._sent, ...rows.map(([seq]) => seq));
  }

  /** Write down what changed; a long queue only now and then. */
  persist(force = false) {
    this._turns += 1;
    const due = this._rows.length < LONG_QUEUE || this._turns % LONG_QUEUE_TURNS === 0;
    if (!this._changed || !(due || force)) return;
    this._store.save({ next: this._next, rows: this._rows });
    this._changed = false;
  }
}

/** Sends a queue, one batch at a time. Call `turn` about every 250 ms. */
export class TapSender {
  /**
   * @param {TapQueue} queue
   * @param {Asker} connection
   * @param {Clock | null} [clock] whose exchanges may ride along
   */
  constructor(queue, connection, clock = null) {
    this._queue = queue;
    this._connection = connection;
    this._clock = clock;
    this._busy = false;
    /** Whether this page has its seat; taps made before are sent afterwards. */
    this.seated = false;
  }

  turn() {
    this._queue.persist();
    const rows = this._queue.batch();
    if (this._busy || !this.seated || !this._connection.isOpen || !rows.length) return;
    this._busy = true;
    void this._send(rows).finally(() => {
      this._busy = false;
    });
  }

  /** @param {TapRow[]} rows */
  async _send(rows) {
    const ride = rows.length <= LIGHT ? this._clock?.ride() : null;
    try {
      const answer = await this._connection.ask(SEND.taps, { taps: rows, ...ride?.question });
      ride?.done(answer);
      const { problem } = answer;
      if (problem?.code === "too_much") await pause(PATIENCE_MS);
      else this._queue.markSent(rows);
    } catch {
      // no answer: the connection is going, and the next welcome says what arrived
      ride?.done(null);
    }
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/**
 * @param {number} value
 * @param {number} parts
 * @returns {number}
 */
function round(value, parts) {
  return Math.round(value * parts) / parts;
}
