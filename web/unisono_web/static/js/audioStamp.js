// @ts-check
/**
 * Which moment of the sound card is heard when, out of what a browser tells of it. Pure.
 *
 * Browsers tell a pair of moments (`getOutputTimestamp`) and a delay (`outputLatency`). Chromium's pair
 * holds. Firefox takes its delay off both moments of the pair (its `AudioContext.cpp`; seen in 153), as
 * if nothing took any time: there the delay is put back.
 */

/** @typedef {import("./audioMap.js").Reading} Reading */
/**
 * @typedef {object} Told by a browser in one turn, in seconds
 * @property {number} nowS local time
 * @property {number} currentS the card's time of what is rendered next
 * @property {number} delayS from there to the ear, as the browser says; 0 where it says nothing
 * @property {Reading} stamp which moment is heard when, as the browser says
 */

/** Sound later than this after being sent is not believed: wireless devices report nonsense. */
const LONGEST_LAG_S = 0.25;
const LAG_SLACK_S = 0.03;
const STALE_S = 0.5;
/** What a browser that tells nothing is taken to need from its card to the ear. */
const USUAL_LAG_S = 0.04;
/** What was computed from the same two numbers is the same up to here. */
const SAME_S = 1e-6;
/** A coarse timer may tick between two looks at it. */
const TICK_S = 0.02;

/**
 * @param {Told} told
 * @returns {Reading & {lagS: number} | null} `lagS`: from sending to hearing; null: not to be believed
 */
export function heard(told) {
  const { contextS, localS } = delayedTwice(told) ? putBack(told) : told.stamp;
  const ageS = told.nowS - localS;
  const lagS = told.currentS - (contextS + ageS);
  if (Math.abs(ageS) > STALE_S || lagS < -LAG_SLACK_S || lagS > LONGEST_LAG_S) return null;
  return { contextS, localS, lagS };
}

/**
 * Where there is no pair to believe: how long sound takes.
 * @param {number} delayS as the browser says; 0 where it says nothing, as WebKit outside Apple's systems
 * @param {number} baseS its own part of it
 * @returns {{lagS: number, believed: boolean}} `believed`: whether that is what the browser says
 */
export function assumed(delayS, baseS) {
  if (delayS > LONGEST_LAG_S) return { lagS: baseS, believed: false };
  if (delayS > 0) return { lagS: delayS, believed: true };
  return { lagS: baseS + USUAL_LAG_S, believed: false };
}

/** @param {Told} told */
function delayedTwice({ nowS, currentS, delayS, stamp }) {
  const sooner = Math.abs(currentS - stamp.contextS - delayS) < SAME_S;
  return sooner && Math.abs(nowS - stamp.localS - delayS) < TICK_S;
}

/**
 * @param {Told} told
 * @returns {Reading}
 */
function putBack({ delayS, stamp }) {
  return { contextS: stamp.contextS, localS: stamp.localS + delayS };
}
