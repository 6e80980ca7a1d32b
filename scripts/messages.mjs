// Print every message of the text modules named on the command line, as JSON:
// [[file, message, its plural or null], …]. A text module exports strings, lists and objects of them.
import { pathToFileURL } from "node:url";

/** @type {[string, string, string | null][]} */
const found = [];

/**
 * @param {string} file
 * @param {unknown} value
 */
function gather(file, value) {
  if (typeof value === "string") found.push([file, value, null]);
  else if (Array.isArray(value)) value.forEach((part) => gather(file, part));
  else if (value !== null && typeof value === "object") gatherObject(file, value);
}

/**
 * @param {string} file
 * @param {Record<string, any>} value
 */
function gatherObject(file, value) {
  const counts = typeof value.one === "string" && typeof value.many === "string";
  if (counts) found.push([file, value.one, value.many]);
  for (const [name, part] of Object.entries(value)) {
    if (!counts || !["one", "many"].includes(name)) gather(file, part);
  }
}

for (const file of process.argv.slice(2)) {
  for (const value of Object.values(await import(pathToFileURL(file).href))) gather(file, value);
}
process.stdout.write(JSON.stringify(found));
