// @ts-check
/** Law of the page: every module is named at once, so that nothing waits to be found. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../web/unisono_web/", import.meta.url);
const IMPORT = /^(?:import|export)\s+(?:[^"]*?from\s+)?"(\.[^"]+)";/gmu;

/** @param {URL} file */
const textOf = (file) => readFileSync(file, "utf-8");

/**
 * @param {URL} file
 * @param {Set<string>} [seen]
 * @returns {Set<string>} the module and everything it imports
 */
function modulesOf(file, seen = new Set()) {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  if (file.href.includes("/vendor/") && !existsSync(file)) return seen;
  for (const [, path] of file.href.includes("/vendor/") ? [] : textOf(file).matchAll(IMPORT)) {
    modulesOf(new URL(path, file), seen);
  }
  return seen;
}

const page = new URL("static/js/pages/play.js", root);
const modules = [...modulesOf(page)];

test("the page names every module it needs, and no other", () => {
  const links = textOf(new URL("templates/play_modules.html", root)).matchAll(/href="\/([^"]+)"/gu);
  const named = [...links].map(([, path]) => new URL(path, root).href);
  assert.deepEqual(named.sort(), modules.filter((href) => href !== page.href).sort());
});
