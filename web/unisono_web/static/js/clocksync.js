// @ts-check
/**
 * The session's clock as one device knows it: four timestamps in, session time out.
 *
 * Twin of the Python room `unisono.clocksync`; both are tested on `tests/vectors/clocksync.json`.
 * Pure: reads no clock, sends nothing. The model and its limits are told in `docs/clock.md`.
 */
import { StepWatch } from "./clocksync/change.js";
import { nothingYet, qualityOf } from "./clocksync/estimate.js";
import { contradicts, fitClock, hardBound } from "./clocksync/fit.js";
import { Output } from "./clocksync/output.js";
import { DEFAULTS, LOOK_AGAIN_S, Pacing, PAUSE_S } from "./clocksync/pacing.js";
import { Grids, roundingS, same, sampleOf, Samples } from "./clocksync/samples.js";

/** @typedef {import("./clocksync/samples.js").Sample} Sample */
/** @typedef {import("./clocksync/fit.js").Fit} Fit */
/** @typedef {import("./clocksync/pacing.js").ClockSettings} ClockSettings */
/** @typedef {import("./clocksync/estimate.js").Quality} Quality */
/** @typedef {import("./clocksync/estimate.js").ClockEstimate} ClockEstimate */

export { DEFAULTS, qualityOf };

const PPM = 1e-6;
const FIT_EVERY_S = 5;
/** What no path keeps even: two processes, two kernels, two interrupts. */
const MARGIN_S = 2e-4;
/** Nineteen times in twenty, and a little for what the variance itself does not know. */
const SIGMAS = 2.25;
/** For so long after a start the variance itself is a guess, s. */
const EARLY_S = 10;

export class SessionClock {
  /** @param {Partial<ClockSettings>} [settings] */
  constructor(settings = {}) {
    this.settings = { ...DEFAULTS, ...settings };
    /** Nothing is playing: the output may be set directly while the clock settles. */
    this.mayStep = true;
    /** Clock steps found so far (a sleep, a server that restarted). */
    this.steps = 0;
    /** Exchanges that could not be used. */
    this.ignored = 0;
    this._samples = new Samples(this.settings);
    this._grids = new Grids();
    this._watch = new StepWatch();
    this._output = new Output();
    this._pacing = new Pacing(this.settings);
    /** @type {Fit | null} */
    this._fit = null;
    this._unfitted = 0;
    this._startedS = 0;
    this._readS = -Infinity;
  }

  /** Whether there was a first exchange. */
  get ready() {
    return this._fit !== null;
  }

  /**
   * Take one exchange in; one that cannot be true is ignored and counted.
   * @param {number} t0LocalS local time when the request left
   * @param {number} t1SessionS session time when it arrived
   * @param {number} t2SessionS session time when the answer left
   * @param {number} t3LocalS local time when the answer arrived
   */
  add(t0LocalS, t1SessionS, t2SessionS, t3LocalS) {
    const sample = sampleOf(t0LocalS, t1SessionS, t2SessionS, t3LocalS);
    if (!sample || sample.roundTripS > this.settings.maxRoundTripS || this._knows(sample)) {
      this.ignored += 1;
      return;
    }
    this._grids.see(t3LocalS - t0LocalS);
    if (this._fit && contradicts(sample, this._fit)) this._doubt(sample, t3LocalS);
    else this._trust(sample, t3LocalS);
  }

  /**
   * Session time at a local time; NaN before the first exchange. Monotonic as `localS` goes
   * forward, except at a counted step, and while it settles after it or is let by `mayStep`.
   * @param {number} localS
   * @returns {number}
   */
  now(localS) {
    if (!this.ready) return NaN;
    this._readS = Math.max(this._readS, localS);
    return localS + this._output.offsetAt(localS);
  }

  /**
   * Local time of a session time, seen from `localNowS`.
   * @param {number} sessionS
   * @param {number} localNowS
   * @returns {number}
   */
  localAt(sessionS, localNowS) {
    if (!this.ready) return NaN;
    let localS = sessionS - this._output.offsetAt(localNowS);
    for (let i = 0; i < 4; i += 1) localS = sessionS - this._output.offsetAt(localS);
    return localS;
  }

