// @ts-check
/** The line that is sung, its syllables lighting on the beat, and the one after it. */

import { byId, make, setText, show } from "../dom.js";
import { linesOf, placeIn } from "./lyricLines.js";

/** @typedef {import("../music.js").Music} Music */
/** @typedef {import("./lyricLines.js").Line} Line */

export class LyricLine {
  /** @param {() => string | undefined} sectionOf whose entry counts here */
  constructor(sectionOf) {
    this._sectionOf = sectionOf;
    this._line = make("p", { class: "lyric-line", dir: "auto", "data-testid": "lyric" });
    this._next = make("p", { class: "lyric-next", dir: "auto" });
    this._place = make("div", { class: "lyric", hidden: true }, this._line, this._next);
    byId("strip", HTMLElement).before(this._place);
    /** @type {WeakMap<object, Line[]>} */
    this._lines = new WeakMap();
    this._drawn = "";
    this._at = -2;
  }

  /**
   * @param {Music | null} music
   * @param {number} beat
   */
  draw(music, beat) {
    const place = music?.stageAt(beat) === "playing" ? music.songAt(beat, this._sectionOf()) : null;
    const sings = place !== null && place !== undefined && place.stage !== "over";
    show(this._place, sings);
    if (!sings) return;
    const lines = this._linesOf(place.song.song);
    if (!lines.length) return;
    const { line, syllable } = placeIn(lines, Math.max(-1e-9, place.beat));
    this._show(lines, line, place.stage === "ahead" ? -1 : syllable, place.beat);
  }

  /**
   * @param {import("../wire.js").SongSpec} song
   * @returns {Line[]}
   */
  _linesOf(song) {
    const known = this._lines.get(song) ?? linesOf(song);
    this._lines.set(song, known);
    return known;
  }

  /**
   * @param {Line[]} lines
   * @param {number} at
   * @param {number} sounding
   * @param {number} beat within the verse
   */
  _show(lines, at, sounding, beat) {
    const { syllables } = lines[at];
    const text = wordsOf(lines[at]);
    if (text !== this._drawn) {
      this._drawn = text;
      this._line.replaceChildren(...syllables.flatMap(syllableSpan));
      this._line.style.setProperty("--letters", String([...text].length));
      setText(this._next, wordsOf(lines[at + 1] ?? lines[0]));
    }
    syllables.forEach((syllable, i) => {
      const span = this._line.children[i];
      span.classList.toggle("sung", syllable.beat <= beat);
      span.classList.toggle("sounds", i === sounding);
    });
  }
}

/**
 * @param {import("./lyricLines.js").Syllable} syllable
 * @param {number} i
 * @returns {(HTMLElement | string)[]} with the space before it, where a line may break
 */
function syllableSpan({ text, joined }, i) {
  const span = make("span", { class: "syllable" }, text);
  return i > 0 && !joined ? [" ", span] : [span];
}

/**
 * @param {Line | undefined} line
 * @returns {string}
 */
function wordsOf(line) {
  return (line?.syllables ?? [])
    .map(({ text, joined }, i) => (i > 0 && !joined ? ` ${text}` : text))
    .join("");
}
