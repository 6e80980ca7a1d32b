// @ts-check
/** The six characters of a join code: read whatever was typed, show it as K7Q-M2X. Pure. */

import { CODE_ALPHABET, CODE_LENGTH } from "./wire.js";

/**
 * @param {string} typed in any case, with dashes or spaces
 * @returns {string} the characters that can be part of a code, at most six
 */
export function plainCode(typed) {
  const letters = [...typed.normalize("NFKC").toUpperCase()];
  return letters
    .filter((letter) => CODE_ALPHABET.includes(letter))
    .slice(0, CODE_LENGTH)
    .join("");
}

/**
 * @param {string} typed
 * @returns {boolean}
 */
export function isWholeCode(typed) {
  return plainCode(typed).length === CODE_LENGTH;
}

/**
 * @param {string} code
 * @returns {string} for reading aloud: K7Q-M2X
 */
export function shownCode(code) {
  const plain = plainCode(code);
  return plain.length > 3 ? `${plain.slice(0, 3)}-${plain.slice(3)}` : plain;
}
