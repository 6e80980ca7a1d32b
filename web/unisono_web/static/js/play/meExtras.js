// @ts-check
/** The rest of *This is you*: surfaces, part, section, tags. Loaded when the dialog is first opened. */

import { make } from "../dom.js";
import { MORE } from "../playMoreTexts.js";
import { keep, recall } from "../storage.js";
import { fieldset } from "./choices.js";

/** @typedef {import("../session.js").Session} Session */
/** @typedef {import("./surfaces.js").Surfaces} Surfaces */
/** @typedef {{section: string, part: number, tags: string[]}} Place what the server is told */

const MOST_TAGS = 6;
const LONGEST_TAG = 24;
const LONGEST_SECTION = 12;

/**
 * @param {HTMLElement} place
 * @param {Session} session
 * @param {Surfaces} surfaces
 * @returns {() => Place} what has been chosen
 */
export function meExtras(place, session, surfaces) {
  const part = partChoice(session);
  const section = sectionField(session);
  const tags = tagChoice();
  const rows = part.shown ? [part.element, section.element] : [section.element];
  place.replaceChildren(surfaceChoice(surfaces), ...rows, tags.element);
  return () => {
    return { section: section.value(), part: part.value(), tags: tags.value() };
  };
}

/**
 * @param {Surfaces} surfaces
 * @returns {HTMLElement}
 */
function surfaceChoice(surfaces) {
  const row = make("div", { class: "row" });
  MORE.me.counts.forEach((words, i) => {
    const count = i + 1;
    const field = make("input", { type: "radio", name: "surfaces", "data-testid": `surfaces-${count}` });
    field.checked = surfaces.count === count;
    field.addEventListener("change", () => surfaces.set(count));
    row.append(make("label", { class: "switch pick" }, field, make("span", {}, words)));
  });
  return fieldset(MORE.me.surfaces, row);
}

/**
 * @param {Session} session
 * @returns {{element: HTMLElement, value(): number, shown: boolean}}
 */
function partChoice({ groove, mySeat }) {
  const layers = groove?.layers ?? [];
  const select = make("select", { class: "field", "data-testid": "my-part" });
  select.append(make("option", { value: "-1" }, MORE.me.noPart));
  layers.forEach(({ name, mnemonic }, i) => {
    select.append(make("option", { value: i }, mnemonic ? `${name} – ${mnemonic}` : name));
  });
  select.value = String(mySeat?.part ?? -1);
  const element = make("label", {}, MORE.me.part, select);
  return { element, value: () => Number(select.value || -1), shown: layers.length > 0 };
}

/**
 * @param {Session} session
 * @returns {{element: HTMLElement, value(): string}}
 */
function sectionField({ people, mySeat }) {
  const known = people.map(({ section = "" }) => section).filter(Boolean);
  const field = make("input", {
    class: "field",
    list: "sections",
    maxlength: LONGEST_SECTION,
    autocomplete: "off",
    placeholder: MORE.me.noSection,
    "data-testid": "my-section",
  });
  field.value = mySeat?.section ?? "";
  const list = make("datalist", { id: "sections" });
  for (const name of new Set([...known, ...MORE.me.sections])) list.append(make("option", { value: name }));
  return {
    element: make("label", {}, MORE.me.section, field, list),
    value: () => field.value.trim(),
  };
}

/** @returns {{element: HTMLElement, value(): string[]}} */
function tagChoice() {
  /** @type {Set<string>} */
  const chosen = new Set(recall("tags", []));
  const row = make("div", { class: "row tags" });
  /** @param {string} tag */
  const add = (tag) => {
    const field = make("input", { type: "checkbox" });
    field.checked = chosen.has(tag);
    field.addEventListener("change", () => {
      if (field.checked && chosen.size < MOST_TAGS) chosen.add(tag);
      else chosen.delete(tag);
      field.checked = chosen.has(tag);
    });
    row.append(make("label", { class: "switch pick" }, field, make("span", { dir: "auto" }, tag)));
  };
  for (const tag of new Set([...MORE.me.tagList, ...chosen])) add(tag);
  const own = make("input", {
    class: "field",
    maxlength: LONGEST_TAG,
    placeholder: MORE.me.ownTag,
    "aria-label": MORE.me.ownTag,
    enterkeyhint: "done",
  });
  const button = make("button", { class: "button", type: "button" }, MORE.me.addTag);
  const take = () => {
    const tag = own.value.trim();
    if (!tag || chosen.has(tag) || chosen.size >= MOST_TAGS) return;
    chosen.add(tag);
    add(tag);
    own.value = "";
  };
  button.addEventListener("click", take);
  own.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  });
  const hint = make("p", { class: "hint" }, MORE.me.tagsHint);
  const write = make("div", { class: "row write" }, own, button);
  return {
    element: fieldset(MORE.me.tags, hint, row, write),
    value: () => {
      keep("tags", [...chosen]);
      return [...chosen];
    },
  };
}
