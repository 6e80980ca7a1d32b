// @ts-check
/**
 * Books whatever is to sound in a run ahead of time, from the timeline and this device's own copy
 * of the session's clock: a lost connection makes no gap, a blocked page none for two seconds.
 *
 * What is to sound is said by parts: the click, a call, a guide tone, the circle's strokes. Knows
 * neither sockets nor the sound card's clock. Call `turn` many times a second and whenever
 * something changed; what no longer fits is taken back and booked anew.
 */

/** @typedef {import("./music.js").Music} Music */
/** @typedef {import("./audioGraph.js").Voice} Voice */
/** @typedef {{contextS: number}} Booking */
/**
 * @typedef {object} Sounding one sound at its moment
 * @property {string} key its name within its run: the same sounding is asked for by the same name
 * @property {number} beat of the run
 * @property {number} timeS session time
 * @property {Voice} voice
 */
/** @typedef {(music: Music, fromS: number, toS: number) => Iterable<Sounding>} Part */
/**
 * @typedef {object} Card
 * @property {boolean} running
 * @property {() => void} sample
 * @property {() => void} suspect
 * @property {(voice: Voice, localS: number) => Booking | null} book
 * @property {(booking: any, localS: number) => number} offBy
 * @property {(booking: any) => number} leavesInS
 * @property {(booking: any) => void} cancel
 */
/**
 * @typedef {object} Clock
 * @property {boolean} ready
 * @property {(localS: number) => number} now
 * @property {(sessionS: number, localNowS: number) => number} localAt
 */
/** @typedef {{run: number, sounding: Sounding, booking: Booking}} Row */

export const AHEAD_S = 2;
/** Corrections smaller than this are not worth the trouble; nobody hears them. */
const CORRECT_S = 0.0005;
/** A sound that leaves this soon is left alone, except to silence it: it is heard later than that. */
const SETTLED_S = 0.06;
const MOVED_S = 0.0002;
/** Tones whose lengths differ by less are the same. */
const ALIKE_S = 0.02;
/** So long a sound that has sounded is remembered: a clock set back must not sound it again. */
const PLAYED_S = 1;
/** A turn that comes so long after the last one says that the page was asleep. */
const ASLEEP_S = 1;
/** A sound that should have sounded and is still to come by more than this belongs to before. */
const OVERSLEPT_S = 0.03;

export class SoundScheduler {
  /**
   * @param {Clock} clock
   * @param {Card} sound
   * @param {() => number} localNow
   * @param {ReadonlyArray<Part>} parts
   * @param {(row: Row, what: "booked" | "cancelled") => void} [record]
   */
  constructor(clock, sound, localNow, parts, record = () => {}) {
    this._clock = clock;
    this._sound = sound;
    this._localNow = localNow;
    this._parts = parts;
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
      if (row.sounding.timeS < nowS) this._leaveBehind(key, row, nowS, localS);
      else if (!this._fits(row, wanted.get(key), nowS, localS)) this._cancel(key, row);
    }
    for (const [key, sounding] of wanted) {
      if (!this._booked.has(key)) this._book(key, sounding, localS);
    }
  }

  /**
   * After a sleep the sound card goes on where it was, with the sounds of long ago still to come.
   * @param {string} key
   * @param {Row} row
   * @param {number} nowS
   * @param {number} localS
   */
  _leaveBehind(key, row, nowS, localS) {
    const { timeS, voice } = row.sounding;
    const lateS = this._sound.offBy(row.booking, this._clock.localAt(nowS, localS));
    const held = voice.lengthS ?? 0;
    if (lateS > OVERSLEPT_S || (held && !this._soundsAt(nowS))) this._cancel(key, row);
    else if (timeS + held < nowS - PLAYED_S) this._booked.delete(key);
  }

  /**
   * @param {number} timeS
   * @returns {boolean} whether a tone that is held may go on
   */
  _soundsAt(timeS) {
    return this._music?.soundsAt(this._music.timeline.beatAt(timeS)) ?? false;
  }

  /**
   * @param {number} nowS
   * @returns {Map<string, Sounding>}
   */
  _wanted(nowS) {
    const music = this._music;
    /** @type {Map<string, Sounding>} */
    const wanted = new Map();
    for (const part of music ? this._parts : []) {
      for (const sounding of part(/** @type {Music} */ (music), nowS, nowS + AHEAD_S)) {
        wanted.set(`${music?.number}:${sounding.key}`, sounding);
      }
    }
    return wanted;
  }

  /**
   * @param {Row} row
   * @param {Sounding | undefined} wanted
   * @param {number} nowS
   * @param {number} localS
   * @returns {boolean}
   */
  _fits({ sounding, booking }, wanted, nowS, localS) {
    const { timeS } = sounding;
    if (!wanted) return timeS >= nowS + AHEAD_S && this._music !== null;
    if (Math.abs(wanted.timeS - timeS) > MOVED_S || !alike(wanted.voice, sounding.voice))
      return false;
    if (this._sound.leavesInS(booking) < SETTLED_S) return true;
    const offS = this._sound.offBy(booking, this._clock.localAt(timeS, localS));
    return Math.abs(offS) <= CORRECT_S;
  }

  /**
   * @param {string} key
   * @param {Sounding} sounding
   * @param {number} localS
   */
  _book(key, sounding, localS) {
    const heardS = this._clock.localAt(sounding.timeS, localS);
    const booking = this._sound.book(sounding.voice, heardS);
    if (!booking) return;
    const row = { run: this._music?.number ?? 0, sounding, booking };
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

/**
 * @param {Voice} a
 * @param {Voice} b
 * @returns {boolean} whether nobody would hear which of them was booked
 */
function alike(a, b) {
  const heldS = Math.abs((a.lengthS ?? 0) - (b.lengthS ?? 0));
  return a.sound === b.sound && a.level === b.level && a.bus === b.bus && heldS < ALIKE_S;
}
