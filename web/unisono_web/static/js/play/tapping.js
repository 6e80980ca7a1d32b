// @ts-check
/** From a touch to the server: sounded at once, numbered, kept until it is safe there. */

import { localNow } from "../now.js";
import { keep, recall } from "../storage.js";
import { TapQueue, TapSender } from "../taps.js";

/** @typedef {import("../pad.js").Touch} Touch */
/** @typedef {import("../circlePage.js").CirclePage} CirclePage */
/** @typedef {Touch & {timeS: number}} Tap `timeS`: session time */

const SEND_MS = 250;
/** So many taps are kept for their own person: hours of playing, a few megabytes. */
const MOST_KEPT = 50_000;

export class Tapping {
  /** @param {CirclePage} circle */
  constructor(circle) {
    this._circle = circle;
    /** @type {{queue: TapQueue, sender: TapSender} | null} */
    this._post = null;
    /** Made before the clock was known. @type {Touch[]} */
    this._early = [];
    /** Whether a touch has been spent on unlocking the sound. */
    this._asked = false;
    /** @type {((tap: Tap) => void)[]} */
    this._listeners = [];
    /** What this page has sent, the oldest first, for whoever takes it along. @type {Tap[]} */
    this.record = [];
    this.listen((tap) => this.record.length < MOST_KEPT && this.record.push(tap));
    circle.session.on("saved", (upto) => this._post?.queue.saved(upto));
    setInterval(() => this._send(), SEND_MS);
    document.addEventListener("visibilitychange", () => this.persist());
    addEventListener("pagehide", () => this.persist());
  }

  /** How many taps are not safe with the server yet. */
  get waiting() {
    return (this._post?.queue.waiting ?? 0) + this._early.length;
  }

  /** @param {string} key of the seat that taps are kept for */
  begin(key) {
    if (this._post) return;
    const name = `taps.${key}`;
    const { connection, driver } = this._circle;
    const queue = new TapQueue({
      load: () => recall(name, null),
      save: (state) => keep(name, state),
    });
    this._post = { queue, sender: new TapSender(queue, connection, driver) };
    this._circle.probe.countTaps(() => this.waiting);
  }

  /** The seat is closed; whoever comes next has a queue of their own. */
  forget() {
    this._post = null;
  }

  /** Their person takes the taps along: none that waits is handed in any more. */
  drop() {
    this._early = [];
    this._post?.queue.saved(Infinity);
    this.persist();
  }

  /** @param {(tap: Tap) => void} listener told of every tap, at once if the clock is known */
  listen(listener) {
    this._listeners.push(listener);
  }

  /** @param {Touch} touch */
  tapped(touch) {
    const { sound, session, ring } = this._circle;
    const unlocks = sound.locked && !this._asked && touch.source !== "midi";
    this._asked ||= touch.source !== "midi"; // a drum pad unlocks nothing, and is music at once
    if (unlocks) return; // the pad said: touch to hear the click; that was no music
    sound.tap(touch.stroke, touch.velocity ?? undefined);
    if (session.seat !== null) ring.glow([session.seat]);
    this._early.push(touch);
    this._number();
  }

  /** @param {number} upto everything up to it is stored */
  welcome(upto) {
    this._post?.queue.welcome(upto);
  }

  /** @param {boolean} seated whether the server takes taps of this seat */
  set seated(seated) {
    if (this._post) this._post.sender.seated = seated;
  }

  persist() {
    this._post?.queue.persist(true);
  }

  _number() {
    const { clock } = this._circle;
    if (!clock.ready || !this._post) return;
    for (const touch of this._early) {
      const { localS, source, velocity, stroke } = touch;
      const boundS = Math.min(clock.estimate(localS).boundS, 10);
      const timeS = clock.now(localS);
      this._post.queue.push(timeS, boundS, source, localS, velocity, stroke);
      this._listeners.forEach((listener) => listener({ ...touch, timeS }));
    }
    this._early = [];
  }

  _send() {
    this._number();
    this._post?.sender.turn();
  }

  /** @returns {number} session time; NaN before it is known */
  nowS() {
    const { clock } = this._circle;
    return clock.ready ? clock.now(localNow()) : NaN;
  }
}
