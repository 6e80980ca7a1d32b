// @ts-check
/** The one instruction on the page: an icon, a word, a detail, and the count to what comes. */

import { byId, setText } from "../dom.js";
import { PLAY } from "../playTexts.js";
import { COUNTED } from "./countdown.js";
import { glyph } from "./icons.js";

/** @typedef {import("./instruction.js").Instruction} Instruction */

export class NowCard {
  constructor() {
    this._card = byId("now", HTMLElement);
    this._icon = byId("now-icon", HTMLElement);
    this._label = byId("now-label", HTMLElement);
    this._word = byId("now-word", HTMLElement);
    this._detail = byId("phase", HTMLElement);
    this._count = byId("now-count", HTMLElement);
    this._drawn = "";
  }

  /** @param {Instruction} instruction what to show; the page changes only where it differs */
  show({ tone, icon, label, word, detail, count, coming }) {
    const { dataset } = this._card;
    if (dataset.tone !== tone) dataset.tone = tone;
    const state = coming ? "coming" : "now";
    if (dataset.state !== state) dataset.state = state;
    if (this._drawn !== icon) this._icon.replaceChildren(glyph((this._drawn = icon)));
    setText(this._label, label || PLAY.now);
    setText(this._word, word);
    setText(this._detail, detail);
    setText(this._count, count ? String(count) : "");
    const gone = String(count ? COUNTED - count + 1 : 0);
    if (dataset.gone !== gone) dataset.gone = gone;
  }
}
