// @ts-check
/** The participant's page: in at the door, sound unlocked, then the pad. */

import { badge } from "../badge.js";
import { openCircle } from "../circlePage.js";
import { byId, setText, show } from "../dom.js";
import { Entrance, whoIAm } from "../entrance.js";
import { shownCode } from "../joinCode.js";
import { MeDialog } from "../meDialog.js";
import { Pad } from "../pad.js";
import { Announcer, changeWords, phaseWords } from "../phaseWords.js";
import { soundSettings } from "../soundSettings.js";
import { keep, recall } from "../storage.js";
import { TapQueue, TapSender } from "../taps.js";
import { fill, figureName, seatName, TEXTS } from "../texts.js";
import { volumeControls } from "../volume.js";
import { stayAwake } from "../wake.js";
import { localNow } from "../now.js";

const SEND_MS = 250;
const LOOK_MS = 100;
const NOTICE_MS = 6000;
const HAND_IN_MS = 500;
const QUIET = new Set(["taps", "clock", "sync"]);

const entrance = new Entrance(enter);
const circle = openCircle(() => entrance.auth(), { reports: true });
const { session, sound, clock, beat, driver, connection, probe } = circle;
const announcer = new Announcer(session, beat, byId("live", HTMLElement));
const pad = new Pad(byId("pad", HTMLButtonElement), byId("ripples", HTMLElement), tapped);
/** @type {{queue: TapQueue, sender: TapSender} | null} */
let taps = null;
/** @type {{localS: number, source: "touch" | "key"}[]} */
let early = [];
/** Whether a touch has been spent on unlocking the sound. */
let asked = false;
let notice = "";
let greeted = false;

volumeControls(sound);
ownTapSwitch();
soundSettings(sound);
new MeDialog(session);
leaving();
session.on("welcome", welcomed);
session.on("standing", stood);
session.on("circle", showMe);
session.on("saved", (upto) => taps?.queue.saved(upto));
session.on("problem", ({ about, message }) => !QUIET.has(about) && tell(message));
byId("waiting-back", HTMLButtonElement).addEventListener("click", () => {
  connection.close();
  entrance.askAgain();
});
byId("again", HTMLButtonElement).addEventListener("click", () => location.reload());
setInterval(sendTaps, SEND_MS);
setInterval(look, LOOK_MS);
for (const event of ["pagehide", "visibilitychange"]) {
  document.addEventListener(event, () => taps?.queue.persist(true));
}
addEventListener("pagehide", () => taps?.queue.persist(true));
entrance.begin();

function enter() {
  const { key } = entrance.place;
  if (!taps) {
    const name = `taps.${key}`;
    const queue = new TapQueue({
      load: () => recall(name, null),
      save: (state) => keep(name, state),
    });
    taps = { queue, sender: new TapSender(queue, connection, driver) };
    probe.countTaps(() => queue.waiting + early.length);
  }
  if (connection.isOpen) connection.close();
  connection.open();
  pad.open = true; // whoever comes back plays on at once; the taps wait for their seat
}

/** @param {import("../wire.js").Welcome} body */
function welcomed({ upto, code }) {
  taps?.queue.welcome(upto);
  const me = session.mySeat;
  if (me) entrance.entered(code, me);
  setText(byId("play-title", HTMLElement), fill(TEXTS.home.circleOf, { code: shownCode(code) }));
  if (greeted || !me) return;
  greeted = true;
  stayAwake();
  announcer.say(fill(TEXTS.spoken.joined, { figure: figureName(me.animal, me.colour) }));
  tell(whoIAm(me));
  byId("pad", HTMLButtonElement).focus({ preventScroll: true });
}

/** @param {import("../session.js").Standing} standing */
function stood(standing) {
  const here = standing === "here";
  pad.open = here || (standing === "lost" && session.seat !== null);
  driver.seated = here;
  const handingIn = standing === "gone" && session.reason === "ended";
  if (taps) taps.sender.seated = here || handingIn;
  if (handingIn) closeWhenHandedIn();
  document.body.dataset.standing = standing;
  if (standing === "waiting") entrance.waiting();
  if (standing === "refused") refused();
  if (standing === "gone" || standing === "moved") farewell(standing);
  showStanding();
}

