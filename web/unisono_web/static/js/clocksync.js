// @ts-check
/**
 * The session's clock as one device knows it: four timestamps in, session time out.
 *
 * Twin of the Python room `unisono.clocksync`; both are tested on `tests/vectors/clocksync.json`.
 * Pure: reads no clock, sends nothing. The model and its limits are told in `docs/clock.md`.
 */
import { fitClock, wideSkew } from "./clockfit.js";

/** @typedef {import("./clockfit.js").Sample} Sample */
/** @typedef {import("./clockfit.js").Fit} Fit */
/** @typedef {"good" | "fair" | "poor" | "none"} Quality */
/** @typedef {{localS: number, offsetS: number, skew: number}} Line */
/** @typedef {{localS: number, line: Line, errorS: number}} Plan */
/**
 * @typedef {object} ClockEstimate
 * @property {number} offsetS session minus local time, the best estimate (not the slewed output)
 * @property {number} skewPpm how much faster session time runs than local time
 * @property {number} roundTripS the shortest round trip of the kept exchanges
 * @property {number} boundS likely bound of the output: holds 95 % of the time on an even path
 * @property {number} hardBoundS bound of the output that holds whatever the path does
 * @property {number} samples
 * @property {Quality} quality
 */

const PPM = 1e-6;

export const DEFAULTS = Object.freeze({
  /** Exchanges older than this are forgotten, s. */
  windowS: 900,
  /** More than this many are thinned. */
  maxSamples: 1000,
  /** @type {ReadonlyArray<readonly [untilS: number, calmS: number, eagerS: number]>} */
  paces: [
    [2, 0.05, 0.025],
    [6, 0.2, 0.1],
    [60, 0.5, 0.15],
    [Infinity, 2, 1],
  ],
  /** Exchanges follow one another eagerly while the likely bound is above this, s. */
  eagerAboveS: 0.0015,
  /** While nothing plays the output is set directly for so long after a start, s. */
  settleS: 2.5,
  /** Known resolution of the local timer, s; a coarser one is found by itself. */
  timerS: 0,
  /** A slower exchange says nothing, s. */
  maxRoundTripS: 10,
  /** Crystals usually differ by no more than this, as a ratio. */
  usualSkew: 80 * PPM,
  /** By how much a rate wanders, s per s of age. */
  wander: 1 * PPM,
});

/** @typedef {typeof DEFAULTS} ClockSettings */

