// @ts-check
/**
 * The session's clock as one device knows it: four timestamps in, session time out.
 *
 * Twin of the Python room `unisono.clocksync`; both are tested on `tests/vectors/clocksync.json`.
 * Pure: imports nothing, reads no clock, sends nothing. The model is told in `docs/clock.md`.
 */

/** @typedef {"good" | "fair" | "poor" | "none"} Quality */
/** @typedef {{localS: number, upS: number, downS: number}} Sample */
/** @typedef {{localS: number, offsetS: number, skew: number}} Line */
/** @typedef {{localS: number, line: Line, errorS: number}} Plan */
/**
 * @typedef {object} ClockEstimate
 * @property {number} offsetS session minus local time, the best estimate (not the slewed output)
 * @property {number} skewPpm how much faster session time runs than local time
 * @property {number} roundTripS the shortest round trip seen
 * @property {number} boundS likely bound of the output
 * @property {number} hardBoundS bound of the output that holds whatever the path does
 * @property {number} samples
 * @property {Quality} quality
 */

const PPM = 1e-6;

export const DEFAULTS = Object.freeze({
  windowS: 900,
  maxSamples: 400,
  /** @type {ReadonlyArray<readonly [everyS: number, count: number]>} */
  paces: [
    [0.05, 40],
    [0.2, 20],
    [0.5, 100],
  ],
  restS: 2,
  settleS: 2.5,
  timerS: 5e-6,
  maxRoundTripS: 10,
  maxSkew: 500 * PPM,
});

/** @typedef {typeof DEFAULTS} ClockSettings */

const LARGEST_S = 1e11;
const TIMER_SLACK_S = 2.5e-3;
const STEP_S = 0.003;
const SLACK_PPM = 100;
const GOOD_S = 0.003;
const FAIR_S = 0.01;
const REMEMBERED = 16;
const TAU_S = 1;
/** Down to an error of so many seconds the output slews at such a rate; below, exponentially. */
const STAGES = [
  [0.02, 10_000 * PPM],
  [0.005, 5_000 * PPM],
  [0.002, 2_000 * PPM],
];

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
    /** @type {Plan[]} */
    this._plans = [];
    this._sinceStart = 0;
    this._startedS = 0;
    this._readS = -Infinity;
  }

  /** Whether there was a first exchange. */
  get ready() {
    return this._plans.length > 0;
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
    if (!sample || roundTripS(sample) > this.settings.maxRoundTripS) {
      this.ignored += 1;
      return;
    }
    this._take(sample, t3LocalS);
  }

  /**
   * Session time at a local time; NaN before the first exchange. Monotonic as `localS` goes
   * forward, except at a counted step.
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
    if (!this.ready) return nothingYet();
    const best = this._best();
    const errorS = Math.abs(errorAt(this._planAt(localS), localS));
    const agedS = SLACK_PPM * PPM * Math.abs(localS - best.localS);
    const hardS = roundTripS(best) / 2 + agedS + errorS;
    return {
      offsetS: offsetS(best),
      skewPpm: 0,
      roundTripS: roundTripS(best),
      boundS: hardS,
      hardBoundS: hardS,
      samples: this._kept.length,
      quality: qualityOf(hardS),
    };
  }

  /**
   * @param {number} localS
   * @returns {number} how long to wait before the next exchange: fast at first, sparse later
   */
  nextExchangeInS(localS) { // eslint-disable-line no-unused-vars
    let done = 0;
    for (const [everyS, count] of this.settings.paces) {
      done += count;
      if (this._sinceStart < done) return everyS;
    }
    return this.settings.restS;
  }

  _best() {
    return this._kept.reduce((a, b) => (roundTripS(b) < roundTripS(a) ? b : a));
  }

  /**
   * @param {Sample} sample
   * @param {number} localS
   */
  _take(sample, localS) {
    const stepped = this.ready && this._isStep(sample);
    if (stepped) {
      this.steps += 1;
      this._kept = [];
    }
    if (stepped || !this.ready) [this._sinceStart, this._startedS] = [0, localS];
    if (!keep(this._kept, sample, this.settings)) return;
    this._sinceStart += 1;
    const line = { localS, offsetS: offsetS(this._best()), skew: 0 };
    const settling = this.mayStep && localS - this._startedS < this.settings.settleS;
    if (stepped) this._plans = [{ localS, line, errorS: 0 }];
    else this._follow(line, localS, settling);
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
    const errorS = jump || !this.ready ? 0 : this._offsetAt(fromS) - lineAt(line, fromS);
    this._plans = this._plans.filter((plan) => plan.localS < fromS).slice(1 - REMEMBERED);
    this._plans.push({ localS: fromS, line, errorS });
  }

  /** @param {Sample} sample */
  _isStep(sample) {
    const best = this._best();
    const slackS = STEP_S + SLACK_PPM * PPM * Math.abs(sample.localS - best.localS);
    const apartS = Math.abs(offsetS(sample) - offsetS(best));
    return apartS > (roundTripS(sample) + roundTripS(best)) / 2 + slackS;
  }

  /** @param {number} localS */
  _offsetAt(localS) {
    const plan = this._planAt(localS);
    return lineAt(plan.line, localS) + errorAt(plan, localS);
  }

  /** @param {number} localS */
  _planAt(localS) {
    let i = this._plans.length - 1;
    while (i > 0 && this._plans[i].localS > localS) i -= 1;
    return this._plans[i];
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

/** @returns {ClockEstimate} the estimate before the first exchange */
function nothingYet() {
  return {
    offsetS: NaN,
    skewPpm: 0,
    roundTripS: Infinity,
    boundS: Infinity,
    hardBoundS: Infinity,
    samples: 0,
    quality: "none",
  };
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
  if (t3 < t0 || t2 < t1 || t1 - t0 + (t3 - t2) < -TIMER_SLACK_S) return null;
  return { localS: t0 + (t3 - t0) / 2, upS: t1 - t0, downS: t3 - t2 };
}

/** @param {Sample} sample */
function roundTripS({ upS, downS }) {
  return Math.max(0, upS + downS);
}

/** @param {Sample} sample */
function offsetS({ upS, downS }) {
  return (upS - downS) / 2;
}

/**
 * Keep a sample in order of local time unless it is already there; bounded in age and number.
 * @param {Sample[]} kept
 * @param {Sample} sample
 * @param {ClockSettings} settings
 * @returns {boolean} whether it was new
 */
function keep(kept, sample, settings) {
  let i = kept.length;
  while (i > 0 && kept[i - 1].localS > sample.localS) i -= 1;
  const before = kept[i - 1];
  if (before && before.localS === sample.localS && before.upS === sample.upS) return false;
  kept.splice(i, 0, sample);
  const oldestS = kept[kept.length - 1].localS - settings.windowS;
  while (kept[0].localS < oldestS) kept.shift();
  if (kept.length > settings.maxSamples) {
    kept.splice(roundTripS(kept[0]) >= roundTripS(kept[1]) ? 0 : 1, 1);
  }
  return true;
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
