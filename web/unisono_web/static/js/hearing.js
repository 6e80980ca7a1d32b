// @ts-check
/**
 * Hearing the circle: strokes of the others come back as drums exactly `bars` bars later, mapped by
 * beat, so that they stay in time through ramps and meters. Pure.
 */

import { instrumentOf, strokeOn } from "./instruments.js";

/** @typedef {import("./music.js").Music} Music */
/** @typedef {import("./soundScheduler.js").Sounding} Sounding */
/** @typedef {import("./audioGraph.js").Voice} Voice */
/** @typedef {import("./wire.js").SeatView} SeatView */
/** @typedef {import("./wire.js").TickMessage["taps"][number]} Stroke [seat, timeS, stroke, level] */
/**
 * @typedef {object} Circle who sits here, for telling whose strokes are heard and from where
 * @property {number | null} seat one's own
 * @property {ReadonlyArray<Pick<SeatView, "seat" | "section" | "instrument">>} people in the order of the ring
 * @property {number | null} caller the seat that leads a call
 */

/** A round lasts at least so long: strokes need their way through the network. */
export const LEAST_ROUND_S = 1.5;
/** A stroke so little before a bar belongs to the bar it leads into. */
const EARLY_BEATS = 0.25;
const MOST_BARS = 64;
const EDGE_BEATS = 1e-6;
/** A stroke that has come back is remembered a little, lest it comes twice. */
const PAST_S = 2;
const MOST_KEPT = 4000;
/** Many drums at once are softer each. */
const CIRCLE_LEVEL = 0.8;
const WIDEST_PAN = 0.9;

/**
 * @param {Music} music
 * @param {number} beat of the stroke
 * @param {number} bars 1 or more
 * @returns {{beat: number, bars: number}} where it is heard, and after how many bars really: more
 *   than asked for where they would not last `LEAST_ROUND_S`
 */
export function delayedBeat({ bars: meters, timeline }, beat, bars) {
  const { beatInBar } = meters.positionAt(beat + EARLY_BEATS);
  const start = Math.round(beat + EARLY_BEATS - beatInBar);
  const startS = timeline.timeAt(start);
  let [later, n] = [start, 0];
  while (n < MOST_BARS && (n < bars || timeline.timeAt(later) - startS < LEAST_ROUND_S)) {
    later = meters.nextBarBeat(later + EDGE_BEATS);
    n += 1;
  }
  return { beat: later + (beat - start), bars: n };
}

/**
 * @param {import("./wire.js").HearingView} hearing
 * @param {Music | null} music
 * @param {number} beat of a stroke
 * @returns {number} bars after which it is heard: a switch from at once lands on a bar line, and what
 *   was played before that has been heard already
 */
export function barsFor({ bars = 1, run = 0, beat: landing = 0 }, music, beat) {
  const isBefore = music !== null && run === music.number && beat < landing - EARLY_BEATS;
  return isBefore ? 0 : bars;
}

/**
 * For the words that say it on screen.
 * @param {Music} music
 * @param {number} timeS session time
 * @param {number} bars
 * @returns {number} bars after which strokes of this moment are heard
 */
export function barsLater(music, timeS, bars) {
  return delayedBeat(music, Math.max(0, music.timeline.beatAt(timeS)), bars).bars;
}

/**
 * @param {import("./wire.js").HearingView} hearing
 * @param {number} seat who played
 * @param {Circle} circle
 * @param {number | null} [middle] the seat in the spotlight
 * @returns {boolean} whether it is heard here
 */
export function isHeard({ who = "all" }, seat, { seat: own, people, caller }, middle = null) {
  if (seat === own || who === "nobody") return false;
  if (who === "facilitator") return seat === caller || seat === middle;
  if (who === "all" || own === null) return true;
  const at = people.findIndex((view) => view.seat === own);
  const from = people.findIndex((view) => view.seat === seat);
  if (at < 0 || from < 0) return false;
  if (who === "section") return (people[from].section ?? "") === (people[at].section ?? "");
  const apart = Math.abs(at - from);
  return Math.min(apart, people.length - apart) === 1;
}

/**
 * The place of a sound: as one hears a ring from one's own seat, looking at its middle.
 * @param {number} seat
 * @param {Circle} circle
 * @returns {number} -1 left .. 1 right
 */