  /**
   * @param {number} localS
   * @returns {ClockEstimate} what is known about the clock at a local time
   */
  estimate(localS) {
    const fit = this._fit;
    if (!fit) return nothingYet();
    const aheadS = localS - fit.atS;
    const offsetS = fit.offsetS + fit.skew * aheadS;
    const besideS = this._output.offsetAt(localS) - offsetS;
    const hardBoundS = hardBound(fit, besideS, aheadS);
    const likelyS = this._likely(fit, localS) + Math.abs(besideS);
    const boundS = Math.min(likelyS, hardBoundS);
    return {
      offsetS,
      skewPpm: fit.skew / PPM,
      roundTripS: fit.floorS,
      boundS,
      hardBoundS,
      samples: this._samples.kept.length,
      quality: qualityOf(boundS),
    };
  }

  /**
   * @param {number} localS
   * @returns {number} how long to wait before the next exchange: fast at first, sparse later
   */
  nextExchangeInS(localS) {
    if (this._watch.doubts.length) return LOOK_AGAIN_S;
    return this._pacing.waitS(localS, this.estimate(localS).boundS);
  }

  /**
   * Something happened (a new connection, a page that woke up): ask fast again for a while.
   * @param {number} localS
   */
  hurry(localS) {
    this._pacing.restart(localS);
  }

  /** @param {Sample} sample */
  _knows(sample) {
    return this._samples.knows(sample) || this._watch.doubts.some((one) => same(one, sample));
  }

  /**
   * @param {Sample} sample
   * @param {number} atS
   */
  _doubt(sample, atS) {
    const doubted = this._watch.doubts.length;
    const other = this._watch.witness(sample);
    if (!other) {
      this.ignored += doubted;
      return;
    }
    this.steps += 1;
    this._samples.kept = [other];
    this._output.forget();
    this._fit = null;
    this._startedS = atS;
    this._pacing.restart(atS);
    this._trust(sample, atS);
  }

  /**
   * @param {Sample} sample
   * @param {number} atS
   */
  _trust(sample, atS) {
    this.ignored += this._watch.dismiss();
    const { last } = this._samples;
    if (!last) this._startedS = atS;
    if (!last || sample.localS - last.localS > PAUSE_S) this._pacing.restart(atS);
    this._samples.add(sample);
    this._pacing.count += 1;
    this._unfitted += 1;
    if (this._isDue(atS)) this._refit(atS);
  }

  /** @param {number} atS */
  _isDue(atS) {
    if (!this._fit || this._unfitted >= Math.max(1, this._samples.kept.length >> 3)) return true;
    return atS - this._fit.atS > FIT_EVERY_S;
  }

  /** @param {number} atS */
  _refit(atS) {
    const settings = { ...this.settings, gridS: this._gridS() };
    let fit = fitClock(this._samples.kept, atS, this._fit ? this._fit.skew : 0, settings);
    if (fit.forget) {
      this._samples.kept = this._samples.kept.slice(fit.forget);
      fit = fitClock(this._samples.kept, atS, fit.skew, settings);
    }
    [this._fit, this._unfitted] = [fit, 0];
    const free = this.mayStep || this.steps > 0; // after a step nothing valid was playing
    const settling = free && atS - this._startedS < this.settings.settleS;
    const line = { localS: atS, offsetS: fit.offsetS, skew: fit.skew };
    this._output.follow(line, this._fromS(atS), settling);
  }

  /**
   * A plan starts after what was already read, else the output could run backwards.
   * @param {number} localS
   */
  _fromS(localS) {
    return localS < this._readS && this._readS < localS + 0.5 ? this._readS : localS;
  }

  /**
   * Some standard deviations of the fit; more while samples are few, and at first, when exchanges
   * follow so fast that packets wait for one another.
   * @param {Fit} fit
   * @param {number} localS
   */
  _likely(fit, localS) {
    const aheadS = localS - fit.atS;
    const grown = fit.varOffset + aheadS * (2 * fit.covariance + aheadS * fit.varSkew);
    const wandered = (this.settings.wander * aheadS) ** 2;
    const early = Math.exp(-Math.max(0, localS - this._startedS) / EARLY_S);
    const sigmas = SIGMAS + 6 / this._samples.kept.length + early;
    const deviationS = Math.sqrt(Math.max(0, grown) + wandered);
    return sigmas * deviationS + roundingS(this._gridS()) + MARGIN_S;
  }

  _gridS() {
    return Math.max(this.settings.timerS, this._grids.gridS);
  }
}
