// @ts-check
/** Laws of the play page's weight: everything named at once, 90 kB in all. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

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

test("the play page weighs at most 90 kB, gzipped", { skip: skipped() }, () => {
  const templates = ["base.html", "play.html", "play_modules.html"].map(
    (name) => `templates/${name}`,
  );
  const sheets = [
    ...textOf(new URL("templates/base.html", root)).matchAll(/href="\/(static\/css\/[^"]+)"/gu),
  ]
    .concat([
      ...textOf(new URL("templates/play.html", root)).matchAll(/href="\/(static\/css\/[^"]+)"/gu),
    ])
    .map(([, path]) => path);
  const others = ["static/js/timerWorker.js", "static/icon.svg"];
  const files = [...templates, ...sheets, ...others].map((path) => new URL(path, root));
  const all = [...files, ...modules.map((href) => new URL(href))];
  const bytes = all.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  assert.ok(bytes <= 90_000, `${bytes} bytes`);
});

/** @returns {string | false} why the weight cannot be told here */
function skipped() {
  const there = existsSync(new URL("static/vendor/socket.io.esm.min.js", root));
  return there ? false : "the browser code of others is not here; the build brings it";
}
