// @ts-check
/** Strokes of a hand drum on a pad or a keyboard, and how hard somebody presses. Pure. */

/** @typedef {"bass" | "tone" | "slap" | "rim"} Stroke */

/** @type {readonly Stroke[]} */
const ORDER = ["bass", "tone", "slap", "rim"];
/** Keys by place, so that they lie together on every keyboard: D F J K on a Latin one. */
const KEYS = /** @type {const} */ ({
  1: {},
  2: { KeyF: "bass", KeyJ: "tone" },
  3: { KeyF: "bass", KeyJ: "tone", KeyK: "slap" },
  4: { KeyF: "bass", KeyJ: "tone", KeyK: "slap", KeyD: "rim" },
});
const LETTERS = { bass: "F", tone: "J", slap: "K", rim: "D" };
/** What a foot switch or a page turner may send; Tab, Escape and keys with a use of their own not. */
const NO_TAPS = /^(Tab|Escape|F\d+|Shift|Control|Alt|AltGraph|Meta|CapsLock|ContextMenu|Dead|Process|Unidentified|PrintScreen|Pause|NumLock|ScrollLock|Fn\w*|OS|Help|Browser\w*|Audio\w*|Media\w*|Launch\w*|Brightness\w*|Print|Power|Sleep|WakeUp)$/u;

/**
 * @param {unknown} count
 * @returns {1 | 2 | 3 | 4}
 */
export function possibleCount(count) {
  return count === 2 || count === 3 || count === 4 ? count : 1;
}

/**
 * @param {number} count of surfaces
 * @returns {readonly Stroke[]} their strokes; none for a single pad, which has no name
 */
export function strokesOf(count) {
  return count > 1 ? ORDER.slice(0, count) : [];
}

/**
 * @param {Stroke} stroke
 * @returns {string} the letter on its key
 */
export function letterOf(stroke) {
  return LETTERS[stroke];
}

/**
 * @param {string} code of the key's place
 * @param {number} count of surfaces
 * @returns {Stroke | ""} what it plays
 */
export function strokeOfKey(code, count) {
  const keys = /** @type {Record<string, Stroke>} */ (KEYS[possibleCount(count)]);
  return keys[code] ?? "";
}

/**
 * @param {string} key
 * @returns {boolean} whether a key is a tap: nearly every key is, for a foot switch may be any
 */
export function isTapKey(key) {
  return !NO_TAPS.test(key);
}

/**
 * @param {{pointerType: string, pressure: number}} event
 * @returns {number | null} 0..1; null where the device does not measure it (it then says 0, ½ or 1)
 */
export function velocityOf({ pointerType, pressure }) {
  if (pointerType === "mouse" || !(pressure > 0 && pressure < 1) || pressure === 0.5) return null;
  return Math.round(pressure * 1000) / 1000;
}
