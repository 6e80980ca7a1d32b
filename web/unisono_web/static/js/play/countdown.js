// @ts-check
/**
 * Attention, what is coming, 4-3-2-1, act: where a cue is on its way, and when it may be said. Pure.
 */

/** @typedef {import("../music.js").Music} Music */

/** So many beats before it lands the count begins. */
export const COUNTED = 4;
/** Words are let out in the middle of a beat only: what is said on the beat hides the beat. */
const SAY_FROM = 0.3;
const SAY_TO = 0.75;
/** Closer than this to the moment itself nothing is said: it would be heard on the beat or after. */
const TOO_CLOSE_S = 0.35;

/**
 * @param {number} beat now
 * @param {number} landing
 * @returns {number} 4, 3, 2, 1 in the last beats before it lands, 0 before and after
 */
export function countTo(beat, landing) {
  const left = Math.ceil(landing - beat - 1e-9);
  return left >= 1 && left <= COUNTED ? left : 0;
}

/**
 * @param {number} beat now
 * @returns {boolean} whether words may come now without covering a beat
 */
export function isBetweenBeats(beat) {
  const part = beat - Math.floor(beat);
  return part >= SAY_FROM && part <= SAY_TO;
}

/**
 * @param {Music | null} music
 * @param {number} beat now
 * @param {number | null} landing of what is to be said; null: of nothing in particular
 * @returns {"now" | "wait" | "drop"} what to do with words that are waiting
 */
export function mayBeSaid(music, beat, landing) {
  if (!music || music.stageAt(beat) === "over" || beat < music.firstBeat) return "now";
  if (landing !== null) {
    const leftS = music.timeline.timeAt(landing) - music.timeline.timeAt(beat);
    if (leftS < TOO_CLOSE_S) return "drop";
  }
  return isBetweenBeats(beat) ? "now" : "wait";
}
