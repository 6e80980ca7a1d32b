// @ts-check
/** The tap pad: touches, mouse and keys become taps, each at the time its event happened. */

import { isWriting } from "./dom.js";
import { localNow, localTimeOf } from "./now.js";

/** @typedef {(localS: number, source: "touch" | "key") => void} OnTap */

/** A second touch so soon and so near is the same finger trembling. */
const BOUNCE_S = 0.03;
const BOUNCE_PX = 40;
/** Some browsers stamp events by another clock; such a stamp is not believed. */
const ODD_STAMP_S = 5;
const RIPPLES = 6;
const PAD_KEYS = new Set([" ", "Enter"]);

export class Pad {
  /**
   * @param {HTMLButtonElement} pad
   * @param {HTMLElement} ripples where touches leave their rings
   * @param {OnTap} onTap
   */
  constructor(pad, ripples, onTap) {
    this._pad = pad;
    this._ripples = ripples;
    this._onTap = onTap;
    this._last = { localS: -1, x: 0, y: 0 };
    /** @type {Map<string, number>} */
    this._keyS = new Map();
    /** Whether taps count: the page shows the pad. */
    this.open = false;
    pad.addEventListener("pointerdown", (event) => this._pressed(event));
    pad.addEventListener("click", (event) => this._clicked(event));
    pad.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => this._keyed(event));
  }

  /** @param {PointerEvent} event */
  _pressed(event) {
    if (!this.open || event.button > 0) return;
    const localS = timeOf(event);
    const { x, y } = this._placeOf(event);
    const { _last: last } = this;
    const near = Math.hypot(x - last.x, y - last.y) < BOUNCE_PX;
    if (localS - last.localS < BOUNCE_S && near) return;
    this._last = { localS, x, y };
    this._onTap(localS, "touch");
    this._ripple(x, y);
  }

  /**
   * Switches and screen readers press without a pointer.
   * @param {MouseEvent} event
   */
  _clicked(event) {
    const localS = timeOf(event);
    const lastS = Math.max(this._last.localS, ...this._keyS.values());
    if (!this.open || event.detail > 0 || localS - lastS < 1) return;
    this._onTap(localS, "touch");
    this._rippleInTheMiddle();
  }

  /** @param {KeyboardEvent} event */
  _keyed(event) {
    const { key } = event;
    const counts = PAD_KEYS.has(key) || /^\p{L}$/u.test(key);
    if (!this.open || !counts || event.ctrlKey || event.altKey || event.metaKey) return;
    if (isWriting(event.target) || this._isForAnother(event)) return;
    if (PAD_KEYS.has(key)) event.preventDefault();
    const localS = timeOf(event);
    const bounced = localS - (this._keyS.get(event.code) ?? -1) < BOUNCE_S;
    if (event.repeat || bounced) return;
    this._keyS.set(event.code, localS);
    this._onTap(localS, "key");
    this._rippleInTheMiddle();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key presses another button or belongs to a dialog
   */
  _isForAnother(event) {
    if (document.querySelector("dialog[open]")) return true;
    const target = event.target instanceof Element ? event.target : null;
    const control = target?.closest("button, a, input, summary");
    return PAD_KEYS.has(event.key) && control != null && control !== this._pad;
  }

  /**
   * @param {PointerEvent} event
   * @returns {{x: number, y: number}} within the pad
   */
  _placeOf(event) {
    const box = this._pad.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  _rippleInTheMiddle() {
    this._ripple(this._pad.clientWidth / 2, this._pad.clientHeight / 2);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  _ripple(x, y) {
    const ring = document.createElement("span");
    ring.className = "ripple";
    ring.style.setProperty("--x", `${x}px`);
    ring.style.setProperty("--y", `${y}px`);
    this._ripples.append(ring);
    while (this._ripples.childElementCount > RIPPLES) this._ripples.firstElementChild?.remove();
    setTimeout(() => ring.remove(), 500);
  }
}

/**
 * @param {Event} event
 * @returns {number} local time
 */
function timeOf(event) {
  const [stampS, nowS] = [localTimeOf(event), localNow()];
  return Math.abs(nowS - stampS) < ODD_STAMP_S ? stampS : nowS;
}
