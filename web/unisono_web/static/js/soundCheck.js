// @ts-check
/**
 * The sound check: four drums, how one listens, tapping along. Every step can be skipped.
 *
 * Loaded when it is needed. It shows words and pictures, never milliseconds.
 */

import { judged, ROUNDS } from "./calibration.js";
import { make, setText } from "./dom.js";
import { localNow, localTimeOf } from "./now.js";
import { picture } from "./soundPictures.js";
import { CHECK } from "./soundCheckTexts.js";
import { TapAlong } from "./tapAlong.js";
import { fill } from "./texts.js";

/** @typedef {import("./outputs.js").Listening} Listening */
/** @typedef {import("./audio.js").Sound} Sound */
/** @typedef {import("./wire.js").SoundReport} SoundReport */
/** @typedef {"hear" | "listen"} Start where to begin: `listen` where only the output has changed */
/** @typedef {(found: SoundReport) => void} Found told after every step that found something */

const DRUMS = ["djembe:low", "conga:mid", "wood:mid", "bell:high"];
const DRUM_EVERY_S = 0.5;
const FIRST_DRUM_S = 0.25;
const LOOK_MS = 100;

export class SoundCheck {
  /**
   * @param {HTMLElement} root where the steps appear
   * @param {Sound} sound
   * @param {Found} found
   */
  constructor(root, sound, found) {
    this._root = root;
    this._sound = sound;
    this._found = found;
    /** @type {TapAlong | null} */
    this._tapAlong = null;
    /** @type {() => void} */
    this._finished = () => {};
    this._round = 0;
    /** @type {Listening} */
    this._listening = "speaker";
  }

  /**
   * @param {Start} [start]
   * @returns {Promise<void>} when it is over, however
   */
  run(start = "hear") {
    const over = new Promise((done) => {
      this._finished = () => done(undefined);
    });
    if (start === "hear") this._hear();
    else this._askHow(CHECK.listen.changed);
    return /** @type {Promise<void>} */ (over);
  }

  /** Close it, at any step. */
  stop() {
    this._tapAlong?.stop();
    this._tapAlong = null;
    this._finished();
  }

  _hear() {
    const { title, words, yes, no, again } = CHECK.hear;
    const next = (/** @type {boolean} */ hears) => {
      this._found({ hears });
      if (hears) this._afterHearing();
      else this._help();
    };
    this._show(
      title,
      make("p", { class: "soft" }, words),
      row(
        button(yes, () => next(true), "check-yes", true),
        button(no, () => next(false), "check-no"),
        button(again, () => this._drum(), "check-again"),
      ),
      this._skip(() => this._afterHearing()),
    );
    this._drum();
  }

  _drum() {
    const startS = localNow() + FIRST_DRUM_S + (this._sound.latencyS ?? 0);
    DRUMS.forEach((sound, i) => {
      const voice = /** @type {const} */ ({ sound, bus: "check" });
      const booked = this._sound.book(voice, startS + i * DRUM_EVERY_S);
      if (!booked) setTimeout(() => this._sound.playNow(voice), 1000 * (i + 1) * DRUM_EVERY_S);
    });
  }

  _help() {
    const { title, volume, silent, bluetooth, done, on } = CHECK.help;
    const help = [
      ["volume", volume],
      ["silent", silent],
      ["bluetooth", bluetooth],
    ];
    const items = help.map(([name, words]) =>
      make("li", {}, picture(/** @type {"volume"} */ (name)), make("span", {}, words)),
    );
    const heard = () => {
      this._found({ hears: true });
      this._afterHearing();
    };
    this._show(
      title,
      make("ul", { class: "check-help" }, ...items),
      row(
        button(CHECK.hear.again, () => this._drum(), "check-again", true),
        button(done, heard, "check-found"),
        button(on, () => this.stop(), "check-watch"),
      ),
    );
    this._drum();
  }

  _afterHearing() {
    if (this._sound.canMix) this._askCall();
    else this._askHow();
  }

  _askCall() {
    const { title, words, yes, no } = CHECK.call;
    const answer = (/** @type {boolean} */ beside) => {
      this._sound.besideCall = beside;
      this._askHow();
    };
    this._show(
      title,
      make("p", { class: "soft" }, words),
      row(
        button(yes, () => answer(true), "check-call"),
        button(no, () => answer(false), "check-no-call"),
      ),
      this._skip(() => this._askHow()),
    );
  }

  /** @param {string} [title] */
  _askHow(title = CHECK.listen.title) {
    const ways = /** @type {const} */ (["speaker", "cable", "wireless"]);
    const choices = ways.map((way) => {
      const choice = button("", () => this._listen(way), `check-${way}`);
      choice.classList.add("check-way");
      choice.append(picture(way), make("span", {}, CHECK.listen[way]));
      if (way === "wireless" && this._sound.seemsWireless) {
        choice.append(make("span", { class: "hint" }, CHECK.listen.seems));
      }
      return choice;
    });
    this._show(
      title,
      make("div", { class: "check-ways" }, ...choices),
      this._skip(() => this._done(false)),
    );
  }

