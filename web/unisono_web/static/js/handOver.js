// @ts-check
/** Giving somebody a file that this page has made. */

import { make } from "./dom.js";

/** A browser fetches it at once; some ask first where to put it. */
const KEPT_MS = 10_000;

/**
 * @param {string} name
 * @param {Blob} blob
 */
export function handOver(name, blob) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
