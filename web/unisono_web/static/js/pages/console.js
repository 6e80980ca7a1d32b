// @ts-check
/** The facilitator's desk. */

import { openCircle } from "../circlePage.js";
import { byId, isWriting, setText, show } from "../dom.js";
import { copyButton, showLinks } from "../invite.js";
import { shownCode } from "../joinCode.js";
import { MusicDesk } from "../musicDesk.js";
import { MyCircles } from "../myCircles.js";
import { localNow } from "../now.js";
import { PeopleList } from "../peopleList.js";
import { Announcer, changeWords, phaseWords } from "../phaseWords.js";
import { soundSettings } from "../soundSettings.js";
import { keep, recall } from "../storage.js";
import { fill, seatName, TEXTS } from "../texts.js";
import { Togetherness } from "../togetherness.js";
import { volumeControls } from "../volume.js";
import { PROTOCOL } from "../wire.js";

const LOOK_MS = 100;
const NOTICE_MS = 7000;

const token = location.hash.slice(1);
const circle = openCircle(() => ({ role: "lead", token, protocol: PROTOCOL }), { names: true });
const { session, sound, clock, beat, connection } = circle;
const desk = new MusicDesk(session);
const score = new Togetherness();
const volume = volumeControls(sound);
soundSettings(sound);
const people = new PeopleList(session, {
  edit,
  admit: (key) => void session.ask("admit", { key }),
});
const [start, stopBar, stopNow, door, person, ending, help, removing, singleKeys] = [
  byId("start", HTMLButtonElement),
  byId("stop-bar", HTMLButtonElement),
  byId("stop-now", HTMLButtonElement),
  byId("door", HTMLInputElement),
  byId("person", HTMLDialogElement),
  byId("ending", HTMLDialogElement),
  byId("help", HTMLDialogElement),
  byId("removing", HTMLDialogElement),
  byId("single-keys", HTMLInputElement),
];
/** @type {import("../wire.js").SeatView | null} */
let edited = null;

new Announcer(session, beat, byId("live", HTMLElement));
session.on("circle", () => people.show());
session.on("score", (news) => score.show(news));
session.on("music", () => {
  showButtons();
  showIfOver();
});
session.on("standing", stood);
session.on("problem", ({ message }) => tell(message));
session.on("links", (links) => {
  showLinks(links);
  byId("stage-link", HTMLAnchorElement).href = links.stage_url ?? "";
  if (links.stage_url) {
    byId("clock-link", HTMLAnchorElement).hash = new URL(links.stage_url).hash;
  }
  setText(byId("title", HTMLElement), fill(TEXTS.home.circleOf, { code: shownCode(links.code) }));
  document.title = `${shownCode(links.code)} – Unisono`;
  new MyCircles().add(token, links.code);
  showIfOver();
  if (session.phase === "ended") over("gone");
});
session.on("desk", ({ door_open }) => {
  door.checked = door_open;
  people.show();
  people.showWaiting();
});
listen();
score.show(null);
people.show();
showButtons();
setInterval(look, LOOK_MS);
connection.open();

function listen() {
  start.addEventListener("click", () => void begin());
  stopBar.addEventListener("click", () => stop("bar"));
  stopNow.addEventListener("click", () => stop("now"));
  door.addEventListener("change", () => void session.ask("door", { open: door.checked }));
  byId("admit-all", HTMLButtonElement).addEventListener("click", admitAll);
  byId("admit-quick", HTMLButtonElement).addEventListener("click", admitAll);
  byId("end-open", HTMLButtonElement).addEventListener("click", () => openDialog(ending));
  byId("help-open", HTMLButtonElement).addEventListener("click", () => openDialog(help));
  ending.addEventListener("close", () => ending.returnValue === "end" && void session.ask("end"));
  person.addEventListener("close", personClosed);
  copyButton(byId("copy-join", HTMLButtonElement), () => session.links?.join_url);
  copyButton(byId("copy-console", HTMLButtonElement), () => location.href);
  singleKeys.checked = recall("singleKeys", true);
  singleKeys.addEventListener("change", () => keep("singleKeys", singleKeys.checked));
  document.addEventListener("keydown", keyed);
  addEventListener("hashchange", () => location.reload());
}

async function begin() {
  if (session.phase !== "lobby") return;
  await desk.settle();
  if (!(await session.ask("start")) && !connection.isOpen) tell(TEXTS.console.notDone);
}

/** @param {"bar" | "now"} when */
function stop(when) {
  if (session.music) void session.ask("stop", { when });
}

function admitAll() {
  if (session.desk?.waiting.length) void session.ask("admit");
}

