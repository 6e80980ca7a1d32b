// @ts-check
/** The piece on the page: its rows of boxes or its words, its player, its tempo, its calls. */

import { BoxEditor } from "./boxEditor.js";
import { byId, make, setText, show } from "./dom.js";
import { meterOf } from "./grid.js";
import { LANGUAGE } from "./language.js";
import { PatternPlayer } from "./patternPlayer.js";
import { eventsOfBeats, eventsOfGrid, eventsOfTune, ROW_DRUMS } from "./patternPieces.js";
import { PATTERN_TEXTS as words } from "./patternTexts.js";
import { phrasesOfCall, said } from "./phrase.js";
import { aboutPattern, aboutSong, lyricsOf, titleOf } from "./pieceView.js";
import { fill } from "./texts.js";
import { TubsView } from "./tubs.js";

/** @typedef {import("./grid.js").Sketch} Sketch */
/** @typedef {import("./patternPlayer.js").Part} Part */
/** @typedef {import("./phrase.js").Pattern} Pattern */
/** @typedef {import("./sheets.js").Song} Song */
/** @typedef {import("./sheets.js").Tune} Tune */

const MOST_ROWS = 8;
const STEP_BPM = 4;

export class PatternDesk {
  /** @param {() => void} changed called when another piece is here, or it was changed */
  constructor(changed) {
    this._changed = changed;
    this._player = new PatternPlayer(() => this._playing());
    this._tempo = byId("tempo", HTMLInputElement);
    this._play = byId("play", HTMLButtonElement);
    this._parts = byId("parts", HTMLElement);
    /** @type {Part[]} */
    this._sounding = [];
    this._frame = 0;
    /** @type {BoxEditor[]} */
    this._editors = [];
    /** @type {Part} */
    this._beats = { events: [], on: false, after: 0 };
    /** The id in the library; "" for what somebody brought along. */
    this.id = "";
    /** @type {Sketch | null} */
    this.sketch = null;
    /** The tune's text; "" for a pattern. */
    this.abc = "";
    this.changed = false;
    /** @type {number[]} the drum of each row */
    this.drums = [];
    this._title = "";
    /** @type {Tune | null} */
    this._tune = null;
    /** @type {Pattern | null} */
    this._pattern = null;
    /** @type {Song | null} */
    this._song = null;
    /** @type {HTMLElement | null} */
    this._lyrics = null;
    this._play.addEventListener("click", () => void this._toggle());
    this._tempo.addEventListener("input", () => this._setTempo(Number(this._tempo.value)));
    const nudge = (/** @type {number} */ by) => () => this._setTempo(Number(this._tempo.value) + by);
    byId("slower", HTMLButtonElement).addEventListener("click", nudge(-STEP_BPM));
    byId("faster", HTMLButtonElement).addEventListener("click", nudge(STEP_BPM));
    byId("add-row", HTMLButtonElement).addEventListener("click", () => this._addRow());
    byId("drop-row", HTMLButtonElement).addEventListener("click", () => this._dropRow());
    const beats = byId("beats", HTMLInputElement);
    beats.addEventListener("change", () => (this._beats.on = beats.checked));
  }

  /** What the piece is called. */
  get title() {
    return this._title;
  }

  /** Put nothing on the page. */
  clear() {
    this._player.stop();
    this.id = this.abc = this._title = "";
    this.sketch = this._tune = this._pattern = this._song = this._lyrics = null;
    this.changed = false;
    this.drums = [];
    this._editors = [];
    this._sounding = [];
    for (const id of ["about", "calls", "from", "parts"]) byId(id, HTMLElement).replaceChildren();
    show(byId("player", HTMLElement), false);
    this._changed();
  }

  /** @param {import("./patternPieces.js").Entry} entry of the library */
  showEntry({ kind, item }) {
    this.clear();
    this.id = item.id;
    if (kind === "pattern") this._showPattern(/** @type {Pattern} */ (item));
    else this._showSong(/** @type {Song} */ (item));
  }

  /** @param {Sketch} sketch that somebody brought along */
  showSketch(sketch) {
    this.clear();
    this.sketch = sketch;
    this.changed = true;
    this.drums = sketch.rows.map((_, i) => ROW_DRUMS[i]);
    this._open(sketch.title || words.yours, sketch.tempo_bpm);
    this._drawRows();
  }

  /**
   * @param {Tune} tune that somebody brought along
   * @param {string} abc
   */
  showTune(tune, abc) {
    this.clear();
    this._tune = tune;
    this.abc = abc;
    this._open(tune.title || words.untitled, tune.tempo_bpm);
    this._drawTune([], "");
  }

