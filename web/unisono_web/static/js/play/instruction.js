// @ts-check
/**
 * The one instruction a participant sees: what is coming, if a cue is armed, else what is asked now.
 * Pure: words, icon and tone; drawn by `nowCard.js`, said by `speaker.js`.
 */

import { PLAY } from "../playTexts.js";
import { counted, fill, TEXTS } from "../texts.js";
import { countTo } from "./countdown.js";
import { cueFace, tempoFace } from "./cueFaces.js";
import { barsTo } from "./duty.js";

/** @typedef {import("../music.js").Music} Music */
/** @typedef {import("./duty.js").Duty} Duty */
/** @typedef {import("./duty.js").Act} Act */
/** @typedef {import("./cueFaces.js").Viewer} Viewer */
/** @typedef {"wait" | "play" | "rest" | "listen" | "turn" | "light" | "calm"} Tone */
/**
 * @typedef {object} Instruction
 * @property {Tone} tone
 * @property {string} icon
 * @property {string} label what kind of moment this is
 * @property {string} word
 * @property {string} detail
 * @property {number} count 4, 3, 2, 1 or 0
 * @property {boolean} coming whether it is about a cue that is on its way
 */

/** @type {Record<Act, [tone: Tone, icon: string, pad: keyof typeof PLAY.pad]>} */
export const LOOKS = {
  lobby: ["wait", "wait", "tap"],
  ahead: ["wait", "wait", "soon"],
  countIn: ["wait", "wait", "soon"],
  play: ["play", "play", "play"],
  soft: ["play", "soft", "soft"],
  rest: ["rest", "rest", "rest"],
  layerRests: ["rest", "layerOut", "rest"],
  light: ["light", "light", "light"],
  hold: ["play", "hold", "play"],
  passed: ["play", "pass", "play"],
  nextUp: ["light", "pass", "soon"],
  up: ["play", "up", "play"],
  down: ["play", "down", "soft"],
  rumble: ["turn", "rumble", "rumble"],
  listen: ["listen", "listen", "listen"],
  others: ["listen", "listen", "listen"],
  answer: ["turn", "answer", "answer"],
  call: ["turn", "answer", "answer"],
  reply: ["turn", "answer", "answer"],
  sing: ["turn", "sing", "sing"],
  enter: ["listen", "sing", "listen"],
  ledLine: ["listen", "sing", "listen"],
  sung: ["listen", "sing", "listen"],
  breatheIn: ["calm", "breathe", "breathe"],
  breatheOut: ["calm", "breathe", "breathe"],
  free: ["play", "free", "free"],
  sit: ["rest", "sit", "sit"],
  hear: ["listen", "listen", "listen"],
  join: ["listen", "wait", "soon"],
  ended: ["wait", "wait", "tap"],
};

/**
 * @param {Music | null} music
 * @param {number} beat now
 * @param {Duty} duty
 * @param {Viewer & {mode?: string}} viewer
 * @returns {Instruction}
 */
export function instructionFor(music, beat, duty, viewer) {
  const cue = music && beat >= music.firstBeat ? music.nextCue(beat) : null;
  const takesPart = duty.act !== "sit" && duty.act !== "hear";
  if (music && cue && takesPart) return comingUp(music, beat, cue, viewer);
  const [tone, icon] = LOOKS[duty.act];
  const [word, detail] = PLAY.acts[duty.act].map((text) => fillIn(text, duty, viewer));
  const count = duty.until ? countTo(beat, duty.until) : 0;
  const special = [tempoWords(music, beat, duty), clickWords(music, beat, duty, viewer)];
  const more = [detail, ...special].filter(Boolean).join(" · ") || where(music, beat, duty);
  return { tone, icon, label: PLAY.now, word, detail: more, count, coming: false };
}

/**
 * @param {Music} music
 * @param {number} beat
 * @param {import("../scenes.js").NextCue} next
 * @param {Viewer} viewer
 * @returns {Instruction}
 */
function comingUp(music, beat, { cue, count }, viewer) {
  const face = cueFace(music, cue, viewer);
  const label = fill(PLAY.comingUp, { when: whenWords(music, beat, cue.beat) });
  return { tone: "light", ...face, label, count, coming: true };
}

/**
 * @param {Music} music
 * @param {number} beat
 * @param {number} landing
 * @returns {string} in 2 bars
 */
export function whenWords(music, beat, landing) {
  const bars = barsTo(music, beat, landing);
  return bars <= 1 ? PLAY.nextBar : counted(bars, PLAY.inBars);
}

/**
 * @param {string} text
 * @param {Duty} duty
 * @param {Viewer} viewer
 * @returns {string}
 */
function fillIn(text, { seat, bars, title = "" }, viewer) {
  const name = seat === undefined ? "" : viewer.nameOf(seat);
  return fill(text, { name, title, bar: bars ?? "", bars: bars ? counted(bars, PLAY.inBars) : "" });
}

/** Acts at which no bars are counted yet, or no longer. */
const BEFORE = new Set(["lobby", "ahead", "countIn", "sit", "hear", "join", "ended"]);

/**
 * @param {Music | null} music
 * @param {number} beat
 * @param {Duty} duty
 * @param {{mode?: string}} viewer
 * @returns {string} what is special: no click to be heard, taps that are not counted
 */
function clickWords(music, beat, { act }, { mode }) {
  if (!music || BEFORE.has(act)) return "";
  const { mode: click } = music.clickAt(beat);
  const words = { off: PLAY.noClick, visual: PLAY.clickToSee, all: "", accents: "" }[click];
  return [words, mode === "unmeasured" ? PLAY.unmeasured : ""].filter(Boolean).join(" · ");
}

/**
 * @param {Music | null} music
 * @param {number} beat
 * @param {Duty} duty
 * @returns {string} where the tempo is going while it moves
 */
function tempoWords(music, beat, { act }) {
  if (!music || BEFORE.has(act)) return "";
  const [, , from, to] = music.run.segments.filter(([beat0]) => beat0 <= beat).at(-1) ?? [];
  if (from === undefined || to === undefined) return "";
  const { name, values = {} } = tempoFace(from, to, true);
  if (name === "sameTempo") return "";
  return PLAY.cues[name].map((text) => fill(text, values)).join(" · ");
}

/**
 * @param {Music | null} music
 * @param {number} beat
 * @param {Duty} duty
 * @returns {string} where the music is
 */
function where(music, beat, { act }) {
  if (!music || BEFORE.has(act)) return "";
  const { bar, beatInBar } = music.bars.positionAt(Math.max(beat, 0));
  return fill(TEXTS.barAndBeat, { bar, count: Math.floor(beatInBar) + 1 });
}
