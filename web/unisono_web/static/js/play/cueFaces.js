// @ts-check
/**
 * What a cue that is armed means to one person: an icon, a word, a detail. Pure.
 *
 * Whether it is me who plays is read from the scene that the run holds from the landing beat on; the
 * server has already found out who is meant.
 */

import { groupingLabel } from "../grouping.js";
import { tenths } from "../numbers.js";
import { PLAY } from "../playTexts.js";
import { counted, fill } from "../texts.js";

/** @typedef {import("../music.js").Music} Music */
/** @typedef {import("../wire.js").CueView} CueView */
/** @typedef {CueView["what"]} What */
/** @typedef {keyof typeof PLAY.cues} FaceName */
/** @typedef {{icon: string, word: string, detail: string}} Face */
/**
 * @typedef {object} Viewer who looks
 * @property {number | null} seat null for a stage
 * @property {number} [part]
 * @property {(seat: number) => string} nameOf
 * @property {import("../wire.js").GrooveSpec | null} [groove]
 */

/** Nobody hears a smaller change of tempo. */
const LEAST_BPM = 0.05;
/** @type {Record<string, string>} */
const ICONS = {
  groove: "play", meter: "meter", layer: "layerIn", sculpt: "play", spotlight: "light",
  pass: "pass", call: "listen", dialogue: "answer", sing: "sing", breath: "breathe", free: "free",
  up: "up", down: "down", even: "even", rumble: "rumble",
};

/**
 * @param {Music} music
 * @param {CueView} cue
 * @param {Viewer} viewer
 * @returns {Face}
 */
export function cueFace(music, cue, viewer) {
  const { name, icon, values = {} } = chosen(music, cue, viewer);
  const [word, detail] = PLAY.cues[name].map((text) => fill(text, values));
  return { icon: icon ?? ICONS[cue.what.kind] ?? "wait", word, detail };
}

/**
 * @typedef {{name: FaceName, icon?: string, values?: Record<string, string | number>}} Chosen
 */

/**
 * @param {Music} music
 * @param {CueView} cue
 * @param {Viewer} viewer
 * @returns {Chosen}
 */
function chosen(music, cue, viewer) {
  const { what, beat } = cue;
  switch (what.kind) {
    case "tempo":
      return tempoFace(music.timeline.tempoAt(beat - 1e-6), what.tempo_bpm, Boolean(what.over_bars));
    case "meter":
      return { name: "meter", values: { meter: groupingLabel(what.grouping) } };
    case "click":
      return clickFace(what);
    case "level":
      return { name: what.level ?? "even", icon: what.level ?? "even" };
    case "layer":
      return layerFace(what, viewer);
    case "sculpt":
      return sculptFace(music, what, beat, viewer);
    case "spotlight":
      return lightFace(what, viewer);
    case "pass":
      return passFace(music, what, beat, viewer);
    case "call":
      return what.caller != null && what.caller === viewer.seat
        ? { name: "callMine", icon: "answer" }
        : { name: "call" };
    case "dialogue":
      return dialogueFace(music, cue, viewer);
    case "sing":
      return { name: "sing", values: { title: what.song.title ?? "" } };
    case "stop":
      return what.how === "last" ? { name: "last", icon: "last" } : { name: "stop", icon: "stop" };
    default:
      return { name: what.kind };
  }
}

/**
 * @param {number} from beats a minute
 * @param {number} to
 * @param {boolean} over whether little by little
 * @returns {Chosen}
 */
export function tempoFace(from, to, over) {
  const values = { tempo: tenths(to) };
  if (Math.abs(to - from) < LEAST_BPM) return { name: "sameTempo", icon: "even", values };
  const direction = to > from ? "faster" : "slower";
  return { name: over ? `${direction}Over` : direction, icon: direction, values };
}

/**
 * @param {Extract<What, {kind: "click"}>} what
 * @returns {Chosen}
 */
function clickFace({ mode = "all", fade_on_bars: on = 0, fade_off_bars: off = 0 }) {
  if (off) {
    const values = { on: counted(on, PLAY.bars), off: counted(off, PLAY.bars) };
    return { name: "clickFade", icon: "noclick", values };
  }
  /** @type {Record<string, Chosen>} */
  const faces = {
    all: { name: "clickAll", icon: "click" },
    accents: { name: "clickAccents", icon: "click" },
    visual: { name: "clickVisual", icon: "noclick" },
    off: { name: "clickOff", icon: "noclick" },
  };
  return faces[mode];
}

/**
 * @param {Extract<What, {kind: "layer"}>} what
 * @param {Viewer} viewer
 * @returns {Chosen}
 */
function layerFace({ layer, playing = true }, { part, groove }) {
  const values = { layer: groove?.layers[layer]?.name ?? fill(PLAY.layer, { number: layer + 1 }) };
  const icon = playing ? "layerIn" : "layerOut";
  if (part === layer) return { name: playing ? "layerInMine" : "layerOutMine", icon, values };
  return { name: playing ? "layerIn" : "layerOut", icon, values };
}

/**
 * @param {Music} music
 * @param {Extract<What, {kind: "sculpt"}>} what
 * @param {number} beat
 * @param {Viewer} viewer
 * @returns {Chosen}
 */
function sculptFace(music, what, beat, { seat }) {
  const { resting = [], soft = [] } = music.sceneAt(beat);
  if (!resting.length && !soft.length) return { name: "sculptAll" };
  if (seat !== null && resting.includes(seat)) return { name: "sculptRest", icon: "rest" };
  if (seat !== null && soft.includes(seat)) return { name: "sculptSoft", icon: "soft" };
  return { name: what.others === "soft" ? "sculptPlayOverSoft" : "sculptPlay" };
}

/**
 * @param {Extract<What, {kind: "spotlight"}>} what
 * @param {Viewer} viewer
 * @returns {Chosen}
 */
function lightFace({ seat = null }, viewer) {
  if (seat === null) return { name: "lightOut", icon: "play" };
  if (seat === viewer.seat) return { name: "lightMine" };
  return { name: "lightOther", icon: "hold", values: { name: viewer.nameOf(seat) } };
}

/**
 * @param {Music} music
 * @param {Extract<What, {kind: "pass"}>} what
 * @param {number} beat
 * @param {Viewer} viewer
 * @returns {Chosen}
 */
function passFace(music, { bars_each: each = 2 }, beat, { seat }) {
  const values = { bars: counted(each, PLAY.bars) };
  const first = music.sceneAt(beat).passing?.order[0];
  if (seat !== null && first === seat) return { name: "passMine", icon: "light", values };
  return { name: "pass", values };
}

/**
 * @param {Music} music
 * @param {CueView} cue
 * @param {Viewer} viewer
 * @returns {Chosen}
 */
function dialogueFace({ run }, { cue }, { seat }) {
  const first = run.calls?.find((call) => call.cue === cue)?.first;
  const begins = seat !== null && first?.includes(seat);
  return { name: begins ? "dialogueFirst" : "dialogueSecond" };
}