  /** @param {Pattern} pattern */
  _showPattern(pattern) {
    this._pattern = pattern;
    this.drums = pattern.layers.map(({ gm }) => gm);
    this.sketch = {
      cycle: pattern.cycle,
      rows: pattern.layers.map(({ role, grid }) => ({ label: role, grid })),
      title: titleOf(pattern),
      tempo_bpm: pattern.tempo[1],
      feel: pattern.feel,
    };
    this._open(titleOf(pattern), pattern.tempo[1]);
    this._drawRows();
    this._drawCalls(pattern);
    setText(byId("from", HTMLElement), pattern.people_place);
    byId("about", HTMLElement).replaceChildren(aboutPattern(pattern));
  }

  /** @param {Song} song */
  _showSong(song) {
    this._song = song;
    this._tune = song.tune;
    this.abc = song.abc;
    this._open(titleOf(song), song.tempo[1]);
    this._drawTune(song.entries, song.language);
    setText(byId("from", HTMLElement), song.people_place);
    byId("about", HTMLElement).replaceChildren(aboutSong(song));
  }

  /**
   * @param {string} title
   * @param {number} bpm
   */
  _open(title, bpm) {
    this._title = title;
    setText(byId("title", HTMLElement), title);
    document.title = `${title} – Unisono`;
    const grouping = this.sketch ? meterOf(this.sketch.cycle) : (this._tune?.grouping ?? [4]);
    this._beats = { ...this._beats, events: eventsOfBeats(this._loopBeats(), grouping) };
    this._setTempo(bpm);
    show(byId("player", HTMLElement), true);
    show(byId("keys", HTMLElement), this.sketch !== null);
    show(byId("shape", HTMLElement), this.sketch !== null);
    this._changed();
  }

  _loopBeats() {
    return this.sketch?.cycle.beats ?? this._tune?.length_beats ?? 1;
  }

  _drawRows() {
    const sketch = this.sketch;
    if (!sketch) return;
    this._editors = [];
    this._sounding = [];
    const rows = sketch.rows.map(({ label, grid }, i) => {
      const layer = this._pattern?.layers[i];
      const own = layer?.strokes ?? {};
      const name = label || fill(words.row, { number: i + 1 });
      const part = { events: eventsOfGrid(sketch, grid, this.drums[i], own), on: true, after: 0 };
      const editor = new BoxEditor(name, grid, sketch.cycle, own, (changed) =>
        this._edit(i, changed, own),
      );
      this._sounding.push(part);
      this._editors.push(editor);
      const mnemonic = layer ? said(layer.mnemonic, LANGUAGE) : "";
      return make(
        "div",
        { class: "part stack tight" },
        partSwitch(fill(words.hear, { layer: name }), part),
        ...(mnemonic ? [make("p", { class: "hint" }, fill(words.mnemonic, { words: mnemonic }))] : []),
        editor.element,
      );
    });
    this._parts.replaceChildren(...rows);
  }

  /**
   * @param {number} row
   * @param {string} grid
   * @param {Readonly<Record<string, string>>} own
   */
  _edit(row, grid, own) {
    if (!this.sketch) return;
    const rows = this.sketch.rows.map((old, i) => (i === row ? { ...old, grid } : old));
    this._takeRows(rows);
    this._sounding[row].events = eventsOfGrid(this.sketch, grid, this.drums[row], own);
  }

  /** @param {import("./grid.js").Row[]} rows */
  _takeRows(rows) {
    if (!this.sketch) return;
    if (!this.changed) this._title = fill(words.changed, { title: this._title });
    this.changed = true;
    this.sketch = { ...this.sketch, rows, title: [...this._title].slice(0, 60).join("") };
    setText(byId("title", HTMLElement), this._title);
    this._changed();
  }

  _addRow() {
    if (!this.sketch || this.sketch.rows.length >= MOST_ROWS) return;
    const { rows } = this.sketch;
    const label = fill(words.oneRow, { number: rows.length + 1 });
    const grid = ".".repeat(rows[0].grid.length);
    this.drums = [...this.drums, ROW_DRUMS[rows.length]];
    this._reshape([...rows, { label, grid }]);
  }

  _dropRow() {
    if (!this.sketch || this.sketch.rows.length < 2) return;
    this.drums = this.drums.slice(0, -1);
    this._reshape(this.sketch.rows.slice(0, -1));
  }

  /** @param {import("./grid.js").Row[]} rows */
  _reshape(rows) {
    this._player.stop();
    this._takeRows(rows);
    this._drawRows();
  }

