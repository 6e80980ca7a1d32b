// @ts-check
/** The start page: start a circle, join one, find one's own again. */

import { byId, make, setText, show } from "../dom.js";
import { LOCALE, say } from "../language.js";
import { languageChoice } from "../languageChoice.js";
import { isWholeCode, plainCode, shownCode } from "../joinCode.js";
import { Music } from "../music.js";
import { MyCircles } from "../myCircles.js";
import { Ring } from "../ring.js";
import { BeatView } from "../beatView.js";
import { fill, TEXTS } from "../texts.js";

const SHOWN_SEATS = 9;
/** The picture shows one moment of a bar of seven. */
const SHOWN_S = 3.78;
const SHOWN_ARRANGEMENT = { tempo_bpm: 96, grouping: [2, 2, 3], count_in_bars: 1 };
/** @type {import("../wire.js").RunView} */
const SHOWN_RUN = {
  run: 1,
  segments: [[0, 0, 96, 96]],
  meters: [[0, 1, [2, 2, 3]]],
  count_in_beats: 0,
  stop_beat: null,
};

const start = byId("start", HTMLButtonElement);
const code = byId("code", HTMLInputElement);

languageChoice();
start.addEventListener("click", () => void startCircle());
byId("join", HTMLFormElement).addEventListener("submit", join);
showRing();
showMine();
addEventListener("pageshow", () => start.removeAttribute("aria-disabled"));

async function startCircle() {
  const notice = byId("start-notice", HTMLElement);
  if (start.getAttribute("aria-disabled") === "true") return;
  start.setAttribute("aria-disabled", "true");
  setText(notice, TEXTS.home.starting);
  try {
    const answer = await fetch("/api/circles", { method: "POST" });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.message ?? "");
    new MyCircles().add(body.console, body.code);
    location.assign(`/console#${body.console}`);
  } catch (error) {
    start.removeAttribute("aria-disabled");
    const told = error instanceof Error && !(error instanceof TypeError) ? error.message : "";
    setText(notice, say(told) || TEXTS.home.notStarted);
  }
}

/** @param {SubmitEvent} event */
function join(event) {
  event.preventDefault();
  if (isWholeCode(code.value)) {
    location.assign(`/j/${plainCode(code.value)}`);
    return;
  }
  setText(byId("code-hint", HTMLElement), TEXTS.codeTooShort);
  code.setAttribute("aria-invalid", "true");
  code.focus();
}

function showRing() {
  const svg = byId("ring", SVGSVGElement);
  const still = { ready: true, now: () => SHOWN_S };
  new BeatView(svg, still, () => 0).show(new Music(SHOWN_RUN), SHOWN_ARRANGEMENT);
  const people = Array.from({ length: SHOWN_SEATS }, (_, i) => {
    return { seat: i + 1, name: "", animal: i, colour: (5 * i) % 12, state: "playing", device: "" };
  });
  new Ring(svg).show(people);
}

function showMine() {
  const mine = new MyCircles();
  const rows = mine.all().map(({ token, code: joinCode, started }) => {
    const name = shownCode(joinCode);
    const link = make(
      "a",
      { href: `/console#${token}`, class: "button" },
      fill(TEXTS.home.circleOf, { code: name }),
    );
    const forget = make("button", { type: "button", class: "button icon" }, "×");
    forget.setAttribute("aria-label", fill(TEXTS.home.forget, { code: name }));
    forget.addEventListener("click", () => {
      mine.remove(token);
      showMine();
      start.focus();
    });
    return make(
      "li",
      {},
      link,
      make("span", { class: "soft small" }, new Date(started).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short" })),
      forget,
    );
  });
  byId("mine-list", HTMLElement).replaceChildren(...rows);
  show(byId("mine", HTMLElement), rows.length > 0);
}
