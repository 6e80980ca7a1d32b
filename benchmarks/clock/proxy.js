// @ts-check
/**
 * A delaying proxy, a process of its own: bytes go through it as late as the emulated path says.
 *
 * Told over IPC which paths to open towards which port; answers with one local port for each.
 */
import { connect, createServer } from "node:net";
import { performance } from "node:perf_hooks";
import { lanes, PROFILES } from "./paths.js";
import { Chance } from "./random.js";

/** @typedef {{port: number, untilS: number, paths: Array<{profile: number, seed: number}>}} Order */

const nowS = () => performance.now() / 1e3;

/**
 * Runs at a moment to a fraction of a millisecond: timers alone are good for one.
 * @param {number} atS
 * @param {() => void} run
 */
function at(atS, run) {
  const leftMs = (atS - nowS()) * 1e3;
  if (leftMs > 2) setTimeout(() => at(atS, run), leftMs - 1.5);
  else if (leftMs > 0) setImmediate(() => at(atS, run));
  else run();
}

/**
 * @param {import("node:net").Socket} from
 * @param {import("node:net").Socket} to
 * @param {import("./paths.js").Lane} lane
 * @param {number} startS
 */
function pour(from, to, lane, startS) {
  /** @type {Array<{dueS: number, chunk: Buffer}>} */
  const waiting = [];
  const next = () => at(waiting[0].dueS, () => {
    const first = waiting.shift();
    if (first && !to.destroyed) to.write(first.chunk);
    if (waiting.length) next();
  });
  from.on("data", (chunk) => {
    waiting.push({ dueS: startS + lane.arrival(nowS() - startS), chunk });
    if (waiting.length === 1) next();
  });
  from.on("close", () => to.destroy());
  from.on("error", () => to.destroy());
}

/** @param {Order} order @param {{profile: number, seed: number}} path @returns {Promise<number>} */
function open({ port, untilS }, { profile, seed }) {
  const server = createServer((client) => {
    const way = lanes(PROFILES[profile], new Chance(seed), untilS);
    const upstream = connect(port, "127.0.0.1");
    const startS = nowS();
    for (const socket of [client, upstream]) socket.setNoDelay(true);
    pour(client, upstream, way.up, startS);
    pour(upstream, client, way.down, startS);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve(/** @type {import("node:net").AddressInfo} */ (server.address()).port);
    });
  });
}

process.on("message", async (/** @type {Order} */ order) => {
  process.send?.(await Promise.all(order.paths.map((path) => open(order, path))));
});
process.on("disconnect", () => process.exit());
