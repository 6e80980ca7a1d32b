// @ts-check
/** What is heard on this page, put together from the session and from what the person likes. */

import { Hearing } from "./hearing.js";
import { instrumentOf, strokeOn } from "./instruments.js";
import { beatPart, callPart, PLAIN_TASTE, songPart } from "./soundParts.js";
import { keep, recall } from "./storage.js";

/** @typedef {import("./soundParts.js").Taste} Taste */
/** @typedef {import("./soundScheduler.js").Part} Part */
/** @typedef {Pick<Taste, "bed" | "counted" | "guide">} Wishes */

/** @typedef {{rest(resting: boolean): void}} Resting */

const FIRST_WISHES = { bed: PLAIN_TASTE.bed, counted: PLAIN_TASTE.counted };
const STROKES = ["bass", "", "slap"];

export class Ears {
  /**
   * @param {import("./session.js").Session} session
   * @param {import("./audio.js").Sound} sound
   */
  constructor(session, sound) {
    this._session = session;
    this._sound = sound;
    this._hearing = new Hearing();
    this._circle = "";
    /** @type {Taste} */
    this.taste = { ...PLAIN_TASTE, ...recall("taste", FIRST_WISHES) };
    /** @type {Set<string>} sounds that are not rendered yet */
    this._due = new Set();
    /** @type {Set<string>} sounds that were asked for */
    this._known = new Set();
    this._resting = false;
    /** @type {Part[]} */
    const parts = [
      (music, fromS, toS) => beatPart(music, fromS, toS, this.taste),
      callPart,
      (music, fromS, toS) => songPart(music, fromS, toS, this.taste),
      (music, fromS, toS) => this._hearing.part(music, fromS, toS),
    ];
    /** @type {Part[]} */
    this.parts = parts.map(
      (part) => (music, fromS, toS) => (this._resting ? [] : part(music, fromS, toS)),
    );
    session.on("circle", () => this._look());
    session.on("music", () => this._look());
    session.on("hearing", (hearing) => {
      this._hearing.hearing = hearing;
    });
    session.on("groove", (groove) => {
      this.taste.groove = groove;
    });
    session.on("taps", (taps) => {
      this._hearing.take(taps, session.music).forEach((voice) => sound.playNow(voice));
    });
  }

  /** @param {boolean} resting whether the circle is silent here, as while sound is checked */
  rest(resting) {
    this._resting = resting;
  }

  /** @param {Partial<Wishes>} wishes kept on this device, but for the guide of one song */
  wish(wishes) {
    Object.assign(this.taste, wishes);
    const { bed, counted } = this.taste;
    keep("taste", { bed, counted });
  }

  /** Render one more sound: many at once would hold up the page. */
  turn() {
    const [next] = this._due;
    if (next && this._sound.prepare(next)) this._due.delete(next);
  }

  _look() {
    const { seat, people, caller, mySeat } = this._session;
    const sitting = people.map(({ seat: one, section, instrument }) => {
      return { seat: one, section, instrument };
    });
    const circle = { seat, people: sitting, caller };
    const now = JSON.stringify(circle);
    if (now !== this._circle) this._hearing.circle = circle; // else what is on its way stays as is
    this._circle = now;
    this.taste.section = mySeat?.section ?? "";
    if (mySeat) this._sound.own = instrumentOf(mySeat.seat, mySeat.instrument ?? "");
    for (const { seat: one, instrument } of people) {
      const own = instrumentOf(one, instrument ?? "");
      STROKES.forEach((stroke) => this._want(strokeOn(own.instrument, stroke).sound));
    }
  }

  /** @param {string} sound */
  _want(sound) {
    if (this._known.has(sound)) return;
    this._known.add(sound);
    this._due.add(sound);
  }
}