/** @param {HTMLDialogElement} dialog */
function openDialog(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
}

/** @param {import("../wire.js").SeatView} seat */
function edit(seat) {
  edited = seat;
  setText(byId("person-title", HTMLElement), seatName(seat));
  byId("person-name", HTMLInputElement).value = seat.name;
  openDialog(person);
}

function personClosed() {
  if (!edited) return;
  const { seat } = edited;
  const name = byId("person-name", HTMLInputElement).value.trim();
  if (person.returnValue === "rename") void session.ask("rename", { seat, name });
  if (person.returnValue === "remove") askToRemove(edited);
  edited = null;
}

/** @param {import("../wire.js").SeatView} seat */
function askToRemove(seat) {
  const words = fill(TEXTS.console.remove, { name: seatName(seat) });
  setText(byId("removing-title", HTMLElement), words);
  openDialog(removing);
  removing.onclose = () => removing.returnValue === "remove" && void remove(seat);
}

/** @param {import("../wire.js").SeatView} seat */
async function remove(seat) {
  const done = await session.ask("remove", { seat: seat.seat });
  if (done) tell(fill(TEXTS.console.removed, { name: seatName(seat) }));
}

/** @param {KeyboardEvent} event */
function keyed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") stop("now");
  if (!singleKeys.checked || isWriting(event.target)) return;
  const arrows = !(event.target instanceof Element && event.target.matches("input, select"));
  const step = event.shiftKey ? 5 : 1;
  /** @type {Record<string, () => void>} */
  const actions = {
    g: () => void begin(),
    s: () => stop("bar"),
    c: () => desk.change(),
    a: admitAll,
    m: volume.toggle,
    "?": () => openDialog(help),
    ArrowUp: () => arrows && desk.nudge(step),
    ArrowDown: () => arrows && desk.nudge(-step),
  };
  const action = actions[event.key] ?? actions[event.key.toLowerCase()];
  if (!action) return;
  action();
  event.preventDefault();
}

function showButtons() {
  const { phase } = session;
  start.setAttribute("aria-disabled", String(phase !== "lobby"));
  stopBar.setAttribute("aria-disabled", String(phase !== "playing"));
  stopNow.setAttribute("aria-disabled", String(session.music === null));
  for (const button of [start, stopBar, stopNow]) {
    const kind = button === stopNow ? "firm" : "main";
    const ready = button.getAttribute("aria-disabled") !== "true";
    button.classList.toggle(kind, button !== stopBar && ready);
  }
}

function look() {
  const place = beat.place();
  const words = sound.locked && session.music ? TEXTS.soundLocked : phaseWords(session, place);
  const quiet = session.phase === "lobby" ? TEXTS.console.notRunning : words;
  setText(byId("phase", HTMLElement), session.standing === "here" ? quiet : words);
  if (session.standing === "lost") setText(byId("phase", HTMLElement), TEXTS.standing.lostQuiet);
  const change = clock.ready ? changeWords(session, clock.now(localNow())) : "";
  setText(byId("change-words", HTMLElement), change);
}

/** @param {import("../session.js").Standing} standing */
function stood(standing) {
  document.body.dataset.standing = standing;
  const { lost, connecting } = TEXTS.standing;
  const words = { lost, connecting }[/** @type {"lost"} */ (standing)] ?? "";
  setText(byId("standing", HTMLElement), words);
  showIfOver();
}

function showIfOver() {
  if (session.standing === "refused") over("refused");
  else if (session.standing === "gone" || session.phase === "ended") over("gone");
}

/** @param {"refused" | "gone"} standing */
function over(standing) {
  if (standing === "gone" && session.links?.review_url) {
    // Its own page and address; going back must not lead to a console that can do nothing.
    location.replace(`/review${new URL(session.links.review_url).hash}`);
    return;
  }
  if (standing === "refused") connection.close();
  for (const part of document.querySelectorAll("#desk-grid, .transport, #title")) show(part, false);
  const { consoleOver } = TEXTS;
  const refused = standing === "refused";
  setText(byId("over-title", HTMLElement), refused ? consoleOver.refused : consoleOver.ended);
  setText(byId("over-words", HTMLElement), refused ? session.sentence : consoleOver.words);
  show(byId("over", HTMLElement), true);
  byId("over-title", HTMLElement).focus();
}

/** @param {string} sentence */
function tell(sentence) {
  const notice = byId("problem", HTMLElement);
  setText(notice, sentence);
  setTimeout(() => notice.textContent === sentence && setText(notice, ""), NOTICE_MS);
}
