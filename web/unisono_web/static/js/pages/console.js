// @ts-check
/** The facilitator's desk: puts its parts together and gives every command its hand. */

import { openCircle } from "../circlePage.js";
import { actionsOf } from "../console/actions.js";
import { ArmedStrip } from "../console/armedStrip.js";
import { CallDesk } from "../console/callDesk.js";
import { CuePad } from "../console/cuePad.js";
import { Desk } from "../console/desk.js";
import { watchEnd } from "../console/ending.js";
import { Keyboard, showPossible } from "../console/keyboard.js";
import { LayersPad } from "../console/layersPad.js";
import { openLibrary } from "../console/library.js";
import { LiveCallPad } from "../console/liveCall.js";
import { midiCalls } from "../console/midiCalls.js";
import { NowLine } from "../console/nowLine.js";
import { PeopleDesk } from "../console/people.js";
import { PersonDialog } from "../console/personDialog.js";
import { PlanDesk } from "../console/planDesk.js";
import { Preview } from "../console/preview.js";
import { Room } from "../console/room.js";
import { RoundResult } from "../console/roundResult.js";
import { SongDesk } from "../console/songDesk.js";
import { Tabs } from "../console/tabs.js";
import { TempoDesk } from "../console/tempoDesk.js";
import { Writing } from "../console/writing.js";
import { CONSOLE } from "../consoleTexts.js";
import { byId, setText } from "../dom.js";
import { showLinks } from "../invite.js";
import { shownCode } from "../joinCode.js";
import { languageChoice } from "../languageChoice.js";
import { MyCircles } from "../myCircles.js";
import { Announcer, phaseWords } from "../phaseWords.js";
import { soundSettings } from "../soundSettings.js";
import { fill, TEXTS } from "../texts.js";
import { Togetherness } from "../togetherness.js";
import { volumeControls } from "../volume.js";
import { PROTOCOL } from "../wire.js";

const LOOK_MS = 100;
const NOTICE_MS = 7000;

const token = location.hash.slice(1);
const circle = openCircle(() => ({ role: "lead", token, protocol: PROTOCOL }), { names: true });
const { session, sound, beat, connection } = circle;
const announcer = new Announcer(session, beat, byId("live", HTMLElement));
const say = (/** @type {string} */ sentence) => announcer.say(sentence);
const desk = new Desk(circle, tell);
const tabs = new Tabs(/** @type {HTMLElement} */ (document.querySelector("[role=tablist]")), token);
const tempo = new TempoDesk(desk);
const pad = new CuePad(desk);
const layers = new LayersPad(desk);
const calls = new CallDesk(desk, new Preview(sound));
const songs = new SongDesk(desk);
const live = new LiveCallPad(desk, calls);
const plan = new PlanDesk(desk, say);
const writing = new Writing(desk);
const person = new PersonDialog(desk, { spotlight: (seat) => pad.spotlight(seat), write });
const people = new PeopleDesk(desk, (seat) => person.open(seat));
const strip = new ArmedStrip(desk, say);
const now = new NowLine(desk);
const score = new Togetherness();
const volume = volumeControls(sound);
const [help, ending] = [byId("help", HTMLDialogElement), byId("ending", HTMLDialogElement)];
midiCalls(live);
let opened = false;
new Room(desk);
new RoundResult(desk, say);
soundSettings(sound);
languageChoice();
watchEnd(session, connection);

const hands = { desk, tempo, pad, layers, calls, songs, live, plan, people, tabs };
new Keyboard(actionsOf({ ...hands, help: () => openDialog(help), mute: volume.toggle, write }), live);

