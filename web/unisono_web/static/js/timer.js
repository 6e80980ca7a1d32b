// @ts-check
/** Calls back at a steady pace, from a worker where there is one. */

/** @typedef {{createScriptURL(url: string): string}} UrlPolicy */

/**
 * @param {number} everyMs
 * @param {() => void} callback
 */
export function every(everyMs, callback) {
  let alive = true;
  const fallBack = () => {
    if (alive) setInterval(callback, everyMs);
    alive = false;
  };
  try {
    const worker = new Worker(workerUrl());
    worker.onmessage = callback;
    worker.onerror = fallBack;
    worker.postMessage(everyMs);
  } catch {
    fallBack();
  }
}

/**
 * The worker's address, blessed where the page asks for trusted types: it is the only script we
 * load by name, and the name is fixed.
 * @returns {string}
 */
function workerUrl() {
  const url = new URL("./timerWorker.js", import.meta.url).href;
  const types =
    /** @type {{trustedTypes?: {createPolicy(name: string, rules: UrlPolicy): UrlPolicy}}} */ (
      /** @type {unknown} */ (globalThis)
    ).trustedTypes;
  if (!types) return url;
  return types.createPolicy("unisono", { createScriptURL: () => url }).createScriptURL(url);
}