  /** @param {Listening} listening */
  _listen(listening) {
    this._listening = listening;
    this._sound.toldWireless = listening === "wireless";
    this._found({ listening });
    if (listening === "wireless") this._wireless();
    else this._tap();
  }

  _wireless() {
    const { title, words, go } = CHECK.wireless;
    this._show(
      title,
      make("p", { class: "lead" }, words),
      row(button(go, () => this.stop(), "check-go", true)),
    );
  }

  _tap() {
    const round = ROUNDS[this._round];
    const { title, words, slower, pad: padWords } = CHECK.tap;
    const dots = make("div", { class: "check-dots", "aria-hidden": "true" });
    const says = make("p", { class: "lead", role: "status" }, this._round ? slower : words);
    const pad = make("button", { class: "pad", type: "button", "data-testid": "check-pad" });
    pad.append(make("span", { class: "pad-label" }, padWords));
    this._show(
      title,
      says,
      dots,
      pad,
      this._skip(() => this._done(false)),
    );
    pad.focus({ preventScroll: true });
    const along = new TapAlong(this._sound, round, () => this._judge(along, says, dots));
    this._tapAlong = along;
    const tapped = (/** @type {Event} */ event) => along.tap(heardAt(event));
    pad.addEventListener("pointerdown", tapped);
    pad.addEventListener("keydown", (event) => {
      if (event.repeat || event.key === "Tab" || event.key === "Escape") return;
      tapped(event);
    });
    along.start();
  }

  /**
   * @param {TapAlong} along
   * @param {HTMLElement} says
   * @param {HTMLElement} dots
   */
  _judge(along, says, dots) {
    if (along !== this._tapAlong) return;
    const { taps } = ROUNDS[this._round];
    const done = along.taps.length;
    const verdict = judged(along.taps, along.beatS, along.periodS);
    showDots(dots, done, Math.max(taps, done + (verdict.state === "more" ? 1 : 0)));
    if (along.listening) return;
    const more = done >= taps ? CHECK.tap.more : CHECK.tap.play;
    setText(says, more);
    if (verdict.state === "known") this._known(verdict);
    else if (verdict.state === "scattered" || along.over) this._scattered();
  }

  /** @param {import("./calibration.js").Judgement} verdict */
  _known({ offsetS, scatterS }) {
    this._tapAlong?.stop();
    this._found({ offset_s: rounded(offsetS), scatter_s: rounded(scatterS) });
    this._done(true);
  }

  _scattered() {
    this._tapAlong?.stop();
    this._round += 1;
    if (this._round < ROUNDS.length) this._tap();
    else this._done(false);
  }

  /** @param {boolean} known */
  _done(known) {
    this._tapAlong?.stop();
    this._tapAlong = null;
    const { known: wellDone, open, words, go } = CHECK.done;
    this._show(
      known ? wellDone : open,
      make("p", { class: "lead" }, words),
      row(button(go, () => this.stop(), "check-go", true)),
    );
  }

  /**
   * @param {() => void} next
   * @returns {HTMLElement}
   */
  _skip(next) {
    const skip = button(CHECK.skip, () => {
      this._tapAlong?.stop();
      next();
    });
    skip.classList.add("quiet");
    skip.dataset.testid = "check-skip";
    return row(skip);
  }

  /**
   * @param {string} title
   * @param {...Node} parts
   */
  _show(title, ...parts) {
    const head = make("h2", { id: "check-title", tabindex: "-1", "data-testid": "check-title" });
    head.textContent = title;
    this._root.replaceChildren(head, ...parts);
    head.focus({ preventScroll: true });
  }
}

/**
 * @param {Event} event
 * @returns {number} local time
 */
function heardAt(event) {
  const [stampS, nowS] = [localTimeOf(event), localNow()];
  return Math.abs(nowS - stampS) < 5 ? stampS : nowS;
}

/**
 * @param {HTMLElement} dots
 * @param {number} done
 * @param {number} all
 */
function showDots(dots, done, all) {
  while (dots.childElementCount < all) dots.append(make("span", {}));
  [...dots.children].forEach((dot, i) => dot.classList.toggle("full", i < done));
  dots.title = fill(CHECK.tap.count, { done, all });
}

/**
 * @param {string} words
 * @param {() => void} act
 * @param {string} [testid]
 * @param {boolean} [main]
 * @returns {HTMLButtonElement}
 */
function button(words, act, testid = "", main = false) {
  const look = { class: main ? "button main big" : "button", type: "button" };
  const made = make("button", { ...look, "data-testid": testid || null }, words);
  made.addEventListener("click", act);
  return made;
}

/** @param {...Node} children */
function row(...children) {
  return make("div", { class: "row" }, ...children);
}

/** @param {number} seconds */
function rounded(seconds) {
  return Math.round(seconds * 1e4) / 1e4;
}
