// @ts-check
/** Surfaces to tap on: touches, mouse, pen, keys and switches, each at the time its event happened. */

import { isWriting } from "./dom.js";
import { localNow, localTimeOf } from "./now.js";
import { isTapKey, strokeOfKey, velocityOf } from "./play/strokes.js";

/**
 * @typedef {object} Touch
 * @property {number} localS
 * @property {"touch" | "key" | "midi"} source
 * @property {string} stroke bass, tone, slap, rim, or "" where there is one surface only
 * @property {number | null} velocity 0..1 where the device measures it
 */

/** A second touch so soon and so near is the same finger trembling. */
const BOUNCE_S = 0.03;
const BOUNCE_PX = 40;
/** Some browsers stamp events by another clock; such a stamp is not believed. */
const ODD_STAMP_S = 5;
const RIPPLES = 6;
/** Keys that press the button that has the focus. */
const PRESSING = new Set([" ", "Enter"]);
/** Keys that scroll a page or move a slider. */
const MOVING = /^(Arrow|Page|Home$|End$)/u;

export class Pad {
  /**
   * @param {HTMLElement} place that holds the surfaces: buttons, with `data-stroke` where several
   * @param {(touch: Touch) => void} onTap
   */
  constructor(place, onTap) {
    this._place = place;
    this._onTap = onTap;
    this._last = { localS: -1, x: 0, y: 0 };
    /** @type {Map<string, number>} */
    this._keyS = new Map();
    /** Whether taps count: the page shows the pad. */
    this.open = false;
    place.addEventListener("pointerdown", (event) => this._pressed(event));
    place.addEventListener("click", (event) => this._clicked(event));
    place.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => this._keyed(event));
  }

  /** @returns {HTMLButtonElement[]} the surfaces there are */
  get surfaces() {
    return [...this._place.querySelectorAll("button")].filter((button) => !button.hidden);
  }

  /** @param {PointerEvent} event */
  _pressed(event) {
    const surface = surfaceOf(event);
    if (!this.open || !surface || event.button > 0) return;
    const localS = timeOf(event);
    const { clientX: x, clientY: y } = event;
    const { _last: last } = this;
    const near = Math.hypot(x - last.x, y - last.y) < BOUNCE_PX;
    if (localS - last.localS < BOUNCE_S && near) return;
    this._last = { localS, x, y };
    this._tap(localS, "touch", surface, velocityOf(event));
    const box = surface.getBoundingClientRect();
    ripple(surface, x - box.left, y - box.top);
  }

  /**
   * Switches and screen readers press without a pointer.
   * @param {MouseEvent} event
   */
  _clicked(event) {
    const surface = surfaceOf(event);
    const localS = timeOf(event);
    const lastS = Math.max(this._last.localS, ...this._keyS.values());
    if (!this.open || !surface || event.detail > 0 || localS - lastS < 1) return;
    this._tap(localS, "touch", surface);
    rippleInTheMiddle(surface);
  }

  /** @param {KeyboardEvent} event */
  _keyed(event) {
    if (!this.open || event.ctrlKey || event.altKey || event.metaKey || !isTapKey(event.key)) return;
    if (isWriting(event.target) || this._isForAnother(event)) return;
    if (PRESSING.has(event.key) || MOVING.test(event.key)) event.preventDefault();
    const localS = timeOf(event);
    const bounced = localS - (this._keyS.get(event.code) ?? -1) < BOUNCE_S;
    if (event.repeat || bounced) return;
    this._keyS.set(event.code, localS);
    const surface = this._surfaceFor(event);
    this._tap(localS, "key", surface);
    rippleInTheMiddle(surface);
  }

  /**
   * @param {number} localS
   * @param {Touch["source"]} source
   * @param {HTMLElement | undefined} surface
   * @param {number | null} [velocity]
   */
  _tap(localS, source, surface, velocity = null) {
    this._onTap({ localS, source, stroke: surface?.dataset.stroke ?? "", velocity });
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {HTMLElement | undefined} its own surface, else the one in focus, else the first
   */
  _surfaceFor(event) {
    const { surfaces } = this;
    const stroke = strokeOfKey(event.code, surfaces.length);
    const named = surfaces.find(({ dataset }) => stroke && dataset.stroke === stroke);
    return named ?? surfaces.find((button) => button === event.target) ?? surfaces[0];
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key presses another button or belongs to a dialog
   */
  _isForAnother(event) {
    if (document.querySelector("dialog[open]")) return true;
    const target = event.target instanceof Element ? event.target : null;
    const control = target?.closest("button, a, input, summary, select");
    const mine = !control || this._place.contains(control);
    if (mine) return false;
    return PRESSING.has(event.key) || (MOVING.test(event.key) && control.matches("input"));
  }
}

/**
 * @param {Event} event
 * @returns {HTMLElement | undefined}
 */
function surfaceOf({ target }) {
  const button = target instanceof Element ? target.closest("button") : null;
  return button ?? undefined;
}

/** @param {HTMLElement | undefined} surface */
function rippleInTheMiddle(surface) {
  if (surface) ripple(surface, surface.clientWidth / 2, surface.clientHeight / 2);
}

/**
 * @param {HTMLElement} surface
 * @param {number} x
 * @param {number} y
 */
function ripple(surface, x, y) {
  const ripples = surface.querySelector(".ripples");
  if (!ripples) return;
  const ring = document.createElement("span");
  ring.className = "ripple";
  ring.style.setProperty("--x", `${x}px`);
  ring.style.setProperty("--y", `${y}px`);
  ripples.append(ring);
  while (ripples.childElementCount > RIPPLES) ripples.firstElementChild?.remove();
  setTimeout(() => ring.remove(), 500);
}

/**
 * @param {Event} event
 * @returns {number} local time
 */
function timeOf(event) {
  const [stampS, nowS] = [localTimeOf(event), localNow()];
  return Math.abs(nowS - stampS) < ODD_STAMP_S ? stampS : nowS;
}
