// @ts-check
/** The settings of one activity as a form, made from the table of kinds. */

import { CONSOLE } from "../consoleTexts.js";
import { make } from "../dom.js";
import { readGrouping } from "../grouping.js";
import { LIMITS } from "../wire.js";
import { ACTIVITY_KINDS, COMMON } from "./activityKinds.js";
import { WhoPicker } from "./whoPicker.js";

/** @typedef {import("../wire.js").Activity} Activity */
/** @typedef {import("./activityKinds.js").Field} Field */
/** @typedef {{row: HTMLElement, read: () => any}} Entry `read`: undefined leaves the setting out */

/** @type {Partial<Record<Field, [min: number, max: number, step?: number]>>} */
const NUMBERS = {
  minutes: [0, 240, 0.5],
  tempo_bpm: [LIMITS.minBpm, LIMITS.maxBpm],
  to_bpm: [LIMITS.minBpm, LIMITS.maxBpm],
  most_change_bpm: [0, 200],
  over_bars: [0, 64],
  count_in_bars: [0, LIMITS.maxCountInBars],
  on_bars: [0, 64],
  off_bars: [0, 64],
  rounds: [1, 32],
  bars_each: [1, 16],
};
/** @type {Partial<Record<Field, number>>} */
const LONGEST = { title: 60, notes: 600, text: 400 };
const LONG = new Set(["notes", "text"]);
/** Seats differ from evening to evening; a plan chooses by what people have in common. */
const KINDS_OF_WHO = /** @type {const} */ (["all", "section", "part", "tag", "odd", "even", "half"]);

export class PlanFields {
  /**
   * @param {import("../session.js").Session} session
   * @param {import("./library.js").Shelf | null} shelf
   * @param {Activity} activity
   */
  constructor(session, shelf, activity) {
    this._session = session;
    this._shelf = shelf;
    this._activity = activity;
    const fields = [...COMMON, ...ACTIVITY_KINDS[activity.kind].fields];
    /** @type {Map<Field, Entry>} */
    this._entries = new Map(fields.map((field) => [field, this._entry(field)]));
    this.elements = [...this._entries.values()].map(({ row }) => row);
  }

  /** @returns {Activity} as the form says it */
  get value() {
    /** @type {Record<string, any>} */
    const activity = { ...this._activity };
    for (const [field, { read }] of this._entries) {
      const value = read();
      if (value === undefined) delete activity[field];
      else activity[field] = value;
    }
    return /** @type {Activity} */ (activity);
  }

  /**
   * @param {Field} field
   * @returns {Entry}
   */
  _entry(field) {
    if (field in NUMBERS) return this._number(field);
    if (field === "from_own_tempo" || field === "guide") return this._switch(field);
    if (field === "click" || field === "others") return this._choice(field, CONSOLE.choices[field]);
    if (field === "who" || field === "second") return this._who(field);
    if (field === "groove") return this._choice(field, this._titles(this._shelf?.grooves));
    if (field === "song") return this._choice(field, this._titles(this._shelf?.songs));
    if (field === "calls") return this._calls();
    if (field === "grouping") return this._grouping();
    return this._text(field);
  }

  /** @param {Field} field */
  _text(field) {
    const value = String(this._activity[field] ?? "");
    const attributes = { class: "field", maxlength: LONGEST[field], rows: LONG.has(field) ? 3 : null };
    const input = LONG.has(field) ? make("textarea", attributes) : make("input", attributes);
    input.value = value;
    return labelled(field, input, () => input.value.trim() || undefined);
  }

  /** @param {Field} field */
  _number(field) {
    const [min, max, step = 1] = NUMBERS[field] ?? [0, 0];
    const attributes = { class: "field", type: "number", min, max, step, inputmode: "decimal" };
    const input = make("input", attributes);
    const value = this._activity[field];
    input.value = typeof value === "number" ? String(value) : "";
    return labelled(field, input, () => {
      const number = Number(input.value);
      if (input.value === "" || !Number.isFinite(number)) return undefined;
      return Math.min(max, Math.max(min, number));
    });
  }

  /** @param {"from_own_tempo" | "guide"} field */
  _switch(field) {
    const input = make("input", { type: "checkbox", role: "switch" });
    const first = field === "guide";
    input.checked = this._activity[field] ?? first;
    const row = make("label", { class: "switch" }, input, make("span", {}, CONSOLE.fields[field]));
    return { row, read: () => (input.checked === first ? undefined : input.checked) };
  }

  /**
   * @param {"click" | "others" | "groove" | "song"} field
   * @param {Record<string, string>} choices value to words
   */
  _choice(field, choices) {
    const value = this._activity[field] ?? "";
    const known = value === "" || value in choices;
    const all = { "": CONSOLE.choices.inherit, ...choices, ...(known ? {} : { [value]: value }) };
    const options = Object.entries(all).map(([key, words]) => make("option", { value: key }, words));
    const select = make("select", { class: "field" }, ...options);
    select.value = value;
    return labelled(field, select, () => select.value || undefined);
  }

  /** @returns {Entry} several calls, in their order */
  _calls() {
    const chosen = new Set(this._activity.calls ?? []);
    const calls = this._shelf?.callSets ?? [];
    const options = calls.map(({ id, title }) => {
      const option = make("option", { value: id }, title);
      option.selected = chosen.has(id);
      return option;
    });
    const select = make("select", { class: "field", multiple: true, size: 6 }, ...options);
    return labelled("calls", select, () => {
      if (!calls.length) return this._activity.calls;
      const values = [...select.selectedOptions].map(({ value }) => value).slice(0, 16);
      return values.length ? values : undefined;
    });
  }

  _grouping() {
    const input = make("input", { class: "field", placeholder: "2+2+3" });
    input.value = (this._activity.grouping ?? []).join("+");
    return labelled("grouping", input, () => readGrouping(input.value) ?? undefined);
  }

  /** @param {"who" | "second"} field */
  _who(field) {
    const options = { label: CONSOLE.fields[field], kinds: KINDS_OF_WHO };
    const picker = new WhoPicker(this._session, options);
    picker.value = this._activity[field] ?? {};
    return { row: picker.element, read: () => (picker.value.by === "all" ? undefined : picker.value) };
  }

  /**
   * @param {{id: string, title: string}[]} [rows]
   * @returns {Record<string, string>}
   */
  _titles(rows = []) {
    return Object.fromEntries(rows.map(({ id, title }) => [id, title]));
  }
}

let made = 0;

/**
 * @param {Field} field
 * @param {HTMLElement} input
 * @param {() => any} read
 * @returns {Entry}
 */
function labelled(field, input, read) {
  made += 1;
  input.id = `setting-${made}`;
  input.dataset.testid = `field-${field}`;
  const label = make("label", { for: input.id }, CONSOLE.fields[field]);
  return { row: make("div", { class: "setting" }, label, input), read };
}
