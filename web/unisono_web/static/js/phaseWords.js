// @ts-check
/** Where the music is, in words: for the eye on a line, for the ear at changes only. */

import { setText } from "./dom.js";
import { tenths } from "./numbers.js";
import { fill, TEXTS } from "./texts.js";

/** @typedef {import("./music.js").Place} Place */
/** @typedef {import("./session.js").Session} Session */

const LOOK_MS = 100;

/**
 * @param {Session} session
 * @param {Place | null} place
 * @returns {string}
 */
export function phaseWords(session, place) {
  const { phases } = TEXTS;
  if (session.phase === "ended") return phases.ended;
  if (!place || place.stage === "over") return phases.lobby;
  if (place.stage === "ahead") return phases.ahead;
  if (place.stage === "count-in") return phases.countIn;
  const where = fill(TEXTS.barAndBeat, { bar: place.bar, count: place.count });
  return session.phase === "stopping" ? `${where} · ${phases.stopping}` : where;
}

/** Says changes of phase to whoever listens instead of looking; never a beat. */
export class Announcer {
  /**
   * @param {Session} session
   * @param {{place(): Place | null}} beat
   * @param {Element} live
   */
  constructor(session, beat, live) {
    this._session = session;
    this._beat = beat;
    this._live = live;
    this._stage = "";
    this._standing = "";
    session.on("music", (before) => this._phaseChanged(before));
    session.on("standing", (standing) => this._standingChanged(standing));
    setInterval(() => this._look(), LOOK_MS);
  }

  /** @param {string} text */
  say(text) {
    setText(this._live, text);
  }

  _look() {
    const place = this._beat.place();
    const stage = place?.stage ?? "";
    if (stage === this._stage) return;
    this._stage = stage;
    if (place && stage === "count-in") this.say(countInWords(place));
    if (stage === "playing") this.say(TEXTS.spoken.playing);
  }

  /** @param {string} before */
  _phaseChanged(before) {
    const { phase } = this._session;
    if (phase === before) return;
    if (phase === "stopping") this.say(TEXTS.spoken.stopping);
    if (phase === "lobby") this.say(TEXTS.spoken.stopped);
  }

  /** @param {string} standing */
  _standingChanged(standing) {
    if (standing === "lost") this.say(TEXTS.spoken.lost);
    if (standing === "here" && this._standing === "lost") this.say(TEXTS.spoken.back);
    this._standing = standing;
  }
}

/**
 * @param {Place} place
 * @returns {string}
 */
function countInWords({ left, tempoBpm }) {
  return fill(TEXTS.spoken.countIn, { beats: left, tempo: tenths(tempoBpm) });
}
