// @ts-check
/**
 * A list to choose from whose choices come and go: what is chosen stays chosen, also when it has
 * gone, so that nobody's choice turns into another one; and nothing moves while the list is in use.
 */

import { make } from "../dom.js";
import { InUse } from "./inUse.js";

/** @typedef {[value: string, words: string]} Choice */

export class Choices {
  /** @param {HTMLSelectElement} select */
  constructor(select) {
    this._select = select;
    /** @type {Choice[]} */
    this._choices = [];
    this._kind = "";
    this._drawn = "";
    this._use = new InUse([select], () => this._draw());
    select.addEventListener("change", () => void this._use.done());
  }

  /**
   * @param {Choice[]} choices
   * @param {string} [kind] what they are; of another kind nothing is kept
   */
  offer(choices, kind = "") {
    const other = kind !== this._kind;
    [this._choices, this._kind] = [choices, kind];
    if (other) this._select.replaceChildren();
    if (other) this._drawn = "";
    if (!this._use.now || !this._drawn) this._draw();
  }

  /**
   * Choose what is perhaps not among them now.
   * @param {string} value
   * @param {string} [words]
   */
  choose(value, words = value) {
    this._add([value, words]);
    this._select.value = value;
  }

  _draw() {
    const drawn = JSON.stringify(this._choices);
    if (drawn === this._drawn) return;
    this._drawn = drawn;
    const { value, selectedOptions } = this._select;
    const words = selectedOptions[0]?.textContent ?? "";
    this._select.replaceChildren(...this._choices.map(optionOf));
    if (value) this.choose(value, words);
  }

  /** @param {Choice} choice */
  _add(choice) {
    const known = [...this._select.options].some(({ value }) => value === choice[0]);
    if (!known) this._select.append(optionOf(choice));
  }
}

/** @param {Choice} choice */
function optionOf([value, words]) {
  return make("option", { value }, words);
}
