// @ts-check
/** The way in for somebody who plays: which circle, which seat was theirs, what they are called. */

import { badge } from "./badge.js";
import { byId, setText, show } from "./dom.js";
import { isWholeCode, plainCode } from "./joinCode.js";
import { forgetPlace, placeFor, remember } from "./seatKey.js";
import { keep, recall } from "./storage.js";
import { figureName, fill, seatName, TEXTS } from "./texts.js";
import { CODE_LENGTH, PROTOCOL } from "./wire.js";

/** @typedef {import("./wire.js").SeatView} SeatView */

const STEPS = ["door", "enter", "waiting", "play", "farewell"];
const TOKEN = /^#([A-Za-z0-9_-]{20,64})$/u;
const TAB = "unisono.in";

export class Entrance {
  /** @param {() => void} onEnter called when the person presses the button */
  constructor(onEnter) {
    this._onEnter = onEnter;
    this._name = byId("name", HTMLInputElement);
    this._code = byId("code", HTMLInputElement);
    this._token = TOKEN.exec(location.hash)?.[1] ?? null;
    this._typed = plainCode(byId("door", HTMLElement).dataset.code || lastOfPath());
    byId("door-form", HTMLFormElement).addEventListener("submit", (event) => this._takeCode(event));
    byId("enter-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.enter();
    });
    addEventListener("hashchange", () => location.reload());
  }

  /** The circle's address as this browser keeps it: its link's token, or its code. */
  get door() {
    return this._token ?? this._typed;
  }

  /** @returns {import("./seatKey.js").Place} */
  get place() {
    return placeFor(this.door);
  }

  /** @returns {import("./wire.js").Auth} */
  auth() {
    const door = this._token ? { token: this._token } : { code: this._typed };
    const name = this._name.value.trim();
    return {
      role: "play",
      ...door,
      key: this.place.key,
      name,
      device: "browser",
      protocol: PROTOCOL,
    };
  }

  /** Show the first step that is still to be taken. */
  begin() {
    if (!this._token && this._typed.length < CODE_LENGTH) this._goTo("door");
    else if (tabIsIn(this.door)) this._goStraightIn();
    else this._offer();
  }

  /** The person goes in. A link leads straight in, so the pad is there before the circle answers. */
  enter() {
    setText(byId("enter-notice", HTMLElement), TEXTS.standing.connecting);
    keep("name", this._name.value.trim());
    if (this._token) this._goTo("play");
    this._onEnter();
  }

  /**
   * The circle has taken this person in.
   * @param {string} code of the circle
   * @param {SeatView} me
   */
  entered(code, me) {
    this.rememberMe(code, me);
    markTab(this.door);
    this._goTo("play");
  }

  /**
   * Keep what somebody looks like here, to greet them when they come back.
   * @param {string} code of the circle
   * @param {SeatView} me
   */
  rememberMe(code, { name, animal, colour }) {
    const place = { key: this.place.key, code, name, animal, colour };
    if (JSON.stringify(place) === JSON.stringify(this.place)) return;
    remember(this.door, place);
    remember(plainCode(code), place);
  }

  /** This seat is closed for good: whoever comes again comes as somebody new. */
  forgetMe() {
    const { code } = this.place;
    forgetPlace(this.door);
    if (code) forgetPlace(plainCode(code));
  }

  /** The person is in the lobby. */
  waiting() {
    this._goTo("waiting");
  }

  /** Ask again at the door, with a kind word on why. */
  askAgain(sentence = "") {
    markTab("");
    this._offer();
    setText(byId("enter-notice", HTMLElement), sentence);
  }

  /** @param {string} sentence why this code or link leads nowhere */
  askForCode(sentence) {
    [this._token, this._typed] = [null, ""];
    markTab("");
    this._goTo("door");
    setText(byId("door-hint", HTMLElement), sentence);
    this._code.setAttribute("aria-invalid", "true");
  }

  /** It is over, for now or for good. */
  farewell() {
    markTab("");
    this._goTo("farewell");
  }

  /** A reload: the same person sits down again without being asked anything. */
  _goStraightIn() {
    this._goTo("play");
    this._onEnter();
  }

  _offer() {
    const { code, name = "", animal, colour } = this.place;
    const known = code !== undefined && animal !== undefined && colour !== undefined;
    const words = byId("welcome-back", HTMLElement);
    if (known) {
      const who = seatName({ name, animal, colour });
      setText(words, fill(TEXTS.welcomeBack, { name: who }));
      byId("enter-figure", HTMLElement).replaceChildren(badge(animal, colour, "badge large"));
    } else {
      this._name.value = recall("name", "");
      byId("enter-figure", HTMLElement).replaceChildren(...someFigures());
    }
    show(words, known);
    show(byId("name-part", HTMLElement), !known);
    this._goTo("enter");
  }

  /** @param {SubmitEvent} event */
  _takeCode(event) {
    event.preventDefault();
    if (!isWholeCode(this._code.value)) {
      setText(byId("door-hint", HTMLElement), TEXTS.codeTooShort);
      this._code.setAttribute("aria-invalid", "true");
      this._code.focus();
      return;
    }
    this._typed = plainCode(this._code.value);
    this._code.removeAttribute("aria-invalid");
    history.replaceState(null, "", `/j/${this._typed}`);
    this._offer();
  }

  /** @param {string} step */
  _goTo(step) {
    for (const name of STEPS) show(byId(name, HTMLElement), name === step);
    document.body.classList.toggle("in", step === "play");
    document.body.dataset.step = step;
    for (const id of ["leave", "me-open"]) show(byId(id, HTMLElement), step === "play");
  }
}

/** @returns {string} `K7QM2X` of `/j/K7QM2X` */
function lastOfPath() {
  return /^\/j\/([^/]+)$/u.exec(location.pathname)?.[1] ?? "";
}

/**
 * Remember for the life of this tab that it is inside, so that a reload goes straight back.
 * @param {string} door
 */
function markTab(door) {
  try {
    sessionStorage.setItem(TAB, door);
  } catch {
    // then a reload asks once more
  }
}

/**
 * @param {string} door
 * @returns {boolean}
 */
function tabIsIn(door) {
  try {
    return sessionStorage.getItem(TAB) === door;
  } catch {
    return false;
  }
}

/** @returns {SVGSVGElement[]} three figures as a foretaste */
function someFigures() {
  return [
    [1, 5],
    [0, 10],
    [11, 3],
  ].map(([animal, colour]) => badge(animal, colour));
}

/**
 * @param {SeatView} me
 * @returns {string} You are the golden fox
 */
export function whoIAm(me) {
  return fill(TEXTS.youAre, { figure: figureName(me.animal, me.colour) });
}
