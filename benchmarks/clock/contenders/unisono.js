// @ts-check
/** Our own twin, as a page uses it. */
import { SessionClock } from "../../../web/unisono_web/static/js/clocksync.js";

/**
 * @param {import("../world.js").Seat} seat
 * @returns {import("../world.js").Clock & {hurry: () => void}}
 */
export function unisono({ local, session, after, up, down }) {
  const clock = new SessionClock();
  let [due, turn] = [Infinity, 0];
  const plan = () => {
    const waitS = clock.nextExchangeInS(local());
    if (local() + waitS >= due) return;
    due = local() + waitS;
    const mine = (turn += 1);
    after(waitS, () => { if (mine === turn) exchange(); });
  };
  const exchange = () => {
    const t0 = local();
    due = Infinity;
    up(() => {
      const t1 = session();
      down(() => {
        clock.add(t0, t1, t1, local());
        plan();
      });
    });
    plan();
  };
  exchange();
  return {
    now: (localS) => clock.now(localS),
    bounds: (localS) => clock.estimate(localS),
    hurry: () => {
      clock.hurry(local());
      due = Infinity;
      plan();
    },
  };
}
