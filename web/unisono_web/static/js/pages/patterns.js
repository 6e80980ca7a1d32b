// @ts-check
/** The page of rhythms and songs: find one, hear it, change it, share it. No circle is needed. */

import { byId, make, setText, show } from "../dom.js";
import { PatternDesk } from "../patternDesk.js";
import { getFile, keepFile, loadLibrary, readFile, readText } from "../patternFiles.js";
import { entriesOf, filtered } from "../patternPieces.js";
import { PATTERN_TEXTS as words } from "../patternTexts.js";
import { guessedCycle, stepCount } from "../grid.js";
import { readLink, writeLink } from "../patternLink.js";
import { titleOf } from "../pieceView.js";
import { counted, fill } from "../texts.js";
import { writeTubs } from "../tubsText.js";

/** @typedef {import("../patternPieces.js").Entry} Entry */
/** @typedef {import("../patternFiles.js").Read} Read */

const SHARED = "#p=";
/** @type {Entry[]} */
let entries = [];
const desk = new PatternDesk(drawActions);
const notice = byId("notice", HTMLElement);
const text = byId("text", HTMLTextAreaElement);
const file = byId("file", HTMLInputElement);

addEventListener("hashchange", () => openFromAddress(true));
// Not `change`: it comes when a press leaves the field, and would take the pressed piece away.
byId("filters", HTMLFormElement).addEventListener("input", list);
byId("filters", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
press("link", copyLink);
press("get-midi", () => void getMidi());
press("get-text", () => desk.sketch && keepFile(fileName("txt"), writeTubs(desk.sketch)));
press("get-abc", () => keepFile(fileName("abc"), desk.abc));
press("read", () => void read(readText(text.value)));
press("blank", openBlank);
file.addEventListener("change", () => void readChosen());
byId("grid", HTMLSelectElement).addEventListener("change", () => void readChosen());
void begin();

async function begin() {
  try {
    const { patterns, songs } = await loadLibrary();
    entries = entriesOf(patterns, songs);
  } catch {
    setText(notice, words.notLoaded);
  }
  list();
  openFromAddress(false);
}

/**
 * @param {string} id
 * @param {() => void} action
 */
function press(id, action) {
  byId(id, HTMLButtonElement).addEventListener("click", action);
}

function list() {
  const found = filtered(entries, {
    words: byId("words", HTMLInputElement).value,
    difficulty: Number(byId("difficulty", HTMLSelectElement).value),
    meter: byId("meter", HTMLSelectElement).value,
  });
  byId("pieces", HTMLElement).replaceChildren(...found.map(row));
  const told = found.length > 0 ? counted(found.length, words.found) : words.nothingFound;
  setText(byId("count", HTMLElement), entries.length > 0 ? told : "");
}

/** @param {Entry} entry */
function row({ kind, item, difficulty }) {
  const link = make(
    "a",
    { href: `#${item.id}`, "aria-current": desk.id === item.id ? "true" : null },
    make("span", { class: "name" }, titleOf(item)),
    make("span", { class: "hint" }, `${item.people_place} · ${words.difficulties[difficulty]}`),
  );
  return make("li", { "data-kind": kind }, link);
}

/** @param {boolean} asked by somebody who is on the page already */
function openFromAddress(asked) {
  const { hash } = location;
  setText(notice, "");
  if (hash.startsWith(SHARED)) openShared(hash.slice(SHARED.length));
  else if (hash.length > 1) openId(decodeURIComponent(hash.slice(1)));
  else desk.clear();
  byId("shelves", HTMLElement).classList.toggle("chosen", hash.length > 1);
  list();
  if (asked && hash.length > 1) byId("title", HTMLElement).focus();
}

/** @param {string} link */
function openShared(link) {
  try {
    desk.showSketch(readLink(link));
  } catch {
    desk.clear();
    setText(notice, words.notALink);
  }
}

/** @param {string} id */
function openId(id) {
  const entry = entries.find(({ item }) => item.id === id);
  if (entry) desk.showEntry(entry);
  else if (id !== "own") {
    desk.clear();
    if (entries.length > 0) setText(notice, words.notThere);
  }
}

function openBlank() {
  const cycle = guessedCycle(16);
  const rows = [{ label: fill(words.oneRow, { number: 1 }), grid: ".".repeat(stepCount(cycle)) }];
  const feel = { offsets: [], swing: 1 };
  own(() => desk.showSketch({ cycle, rows, title: "", tempo_bpm: 96, feel }));
}

async function readChosen() {
  const chosen = file.files?.[0];
  if (chosen) await read(readFile(chosen, Number(byId("grid", HTMLSelectElement).value)));
}

/** @param {Promise<Read>} reading */
async function read(reading) {
  const found = await reading;
  if ("message" in found) {
    setText(notice, found.message);
    notice.scrollIntoView({ block: "nearest" });
    return;
  }
  own(() => ("sketch" in found ? desk.showSketch(found.sketch) : desk.showTune(found.tune, found.abc)));
  setText(notice, fill(words.read, { title: desk.title }));
}

/** @param {() => void} open what somebody brought along */
function own(open) {
  history.pushState(null, "", "#own");
  byId("shelves", HTMLElement).classList.add("chosen");
  open();
  list();
  setText(notice, "");
  byId("title", HTMLElement).focus();
}

function drawActions() {
  show(byId("get-midi", HTMLElement), desk.sketch !== null || desk.id !== "");
  show(byId("get-text", HTMLElement), desk.sketch !== null);
  show(byId("get-abc", HTMLElement), desk.abc !== "");
  show(byId("link", HTMLElement), desk.sketch !== null || desk.id !== "");
  show(byId("link-row", HTMLElement), false);
}

function copyLink() {
  const place = `${location.origin}${location.pathname}`;
  const plain = desk.sketch === null || (desk.id !== "" && !desk.changed);
  const link = plain || !desk.sketch ? `${place}#${desk.id}` : `${place}${SHARED}${writeLink(desk.sketch)}`;
  const field = byId("link-text", HTMLInputElement);
  field.value = link;
  show(byId("link-row", HTMLElement), true);
  field.select();
  const copying = navigator.clipboard?.writeText(link) ?? Promise.reject(new Error());
  copying.then(
    () => setText(notice, words.copied),
    () => setText(notice, words.copyByHand),
  );
}

async function getMidi() {
  const body = desk.sketch ? JSON.stringify({ sketch: desk.sketch, drums: desk.drums }) : null;
  const path = body ? "/api/library/midi" : `/api/library/${desk.id}.mid`;
  const told = await getFile(path, body, fileName("mid"));
  if (told) setText(notice, told);
}

/** @param {string} ending */
function fileName(ending) {
  const name = desk.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/gu, "");
  return `${name || "rhythm"}.${ending}`;
}
