// @ts-check
/** A law of scripts: what the server makes of them still says the same. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../web/unisono_web/static/js/", import.meta.url);
const scripts = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".js"));
/** The server slims scripts with a tool that takes spaces out of a template within a template. */
const NESTED = /`[^`\n]*\$\{[^}`\n]*`/u;

test("no template stands within another", () => {
  assert.ok(scripts.length > 50);
  for (const name of scripts) {
    const found = NESTED.exec(readFileSync(new URL(name, folder), "utf-8"));
    assert.equal(found?.[0], undefined, name);
  }
});
