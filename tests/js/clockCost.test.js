// @ts-check
/** Laws of what the clock costs and claims on whole sessions, behind the benchmark's paths. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PROFILES } from "../../benchmarks/clock/paths.js";
import { live, LOOK_S } from "../../benchmarks/clock/world.js";
import { SessionClock } from "../../web/unisono_web/static/js/clocksync.js";
import { ClockDriver } from "../../web/unisono_web/static/js/sync.js";

/** @typedef {import("../../benchmarks/clock/world.js").Seat} Seat */

const BUDGET_BYTES_PER_S = 60;
const FIRST_MINUTE_S = 60;
/** A machine that has been on for days, a session of some hours: long numbers. */
const [UPTIME_S, SESSION_S] = [987_654, 12_345];
const HELD_S = 0.00012;
const DAY = 100_000;

/** @param {number} s */
const short = (s) => Math.round(s * 1e5) / 1e5;

/** @param {number} length @param {boolean} masked @returns {number} bytes of a WebSocket frame */
const framed = (length, masked) => length + (length < 126 ? 2 : 4) + (masked ? 4 : 0);

/** A connection that counts every byte of the clock's, both ways, as Socket.IO writes it. */
class Meter {
  isOpen = true;
  bytes = 0;
  first = 0;
  id = DAY;

  /** @param {Seat} seat */
  constructor({ up, down, session, local }) {
    Object.assign(this, { up, down, session });
    this.local = local;
    this.startS = local();
  }

  /** @param {number} bytes */
  count(bytes) {
    if (this.local() - this.startS > FIRST_MINUTE_S) this.bytes += bytes;
    else this.first += bytes;
  }

  /**
   * @param {string} name
   * @param {any} body
   * @param {(answer: any) => void} listener
   */
  askNow(name, body, listener) {
    const id = (this.id += 1);
    this.count(framed(`42${id}${JSON.stringify([name, body])}`.length, true));
    this.carry(name === "sync", (/** @type {any} */ answer) => {
      this.count(framed(`43${id}${JSON.stringify([answer])}`.length, false));
      listener(answer);
    });
  }

  /** @param {import("../../web/unisono_web/static/js/sync.js").Ride} ride */
  takeAlong({ question, done }) {
    this.count(JSON.stringify(question).length - 1);
    this.carry(true, (/** @type {any} */ answer) => {
      this.count(JSON.stringify(answer).length - 2);
      done(answer);
    });
  }

  /**
   * @param {boolean} timed
   * @param {(answer: any) => void} listener
   */
  carry(timed, listener) {
    const seat = /** @type {any} */ (this);
    seat.up(() => {
      const t1 = short(SESSION_S + seat.session());
      seat.down(() => listener(timed ? { t: [t1, HELD_S] } : {}));
    });
  }
}

/**
 * @param {number} profile
 * @param {number} tapEveryS 0: nobody plays
 * @returns {Promise<Meter>} what five and a half minutes cost
 */
async function spent(profile, tapEveryS) {
  /** @type {Meter | null} */
  let meter = null;
  await live((seat) => {
    const local = () => UPTIME_S + seat.local();
    const clock = new SessionClock();
    meter = new Meter({ ...seat, local });
    const driver = new ClockDriver(meter, clock, local, { latencyS: 0.03, wireless: false });
    driver.seated = true;
    driver.start();
    const tap = () => {
      const ride = driver.ride();
      if (ride) meter?.takeAlong(ride);
      seat.after(tapEveryS, tap);
    };
    if (tapEveryS) seat.after(tapEveryS, tap);
    return { now: (localS) => clock.now(UPTIME_S + localS) - SESSION_S };
  }, PROFILES[profile], { seed: 5, untilS: FIRST_MINUTE_S + 270 });
  return /** @type {Meter} */ (/** @type {unknown} */ (meter));
}

for (const [profile, { name }] of PROFILES.entries()) {
  for (const tapEveryS of [0, 0.5]) {
    const who = tapEveryS ? "while somebody plays" : "while nobody plays";
    test(`60 bytes a second are enough after the first minute, ${who}: ${name}`, async () => {
      const { bytes, first } = await spent(profile, tapEveryS);
      const perS = bytes / 270;
      assert.ok(perS <= BUDGET_BYTES_PER_S, `${perS.toFixed(1)} bytes a second`);
      assert.ok(perS > 10, "it goes on asking");
      assert.ok(first < 50_000, `${first} bytes in the first minute`);
    });
  }
}

test("the likely bound holds in short sessions over a mobile network, too", async () => {
  let [good, seen, inside] = [0, 0, 0];
  const sessions = 100;
  for (let seed = 1; seed <= sessions; seed += 1) {
    const { looks, likely } = await live((seat) => {
      const clock = new SessionClock();
      const driver = new ClockDriver(new Meter(seat), clock, seat.local);
      driver.start();
      return {
        now: (localS) => clock.now(localS) - SESSION_S,
        bounds: (localS) => clock.estimate(localS),
      };
    }, PROFILES[3], { seed, untilS: 12 });
    const held = Array.from(likely, (boundS, i) => [boundS, Math.abs(looks[i])])
      .filter(([boundS]) => boundS < Infinity)
      .map(([boundS, errorS]) => errorS <= boundS);
    const share = held.filter(Boolean).length / held.length;
    good += Number(share >= 0.95);
    [seen, inside] = [seen + held.length, inside + share * held.length];
  }
  assert.ok(inside / seen >= 0.97, `${inside / seen} of the time`);
  assert.ok(good >= 0.95 * sessions, `${good} of ${sessions} sessions`);
  assert.ok(seen > sessions * (12 / LOOK_S / 5) * 0.9);
});
