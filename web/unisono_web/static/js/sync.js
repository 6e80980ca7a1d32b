// @ts-check
/** Keeps the session's clock going by exchanges over the connection, and reports on it. */

import { SEND } from "./wire.js";

/** @typedef {import("./clocksync.js").SessionClock} SessionClock */
/** @typedef {{isOpen: boolean, askNow: import("./socket.js").Connection["askNow"]}} Asker */
/** @typedef {{readonly latencyS: number | null, readonly wireless: boolean}} SoundReport */
/** @typedef {{t0: number, t1: number, t2: number, t3: number}} Exchange */

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
    /** When the next question is due; Infinity while one is under way. */
    this._dueS = Infinity;
    /** Which question counts: an older one that is answered late starts no second row of them. */
    this._turn = 0;
    /** @type {number | null} local time at which the last answer came, until something is lost */
    this._answeredS = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._timer = undefined;
    /** Whether this page may report: it has a seat. */
    this.seated = false;
    /** @type {(exchange: Exchange) => void} who wants to see every exchange */
    this.exchanged = () => {};
  }

  start() {
    this._exchange();
  }

  /** Ask if it is time to: for a timer that goes on where the page's own are held back. */
  turn() {
    if (this._localNow() >= this._dueS) this._exchange();
  }

  /** Something happened (a connection came back, the page was asleep): look at once, and often. */
  hurry() {
    this._clock.hurry(this._localNow());
    this._exchange();
  }

  /** The connection is another: nothing that was asked before is answered on it. */
  reconnected() {
    this._answeredS = null;
    this.hurry();
  }

  /** The server may be a new one: say again what we know. */
  forgetReport() {
    this._reported = null;
    this._reportedS = -Infinity;
  }

  _exchange() {
    clearTimeout(this._timer);
    if (!this._connection.isOpen) {
      this._again(NOT_OPEN_S);
      return;
    }
    this._turn += 1;
    this._dueS = Infinity;
    this._ask(this._turn);
  }

  /** @param {number} turn */
  _ask(turn) {
    const t0 = this._localNow();
    this._connection.askNow(SEND.sync, question(t0, this._answeredS), (answer) => {
      const t3 = this._localNow();
      if (answer?.t1 !== undefined && answer.t2 !== undefined) {
        this._clock.add(t0, answer.t1, answer.t2, t3);
        this.exchanged({ t0, t1: answer.t1, t2: answer.t2, t3 });
        this._report(t3);
      }
      if (turn !== this._turn) return;
      this._answeredS = answer ? t3 : null;
      this._again(this._clock.nextExchangeInS(t3));
    });
  }

  /** @param {number} inS */
  _again(inS) {
    this._dueS = this._localNow() + inS;
    this._timer = setTimeout(() => this._exchange(), inS * 1000);
  }

  /** @param {number} nowS */
  _report(nowS) {
    const { roundTripS, boundS, samples } = this._clock.estimate(nowS);
    if (!this._sound || !this.seated || samples < FIRST_REPORT) return;
    const { latencyS, wireless } = this._sound;
    const { steps } = this._clock;
    const news = this._reported?.wireless !== wireless || this._reported.steps !== steps;
    if (nowS - this._reportedS < REPORT_EVERY_S && !news) return;
    const report = {
      round_trip_s: round(roundTripS),
      bound_s: round(Math.min(boundS, LONGEST_BOUND_S)),
      output_latency_s: latencyS === null ? null : round(latencyS),
      wireless,
      steps,
    };
    if (this._reported && !differs(report, this._reported)) return;
    this._reported = report;
    this._reportedS = nowS;
    this._connection.askNow(SEND.clock, report, () => {});
  }
}

/**
 * The end of the exchange before goes along: the server keeps whole ones for the review.
 * @param {number} t0
 * @param {number | null} answeredS
 * @returns {import("./wire.js").Sync}
 */
function question(t0, answeredS) {
  return answeredS === null ? { t0: round(t0) } : { t0: round(t0), t3: round(answeredS) };
}

/**
 * @param {import("./wire.js").ClockReport} a
 * @param {import("./wire.js").ClockReport} b
 * @returns {boolean} by so much that somebody should know
 */
function differs(a, b) {
  if (a.wireless !== b.wireless || a.steps !== b.steps) return true;
  const latencyStepS = Math.abs((a.output_latency_s ?? 0) - (b.output_latency_s ?? 0));
  const ratio = (a.bound_s + 1e-4) / (b.bound_s + 1e-4);
  return latencyStepS > LATENCY_STEP_S || ratio > 1.3 || ratio < 0.7;
}

/**
 * @param {number} seconds
 * @returns {number} to a hundredth of a millisecond: bytes are dear, and timers no finer
 */
function round(seconds) {
  return Math.round(seconds * 1e5) / 1e5;
}
