// @ts-check
/** What came back of a call: how many brought each note, the group, its sections, and learning. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make } from "../dom.js";
import { say } from "../language.js";
import { counted, fill } from "../texts.js";
import { boxAt, countOf, phraseOf } from "../tubs.js";

/** @typedef {import("../wire.js").RoundView} RoundView */
/** @typedef {import("../wire.js").PromptSpec} PromptSpec */

const MOST_REMEMBERED = 12;

export class RoundResult {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {(sentence: string) => void} say
   */
  constructor(desk, say) {
    this._desk = desk;
    this._say = say;
    this._place = byId("round", HTMLElement);
    /** @type {Map<number, PromptSpec>} the prompts of this session's calls, by cue */
    this._prompts = new Map();
    /** @type {Map<string, (number | null)[]>} scores so far, by prompt */
    this._scores = new Map();
    this._place.append(make("p", { class: "soft" }, CONSOLE.round.none));
    desk.session.on("music", () => this._remember());
    desk.session.on("round", (round) => this._show(round));
  }

  _remember() {
    for (const { cue, prompt } of this._desk.session.music?.run.calls ?? []) {
      if (prompt) this._prompts.set(cue, prompt);
    }
  }

  /** @param {RoundView} round */
  _show(round) {
    const prompt = this._prompts.get(round.cue);
    const { round: texts } = CONSOLE;
    const title = prompt?.title
      ? fill(texts.title, { round: round.round, title: prompt.title })
      : fill(texts.untitled, { round: round.round });
    const score = scoreWords(round);
    const answered = fill(texts.answered, { answered: round.answered, asked: round.asked });
    /** @type {HTMLElement[]} */
    const rows = [
      make("p", { class: "round-title" }, title),
      make("p", { class: "round-score" }, make("strong", { class: "steady" }, score), ` ${say(round.word)}`),
      make("p", { class: "hint" }, `${answered} · ${counted(round.extra, texts.extra)}`),
    ];
    if (prompt) rows.push(notesPicture(prompt, round));
    const sections = (round.sections ?? []).map(([section, value]) => sectionRow(section, value));
    if (sections.length) rows.push(make("ul", { class: "round-sections" }, ...sections));
    if (prompt) rows.push(this._learning(prompt, round.score));
    this._place.replaceChildren(...rows);
    this._say(fill(texts.said, { title, score: `${score} ${say(round.word)}`.trim(), answered }));
  }

  /**
   * @param {PromptSpec} prompt
   * @param {number | null} score
   * @returns {HTMLElement} how this very call has gone so far; an empty line at first
   */
  _learning(prompt, score) {
    const key = JSON.stringify([prompt.cycle_beats, prompt.notes.map(([beat]) => beat)]);
    const scores = [...(this._scores.get(key) ?? []), score].slice(-MOST_REMEMBERED);
    this._scores.set(key, scores);
    if (scores.length < 2) return make("p", { class: "hint fixed-line" });
    const shown = scores.map((value) => (value === null ? "–" : String(Math.round(value))));
    const words = fill(CONSOLE.round.learning, { scores: shown.join(" → ") });
    return make("p", { class: "hint fixed-line steady" }, words);
  }
}

/**
 * @param {RoundView} round
 * @returns {string}
 */
function scoreWords({ score, reason }) {
  const { round } = CONSOLE;
  if (score !== null) return fill(round.score, { score: Math.round(score) });
  return /** @type {Record<string, string>} */ (round.reasons)[reason] ?? round.noScore;
}

/**
 * @param {string} section
 * @param {number | null} score
 */
function sectionRow(section, score) {
  const { round } = CONSOLE;
  const words =
    score === null
      ? fill(round.sectionUnknown, { section })
      : fill(round.section, { section, score: Math.round(score) });
  return make("li", { class: "steady" }, words);
}

/**
 * The call as boxes, each note filled as high as the share of people who brought it.
 * @param {PromptSpec} prompt
 * @param {RoundView} round
 * @returns {HTMLElement}
 */
function notesPicture(prompt, { notes, asked, answered }) {
  const phrase = phraseOf(prompt);
  const parts = phrase.parts_per_beat;
  const most = Math.max(1, answered || asked);
  const boxes = Math.max(1, Math.round(phrase.cycle_beats * parts));
  const counts = new Map(
    phrase.notes.map(([beat], i) => [boxAt(phrase, beat), Math.round(notes[i] ?? 0)]),
  );
  const beats = [];
  for (let at = 0; at < boxes; at += parts) {
    const cells = [];
    for (let box = at; box < Math.min(boxes, at + parts); box += 1) {
      cells.push(noteBox(counts.get(box), most, box % parts ? "·" : String(box / parts + 1)));
    }
    beats.push(make("span", { class: "tubs-beat" }, ...cells));
  }
  const spoken = [...counts].map(([box, count]) => {
    return fill(CONSOLE.round.noteSpoken, { at: countOf(box, parts), count, asked: most });
  });
  const label = fill(CONSOLE.round.notesLabel, { notes: spoken.join("; ") });
  const attributes = { class: "tubs came-back", dir: "ltr", role: "img", "aria-label": label };
  return make("div", attributes, ...beats);
}

/**
 * @param {number | undefined} count undefined where the call has no note
 * @param {number} most
 * @param {string} number
 */
function noteBox(count, most, number) {
  const box = make("span", { class: count === undefined ? "box" : "box note" });
  if (count !== undefined) {
    const share = Math.min(1, count / most);
    box.style.setProperty("--share", `${Math.round(100 * share)}%`);
  }
  const below = make("span", { class: "tubs-brought steady" }, count === undefined ? "" : String(count));
  return make("span", { class: "tubs-step" }, make("span", { class: "tubs-count" }, number), box, below);
}
