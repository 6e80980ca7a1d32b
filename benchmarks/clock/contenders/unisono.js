// @ts-check
/** Our own clock, kept by the very driver that runs on a page. */
import { SessionClock } from "../../../web/unisono_web/static/js/clocksync.js";
import { ClockDriver } from "../../../web/unisono_web/static/js/sync.js";
import { PauseWatch } from "../../../web/unisono_web/static/js/wakeUps.js";

/** How often a page looks at its clocks. */
const TURN_S = 0.05;

/**
 * @param {import("../world.js").Seat} seat
 * @returns {import("../world.js").Clock & {hurry: () => void}}
 */
export function unisono({ local, session, after, up, down }) {
  const clock = new SessionClock();
  const connection = {
    isOpen: true,
    askNow: (
      /** @type {string} */ _name,
      /** @type {object} */ _body,
      /** @type {(answer: {t: [number, number]}) => void} */ listener,
    ) => up(() => {
      const t1 = session();
      down(() => listener({ t: [t1, 0] }));
    }),
  };
  const driver = new ClockDriver(connection, clock, local);
  const pauses = new PauseWatch([local]);
  const turn = () => {
    if (pauses.turn()) driver.hurry();
    driver.turn();
    after(TURN_S, turn);
  };
  driver.start();
  after(TURN_S, turn);
  return {
    now: (localS) => clock.now(localS),
    bounds: (localS) => clock.estimate(localS),
    hurry: () => driver.hurry(),
  };
}
