// @ts-check
/**
 * What this browser keeps for us between visits. Where it keeps nothing (cookies turned off, a full
 * store, a view inside another app) it is held for as long as the page lives: the circle must find
 * the same key at each of its connections.
 */

const PREFIX = "unisono.";
/** What could not be kept, as text. @type {Map<string, string>} */
const held = new Map();

/**
 * @template T
 * @param {string} name
 * @param {T} otherwise what to return when nothing usable is kept
 * @returns {T}
 */
export function recall(name, otherwise) {
  try {
    const text = held.get(name) ?? localStorage.getItem(PREFIX + name);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {boolean} whether it is kept beyond this page
 */
export function keep(name, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(PREFIX + name, text);
    held.delete(name);
    return true;
  } catch {
    held.set(name, text);
    return false;
  }
}
