// @ts-check
/**
 * What is asked of one person at one beat: play, rest, listen, answer, sing, breathe … Pure.
 *
 * Everything is read from the run that every device carries, so a phone without a connection still
 * knows when it is its turn.
 */

import { isTurnOf } from "../scenes.js";

/** @typedef {import("../music.js").Music} Music */
/** @typedef {import("../wire.js").SeatView} SeatView */

/**
 * @typedef {keyof typeof import("../playTexts.js").PLAY.acts} Act
 */

/**
 * @typedef {object} Duty
 * @property {Act} act
 * @property {number} [seat] of the person it is about
 * @property {number} [bars] until it changes
 * @property {string} [title] of what is called or sung
 * @property {number | null} [until] beat at which it changes by itself
 */

/** `seat`: null for a stage, which is asked what everybody is asked. @typedef {{seat: number | null, section?: string, part?: number, mode?: string, activity?: string}} Me */

/** A turn is told so many bars before it comes. */
const NEXT_UP_BARS = 2;
/** The pulse stays with somebody for so long at most. */
const MOST_BARS_EACH = 16;
/** Just behind a beat. */
const EDGE_BEATS = 1e-3;

/**
 * @param {Music | null} music
 * @param {number} beat
 * @param {Me} me
 * @returns {Duty}
 */
export function dutyAt(music, beat, me) {
  if (me.mode === "sit") return { act: "sit" };
  if (me.mode === "listen") return { act: "hear" };
  const stage = music?.stageAt(beat) ?? "over";
  if (!music || stage === "over") return { act: me.activity === "listen" ? "listen" : "lobby" };
  if (stage === "ahead") return { act: "ahead" };
  if (stage === "count-in") return { act: "countIn" };
  return (
    callDuty(music, beat, me) ??
    songDuty(music, beat, me) ??
    breathDuty(music, beat) ??
    sceneDuty(music, beat, me)
  );
}

/**
 * @param {Music} music
 * @param {number} beat
 * @param {Me} me
 * @returns {Duty | null}
 */
function callDuty(music, beat, { seat }) {
  const place = music.callAt(beat);
  if (!place) return null;
  const { call, part, until } = place;
  const title = call.prompt?.title ?? "";
  const mine = seat === null ? part === "answer" && call.asked === null : isTurnOf(place, seat);
  if (part === "call") return { act: mine ? "call" : "listen", title, until };
  if (!mine) return { act: "others", until };
  return { act: call.prompt ? "answer" : "reply", until };
}

/**
 * @param {Music} music
 * @param {number} beat
 * @param {Me} me
 * @returns {Duty | null}
 */
function songDuty(music, beat, { section = "" }) {
  const place = music.songAt(beat, section);
  if (!place || place.stage === "over") return place && { act: "sung" };
  const { title = "", call_beats: led = [] } = place.song.song;
  if (place.stage === "ahead") {
    return { act: "enter", bars: barsTo(music, beat, beat - place.beat), title };
  }
  const isLed = led.some(([from, to]) => place.beat >= from && place.beat < to);
  return isLed ? { act: "ledLine" } : { act: "sing", title };
}

/**
 * @param {Music} music
 * @param {number} beat
 * @returns {Duty | null}
 */
function breathDuty(music, beat) {
  const place = music.breathAt(beat);
  return place && { act: place.way === "in" ? "breatheIn" : "breatheOut" };
}

/**
 * @param {Music} music
 * @param {number} beat
 * @param {Me} me
 * @returns {Duty}
 */
function sceneDuty(music, beat, me) {
  const scene = music.sceneAt(beat);
  if (scene.task === "free") return { act: "free" };
  if (scene.passing) return passDuty(music, beat, me);
  const role = music.roleAt(beat, { seat: me.seat ?? 0, part: me.part });
  if (role === "solo") return { act: "light" };
  if (role === "rest") return { act: scene.resting.includes(me.seat ?? 0) ? "rest" : "layerRests" };
  if (scene.level === "rumble") return { act: "rumble" };
  if (scene.spotlight != null) return { act: "hold", seat: scene.spotlight };
  if (role === "soft") return { act: "soft" };
  return { act: scene.level === "up" || scene.level === "down" ? scene.level : "play" };
}

/**
 * @param {Music} music
 * @param {number} beat
 * @param {Me} me
 * @returns {Duty}
 */
function passDuty(music, beat, { seat }) {
  const { bar } = music.bars.positionAt(beat);
  const here = music.spotlightAt(beat);
  let at = beat;
  for (let ahead = 1; ahead <= MOST_BARS_EACH; ahead += 1) {
    at = music.bars.nextBarBeat(at + EDGE_BEATS);
    const next = music.spotlightAt(at);
    if (next === here) continue;
    const until = music.bars.positionAt(at).bar - bar > 1 ? null : at;
    if (here === seat) return { act: "light", until };
    const soon = next === seat && ahead <= NEXT_UP_BARS;
    if (soon) return { act: "nextUp", seat: here ?? 0, bars: ahead, until };
    break;
  }
  if (here === seat) return { act: "light" };
  return here === null ? { act: "play" } : { act: "passed", seat: here };
}

/**
 * @param {Music} music
 * @param {number} beat
 * @param {number} later a beat
 * @returns {number} bars from one to the other, at least 1
 */
export function barsTo({ bars }, beat, later) {
  const [here, there] = [bars.positionAt(beat), bars.positionAt(later)];
  return Math.max(1, there.bar - here.bar);
}