const LARGEST_S = 1e11;
const TIMER_SLACK_S = 2.5e-3;
const STEP_S = 0.003;
const STEP_SKEW = 100 * PPM;
const LOOK_AGAIN_S = 0.05;
const CALM_AT_FIRST = 8;
const PAUSE_S = 20;
const FIT_EVERY_S = 5;
/** What no path keeps even: two processes, two kernels, two interrupts. */
const MARGIN_S = 2e-4;
/** Nineteen times in twenty, and a little for what the variance itself does not know. */
const SIGMAS = 2.25;
const GOOD_S = 0.003;
const FAIR_S = 0.01;
const REMEMBERED = 16;
const TAU_S = 1;
/** Down to an error of so many seconds the output slews at such a rate; below, exponentially. */
const STAGES = [
  [0.05, 10_000 * PPM],
  [0.02, 5_000 * PPM],
  [0.002, 2_000 * PPM],
];
/** Resolutions that browsers round their timers to, coarsest first. */
const GRIDS_S = [1 / 60, 1e-3, 1e-4];
const GRID_TOLERANCE = 0.02;
const FINE_GRID_S = 1e-3;

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
    /** @type {Sample[]} */
    this._kept = [];
    /** @type {Sample[]} exchanges that contradict the clock, waiting for a second witness */
    this._doubts = [];
    /** @type {Fit | null} */
    this._fit = null;
    this._unfitted = 0;
    /** @type {Plan[]} */
    this._plans = [];
    this._grids = new Grids();
    this._startedS = 0;
    this._pacedFromS = 0;
    this._paced = 0;
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
    this._grids.see(t0LocalS, t3LocalS);
    if (this._fit && contradicts(sample, this._fit)) this._doubt(sample, t3LocalS);
    else this._trust(sample, t3LocalS);
  }

  /**
   * Session time at a local time; NaN before the first exchange. Monotonic as `localS` goes
   * forward, except at a counted step and while `mayStep` lets it settle.
   * @param {number} localS
   * @returns {number}
   */
  now(localS) {
    if (!this.ready) return NaN;
    this._readS = Math.max(this._readS, localS);
    return localS + this._offsetAt(localS);
  }

  /**
   * Local time of a session time, seen from `localNowS`.
   * @param {number} sessionS
   * @param {number} localNowS
   * @returns {number}
   */
  localAt(sessionS, localNowS) {
    if (!this.ready) return NaN;
    let localS = sessionS - this._offsetAt(localNowS);
    for (let i = 0; i < 4; i += 1) localS = sessionS - this._offsetAt(localS);
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
    const besideS = this._offsetAt(localS) - offsetS;
    const hardBoundS = hardBound(fit, besideS, aheadS);
    const likelyS = this._likely(fit, localS) + Math.abs(besideS);
    const boundS = Math.min(likelyS, hardBoundS);
    return {
      offsetS,
      skewPpm: fit.skew / PPM,
      roundTripS: fit.floorS,
      boundS,
      hardBoundS,
      samples: this._kept.length,
      quality: qualityOf(boundS),
    };
  }

  /**
   * @param {number} localS
   * @returns {number} how long to wait before the next exchange: fast at first, sparse later
   */
  nextExchangeInS(localS) {
    const { paces, eagerAboveS } = this.settings;
    if (this._doubts.length) return LOOK_AGAIN_S;
    if (this._paced < CALM_AT_FIRST) return paces[0][1];
    const ageS = localS - this._pacedFromS;
    const pace = paces.find(([untilS]) => ageS < untilS) ?? paces[paces.length - 1];
    return this.estimate(localS).boundS > eagerAboveS ? pace[2] : pace[1];
  }

  /**
   * Something happened (a new connection, a page that woke up): ask fast again for a while.
   * @param {number} localS
   */
  hurry(localS) {
    this._restartPace(localS);
  }

  /** @param {Sample} sample */
  _knows({ localS, upS, downS }) {
    return [...this._kept.slice(-64), ...this._doubts].some((one) => {
      return one.localS === localS && one.upS === upS && one.downS === downS;
    });
  }

  /**
   * One witness against the clock may be mistaken; two that agree mean that it stepped.
   * @param {Sample} sample
   * @param {number} atS
   */
  _doubt(sample, atS) {
    const other = this._doubts.pop();
    if (!other || !agree(other, sample)) {
      this.ignored += other ? 1 : 0;
      this._doubts = [sample];
      return;
    }
    this.steps += 1;
    [this._kept, this._doubts, this._plans, this._fit] = [[other], [], [], null];
    this._startedS = atS;
    this._restartPace(atS);
    this._trust(sample, atS);
  }

  /**
   * @param {Sample} sample
   * @param {number} atS
   */
  _trust(sample, atS) {
    this.ignored += this._doubts.length;
    this._doubts = [];
    const last = this._kept[this._kept.length - 1];
    if (!last) this._startedS = atS;
    if (!last || sample.localS - last.localS > PAUSE_S) this._restartPace(atS);
    keep(this._kept, sample, this.settings);
    this._paced += 1;
    this._unfitted += 1;
    if (this._isDue(atS)) this._refit(atS);
  }

  /** @param {number} atS */
  _restartPace(atS) {
    [this._pacedFromS, this._paced] = [atS, 0];
  }

  /** @param {number} atS */
  _isDue(atS) {
    if (!this._fit || this._unfitted >= Math.max(1, this._kept.length >> 3)) return true;
    return atS - this._fit.atS > FIT_EVERY_S;
  }

  /** @param {number} atS */
  _refit(atS) {
    const { usualSkew, wander } = this.settings;
    const settings = { usualSkew, wander, gridS: this._gridS() };
    let fit = fitClock(this._kept, atS, this._fit ? this._fit.skew : 0, settings);
    if (fit.forget) {
      this._kept = this._kept.slice(fit.forget);
      fit = fitClock(this._kept, atS, fit.skew, settings);
    }
    [this._fit, this._unfitted] = [fit, 0];
    const settling = this.mayStep && atS - this._startedS < this.settings.settleS;
    this._follow({ localS: atS, offsetS: fit.offsetS, skew: fit.skew }, atS, settling);
  }

  /**
   * From `localS` on follow another line, at once or by slewing.
   * @param {Line} line
   * @param {number} localS
   * @param {boolean} jump
   */
  _follow(line, localS, jump) {
    const late = localS < this._readS && this._readS < localS + 0.5;
    const fromS = late ? this._readS : localS; // after what was read, else it could run backwards
    const first = jump || !this._plans.length;
    const errorS = first ? 0 : this._offsetAt(fromS) - lineAt(line, fromS);
    this._plans = this._plans.filter((plan) => plan.localS < fromS).slice(1 - REMEMBERED);
    this._plans.push({ localS: fromS, line, errorS });
  }

  /**
   * Some standard deviations of the fit; more while samples are few, and in the first
   * seconds, when exchanges follow so fast that packets wait for one another.
   * @param {Fit} fit
   * @param {number} localS
   */
  _likely(fit, localS) {
    const aheadS = localS - fit.atS;
    const grown = fit.varOffset + aheadS * (2 * fit.covariance + aheadS * fit.varSkew);
    const wandered = (this.settings.wander * aheadS) ** 2;
    const early = Math.exp(-Math.max(0, localS - this._startedS) / 4);
    const sigmas = SIGMAS + 6 / this._kept.length + early;
    const deviationS = Math.sqrt(Math.max(0, grown) + wandered);
    return sigmas * deviationS + roundingS(this._gridS()) + MARGIN_S;
  }

  _gridS() {
    return Math.max(this.settings.timerS, this._grids.gridS);
  }

  /** @param {number} localS */
  _offsetAt(localS) {
    let i = this._plans.length - 1;
    while (i > 0 && this._plans[i].localS > localS) i -= 1;
    const plan = this._plans[i];
    return lineAt(plan.line, localS) + errorAt(plan, localS);
  }
}

