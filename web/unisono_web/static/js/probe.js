// @ts-check
/**
 * A window for measurements: `globalThis.unisonoProbe`. It only looks; nothing secret is in it.
 *
 * - `clicks`: the last 256 clicks booked, `{run, beat, sessionS, contextS, cancelled}`; `contextS`
 *   is the sound card's time at which the click's first sample leaves.
 * - `sounds`: the same for the last 256 of everything else: calls, guide tones, the circle's strokes.
 * - `run`: the timeline this page plays by, as the server last told it; null while nothing plays.
 * - `runs`: the last 64 of them as they came, `{heardS, run}`: the session time at which this page
 *   heard of each.
 * - `now()`: `{localS, sessionS, boundS, quality}` at this very moment.
 * - `sessionAt(contextS)`: the session time at which that moment of the sound card is heard.
 * - `attach(makeNode)`: sends everything that is heard into a node made by `makeNode(context)` too;
 *   false while the sound is locked.
 * - `taps`: how many taps are not yet known to be stored.
 */

/**
 * @typedef {object} BookedClick
 * @property {number} run
 * @property {number} beat
 * @property {number} sessionS
 * @property {number} contextS
 * @property {boolean} cancelled
 * @property {string} sound its name in `instruments.js`
 */

const KEPT = 256;
const KEPT_RUNS = 64;

export class Probe {
  /**
   * @param {import("./clocksync.js").SessionClock} clock
   * @param {import("./audio.js").Sound} sound
   * @param {() => number} localNow
   */
  constructor(clock, sound, localNow) {
    /** @type {BookedClick[]} */
    this.clicks = [];
    /** @type {BookedClick[]} */
    this.sounds = [];
    /** @type {{heardS: number, run: import("./wire.js").RunView}[]} */
    this.runs = [];
    /** @type {() => number} */
    this._waiting = () => 0;
    /** @type {() => (import("./wire.js").RunView | null)} */
    this._run = () => null;
    this._clock = clock;
    this._sound = sound;
    this._localNow = localNow;
  }

  /** Make it visible to whoever looks at the page from outside. */
  publish() {
    Object.defineProperty(globalThis, "unisonoProbe", { value: this, configurable: true });
  }

  /** @param {() => number} waiting how many taps are under way */
  countTaps(waiting) {
    this._waiting = waiting;
  }

  /** @param {() => (import("./wire.js").RunView | null)} run what plays */
  follow(run) {
    this._run = run;
  }

  /** News of the music has just come. */
  heard() {
    const { run } = this;
    if (!run) return;
    this.runs.push({ heardS: this._clock.now(this._localNow()), run });
    if (this.runs.length > KEPT_RUNS) this.runs.shift();
  }

  get run() {
    return this._run();
  }

  get taps() {
    return this._waiting();
  }

  now() {
    const localS = this._localNow();
    const { boundS, quality } = this._clock.estimate(localS);
    return { localS, sessionS: this._clock.now(localS), boundS, quality };
  }

  /** @param {number} contextS */
  sessionAt(contextS) {
    return this._clock.now(this._sound.heardAt(contextS));
  }

  /** @param {(context: AudioContext) => AudioNode} makeNode */
  attach(makeNode) {
    return this._sound.tapInto(makeNode);
  }

  /**
   * @param {import("./soundScheduler.js").Row} row
   * @param {"booked" | "cancelled"} what
   */
  record({ run, sounding, booking }, what) {
    const { beat, timeS, voice } = sounding;
    const kept = voice.bus ? this.sounds : this.clicks;
    const { contextS } = booking;
    if (what === "cancelled") {
      const booked = kept.find((row) => {
        return !row.cancelled && row.contextS === contextS && row.sound === voice.sound;
      });
      if (booked) booked.cancelled = true;
      return;
    }
    kept.push({ run, beat, sessionS: timeS, contextS, cancelled: false, sound: voice.sound });
    if (kept.length > KEPT) kept.shift();
  }
}
