// @ts-check
/**
 * Cares for the sound of somebody who plays: what was found out on this device is told to the server
 * again, the sound check is offered on a first visit, and how one listens is asked anew when the
 * output has changed.
 */

import { make } from "./dom.js";
import { outputName, remembered, withMemory } from "./outputs.js";
import { keep, recall } from "./storage.js";

/** @typedef {import("./outputs.js").Memory} Memory */
/** @typedef {import("./wire.js").SoundReport} SoundReport */
/** @typedef {import("./soundCheck.js").Start} Start */

const STORE = "outputs";
/** Somebody who went past the check is not asked again for so long. */
const LATER_MS = 30 * 24 * 3600 * 1000;
const LATER = "checkLater";
/** An output must be another one for so long before anybody is asked. */
const SETTLED_LOOKS = 5;
const LOOK_MS = 2000;
/** A device that comes or goes is told of several times. */
const SETTLED_MS = 4000;

export class SoundCare {
  /**
   * @param {import("./audio.js").Sound} sound
   * @param {import("./ears.js").Resting} ears which rest while the check sounds
   * @param {(report: SoundReport) => void} tell the server, if there is one
   */
  constructor(sound, ears, tell) {
    this._sound = sound;
    this._ears = ears;
    this._tell = tell;
    this._output = "";
    this._others = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._settling = undefined;
    /** @type {HTMLDialogElement | null} */
    this._dialog = null;
  }

  /** Somebody has come in: once there is sound, say what is known of it, or find it out. */
  begin() {
    let begun = false;
    const look = () => {
      if (begun || this._sound.locked) return;
      begun = true;
      this._begin();
    };
    this._sound.watch(look);
    look();
  }

  _begin() {
    const known = this._known();
    this._output = this._name();
    setInterval(() => this._look(), LOOK_MS);
    this._watchDevices();
    if (known) this._takeUp(known);
    else if (Date.now() - recall(LATER, 0) > LATER_MS) void this.open();
  }

  /** On plain HTTP there are no devices to watch; a sound that is delayed otherwise still tells. */
  _watchDevices() {
    navigator.mediaDevices?.addEventListener?.("devicechange", () => {
      clearTimeout(this._settling);
      this._settling = setTimeout(() => this._askAnew(), SETTLED_MS);
    });
  }

  /** Something was plugged in or taken away: the same delay may be another output now. */
  _askAnew() {
    if (this._sound.locked || this._dialog) return;
    [this._output, this._others] = [this._name(), 0];
    void this.open("listen");
  }

  /**
   * Do the sound check in a window of its own.
   * @param {Start} [start]
   */
  async open(start = "hear") {
    if (this._dialog) return;
    const dialog = make("dialog", { class: "check", "aria-labelledby": "check-title" });
    dialog.dataset.testid = "check";
    this._dialog = dialog;
    document.body.append(dialog);
    try {
      await this._check(dialog, start);
    } catch {
      // the line is away, and the check could not be fetched: it can be opened again
    } finally {
      this._ears.rest(false);
      dialog.close();
      dialog.remove();
      this._dialog = null;
    }
  }

  /**
   * @param {HTMLDialogElement} dialog
   * @param {Start} start
   */
  async _check(dialog, start) {
    const steps = make("div", { class: "stack check-steps" });
    const [{ SoundCheck }] = await Promise.all([import("./soundCheck.js"), styled()]);
    dialog.append(steps);
    const check = new SoundCheck(steps, this._sound, (found) => this.found(found));
    dialog.addEventListener("cancel", () => check.stop());
    this._ears.rest(true);
    dialog.showModal();
    await check.run(start);
    keep(LATER, Date.now());
    this._output = this._name();
  }

  /** @param {SoundReport} found in one step of the check */
  found(found) {
    this._tell(found);
    if (found.listening) keep("wireless", found.listening === "wireless");
    const output = this._name();
    const before = this._known();
    const listening = found.listening ?? before?.listening;
    if (!listening) return;
    const same = before?.listening === listening ? before : null;
    /** @type {Memory} */
    const row = {
      output,
      listening,
      offsetS: found.offset_s ?? same?.offsetS ?? null,
      scatterS: found.scatter_s ?? same?.scatterS ?? null,
      atMs: Date.now(),
    };
    keep(STORE, withMemory(recall(STORE, []), row));
  }

  /** Ask how somebody listens when their sound has gone elsewhere, and only then. */
  _look() {
    if (this._sound.locked || this._dialog) return;
    const output = this._name();
    this._others = output === this._output ? 0 : this._others + 1;
    if (this._others < SETTLED_LOOKS) return;
    [this._output, this._others] = [output, 0];
    const known = this._known();
    if (known) this._takeUp(known);
    else void this.open("listen");
  }

  /** @param {Memory} known of the output that is heard now */
  _takeUp(known) {
    this._sound.toldWireless = known.listening === "wireless";
    this._tell(reportOf(known));
  }

  _known() {
    return remembered(recall(STORE, []), this._name(), Date.now());
  }

  _name() {
    return this._sound.locked ? "" : outputName("", this._sound.latency.outputS);
  }
}

/**
 * @param {Memory} memory
 * @returns {SoundReport}
 */
function reportOf({ listening, offsetS, scatterS }) {
  return { hears: true, listening, offset_s: offsetS, scatter_s: scatterS };
}

/** @returns {Promise<void>} when the check's own styles are there, brought by the first check */
function styled() {
  const href = "/static/css/sound_check.css";
  const look = make("link", { rel: "stylesheet", href });
  return new Promise((done) => {
    if (document.querySelector(`link[href="${href}"]`)) return done();
    document.head.append(look);
    look.addEventListener("load", () => done());
    look.addEventListener("error", () => done());
  });
}