/** Stay connected until every tap is safe with the server; with none left at once. */
function closeWhenHandedIn() {
  if (taps?.queue.waiting) setTimeout(closeWhenHandedIn, HAND_IN_MS);
  else connection.close();
}

function refused() {
  connection.close();
  if (session.reason === "not_allowed") startAnew();
  const { refusals } = TEXTS;
  const known = /** @type {Record<string, string>} */ (refusals)[session.reason];
  const sentence = known ?? refusals.other;
  if (session.reason === "unknown_door") entrance.askForCode(sentence);
  else entrance.askAgain(sentence);
}

function startAnew() {
  entrance.forgetMe();
  taps = null;
}

/** @param {"gone" | "moved"} standing */
function farewell(standing) {
  taps?.queue.persist(true);
  if (session.reason === "removed") startAnew();
  const me = session.mySeat;
  if (me) {
    byId("farewell-figure", HTMLElement).replaceChildren(
      badge(me.animal, me.colour, "badge large"),
    );
  }
  const moved = standing === "moved";
  setText(
    byId("farewell-title", HTMLElement),
    moved ? TEXTS.farewell.moved : TEXTS.farewell.thanks,
  );
  setText(byId("farewell-words", HTMLElement), moved ? TEXTS.standing.moved : session.sentence);
  show(byId("again", HTMLElement), moved || session.reason === "left");
  entrance.farewell();
  byId("farewell-title", HTMLElement).focus();
}

function showMe() {
  const me = session.mySeat;
  if (!me) return;
  entrance.rememberMe(session.code, me);
  byId("me-figure", HTMLElement).replaceChildren(badge(me.animal, me.colour));
  setText(byId("me-name", HTMLElement), seatName(me));
}

/**
 * @param {number} localS
 * @param {"touch" | "key"} source
 */
function tapped(localS, source) {
  const unlocks = sound.locked && !asked;
  asked = true;
  if (unlocks) return; // the pad said: touch to hear the click; that was no music
  sound.tap();
  if (session.seat !== null) circle.ring.glow([session.seat]);
  early.push({ localS, source });
  numberTaps();
}

/** Taps made before the clock was known wait for it. */
function numberTaps() {
  if (!clock.ready || !taps) return;
  for (const { localS, source } of early) {
    const boundS = Math.min(clock.estimate(localS).boundS, 10);
    taps.queue.push(clock.now(localS), boundS, source, localS);
  }
  early = [];
}

function sendTaps() {
  numberTaps();
  taps?.sender.turn();
}

function look() {
  const place = beat.place();
  const change = clock.ready ? changeWords(session, clock.now(localNow())) : "";
  setText(byId("phase", HTMLElement), notice || change || phaseWords(session, place));
  setText(byId("pad-label", HTMLElement), sound.locked ? TEXTS.soundLocked : TEXTS.tapHere);
}

function showStanding() {
  const { standing } = session;
  const before = document.body.dataset.step !== "play" && standing === "connecting";
  setText(byId("standing", HTMLElement), before || session.isOver ? "" : TEXTS.standing[standing]);
}

/** @param {string} sentence shown for a while in the place of the phase */
function tell(sentence) {
  notice = sentence;
  setTimeout(() => {
    if (notice === sentence) notice = "";
  }, NOTICE_MS);
}

function ownTapSwitch() {
  const first = byId("own-first", HTMLInputElement);
  const button = byId("own", HTMLButtonElement);
  /** @param {boolean} on */
  const set = (on) => {
    sound.ownTaps = on;
    first.checked = on;
    button.setAttribute("aria-pressed", String(on));
    keep("ownTaps", on);
  };
  set(recall("ownTaps", true));
  first.addEventListener("change", () => set(first.checked));
  button.addEventListener("click", () => set(!sound.ownTaps));
}

function leaving() {
  const dialog = byId("leaving", HTMLDialogElement);
  byId("leave", HTMLButtonElement).addEventListener("click", () => {
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "leave") void session.ask("leave");
  });
}
