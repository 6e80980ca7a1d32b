// @ts-check
/** A cue in words and with its picture, for whoever leads. Pure. */

import { CONSOLE } from "../consoleTexts.js";
import { groupingLabel } from "../grouping.js";
import { tenths } from "../numbers.js";
import { counted, fill } from "../texts.js";

/** @typedef {import("../wire.js").CueView["what"]} Cue */
/** @typedef {import("../wire.js").Selection} Selection */
/** @typedef {{nameOf(seat: number): string, layerName(layer: number): string}} Names */

/** @type {Record<Cue["kind"], string>} the names of drawings in icons.html */
const ICONS = {
  groove: "groove",
  tempo: "tempo",
  meter: "meter",
  click: "click",
  level: "level",
  layer: "layers",
  sculpt: "people",
  spotlight: "light",
  pass: "pass",
  call: "call",
  dialogue: "call",
  sing: "song",
  breath: "breath",
  free: "free",
  stop: "stop",
};

/**
 * @param {Cue} cue
 * @returns {string} the name of its drawing
 */
export function iconOf(cue) {
  return ICONS[cue.kind];
}

/**
 * @param {Selection} who
 * @returns {string}
 */
export function whoWords({ by = "all", section = "", part = null, seats = [], tag = "" }) {
  const { who } = CONSOLE;
  if (by === "section") return fill(who.section, { section });
  if (by === "part") return fill(who.part, { part: (part ?? 0) + 1 });
  if (by === "tag") return fill(who.tag, { tag });
  if (by === "seats") return counted(seats.length, who.seats);
  return who[by];
}

/**
 * @param {Cue} cue
 * @param {Names} names
 * @returns {string}
 */
export function cueWords(cue, { nameOf, layerName }) {
  const { cues } = CONSOLE;
  switch (cue.kind) {
    case "groove":
      return !cue.who?.by || cue.who.by === "all"
        ? cues.groove
        : fill(cues.grooveSome, { who: whoWords(cue.who) });
    case "tempo":
      return fill(cue.over_bars ? cues.ramp : cues.tempo, {
        tempo: tenths(cue.tempo_bpm),
        bars: cue.over_bars ?? 0,
      });
    case "meter":
      return fill(cues.meter, { meter: groupingLabel(cue.grouping) });
    case "click":
      return cue.fade_off_bars
        ? fill(cues.fade, { on: cue.fade_on_bars ?? 0, off: cue.fade_off_bars })
        : cues.click[cue.mode ?? "all"];
    case "level":
      return cues.level[cue.level ?? "even"];
    case "layer":
      return fill(cue.playing === false ? cues.layerOut : cues.layerIn, {
        layer: layerName(cue.layer),
      });
    case "sculpt":
      if (!cue.who.by || cue.who.by === "all") return cues.groove;
      return fill(cue.others === "soft" ? cues.sculptSoft : cues.sculpt, {
        who: whoWords(cue.who),
      });
    case "spotlight":
      return cue.seat ? fill(cues.spotlight, { name: nameOf(cue.seat) }) : cues.lightOut;
    case "call":
      return cue.prompt.title ? fill(cues.call, { title: cue.prompt.title }) : cues.callPlain;
    case "sing":
      return cue.song.title ? fill(cues.sing, { title: cue.song.title }) : cues.singPlain;
    case "stop":
      return cues.stop[cue.how ?? "cut"];
    default:
      return cues[cue.kind];
  }
}
