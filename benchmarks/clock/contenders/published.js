// @ts-check
/** Packages as published, installed by the benchmark into a folder of its own, beside it. */
import { createRequire } from "node:module";

/** @typedef {import("../world.js").Seat} Seat */
/** @typedef {import("../world.js").Clock} Clock */

const require = createRequire(new URL("../peers/package.json", import.meta.url));

/** @param {Seat} seat @returns {Clock} */
export function ircamSync({ local, session, up, down, chance }) {
  const { SyncClient, SyncServer } = require("@ircam/sync");
  withChance(chance);
  const client = new SyncClient(local);
  const server = new SyncServer(session);
  /** @type {Function} */ let ponged = () => {};
  /** @type {Function} */ let pinged = () => {};
  server.start(
    (/** @type {unknown[]} */ ...pong) => down(() => ponged(...pong)),
    (/** @type {Function} */ listener) => { pinged = listener; },
  );
  let synchronised = false;
  client.start(
    (/** @type {unknown[]} */ ...request) => up(() => pinged(...request)),
    (/** @type {Function} */ listener) => { ponged = listener; },
    (/** @type {{status: string}} */ { status }) => {
      synchronised ||= status === "training" || status === "sync";
    },
  );
  return { now: (localS) => (synchronised ? client.getSyncTime(localS) : NaN) };
}

/** @param {Seat} seat @param {object} [options] @returns {Clock} */
export function timesync({ local, session, up, down }, options = {}) {
  const { create } = require("timesync");
  const client = create({ server: "server", now: () => local() * 1e3, ...options });
  client.send = async (/** @type {string} */ _to, /** @type {{id: number}} */ { id }) => {
    up(() => {
      const result = session() * 1e3;
      down(() => client.receive("server", { jsonrpc: "2.0", id, result }));
    });
  };
  let synchronised = false;
  client.on("change", () => { synchronised = true; });
  const now = (/** @type {number} */ localS) => localS + client.offset / 1e3;
  return { now: (localS) => (synchronised ? now(localS) : NaN), promises: true };
}

/** @param {Seat} seat @returns {Clock} the interval of its README */
export function timesync10(seat) {
  return timesync(seat, { interval: 10_000 });
}

/** Its pauses are drawn by the global chance: make that the run's own. */
function withChance(/** @type {import("../random.js").Chance} */ chance) {
  Math.random = () => chance.random();
}
