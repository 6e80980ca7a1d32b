// @ts-check
/** Small controls for what somebody chooses for themselves; each with its words. */

import { make } from "../dom.js";

/**
 * @param {string} title
 * @param {Readonly<Record<string, string>>} options value to words, in order
 * @param {string} chosen
 * @param {(value: string) => void} onChoice
 * @param {string} [testid]
 * @returns {HTMLElement}
 */
export function choice(title, options, chosen, onChoice, testid) {
  const select = make("select", { class: "field", "data-testid": testid });
  for (const [value, words] of Object.entries(options)) {
    select.append(make("option", { value }, words));
  }
  select.value = chosen in options ? chosen : Object.keys(options)[0];
  select.addEventListener("change", () => onChoice(select.value));
  return make("label", {}, title, select);
}

/**
 * @param {string} title
 * @param {...Node} children
 * @returns {HTMLElement}
 */
export function fieldset(title, ...children) {
  return make("fieldset", { class: "stack tight" }, make("legend", {}, title), ...children);
}
