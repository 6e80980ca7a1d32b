// @ts-check
/** Kind letters: a word from whoever leads, a choice, a request. They lie over the ring; the pad stays free. */

import { byId, make } from "../dom.js";
import { PLAY } from "../playTexts.js";

/** @typedef {{words: string, act?: () => void}} Answer */

/** Only the newest is seen; the ones before come back when it is taken away. */
const MOST = 4;

export class Letters {
  constructor() {
    this._place = byId("cards", HTMLElement);
  }

  /**
   * @param {string} title
   * @param {string} text
   * @param {Answer[]} [answers] buttons; each takes the letter away
   * @param {string} [kind] letters of a kind replace one another
   */
  show(title, text, answers = [{ words: PLAY.dismiss }], kind = "") {
    if (kind) this.takeBack(kind);
    const letter = make("section", { class: "letter", "data-kind": kind, "data-testid": "letter" });
    const row = make("div", { class: "row" });
    answers.forEach(({ words, act }, i) => {
      const look = i === 0 ? "button main" : "button";
      const button = make("button", { class: look, type: "button" }, words);
      button.addEventListener("click", () => {
        const next = letter.contains(document.activeElement);
        letter.remove();
        act?.();
        if (next) byId("pad", HTMLButtonElement).focus({ preventScroll: true });
      });
      row.append(button);
    });
    const words = make("div", { class: "letter-words" });
    if (title) words.append(make("h2", { class: "letter-title", dir: "auto" }, title));
    words.append(make("p", { class: "letter-text", dir: "auto" }, text));
    letter.append(words, row);
    this._place.append(letter);
    while (this._place.childElementCount > MOST) this._place.firstElementChild?.remove();
  }

  /** @param {string} kind */
  takeBack(kind) {
    this._place.querySelector(`[data-kind="${kind}"]`)?.remove();
  }
}
