// @ts-check
/** What happens to our clock when clocks drift hard, wander, sleep, jump or start anew. */
import { unisono } from "./contenders/unisono.js";
import { PROFILES } from "./paths.js";
import { Chance } from "./random.js";
import { ms } from "./report.js";
import { quantile } from "./summary.js";
import { live, LOOK_S } from "./world.js";

/** @typedef {Omit<import("./world.js").Options, "seed" | "untilS">} Trouble */

const EVENT_S = 120;
const SLEPT_S = 25;
const UNTIL_S = 300;
const GOOD_S = 0.005;
const PATHS = ["1", "2", "3", "4"];

/** @param {number} shift @returns {Trouble} */
const jump = (shift) => ({ aside: (t) => (t > EVENT_S ? shift : 0) });
const WOKEN_S = EVENT_S + SLEPT_S;
const asleep = /** @type {[number, number]} */ ([EVENT_S, EVENT_S + SLEPT_S]);

/** @type {Array<{name: string, fromS: number, of: (chance: Chance) => Trouble}>} */
const TROUBLES = [
  { name: "drift +200 ppm", fromS: 0, of: () => ({ driftPpm: 200 }) },
  { name: "drift −200 ppm", fromS: 0, of: () => ({ driftPpm: -200 }) },
  { name: "wandering crystal", fromS: 0, of: wandering },
  { name: "rate changes by 50 ppm", fromS: EVENT_S, of: () => {
    return { aside: (t) => 50e-6 * Math.max(0, t - EVENT_S) };
  } },
  { name: "sleep 25 s, clock stands still", fromS: WOKEN_S, of: () => {
    return { asleep, noticedS: WOKEN_S, aside: (t) => -Math.min(Math.max(0, t - EVENT_S), SLEPT_S) };
  } },
  { name: "sleep 25 s, clock runs on", fromS: WOKEN_S, of: () => ({ asleep, noticedS: WOKEN_S }) },
  { name: "server starts anew", fromS: EVENT_S, of: () => {
    return { session: (t) => (t > EVENT_S ? t - EVENT_S + 7 : t), noticedS: EVENT_S };
  } },
  { name: "local clock +1 h", fromS: EVENT_S, of: () => jump(3600) },
  { name: "local clock −1 h", fromS: EVENT_S, of: () => jump(-3600) },
];

/**
 * A rate that walks at random (0.05 ppm per root second) and breathes by 1 ppm every five minutes.
 * @param {Chance} chance
 * @returns {Trouble}
 */
function wandering(chance) {
  const asides = [0];
  let rate = 0;
  for (let t = 1; t <= UNTIL_S + 1; t += 1) {
    rate += 0.05e-6 * chance.normal();
    const breath = 1e-6 * Math.sin((2 * Math.PI * t) / 300);
    asides.push(asides[t - 1] + rate + breath);
  }
  return {
    aside: (t) => {
      const i = Math.min(Math.max(0, Math.floor(t)), UNTIL_S);
      return asides[i] + (t - i) * (asides[i + 1] - asides[i]);
    },
  };
}

/** @param {Float64Array} looks @param {number} fromS @returns {number} s until good for good */
function regainedS(looks, fromS) {
  const from = Math.ceil(fromS / LOOK_S);
  let last = from;
  for (let i = from; i < looks.length && i * LOOK_S < fromS + 60; i += 1) {
    if (!(Math.abs(looks[i]) < GOOD_S)) last = i + 1;
  }
  return (last - from) * LOOK_S;
}

/** @param {number} clients @returns {Promise<string>} the table, in Markdown */
export async function troubles(clients) {
  const rows = [];
  for (const { name, fromS, of } of TROUBLES) {
    const cells = [];
    for (const profile of PROFILES.filter((one) => PATHS.includes(one.name[0]))) {
      const [regained, errors] = [[], []].map((a) => /** @type {number[]} */ (a));
      for (let seed = 1; seed <= clients; seed += 1) {
        const options = { ...of(new Chance(seed + 77)), seed, untilS: UNTIL_S };
        const { looks } = await live(unisono, profile, options);
        regained.push(regainedS(looks, fromS));
        errors.push(...Array.from(looks.subarray(Math.ceil((fromS + 10) / LOOK_S)), Math.abs));
      }
      const times = `${quantile(regained, 0.5).toFixed(1)}/${quantile(regained, 0.95).toFixed(1)} s`;
      cells.push(`${times}, ${ms(quantile(errors, 0.5))}/${ms(quantile(errors, 0.95))}`);
    }
    rows.push(`| ${name} | ${cells.join(" | ")} |\n`);
  }
  const names = PROFILES.filter((one) => PATHS.includes(one.name[0])).map(({ name }) => name);
  const head = `| | ${names.join(" | ")} |\n|---|${"---|".repeat(names.length)}\n`;
  return "**Trouble**: seconds (med/p95) until under 5 ms for good, then |error| from 10 s on, " +
    `med/p95 in ms\n\n${head}${rows.join("")}\n`;
}
