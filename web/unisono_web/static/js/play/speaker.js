// @ts-check
/**
 * Words for whoever listens instead of looking: let out between beats, never on one, and dropped
 * when they would come after what they announce.
 */

import { mayBeSaid } from "./countdown.js";

/** @typedef {import("../music.js").Music} Music */
/** @typedef {{text: string, landing: number | null}} Words */

/** A text that is the same as the last one is read again only if something in it differs. */
const AGAIN = "\u00a0";

export class Speaker {
  /** @param {Element} live a polite live region */
  constructor(live) {
    this._live = live;
    /** @type {Words[]} */
    this._waiting = [];
  }

  /**
   * @param {string} text
   * @param {number | null} [landing] beat that it speaks of
   */
  say(text, landing = null) {
    if (text) this._waiting.push({ text, landing });
  }

  /** @param {number} landing forget what would announce this beat: it was taken back */
  forget(landing) {
    this._waiting = this._waiting.filter((words) => words.landing !== landing);
  }

  /**
   * Call it many times a second.
   * @param {Music | null} music
   * @param {number} beat
   */
  turn(music, beat) {
    this._waiting = this._waiting.filter(({ landing }) => {
      return mayBeSaid(music, beat, landing) !== "drop";
    });
    const first = this._waiting[0];
    if (!first || mayBeSaid(music, beat, first.landing) !== "now") return;
    const together = this._waiting.map(({ text }) => text).join(" ");
    this._waiting = [];
    const same = this._live.textContent === together;
    this._live.textContent = same ? together + AGAIN : together;
  }
}
