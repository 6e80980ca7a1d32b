// @ts-check
/** Keeps the session's clock going by exchanges over the connection, and reports on it. */

import { SEND } from "./wire.js";

/** @typedef {import("./clocksync.js").SessionClock} SessionClock */
/** @typedef {{isOpen: boolean, askNow: import("./socket.js").Connection["askNow"]}} Asker */
/** @typedef {{readonly latencyS: number | null, readonly wireless: boolean}} SoundReport */

const NOT_OPEN_S = 0.25;
const FIRST_REPORT = 12;
const REPORT_EVERY_S = 5;
const LONGEST_BOUND_S = 10;
const LATENCY_STEP_S = 0.02;

export class ClockDriver {
  /**
   * @param {Asker} connection
   * @param {SessionClock} clock
   * @param {() => number} localNow
   * @param {SoundReport | null} sound null: a page without a seat reports nothing
   */
  constructor(connection, clock, localNow, sound = null) {
    this._connection = connection;
    this._clock = clock;
    this._localNow = localNow;
    this._sound = sound;
    /** @type {import("./wire.js").ClockReport | null} */
    this._reported = null;
    this._reportedS = -Infinity;
    /** Whether this page may report: it has a seat. */
    this.seated = false;
  }

  start() {
    this._exchange();
  }

  /** The server may be a new one: say again what we know. */
  forgetReport() {
    this._reported = null;
    this._reportedS = -Infinity;
  }

  _exchange() {
    if (!this._connection.isOpen) {
      this._again(NOT_OPEN_S);
      return;
    }
    const t0 = this._localNow();
    this._connection.askNow(SEND.sync, { t0 }, (answer) => {
      const t3 = this._localNow();
      if (answer?.t1 !== undefined && answer.t2 !== undefined) {
        this._clock.add(t0, answer.t1, answer.t2, t3);
        this._report(t3);
      }
      this._again(this._clock.nextExchangeInS(t3));
    });
  }

  /** @param {number} inS */
  _again(inS) {
    setTimeout(() => this._exchange(), inS * 1000);
  }

  /** @param {number} nowS */
  _report(nowS) {
    const { roundTripS, boundS, samples } = this._clock.estimate(nowS);
    if (!this._sound || !this.seated || samples < FIRST_REPORT) return;
    if (nowS - this._reportedS < REPORT_EVERY_S) return;
    const { latencyS, wireless } = this._sound;
    const report = {
      round_trip_s: round(roundTripS),
      bound_s: round(Math.min(boundS, LONGEST_BOUND_S)),
      output_latency_s: latencyS === null ? null : round(latencyS),
      wireless,
    };
    if (this._reported && !differs(report, this._reported)) return;
    this._reported = report;
    this._reportedS = nowS;
    this._connection.askNow(SEND.clock, report, () => {});
  }
}

/**
 * @param {import("./wire.js").ClockReport} a
 * @param {import("./wire.js").ClockReport} b
 * @returns {boolean} by so much that somebody should know
 */
function differs(a, b) {
  if (a.wireless !== b.wireless) return true;
  const latencyStepS = Math.abs((a.output_latency_s ?? 0) - (b.output_latency_s ?? 0));
  const ratio = (a.bound_s + 1e-4) / (b.bound_s + 1e-4);
  return latencyStepS > LATENCY_STEP_S || ratio > 1.3 || ratio < 0.7;
}

/**
 * @param {number} seconds
 * @returns {number} to a hundredth of a millisecond
 */
function round(seconds) {
  return Math.round(seconds * 1e5) / 1e5;
}
