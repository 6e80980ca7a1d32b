// @ts-check
/** The phrase above the pad as boxes: a call, its answer, or my own part; or the line that is sung. */

import { byId, make, setText, show } from "../dom.js";
import { phraseOf, TubsView } from "../tubs.js";
import { answerBeats, roundWords } from "./rounds.js";

/** @typedef {import("../music.js").Music} Music */
/** @typedef {import("../grid.js").Phrase} Phrase */
/** @typedef {import("../wire.js").PromptSpec} PromptSpec */
/**
 * @typedef {object} Shown
 * @property {Phrase} phrase
 * @property {string} key the same for the same phrase, however often it is sent
 * @property {number | null} at beats into it, or null while it is not played
 * @property {boolean} answering whether it is being answered right now
 */

/** So many boxes stand side by side on the smallest phone. */
const MOST_BOXES = 16;

export class Strip {
  constructor() {
    this._place = byId("strip", HTMLElement);
    this._tubs = new TubsView();
    this._words = make("p", { class: "strip-words", dir: "auto", "data-testid": "strip-words" });
    this._place.append(this._tubs.element, this._words);
    this._key = "";
    this._answering = false;
    /** @type {import("../wire.js").RoundView | null} */
    this._round = null;
  }

  /** @param {Shown | null} shown what to draw; drawn anew only when it is another phrase */
  show(shown) {
    show(this._place, shown !== null);
    const key = shown?.key ?? "";
    if (key !== this._key) this._draw(key, shown?.phrase);
    if (!shown) return;
    if (shown.answering && !this._answering) this._answerBegins();
    this._answering = shown.answering;
    this._tubs.setPlayhead(shown.at);
    setText(this._words, this._round ? roundWords(this._round) : shown.phrase.mnemonic);
  }

  /**
   * @param {string} key
   * @param {Phrase | undefined} phrase
   */
  _draw(key, phrase) {
    [this._key, this._round, this._answering] = [key, null, false];
    if (!phrase) return;
    this._tubs.show(phrase);
    const columns = columnsFor(phrase);
    this._place.style.setProperty("--columns", String(columns));
    this._place.style.setProperty("--boxes", String(columns * phrase.parts_per_beat));
  }

  _answerBegins() {
    this._round = null;
    this._tubs.setAnswer([]);
  }

  /**
   * What came back of the call that is shown.
   * @param {import("../wire.js").RoundView} round
   * @param {PromptSpec | null | undefined} prompt
   * @returns {string} the same in words
   */
  answered(round, prompt) {
    this._round = round;
    this._tubs.setAnswer(answerBeats(round, prompt));
    return roundWords(round);
  }
}

/**
 * @param {Phrase} phrase
 * @returns {number} beats in a row: all of them, or as many as leave each box wide enough to see
 */
export function columnsFor({ cycle_beats: cycle, parts_per_beat: parts, grouping }) {
  const blocks = parts > 1 ? Math.ceil(cycle) : Math.max(1, grouping.length);
  const boxes = parts > 1 ? parts : Math.ceil(cycle / blocks);
  const fits = Math.max(1, Math.floor(MOST_BOXES / boxes));
  return blocks <= fits ? blocks : Math.ceil(blocks / Math.ceil(blocks / fits));
}

/** @type {WeakMap<object, {key: string, phrase: Phrase}>} */
const DRAWN = new WeakMap();

/**
 * @param {Music | null} music
 * @param {number} beat now
 * @param {{groove: import("../wire.js").GrooveSpec | null, part?: number}} mine
 * @returns {Shown | null} the phrase that matters now: a call, one that is coming, or my own part
 */
export function shownPhrase(music, beat, { groove, part = -1 }) {
  const place = music?.callAt(beat);
  const called = place?.call.prompt;
  if (place && called) {
    const answering = place.part === "answer";
    return { ...drawn(called, () => called), at: place.beat, answering };
  }
  const what = music?.nextCue(beat)?.cue.what;
  if (what?.kind === "call") {
    return { ...drawn(what.prompt, () => what.prompt), at: null, answering: false };
  }
  const layer = groove?.layers[part];
  if (!groove || !layer) return null;
  const at = music?.stageAt(beat) === "playing" ? beat % groove.cycle_beats : null;
  return { ...drawn(layer, () => layerPrompt(groove, layer)), at, answering: false };
}

/**
 * @param {object} from
 * @param {() => PromptSpec} promptOf
 * @returns {{key: string, phrase: Phrase}}
 */
function drawn(from, promptOf) {
  const known = DRAWN.get(from);
  if (known) return known;
  const phrase = phraseOf(promptOf());
  const made = { key: JSON.stringify(phrase), phrase };
  DRAWN.set(from, made);
  return made;
}

/**
 * @param {import("../wire.js").GrooveSpec} groove
 * @param {import("../wire.js").LayerSpec} layer
 * @returns {PromptSpec}
 */
function layerPrompt({ cycle_beats, grouping, parts_per_beat }, layer) {
  const { name: title, mnemonic, notes } = layer;
  return { title, mnemonic, notes, cycle_beats, grouping, parts_per_beat };
}
