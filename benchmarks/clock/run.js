// @ts-check
/**
 * The clock benchmark: `node benchmarks/clock/run.js [--clients 12] [--until 600] [--markdown FILE]`.
 *
 * Every contender lives through the same eight paths in virtual time, where the truth is known.
 */
import { writeFileSync } from "node:fs";
import { beatsync, link, ntp8, timingProvider } from "./contenders/reexpressed.js";
import { ircamSync, timesync, timesync10 } from "./contenders/published.js";
import { unisono } from "./contenders/unisono.js";
import { PROFILES } from "./paths.js";
import { tables } from "./report.js";
import { summary } from "./summary.js";
import { live } from "./world.js";

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

const clients = Number(option("clients", "12"));
const untilS = Number(option("until", "600"));
const only = option("only", "");
/** @type {Record<string, Record<string, import("./summary.js").Summary>>} */
const results = {};
for (const profile of PROFILES) {
  results[profile.name] = {};
  for (const [name, contender] of Object.entries(CONTENDERS)) {
    if (only && !name.includes(only)) continue;
    const lives = [];
    for (let seed = 1; seed <= clients; seed += 1) {
      lives.push(await live(contender, profile, { seed, untilS }));
    }
    results[profile.name][name] = summary(lives);
  }
  process.stderr.write(`${profile.name}\n`);
}
const text = tables(results);
process.stdout.write(text);
const file = option("markdown", "");
if (file) writeFileSync(file, text);
