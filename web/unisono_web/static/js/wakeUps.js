// @ts-check
/**
 * Notices that this page may have been asleep: hidden, frozen, or on a laptop that was shut.
 *
 * A sleeping machine may stop the timer that local time is read from, so the wall clock is looked
 * at as well; only for this, and a wall clock that somebody sets costs no more than a second look.
 */

const ASLEEP_S = 1.5;

/** Tells pauses in a row of turns. Pure: the clocks are handed in. */
export class PauseWatch {
  /** @param {ReadonlyArray<() => number>} clocks each in seconds */
  constructor(clocks) {
    this._clocks = clocks;
    this._lastS = clocks.map((read) => read());
  }

  /** @returns {boolean} whether a clock moved further than it does while somebody is awake */
  turn() {
    const nowS = this._clocks.map((read) => read());
    const slept = nowS.some((s, i) => Math.abs(s - this._lastS[i]) > ASLEEP_S);
    this._lastS = nowS;
    return slept;
  }
}

/**
 * @param {() => void} awake called when the page comes back from wherever it was
 * @param {() => number} localNow
 * @returns {() => void} to be called many times a second
 */
export function watchSleep(awake, localNow) {
  const pauses = new PauseWatch([localNow, () => Date.now() / 1000]);
  document.addEventListener("visibilitychange", () => !document.hidden && awake());
  document.addEventListener("resume", awake);
  addEventListener("pageshow", (event) => event.persisted && awake());
  return () => void (pauses.turn() && awake());
}
