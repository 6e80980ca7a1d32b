// @ts-check
/** The circles that were started from this browser, so that their facilitator finds them again. */

import { keep, recall } from "./storage.js";

/** @typedef {{token: string, code: string, started: number}} MyCircle */

const MOST = 12;
const NAME = "circles";

export class MyCircles {
  /** @returns {MyCircle[]} the newest first */
  all() {
    /** @type {MyCircle[]} */
    const nothing = [];
    return recall(NAME, nothing);
  }

  /**
   * @param {string} token of the console
   * @param {string} code
   */
  add(token, code) {
    const known = this.all().find((circle) => circle.token === token);
    const row = { token, code, started: known?.started ?? Date.now() };
    const others = this.all().filter((circle) => circle.token !== token);
    keep(NAME, [row, ...others].slice(0, MOST));
  }

  /** @param {string} token */
  remove(token) {
    keep(
      NAME,
      this.all().filter((circle) => circle.token !== token),
    );
  }
}
