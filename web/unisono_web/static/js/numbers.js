// @ts-check
/** Numbers as the readers of this page's language write them; a number that is not there is a dash. */

import { LOCALE } from "./language.js";

export const NOTHING = "–";

/**
 * @param {number | null | undefined} value
 * @param {number} [digits] after the point
 * @param {string} [locale]
 * @returns {string} `3.4`, `3,4`, `−31`; in a language that runs from right to left the sign stays
 *   in front
 */
export function number(value, digits = 0, locale = LOCALE) {
  if (value == null) return NOTHING;
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
  const rounded = Number(value.toFixed(digits)) || 0; // no minus before a zero
  return format.format(rounded).replace("-", "−");
}