/** Finds out by itself to what the local timer is rounded. */
class Grids {
  constructor() {
    /** @type {ReadonlyArray<number>} */
    this._possible = GRIDS_S;
    this._seen = 0;
  }

  /** What all stamps so far were multiples of; 0 for a fine timer. */
  get gridS() {
    return this._seen >= 4 && this._possible.length ? this._possible[0] : 0;
  }

  /** @param {number} t0 @param {number} t3 */
  see(t0, t3) {
    this._seen += 1;
    this._possible = this._possible.filter((gridS) => {
      const parts = (t3 - t0) / gridS;
      return Math.abs(parts - Math.round(parts)) < GRID_TOLERANCE;
    });
  }
}

/**
 * @param {number} boundS
 * @returns {Quality} the word for a likely bound
 */
export function qualityOf(boundS) {
  if (boundS <= GOOD_S) return "good";
  return boundS <= FAIR_S ? "fair" : "poor";
}

/**
 * A fine grid is met anywhere, its mean is known; exchanges may keep step with a coarse one.
 * @param {number} gridS
 */
function roundingS(gridS) {
  return gridS <= FINE_GRID_S ? gridS / 2 : gridS;
}

/** @returns {ClockEstimate} the estimate before the first exchange */
function nothingYet() {
  const [offsetS, far] = [NaN, Infinity];
  const bounds = { roundTripS: far, boundS: far, hardBoundS: far };
  return { offsetS, skewPpm: 0, ...bounds, samples: 0, quality: "none" };
}

