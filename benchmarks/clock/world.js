// @ts-check
/** One client behind one path: its skewed clock, its lanes, and what is measured of it. */
import { Chance } from "./random.js";
import { lanes } from "./paths.js";
import { VirtualTime } from "./virtual.js";

/**
 * What a contender is given.
 * @typedef {object} Seat
 * @property {() => number} local reads the client's clock, s
 * @property {() => number} session reads the server's clock, s (for the server side only)
 * @property {(afterS: number, run: () => void) => void} after
 * @property {(onServer: () => void, bytes?: number) => void} up sends to the server
 * @property {(onClient: () => void, bytes?: number) => void} down sends to the client
 * @property {Chance} chance
 */
/**
 * What a contender gives back.
 * @typedef {object} Clock
 * @property {(localS: number) => number} now session time, NaN while there is none
 * @property {(localS: number) => {boundS: number, hardBoundS: number}} [bounds]
 * @property {() => void} [hurry] told when the client notices that something happened
 * @property {boolean} [promises] whether the run must wait for promises
 */

/**
 * @typedef {object} Options
 * @property {number} seed
 * @property {number} [untilS]
 * @property {number} [gridS] what the client's timer is rounded to
 * @property {number} [driftPpm] of the client's clock, else drawn from ±30
 * @property {(trueS: number) => number} [aside] what the client's clock is off, besides drift, s
 * @property {(trueS: number) => number} [session] the server's clock, else true time
 * @property {[fromS: number, toS: number]} [asleep] the client neither sends nor receives
 * @property {number} [noticedS] when it notices (a new connection, waking up)
 */

/** One look at a clock every so often. */
export const LOOK_S = 0.04;

/**
 * @param {(seat: Seat) => Clock} contender
 * @param {import("./paths.js").Profile} profile
 * @param {Options} options
 * @returns {Promise<{looks: Float64Array, likely: Float64Array, hard: Float64Array, sent: number,
 *   backS: number}>} signed errors and bounds at every look, s
 */
export async function live(contender, profile, options) {
  const { seed, untilS = 600, gridS = 0, aside = () => 0, session = (t) => t } = options;
  const chance = new Chance(seed);
  const time = new VirtualTime();
  const path = lanes(profile, chance, untilS);
  const drift = 1 + 1e-6 * (options.driftPpm ?? profile.driftPpm ?? chance.between(-30, 30));
  const startS = chance.between(-500, 500);
  const exactly = () => startS + drift * time.now + aside(time.now);
  const local = gridS ? () => Math.floor(exactly() / gridS) * gridS : exactly;
  const [dozeS, wakeS] = options.asleep ?? [Infinity, Infinity];
  const awake = (/** @type {number} */ at) => (at >= dozeS && at < wakeS ? wakeS : at);
  let sent = 0;
  time.takeOver(awake);
  const clock = contender({
    local,
    session: () => session(time.now),
    after: (afterS, run) => { time.at(awake(time.now + afterS), run); },
    up: (run) => { sent += 1; time.at(path.up.arrival(time.now), run); },
    down: (run) => { time.at(awake(path.down.arrival(time.now)), run); },
    chance,
  });
  if (options.noticedS !== undefined) time.at(options.noticedS, () => clock.hurry?.());
  const n = Math.floor(untilS / LOOK_S);
  const [looks, likely, hard] = [0, 1, 2].map(() => new Float64Array(n).fill(NaN));
  let [i, before, backS] = [0, -Infinity, 0];
  const look = () => {
    const localS = local();
    const seen = clock.now(localS);
    looks[i] = seen - session(time.now);
    if (clock.bounds && i % 5 === 0) {
      const { boundS, hardBoundS } = clock.bounds(localS);
      [likely[i], hard[i]] = [boundS, hardBoundS];
    }
    if (seen < before && time.now > 5) backS = Math.max(backS, before - seen);
    if (!Number.isNaN(seen)) before = seen;
    i += 1;
    if (i < n) time.after(LOOK_S, look);
  };
  look();
  await time.run(untilS, { promises: clock.promises }).finally(() => time.giveBack());
  return { looks, likely, hard, sent, backS };
}
