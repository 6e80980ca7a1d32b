// @ts-check
/**
 * Books the clicks of a run ahead of time, from the timeline and this device's own copy of the
 * session's clock: a lost connection makes no gap, a blocked page none for two seconds.
 *
 * Knows neither sockets nor the sound card's clock. Call `turn` many times a second and whenever
 * something changed; what no longer fits is taken back and booked anew.
 */

/** @typedef {import("./music.js").Music} Music */
/** @typedef {import("./music.js").Click} Click */
/** @typedef {{contextS: number}} Booking */
/**
 * @typedef {object} ClickSound
 * @property {boolean} running
 * @property {() => void} sample
 * @property {() => void} suspect
 * @property {(accent: 0 | 1 | 2, localS: number) => Booking | null} bookClick
 * @property {(booking: any, localS: number) => number} offBy
 * @property {(booking: any) => void} cancel
 */
/**
 * @typedef {object} Clock
 * @property {boolean} ready
 * @property {(localS: number) => number} now
 * @property {(sessionS: number, localNowS: number) => number} localAt
 */
/** @typedef {{run: number, click: Click, booking: Booking}} Row */

export const AHEAD_S = 2;
/** Corrections smaller than this are not worth the trouble; nobody hears them. */
const CORRECT_S = 0.0005;
/** A click this close is left alone, except to silence it. */
const SETTLED_S = 0.06;
const MOVED_S = 0.0002;
/** So long a click that has sounded is remembered: a clock set back must not sound it again. */
const PLAYED_S = 1;
/** A turn that comes so long after the last one says that the page was asleep. */
const ASLEEP_S = 1;
/** A click that should have sounded and is still to come by more than this belongs to before. */
const OVERSLEPT_S = 0.03;

export class ClickScheduler {
  /**
   * @param {Clock} clock
   * @param {ClickSound} sound
   * @param {() => number} localNow
   * @param {(row: Row, what: "booked" | "cancelled") => void} [record]
   */
  constructor(clock, sound, localNow, record = () => {}) {
    this._clock = clock;
    this._sound = sound;
    this._localNow = localNow;
    this._record = record;
    /** @type {Music | null} */
    this._music = null;
    /** @type {Map<string, Row>} */
    this._booked = new Map();
    this._lastTurnS = NaN;
  }

  /** @param {Music | null} music what is to sound from now on */
  setMusic(music) {
    this._music = music;
    this.turn();
  }

  /** Bring what is booked in line with what should sound in the next two seconds. */
  turn() {
    const localS = this._localNow();
    if (localS - this._lastTurnS > ASLEEP_S) this._sound.suspect();
    this._lastTurnS = localS;
    this._sound.sample();
    if (!this._sound.running) this._cancelAll();
    else if (this._clock.ready) this._reconcile(localS);
  }

  /** @param {number} localS */
  _reconcile(localS) {
    const nowS = this._clock.now(localS);
    const wanted = this._wanted(nowS);
    for (const [key, row] of this._booked) {
      if (row.click.timeS < nowS) this._leaveBehind(key, row, nowS, localS);
      else if (!this._fits(row, wanted.get(key), nowS, localS)) this._cancel(key, row);
    }
    for (const [key, click] of wanted) {
      if (!this._booked.has(key)) this._book(key, click, localS);
    }
  }

  /**
   * After a sleep the sound card goes on where it was, with the clicks of long ago still to come.
   * @param {string} key
   * @param {Row} row
   * @param {number} nowS
   * @param {number} localS
   */
  _leaveBehind(key, row, nowS, localS) {
    const lateS = this._sound.offBy(row.booking, this._clock.localAt(nowS, localS));
    if (lateS > OVERSLEPT_S) this._cancel(key, row);
    else if (row.click.timeS < nowS - PLAYED_S) this._booked.delete(key);
  }

  /**
   * @param {number} nowS
   * @returns {Map<string, Click>}
   */
  _wanted(nowS) {
    const music = this._music;
    if (!music) return new Map();
    const ahead = music.clicksBetween(nowS, nowS + AHEAD_S);
    return new Map(ahead.map((click) => [`${music.number}:${click.beat}`, click]));
  }

  /**
   * @param {Row} row
   * @param {Click | undefined} wanted
   * @param {number} nowS
   * @param {number} localS
   * @returns {boolean}
   */
  _fits({ click, booking }, wanted, nowS, localS) {
    if (!wanted) return click.timeS >= nowS + AHEAD_S && this._music !== null;
    const moved = Math.abs(wanted.timeS - click.timeS) > MOVED_S || wanted.accent !== click.accent;
    if (moved) return false;
    if (click.timeS < nowS + SETTLED_S) return true;
    const offS = this._sound.offBy(booking, this._clock.localAt(click.timeS, localS));
    return Math.abs(offS) <= CORRECT_S;
  }

  /**
   * @param {string} key
   * @param {Click} click
   * @param {number} localS
   */
  _book(key, click, localS) {
    const heardS = this._clock.localAt(click.timeS, localS);
    const booking = this._sound.bookClick(click.accent, heardS);
    if (!booking) return;
    const row = { run: this._music?.number ?? 0, click, booking };
    this._booked.set(key, row);
    this._record(row, "booked");
  }

  /**
   * @param {string} key
   * @param {Row} row
   */
  _cancel(key, row) {
    this._sound.cancel(row.booking);
    this._booked.delete(key);
    this._record(row, "cancelled");
  }

  _cancelAll() {
    for (const [key, row] of this._booked) this._cancel(key, row);
  }
}