  /**
   * @param {ReadonlyArray<{section: string, after_beats: number}>} entries
   * @param {string} language
   */
  _drawTune(entries, language) {
    const tune = this._tune;
    if (!tune) return;
    this._editors = [];
    this._sounding = [];
    const switches = [];
    const roles = [...new Set(tune.lines.map(({ role }) => role))];
    for (const { section, after_beats: after } of entries) {
      const part = { events: eventsOfTune(tune), on: true, after };
      const name = after ? words.entries : words.firstEntry;
      switches.push(partSwitch(fill(name, { section, beats: after }), part));
      this._sounding.push(part);
    }
    for (const role of entries.length > 0 ? [] : roles) {
      const part = { events: eventsOfTune(tune, role), on: true, after: 0 };
      switches.push(partSwitch(words.roles[role], part));
      this._sounding.push(part);
    }
    const song = this._song ?? { tune, language };
    this._lyrics = lyricsOf(/** @type {Song} */ (song));
    this._parts.replaceChildren(...switches, this._lyrics);
  }

  /** @param {Pattern} pattern */
  _drawCalls(pattern) {
    if (pattern.calls.length === 0) return;
    const rows = pattern.calls.map((call, i) => {
      const phrases = phrasesOfCall(pattern, i, LANGUAGE);
      const said0 = said(call.mnemonic, LANGUAGE);
      const names = [
        fill(words.hearCall, { number: i + 1, words: said0 }),
        fill(words.hearAnswer, { number: i + 1 }),
      ];
      const same = call.call === call.response;
      const shown = (same ? phrases.slice(0, 1) : phrases).map((phrase, j) => {
        const view = new TubsView();
        view.show({ ...phrase, title: j ? "" : said0, mnemonic: "" });
        const button = make("button", { type: "button", class: "button" }, names[j]);
        button.addEventListener("click", () => this._hear(j ? call.response : call.call, pattern));
        return make("div", { class: "stack tight" }, button, view.element);
      });
      return make("li", { class: "call" }, ...shown);
    });
    const title = make("h3", {}, words.calls);
    byId("calls", HTMLElement).replaceChildren(title, make("ol", { class: "stack" }, ...rows));
  }

  /**
   * @param {string} grid
   * @param {Pattern} pattern
   */
  _hear(grid, pattern) {
    if (!this.sketch) return;
    const { gm, strokes } = pattern.layers[0];
    const events = eventsOfGrid(this.sketch, grid, gm, strokes);
    const parts = [{ events, on: true, after: 0 }, this._beats];
    const bpm = Number(this._tempo.value);
    void this._player.start({ parts, loopBeats: this._loopBeats(), bpm }, 1);
  }

  async _toggle() {
    if (this._player.playing) {
      this._player.stop();
      return;
    }
    const parts = [...this._sounding, this._beats];
    const bpm = Number(this._tempo.value);
    await this._player.start({ parts, loopBeats: this._loopBeats(), bpm });
    this._follow();
  }

  /** @param {number} bpm */
  _setTempo(bpm) {
    this._tempo.value = String(Math.round(bpm));
    const tempo = Number(this._tempo.value);
    const shown = fill(words.bpm, { tempo });
    setText(byId("tempo-words", HTMLElement), shown);
    this._tempo.setAttribute("aria-valuetext", shown);
    this._player.setTempo(tempo);
    if (this.sketch) this.sketch = { ...this.sketch, tempo_bpm: tempo };
  }

  _playing() {
    const { playing } = this._player;
    setText(this._play, playing ? words.stop : words.play);
    if (!playing) this._point(null);
  }

  /** Move the playhead with what is heard, frame by frame. */
  _follow() {
    cancelAnimationFrame(this._frame); // there is one of them, however often somebody presses
    if (!this._player.playing) return;
    this._point(this._player.beat);
    this._frame = requestAnimationFrame(() => this._follow());
  }

  /** @param {number | null} beat since the start, or null */
  _point(beat) {
    const at = beat === null || beat < 0 ? -1 : beat % this._loopBeats();
    const parts = this.sketch?.cycle.parts_per_beat ?? 1;
    for (const editor of this._editors) editor.setPlayhead(at < 0 ? -1 : Math.floor(at * parts));
    if (!this._tune || !this._lyrics) return;
    const begun = this._tune.lines.filter(({ notes }) => at >= 0 && notes[0][0] <= at);
    const line = begun.length - 1;
    for (const row of this._lyrics.children) {
      row.classList.toggle("now", row.getAttribute("data-line") === String(line));
    }
  }
}

/**
 * @param {string} name
 * @param {Part} part
 * @returns {HTMLElement}
 */
function partSwitch(name, part) {
  const box = make("input", { type: "checkbox", checked: true });
  box.addEventListener("change", () => (part.on = box.checked));
  return make("label", { class: "switch" }, box, ` ${name}`);
}