export function panOf(seat, { seat: own, people }) {
  const from = people.findIndex((view) => view.seat === seat);
  const at = Math.max(
    0,
    people.findIndex((view) => view.seat === own),
  );
  if (from < 0 || people.length < 2) return 0;
  const turn = ((from - at + people.length) % people.length) / people.length;
  return -WIDEST_PAN * Math.cos(Math.PI * turn);
}

/**
 * @param {number} seat
 * @param {string} stroke
 * @param {number} level
 * @param {Circle} circle
 * @returns {Voice}
 */
export function voiceOf(seat, stroke, level, circle) {
  const chosen = circle.people.find((view) => view.seat === seat)?.instrument ?? "";
  const { instrument, tuning } = instrumentOf(seat, chosen);
  const share = CIRCLE_LEVEL / Math.max(1, circle.people.length / 4) ** 0.5;
  const struck = strokeOn(instrument, stroke, share * level);
  const lengthS = instrument === "voice" ? { lengthS: 0.3 } : {};
  return {
    ...struck,
    tuning: instrument === "voice" ? 1 : tuning,
    ...lengthS,
    bus: "circle",
    pan: panOf(seat, circle),
  };
}

/**
 * @typedef {object} Kept
 * @property {number} seat
 * @property {number} timeS
 * @property {string} stroke
 * @property {number} level
 * @property {boolean} now whether it was heard at once, and so does not come back
 * @property {Way | null} way
 */
/**
 * @typedef {object} Way where a stroke comes back, and with what it holds
 * @property {Music} of
 * @property {import("./wire.js").HearingView} hearing
 * @property {Circle} circle
 * @property {number} backS in the past where nothing comes back
 * @property {Sounding | null} sounding
 */

/** The strokes that are on their way back. */
export class Hearing {
  constructor() {
    /** @type {import("./wire.js").HearingView} */
    this.hearing = { who: "all", bars: 1 };
    /** @type {Circle} */
    this.circle = { seat: null, people: [], caller: null };
    /** @type {Map<string, Kept>} */
    this._kept = new Map();
  }

  /**
   * Take in strokes as the server tells them; the same ones again change nothing.
   * @param {ReadonlyArray<Stroke>} taps
   * @param {Music | null} [music] what plays
   * @returns {Voice[]} what is to sound at once, where the circle is heard as it plays
   */
  take(taps, music = null) {
    const voices = [];
    for (const [seat, timeS, stroke, level] of taps) {
      const key = `h:${seat}:${timeS}`;
      if (this._kept.has(key) || seat === this.circle.seat) continue;
      const now = barsFor(this.hearing, music, music?.timeline.beatAt(timeS) ?? 0) === 0;
      this._kept.set(key, { seat, timeS, stroke, level, now, way: null });
      if (now && isHeard(this.hearing, seat, this.circle)) voices.push(voiceOf(seat, stroke, level, this.circle));
    }
    for (const key of this._kept.keys()) {
      if (this._kept.size <= MOST_KEPT) break;
      this._kept.delete(key);
    }
    return voices;
  }

  /**
   * @param {Music} music
   * @param {number} fromS
   * @param {number} toS
   * @returns {Iterable<Sounding>}
   */
  *part(music, fromS, toS) {
    for (const [key, kept] of this._kept) {
      const { backS, sounding } = this._wayOf(music, key, kept);
      if (backS < fromS - PAST_S) this._kept.delete(key);
      else if (sounding && backS >= fromS && backS < toS) yield sounding;
    }
  }

  /**
   * @param {Music} music
   * @param {string} key
   * @param {Kept} kept
   * @returns {Way} worked out once for as long as music, circle and hearing are the same: many
   *   strokes are looked at many times a second
   */
  _wayOf(music, key, kept) {
    const { hearing, circle } = this;
    const { way } = kept;
    if (way?.of === music && way.hearing === hearing && way.circle === circle) return way;
    const { seat, timeS, stroke, level, now } = kept;
    const played = music.timeline.beatAt(timeS);
    const bars = barsFor(hearing, music, played);
    const comes = !now && bars > 0 && music.soundsAt(played);
    const beat = comes ? delayedBeat(music, played, bars).beat : played;
    const backS = music.timeline.timeAt(beat);
    const heard = isHeard(hearing, seat, circle, music.spotlightAt(played));
    const sounds = comes && heard && music.soundsAt(beat);
    const voice = sounds ? voiceOf(seat, stroke, level, circle) : null;
    const sounding = voice && { key, beat, timeS: backS, voice };
    kept.way = { of: music, hearing, circle, backS, sounding };
    return kept.way;
  }
}