/**
 * @param {Fit} fit
 * @param {number} besideS how far the output is from the fit
 * @param {number} aheadS
 */
function hardBound(fit, besideS, aheadS) {
  const widerS = wideSkew(fit) * Math.abs(aheadS);
  const aboveS = fit.highS - fit.offsetS - besideS;
  const belowS = fit.offsetS + besideS - fit.lowS;
  return Math.max(aboveS, belowS) + widerS;
}

/**
 * @param {number} t0
 * @param {number} t1
 * @param {number} t2
 * @param {number} t3
 * @returns {Sample | null} null if these cannot be true
 */
function sampleOf(t0, t1, t2, t3) {
  if (![t0, t1, t2, t3].every((stamp) => Math.abs(stamp) <= LARGEST_S)) return null;
  const [upS, downS] = [t1 - t0, t3 - t2];
  if (t3 < t0 || t2 < t1 || upS + downS < -TIMER_SLACK_S) return null;
  return { localS: t0 + (t3 - t0) / 2, upS, downS, roundTripS: Math.max(0, upS + downS) };
}

/**
 * Keep a sample in order of local time; bounded in age and number.
 * @param {Sample[]} kept
 * @param {Sample} sample
 * @param {ClockSettings} settings
 */
function keep(kept, sample, settings) {
  let i = kept.length;
  while (i > 0 && kept[i - 1].localS > sample.localS) i -= 1;
  kept.splice(i, 0, sample);
  const oldestS = kept[kept.length - 1].localS - settings.windowS;
  while (kept[0].localS < oldestS) kept.shift();
  if (kept.length > settings.maxSamples) {
    kept.splice(kept[0].roundTripS >= kept[1].roundTripS ? 0 : 1, 1);
  }
}

/**
 * @param {Sample} sample
 * @param {Fit} fit
 * @returns {boolean} whether no delay of the network explains this exchange
 */
function contradicts({ localS, upS, downS }, fit) {
  const aheadS = localS - fit.atS;
  const slackS = STEP_S + Math.max(STEP_SKEW, wideSkew(fit)) * Math.abs(aheadS);
  const movedS = fit.skew * aheadS;
  return upS < fit.lowS + movedS - slackS || -downS > fit.highS + movedS + slackS;
}

/**
 * @param {Sample} a
 * @param {Sample} b
 * @returns {boolean} whether one clock explains both
 */
function agree(a, b) {
  const slackS = STEP_S + STEP_SKEW * Math.abs(a.localS - b.localS);
  return -a.downS <= b.upS + slackS && -b.downS <= a.upS + slackS;
}

/**
 * @param {Line} line
 * @param {number} localS
 */
function lineAt({ localS: originS, offsetS: startS, skew }, localS) {
  return startS + skew * (localS - originS);
}

/**
 * @param {Plan} plan
 * @param {number} localS
 * @returns {number} how far the output still is from its line
 */
function errorAt(plan, localS) {
  return Math.sign(plan.errorS) * shrunk(Math.abs(plan.errorS), localS - plan.localS);
}

/**
 * @param {number} errorS
 * @param {number} afterS
 * @returns {number} what remains of an error after a while
 */
function shrunk(errorS, afterS) {
  let leftS = Math.max(0, afterS);
  let restS = errorS;
  for (const [floorS, rate] of STAGES) {
    if (restS > floorS) {
      const neededS = (restS - floorS) / rate;
      if (leftS < neededS) return restS - rate * leftS;
      [restS, leftS] = [floorS, leftS - neededS];
    }
  }
  return restS * Math.exp(-leftS / TAU_S);
}
