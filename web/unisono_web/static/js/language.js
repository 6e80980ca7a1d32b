// @ts-check
/**
 * The language of this page. English stands in the texts; for another language the server has put
 * their messages into the page, as data, or before each module of texts in a parcel.
 */

/** @typedef {Record<string, string | string[]>} Words */

/**
 * Order of a catalogue's plural forms, by language; two forms everywhere else.
 * @type {Record<string, Intl.LDMLPluralRule[]>}
 */
const FORMS = { ar: ["zero", "one", "two", "few", "many", "other"] };
/** @type {Intl.LDMLPluralRule[]} */
const TWO_FORMS = ["one", "other"];

/** The tag of the language, as in `<html lang>`. */
export const LANGUAGE = globalThis.document?.documentElement.lang || "en";
const MIRRORED = globalThis.document?.documentElement.dir === "rtl";
/** How this language writes numbers and dates; Arabic with the digits its sentences use here. */
export const LOCALE = LANGUAGE === "ar" ? "ar-u-nu-latn" : localeOf(LANGUAGE);
const WORDS = wordsOfPage();

/**
 * @param {string} text English
 * @param {Words} [words]
 * @returns {string} the same in this page's language, as far as it is known
 */
export function say(text, words = WORDS) {
  const said = words[text];
  return typeof said === "string" ? said : text;
}

/** @param {Words} words of texts that are translated from now on */
export function learn(words) {
  Object.assign(WORDS, words);
}

/**
 * Translate all texts of a module, however deep: strings, lists of strings, and counts.
 * @template T
 * @param {T} texts
 * @param {Words} [words]
 * @returns {T} the same shape
 */
export function translated(texts, words = WORDS) {
  if (!Object.keys(words).length) return texts;
  return /** @type {T} */ (inWords(texts, words));
}

/**
 * Codes, names and signed numbers keep their own direction in a sentence that runs the other way.
 * @param {string} text
 * @param {boolean} [mirrored]
 * @returns {string}
 */
export function apart(text, mirrored = MIRRORED) {
  return mirrored && text ? `\u2068${text}\u2069` : text;
}

/**
 * @param {string} text
 * @returns {string} as it is kept or sent, without the marks of `apart`
 */
export function plainly(text) {
  return text.replace(/[\u2068\u2069]/gu, "");
}

/**
 * @param {number} count
 * @param {{one: string, many: string, forms?: string[]}} texts
 * @param {string} [language]
 * @returns {string} the form that goes with this number of things
 */
export function formFor(count, texts, language = LANGUAGE) {
  const rule = new Intl.PluralRules(language).select(count);
  if (!texts.forms) return rule === "one" ? texts.one : texts.many;
  const order = FORMS[language] ?? TWO_FORMS;
  const at = order.indexOf(rule);
  return texts.forms[at < 0 ? order.length - 1 : at] ?? texts.many;
}

/**
 * @param {any} texts
 * @param {Words} words
 * @returns {any}
 */
function inWords(texts, words) {
  if (typeof texts === "string") return say(texts, words);
  if (Array.isArray(texts)) return texts.map((text) => inWords(text, words));
  if (texts === null || typeof texts !== "object") return texts;
  const pairs = Object.entries(texts).map(([name, text]) => [name, inWords(text, words)]);
  const all = Object.fromEntries(pairs);
  const forms = words[texts.many];
  if (typeof texts.one === "string" && Array.isArray(forms)) all.forms = forms;
  return all;
}

/**
 * @param {string} language
 * @returns {string} the reader's own kind of it, such as en-GB, if their browser names one
 */
function localeOf(language) {
  const wishes = globalThis.navigator?.languages ?? [];
  return wishes.find((wish) => wish.split("-")[0] === language) ?? language;
}

/** @returns {Words} */
function wordsOfPage() {
  const told = globalThis.document?.getElementById("catalogue")?.textContent;
  return told ? JSON.parse(told) : {};
}
