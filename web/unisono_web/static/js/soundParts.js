// @ts-check
/**
 * What is to sound of a run, part by part: the click or the bed in its place, calls, guide tones.
 *
 * Pure: asked with a music and a window of session time, answers with soundings in any order.
 */

import { instrumentNamed, strokeOn } from "./instruments.js";
import { songEnd } from "./scenes.js";

/** @typedef {import("./music.js").Music} Music */
/** @typedef {import("./soundScheduler.js").Sounding} Sounding */
/** @typedef {import("./audioGraph.js").Voice} Voice */
/** @typedef {import("./wire.js").SongView} SongView */
/** @typedef {import("./wire.js").SongSpec["notes"][number]} Note */
/**
 * @typedef {object} Taste what the person at this device likes to hear
 * @property {"click" | "heart" | "shaker" | "kit" | "groove"} bed in the place of the bare click
 * @property {boolean} counted whether the count-in is sung as well
 * @property {"" | "mine" | "all" | "off"} guide voices of a song; "": as whoever leads says
 * @property {string} section
 * @property {import("./wire.js").GrooveSpec | null} groove what is played together
 */

/** @type {Taste} */
export const PLAIN_TASTE = { bed: "click", counted: true, guide: "", section: "", groove: null };

const ACCENTS = [0.55, 0.75, 1];
/** MIDI numbers sung before bar 1: the last beat lifts. */
const COUNT_PITCHES = { beat: 55, bar: 60, last: 67 };
const COUNT_LENGTH_S = 0.16;
/** A tone that is not said to last ends so much before the next. */
const LEGATO = 0.95;
const LONGEST_BEATS = 16;
const EDGE_BEATS = 1e-6;

/**
 * @param {Music} music
 * @param {number} fromS
 * @param {number} toS
 * @param {Taste} taste
 * @returns {Iterable<Sounding>} the shared beat, as this person likes it
 */
export function* beatPart(music, fromS, toS, taste) {
  const { timeline } = music;
  const bed = taste.bed === "groove" && !taste.groove ? "click" : taste.bed;
  const firstS = Math.min(fromS, timeline.timeAt(Math.floor(timeline.beatAt(fromS))));
  for (const { beat, accent } of music.clicksBetween(firstS, toS)) {
    const alone = beat < 0 || isLastTogether(music, beat);
    for (const [after, sound, level] of bedOf(alone ? "click" : bed, music, beat, accent)) {
      yield* within(music, fromS, toS, beat + after, `${beat + after}`, { sound, level });
    }
    if (beat < 0 && taste.counted) {
      yield* within(music, fromS, toS, beat, `count:${beat}`, countTone(beat, accent));
    }
    if (bed === "groove" && !alone) yield* grooveOf(music, fromS, toS, beat, taste.groove);
  }
}

/**
 * @param {Taste["bed"]} bed
 * @param {Music} music
 * @param {number} beat
 * @param {0 | 1 | 2} accent
 * @returns {[after: number, sound: string, level: number][]} of one beat
 */
function bedOf(bed, music, beat, accent) {
  const level = ACCENTS[accent];
  switch (bed) {
    case "heart":
      return [
        [0, "heart:low", level],
        [0.3, "heart:mid", 0.5 * level],
      ];
    case "shaker":
      return [
        [0, accent ? "shaker:low" : "shaker:mid", level],
        [0.5, "shaker:high", 0.3],
      ];
    case "kit":
      return [
        [0, accent || isEven(music, beat) ? "kit:low" : "kit:mid", 0.7 * level],
        [0.5, "kit:high", 0.3],
      ];
    case "groove":
      return accent === 2 ? [[0, "click:2", 0.4]] : [];
    default:
      return [[0, `click:${accent}`, level]];
  }
}

/**
 * @param {Music} music
 * @param {number} beat
 * @returns {boolean} whether an even number of beats lies between it and the start of its bar
 */
function isEven(music, beat) {
  return Math.round(music.bars.positionAt(beat).beatInBar) % 2 === 0;
}

/**
 * @param {Music} music
 * @param {number} beat
 * @returns {boolean} whether it is a last beat together: nothing else sounds in it
 */
function isLastTogether({ run, stopBeat }, beat) {
  return run.stop_how === "last" && beat >= stopBeat - 1 - EDGE_BEATS;
}

/**
 * @param {number} beat below 0
 * @param {0 | 1 | 2} accent
 * @returns {Voice}
 */
function countTone(beat, accent) {
  const { last, bar, beat: other } = COUNT_PITCHES;
  const pitch = beat === -1 ? last : accent === 2 ? bar : other;
  return { sound: `voice:${pitch}`, level: 0.6, lengthS: COUNT_LENGTH_S, bus: "guide" };
}

/**
 * @param {Music} music
 * @param {number} fromS
 * @param {number} toS
 * @param {number} beat
 * @param {import("./wire.js").GrooveSpec | null} groove
 * @returns {Iterable<Sounding>} what the layers that play have on this beat, softly
 */
