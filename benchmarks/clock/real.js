// @ts-check
/**
 * The same contest over real WebSockets, in real time, through a delaying proxy process.
 *
 * Client and server share a process and so a clock: that is how the truth is known. All contenders
 * on all paths live at the same time.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import { PROFILES } from "./paths.js";
import { Chance } from "./random.js";
import { summary } from "./summary.js";
import { LOOK_S } from "./world.js";

/** @typedef {import("./world.js").Clock} Clock */
/** @typedef {(seat: import("./world.js").Seat) => Clock} Contender */
/** @typedef {Awaited<ReturnType<typeof import("./world.js").live>>} Life */

const require = createRequire(new URL("./peers/package.json", import.meta.url));
const nowS = () => performance.now() / 1e3;

/** What was said and not yet heard: the wire carries its number, real bytes over a real socket. */
class Mail {
  constructor() {
    this.count = 0;
    /** @type {Map<string, () => void>} */
    this.waiting = new Map();
  }

  /** @param {{send: (text: string) => void, readyState: number}} socket @param {() => void} run */
  send(socket, run) {
    const id = `${(this.count += 1)}`;
    this.waiting.set(id, run);
    if (socket.readyState === 1) socket.send(`["t",${id.padStart(8, "0")},${nowS().toFixed(6)}]`);
  }

  /** @param {unknown} data */
  hear(data) {
    const id = String(Number(String(data).split(",")[1]));
    const run = this.waiting.get(id);
    this.waiting.delete(id);
    run?.();
  }
}

/**
 * @param {Contender} contender
 * @param {{profile: number, seed: number, port: number, untilS: number, mail: Mail,
 *   servers: Map<string, any>}} options
 * @returns {Promise<{life: Life, look: () => void}>}
 */
async function seated(contender, { profile, seed, port, untilS, mail, servers }) {
  const { WebSocket } = require("ws");
  const [chance, name] = [new Chance(seed), `/${profile}-${seed}-${port}`];
  const socket = new WebSocket(`ws://127.0.0.1:${port}${name}`, { perMessageDeflate: false });
  await once(socket, "open");
  socket.on("message", (/** @type {unknown} */ data) => mail.hear(data));
  const drift = 1 + 1e-6 * (PROFILES[profile].driftPpm ?? chance.between(-30, 30));
  const [originS, startS] = [nowS(), chance.between(-500, 500)];
  const session = () => nowS() - originS;
  const local = () => startS + drift * session();
  const n = Math.floor(untilS / LOOK_S);
  const [looks, likely, hard] = [0, 1, 2].map(() => new Float64Array(n).fill(NaN));
  const life = { looks, likely, hard, sent: 0, backS: 0 };
  const clock = contender({
    local,
    session,
    after: (afterS, run) => { setTimeout(run, afterS * 1e3); },
    up: (run) => { life.sent += 1; mail.send(socket, run); },
    down: (run) => { mail.send(servers.get(name), run); },
    chance,
  });
  let [before, last] = [-Infinity, -1];
  const look = () => {
    const trueS = session();
    const i = Math.floor(trueS / LOOK_S);
    if (i >= n) return;
    const localS = startS + drift * trueS;
    const seen = clock.now(localS);
    const [from, error] = [Math.min(last + 1, i), seen - trueS];
    const known = last < 0 || Number.isNaN(looks[last]) ? error : looks[last];
    for (let j = from; j <= i; j += 1) { // a look that came late stands for those left out
      looks[j] = known + ((error - known) * (j + 1 - from)) / (i + 1 - from);
    }
    last = i;
    if (seen < before && trueS > 5) life.backS = Math.max(life.backS, before - seen);
    if (!Number.isNaN(seen)) before = seen;
    if (clock.bounds && i % 5 === 0) {
      const { boundS, hardBoundS } = clock.bounds(localS);
      [likely[i], hard[i]] = [boundS, hardBoundS];
    }
  };
  return { life, look };
}

/**
 * @param {Record<string, Contender>} contenders
 * @param {{clients: number, untilS: number}} options
 * @returns {Promise<import("./report.js").Results>}
 */
export async function realContest(contenders, { clients, untilS }) {
  const { WebSocketServer } = require("ws");
  const [mail, servers] = [new Mail(), new Map()];
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  server.on("connection", (/** @type {any} */ socket, /** @type {{url: string}} */ { url }) => {
    servers.set(url, socket);
    socket.on("message", (/** @type {unknown} */ data) => mail.hear(data));
  });
  await once(server, "listening");
  const cells = PROFILES.flatMap((_, profile) => Object.keys(contenders).flatMap((name) => {
    return Array.from({ length: clients }, (_one, k) => ({ profile, name, seed: k + 1 }));
  }));
  const proxy = fork(new URL("./proxy.js", import.meta.url));
  proxy.send({ port: server.address().port, untilS: untilS + 30, paths: cells });
  const [ports] = /** @type {[number[]]} */ (await once(proxy, "message"));
  const seats = await Promise.all(cells.map(async ({ profile, name, seed }, i) => {
    await new Promise((resolve) => { setTimeout(resolve, 20 * i); });
    const port = ports[i];
    return seated(contenders[name], { profile, seed, port, untilS, mail, servers });
  }));
  const looking = setInterval(() => seats.forEach(({ look }) => look()), LOOK_S * 1e3);
  await new Promise((resolve) => { setTimeout(resolve, (untilS + 2) * 1e3); });
  clearInterval(looking);
  proxy.kill();
  server.close();
  /** @type {import("./report.js").Results} */
  const results = {};
  PROFILES.forEach(({ name: path }, profile) => {
    results[path] = {};
    for (const name of Object.keys(contenders)) {
      const mine = seats.filter((_, i) => cells[i].profile === profile && cells[i].name === name);
      results[path][name] = summary(mine.map(({ life }) => life));
    }
  });
  return results;
}
