// @ts-check
/** Numbers as the readers of this page's language write them; a number that is not there is a dash. */

import { LOCALE } from "./language.js";

export const NOTHING = "–";
/** Made once each: the beat writes its tempo at every frame. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * @param {number | null | undefined} value
 * @param {number} [digits] after the point
 * @param {string} [locale]
 * @returns {string} `3.4`, `3,4`, `−31`; in a language that runs from right to left the sign stays
 *   in front
 */
export function number(value, digits = 0, locale = LOCALE) {
  if (value == null) return NOTHING;
  const rounded = Number(value.toFixed(digits)) || 0; // no minus before a zero
  return formatOf(locale, digits).format(rounded).replace("-", "−");
}

/**
 * @param {number} value
 * @param {string} [locale]
 * @returns {string} to a tenth, and whole where it is whole: `104`, `104.5`, `104,5`
 */
export function tenths(value, locale = LOCALE) {
  const rounded = roundedToTenths(value);
  return number(rounded, Number.isInteger(rounded) ? 0 : 1, locale);
}

/**
 * @param {number} value
 * @returns {string} the same as a number field holds it, whatever the language
 */
export function typedTenths(value) {
  return String(roundedToTenths(value));
}

/** @param {number} value */
function roundedToTenths(value) {
  return Math.round(value * 10) / 10;
}

/**
 * @param {string} locale
 * @param {number} digits
 * @returns {Intl.NumberFormat}
 */
function formatOf(locale, digits) {
  const name = `${locale}/${digits}`;
  const made =
    formats.get(name) ??
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: false,
    });
  formats.set(name, made);
  return made;
}
