// @ts-check
/**
 * The clock benchmark.
 *
 *   npm ci --prefix benchmarks/clock/peers
 *   node benchmarks/clock/run.js                       virtual time: minutes
 *   node benchmarks/clock/run.js --real                real WebSockets: ten minutes
 *
 * `--clients N --until SECONDS --only NAME` make it shorter. A whole run is written to
 * docs/benchmarks-clock.md, each mode between its own marks.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { beatsync, link, ntp8, timingProvider } from "./contenders/reexpressed.js";
import { ircamSync, timesync, timesync10 } from "./contenders/published.js";
import { unisono } from "./contenders/unisono.js";
import { PROFILES } from "./paths.js";
import { realContest } from "./real.js";
import { tables } from "./report.js";
import { summary } from "./summary.js";
import { troubles } from "./trouble.js";
import { live } from "./world.js";

const DOCUMENT = new URL("../../docs/benchmarks-clock.md", import.meta.url);
const CONTENDERS = {
  "@ircam/sync": ircamSync,
  "timesync def.": timesync,
  "timesync 10 s": timesync10,
  beatsync,
  "timing-prov.": timingProvider,
  Link: link,
  "NTP-8": ntp8,
  Unisono: unisono,
};

/** @param {string} name @param {string} otherwise */
function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
}

/** @param {typeof CONTENDERS} contenders @param {number} clients @param {number} untilS */
async function virtualContest(contenders, clients, untilS) {
  /** @type {import("./report.js").Results} */
  const results = {};
  for (const profile of PROFILES) {
    results[profile.name] = {};
    for (const [name, contender] of Object.entries(contenders)) {
      const lives = [];
      for (let seed = 1; seed <= clients; seed += 1) {
        lives.push(await live(contender, profile, { seed, untilS }));
      }
      results[profile.name][name] = summary(lives);
    }
    process.stderr.write(`${profile.name}\n`);
  }
  return results;
}

/** @param {string} mark @param {string} text */
function publish(mark, text) {
  const [begin, end] = [`<!-- ${mark}: begin -->`, `<!-- ${mark}: end -->`];
  const page = readFileSync(DOCUMENT, "utf-8");
  const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
  if (to < from) throw new Error(`docs/benchmarks-clock.md has no marks for ${mark}`);
  writeFileSync(DOCUMENT, `${page.slice(0, from)}\n${text}${page.slice(to)}`);
}

const real = process.argv.includes("--real");
const clients = Number(option("clients", real ? "4" : "50"));
const untilS = Number(option("until", "600"));
const only = option("only", "");
const chosen = Object.entries(CONTENDERS).filter(([name]) => name.includes(only));
const contenders = /** @type {typeof CONTENDERS} */ (Object.fromEntries(chosen));
const results = real
  ? await realContest(contenders, { clients, untilS })
  : await virtualContest(contenders, clients, untilS);
const about = `${clients} clients a cell, ${untilS} s each; Node ${process.version}, ` +
  `${cpus().length} × ${cpus()[0]?.model.trim()}; ${new Date().toISOString().slice(0, 10)}.\n\n`;
const text = about + tables(results) + (real ? "" : await troubles(clients));
process.stdout.write(text);
const whole = !only && untilS >= 600;
if (whole && existsSync(DOCUMENT)) publish(real ? "real" : "virtual", text);
process.exit();