function* grooveOf(music, fromS, toS, beat, groove) {
  if (!groove) return;
  const { layers_out: out } = music.sceneAt(beat);
  const start = Math.floor(beat / groove.cycle_beats + EDGE_BEATS) * groove.cycle_beats;
  for (const [number, { notes, instrument = "" }] of groove.layers.entries()) {
    for (const [at, stroke = "", , , , level = 0.7] of out.includes(number) ? [] : notes) {
      const place = start + at - beat;
      if (place < -EDGE_BEATS || place >= 1 - EDGE_BEATS) continue;
      const voice = strokeOn(instrumentNamed(instrument), stroke, 0.6 * level);
      yield* within(music, fromS, toS, beat + place, `g:${number}:${start + at}`, voice);
    }
  }
}

/**
 * @param {Music} music
 * @param {number} fromS
 * @param {number} toS
 * @returns {Iterable<Sounding>} the notes of calls that every device sounds
 */
export function* callPart(music, fromS, toS) {
  const [from, to] = [music.timeline.beatAt(fromS), music.timeline.beatAt(toS)];
  for (const { cue, beat0, rounds, cycle_beats: cycle, prompt, first } of music.run.calls ?? []) {
    if (!prompt || first) continue;
    for (let round = 0; round < rounds; round += 1) {
      const start = beat0 + 2 * round * cycle;
      if (start > to + 1 || start + cycle < from) continue;
      yield* notesOf(music, fromS, toS, prompt.notes, start, `c:${cue}:${round}`, 0);
    }
  }
}

/**
 * @param {Music} music
 * @param {number} fromS
 * @param {number} toS
 * @param {Taste} taste
 * @returns {Iterable<Sounding>} the melody of songs, as the person's own section sings it, or all
 */
export function* songPart(music, fromS, toS, taste) {
  const [from, to] = [music.timeline.beatAt(fromS), music.timeline.beatAt(toS)];
  for (const view of music.run.songs ?? []) {
    if (from > songEnd(view) || to < view.beat0 - 1) continue;
    const { length_beats: length, notes } = view.song;
    for (const { section, after_beats: after, pan } of voicesOf(view, taste)) {
      for (let round = 0; round < view.rounds; round += 1) {
        const start = view.beat0 + after + round * length;
        const name = `s:${view.cue}:${section}:${round}`;
        if (start <= to + 1 && start + length >= from) {
          yield* notesOf(music, fromS, toS, notes, start, name, pan);
        }
      }
    }
  }
}

/**
 * @param {SongView} view
 * @param {Taste} taste
 * @returns {{section: string, after_beats: number, pan: number}[]} whose line sounds here
 */
function voicesOf({ guide, song: { entries = [] } }, { guide: wish, section }) {
  const which = wish || (guide ? "mine" : "off");
  if (which === "off") return [];
  const rows = entries.length ? entries : [{ section: "", after_beats: 0 }];
  const spread = rows.map((row, i) => ({
    ...row,
    pan: rows.length < 2 ? 0 : (1.4 * i) / (rows.length - 1) - 0.7,
  }));
  if (which === "all") return spread;
  const mine = spread.find((row) => row.section === section) ?? spread[0];
  return [{ ...mine, pan: 0 }];
}

/**
 * @param {Music} music
 * @param {number} fromS
 * @param {number} toS
 * @param {ReadonlyArray<Note>} notes
 * @param {number} start beat on which they begin
 * @param {string} name
 * @param {number} pan
 * @returns {Iterable<Sounding>}
 */
function* notesOf(music, fromS, toS, notes, start, name, pan) {
  for (const [i, [at, stroke = "", , pitch, beats, level = 0.7]] of notes.entries()) {
    const beat = start + at;
    if (pitch == null && !stroke && notes.some((note) => note[3] != null)) continue;
    const until = start + (notes[i + 1]?.[0] ?? at + 1);
    const length = Math.min(beats ?? LEGATO * (until - beat), LONGEST_BEATS, music.stopBeat - beat);
    const endS = music.timeline.timeAt(beat + Math.max(length, 0));
    /** @type {Voice} */
    const voice =
      pitch == null
        ? strokeOn("djembe", stroke, level)
        : { sound: `voice:${pitch}`, level, lengthS: endS - music.timeline.timeAt(beat) };
    yield* within(music, fromS, toS, beat, `${name}:${i}`, { ...voice, bus: "guide", pan });
  }
}

/**
 * @param {Music} music
 * @param {number} fromS
 * @param {number} toS
 * @param {number} beat
 * @param {string} key
 * @param {Voice} voice
 * @returns {Iterable<Sounding>} it, if it is to sound in the window
 */
function* within(music, fromS, toS, beat, key, voice) {
  if (!music.soundsAt(beat)) return;
  const timeS = music.timeline.timeAt(beat);
  if (timeS >= fromS && timeS < toS) yield { key, beat, timeS, voice };
}
