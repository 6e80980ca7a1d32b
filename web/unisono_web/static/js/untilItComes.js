// @ts-check
/** A part of the page that it cannot do without, asked for again while the line is away. */

const REST_MS = 2000;

/**
 * @template T
 * @param {() => Promise<T>} load
 * @param {number} [restMs] between two tries
 * @returns {Promise<T>}
 */
export async function untilItComes(load, restMs = REST_MS) {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((done) => setTimeout(done, restMs));
    }
  }
}
