// @ts-check
/** Keeps the session's clock going by exchanges over the connection, and reports on it. */

import { SEND } from "./wire.js";

/** @typedef {import("./clocksync.js").SessionClock} SessionClock */
/** @typedef {import("./socket.js").Answer} Answer */
/** @typedef {{isOpen: boolean, askNow: import("./socket.js").Connection["askNow"]}} Asker */
/** @typedef {{readonly latencyS: number | null, readonly wireless: boolean}} SoundReport */
/** @typedef {{t0: number, t1: number, t2: number, t3: number}} Exchange */
/** @typedef {Pick<import("./wire.js").Sync, "t0" | "ago">} Question */
/**
 * @typedef {object} Ride an exchange that goes along with a message that travels anyway
 * @property {Question} question what the message carries for it
 * @property {(answer: Answer | null) => void} done to be called in the turn in which the answer comes
 */

const NOT_OPEN_S = 0.25;
/** So many questions may be under way: enough for a slow line at the fast pace of the start. */
const MOST_UNDER_WAY = 24;
/** An exchange may ride along when so much of the wait for the next one is over. */
const NEARLY_DUE = 0.6;
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
    this._dueS = Infinity;
    this._askedS = -Infinity;
    this._underWay = 0;
    /** Which row of questions counts: nothing of an older one is told to the server. */
    this._row = 0;
    /** @type {number[] | null} when the answers came that were not told yet; null: a new row */
    this._untold = null;
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

  /**
   * Something plays here from now on, or nothing any more. A clock that is known then does not jump
   * while it plays; one that comes into the middle of it may still settle first.
   * @param {boolean} playing
   */
  setPlaying(playing) {
    this._clock.mayStep = !playing || !this._clock.ready;
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
    this._beginRow();
    this.hurry();
  }

  /** The server may be a new one: say again what we know. */
  forgetReport() {
    this._reported = null;
    this._reportedS = -Infinity;
  }

  /** @returns {Ride | null} an exchange to take along; null while none is nearly due */
  ride() {
    const nowS = this._localNow();
    const nearlyS = this._askedS + NEARLY_DUE * (this._dueS - this._askedS);
    if (nowS < nearlyS || this._underWay >= MOST_UNDER_WAY) return null;
    const ride = this._leave(nowS);
    this._again(this._clock.nextExchangeInS(nowS));
    return ride;
  }

  _exchange() {
    if (!this._connection.isOpen || this._underWay >= MOST_UNDER_WAY) {
      this._again(NOT_OPEN_S);
      return;
    }
    const { question, done } = this._leave(this._localNow());
    this._connection.askNow(SEND.sync, question, done);
    this._again(this._clock.nextExchangeInS(question.t0));
  }

  /**
   * @param {number} t0
   * @returns {Ride} a question that leaves now, with the ends of those answered since the last one
   */
  _leave(t0) {
    this._askedS = t0;
    this._underWay += 1;
    const row = this._row;
    const ago = this._untold?.map((t3) => round(Math.max(0, t0 - t3)));
    this._untold = [];
    return {
      question: ago ? { t0: round(t0), ago } : { t0: round(t0) },
      done: (answer) => this._answered(t0, answer, row),
    };
  }

  /**
   * @param {number} t0
   * @param {Answer | null} answer
   * @param {number} row
   */
  _answered(t0, answer, row) {
    const t3 = this._localNow();
    if (row === this._row) {
      this._underWay -= 1;
      if (answer?.t && this._untold) this._untold.push(t3);
      else this._beginRow();
    }
    if (!answer?.t) return;
    const [t1, heldS] = answer.t;
    this._clock.add(t0, t1, t1 + heldS, t3);
    this.exchanged({ t0, t1, t2: t1 + heldS, t3 });
    this._report(t3);
    const inS = this._clock.nextExchangeInS(t3);
    if (t3 + inS < this._dueS) this._again(inS);
  }

  /** Something was lost: from here on the server counts anew. */
  _beginRow() {
    this._row += 1;
    this._underWay = 0;
    this._untold = null;
  }

  /** @param {number} inS */
  _again(inS) {
    clearTimeout(this._timer);
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