session.on("score", (news) => score.show(news));
session.on("music", showButtons);
session.on("desk", showButtons);
session.on("music", () => desk.running && tabs.suggest("tab-cues"));
session.on("welcome", openFirst);
session.on("plan", showButtons);
session.on("standing", stood);
session.on("problem", ({ message }) => tell(message));
session.on("finish", ({ people: count, spread_ms: ms }) => {
  const { title, words, plain } = CONSOLE.finish;
  const together = ms === null ? plain : words;
  const text = count < 2 ? title : together;
  tell(fill(text, { people: count, ms: Math.round(ms ?? 0) }));
});
session.on("links", (links) => {
  showLinks(links);
  byId("stage-link", HTMLAnchorElement).href = links.stage_url ?? "";
  if (links.stage_url) {
    byId("clock-link", HTMLAnchorElement).hash = new URL(links.stage_url).hash;
  }
  setText(byId("title", HTMLElement), fill(TEXTS.home.circleOf, { code: shownCode(links.code) }));
  document.title = `${shownCode(links.code)} – Unisono`;
  new MyCircles().add(token, links.code);
});
byId("admit-quick", HTMLButtonElement).addEventListener("click", () => void session.ask("admit"));
byId("triage", HTMLButtonElement).addEventListener("click", () => {
  tabs.openNamed("tab-people");
  people.sort(true);
});
byId("help-open", HTMLButtonElement).addEventListener("click", () => openDialog(help));
byId("end-open", HTMLButtonElement).addEventListener("click", () => openDialog(ending));
ending.addEventListener("close", () => ending.returnValue === "end" && void session.ask("end"));
addEventListener("hashchange", () => location.reload());
score.show(null);
people.show();
showButtons();
setInterval(look, LOOK_MS);
connection.open();
void openLibrary().then((shelf) => {
  calls.offer(shelf?.calls ?? null);
  layers.offer(shelf?.grooves ?? []);
  songs.offer(shelf?.songs ?? []);
  plan.offer(shelf);
});

/** @param {number | null} seat */
function write(seat) {
  tabs.openNamed("tab-people");
  writing.begin(seat);
}

/** Before anybody is here people need the way in; then the cues. Asked once, not after a lost line. */
function openFirst() {
  if (!opened) tabs.suggest(session.people.length ? "tab-cues" : "tab-invite");
  opened = true;
}

/** @param {HTMLDialogElement} dialog */
function openDialog(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
}

function showButtons() {
  const { phase } = session;
  const planned = session.plan?.plan?.activities.length ?? 0;
  const last = (session.plan?.index ?? -1) >= planned - 1;
  showPossible(({ id, running }) => {
    if (id === "next") return planned > 0 && !last;
    if (id === "admit") return Boolean(session.desk?.waiting.length);
    if (id === "stop" || id === "last") return phase === "playing";
    return !running || desk.running;
  });
  byId("start", HTMLElement).classList.toggle("main", phase === "lobby");
  const words = [CONSOLE.start, CONSOLE.allIn];
  if (phase !== "lobby") words.reverse();
  setText(byId("start-words", HTMLElement), words[0]);
  byId("start-words", HTMLElement).dataset.other = words[1];
}

function look() {
  const place = beat.place();
  const words = sound.locked && session.music ? TEXTS.soundLocked : phaseWords(session, place);
  const quiet = session.phase === "lobby" ? CONSOLE.desk.notRunning : words;
  const lost = session.standing === "lost";
  const shown = session.standing === "here" ? quiet : words;
  setText(byId("phase", HTMLElement), lost ? TEXTS.standing.lostQuiet : shown);
  strip.show();
  now.show();
  pad.show();
  layers.show();
}

/** @param {import("../session.js").Standing} standing */
function stood(standing) {
  document.body.dataset.standing = standing;
  const { lost, connecting } = TEXTS.standing;
  const words = { lost, connecting }[/** @type {"lost"} */ (standing)] ?? "";
  setText(byId("standing", HTMLElement), words);
}

/** @param {string} sentence */
function tell(sentence) {
  const notice = byId("problem", HTMLElement);
  setText(notice, sentence);
  setTimeout(() => notice.textContent === sentence && setText(notice, ""), NOTICE_MS);
}
