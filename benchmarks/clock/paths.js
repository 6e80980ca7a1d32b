// @ts-check
/**
 * Eight network paths as one-way delays, packet by packet, in seconds of true time.
 *
 * Delivery is in order, as over TCP: a packet waits for the one before it, and a lost one comes
 * late (one retransmission) and holds up those behind it.
 */
import { Chance } from "./random.js";

const MS = 1e-3;

/**
 * @typedef {object} Delay
 * @property {number} base shortest or mean delay, s
 * @property {number} [normal] standard deviation, s
 * @property {number} [exponential] mean of a one-sided tail, s
 * @property {[median: number, sigma: number]} [lognormal] a heavy one-sided tail, s
 */
/**
 * @typedef {object} Profile
 * @property {string} name
 * @property {Delay} up
 * @property {Delay} down
 * @property {number} [loss] chance of a packet to be lost
 * @property {{every: number, length: number, extra: number}} [spikes] congestion both ways, s
 * @property {number} [driftPpm] instead of the client's own
 * @property {{at: number, up: Delay, down: Delay}} [change] another path from then on
 */

/** @param {number} base @param {Omit<Delay, "base">} more @returns {{up: Delay, down: Delay}} */
const both = (base, more) => ({ up: { base, ...more }, down: { base, ...more } });
/** @param {number} base @returns {Delay} */
const home = (base) => ({ base, normal: 3 * MS });

/** @type {Profile[]} */
export const PROFILES = [
  { name: "1 LAN 1±0.2", ...both(1 * MS, { normal: 0.2 * MS }) },
  { name: "2 home 20±3", up: home(20 * MS), down: home(20 * MS) },
  {
    name: "3 Wi-Fi 30+spikes",
    ...both(30 * MS, { lognormal: [1.5 * MS, 1] }),
    spikes: { every: 15, length: 1, extra: 60 * MS },
  },
  { name: "4 4G 60±20 1 %", ...both(60 * MS, { normal: 20 * MS }), loss: 0.01 },
  { name: "5 asym 80/20", up: home(80 * MS), down: home(20 * MS) },
  { name: "6 drift 100 ppm", up: home(20 * MS), down: home(20 * MS), driftPpm: 100 },
  {
    name: "7 path change",
    up: home(20 * MS),
    down: home(20 * MS),
    change: { at: 200, up: home(70 * MS), down: home(50 * MS) },
  },
  { name: "8 4G one-sided", ...both(40 * MS, { exponential: 20 * MS }), loss: 0.01 },
];

const SHORTEST = 0.1 * MS;
const RETRANSMISSION = 200 * MS;

/** One direction of one client's path: tells when a packet sent at a true time arrives. */
export class Lane {
  /**
   * @param {Profile} profile
   * @param {"up" | "down"} way
   * @param {Chance} chance
   * @param {Array<[from: number, to: number]>} congested
   */
  constructor(profile, way, chance, congested) {
    this.profile = profile;
    this.way = way;
    this.chance = chance;
    this.congested = congested;
    this.latest = -Infinity;
  }

  /** @param {number} at true time of sending @returns {number} true time of arrival */
  arrival(at) {
    this.latest = Math.max(this.latest, at + this.delay(at));
    return this.latest;
  }

  /** @param {number} at @returns {number} */
  delay(at) {
    const { change, loss = 0, spikes } = this.profile;
    const moved = change && at >= change.at ? change : this.profile;
    const { base, normal = 0, exponential = 0, lognormal } = moved[this.way];
    let delay = base + normal * this.chance.normal() + this.chance.exponential(exponential);
    if (lognormal) delay += lognormal[0] * Math.exp(lognormal[1] * this.chance.normal());
    if (spikes && this.congested.some(([from, to]) => at >= from && at < to)) {
      delay += this.chance.exponential(spikes.extra);
    }
    if (this.chance.random() < loss) delay += RETRANSMISSION + base;
    return Math.max(SHORTEST, delay);
  }
}

/**
 * @param {Profile} profile
 * @param {Chance} chance
 * @param {number} until
 * @returns {{up: Lane, down: Lane}} both directions, congested at the same times
 */
export function lanes(profile, chance, until) {
  /** @type {Array<[number, number]>} */
  const congested = [];
  if (profile.spikes) {
    const { every, length } = profile.spikes;
    for (let t = chance.exponential(every); t < until; t += chance.exponential(every)) {
      congested.push([t, t + chance.exponential(length)]);
    }
  }
  return {
    up: new Lane(profile, "up", chance, congested),
    down: new Lane(profile, "down", chance, congested),
  };
}
