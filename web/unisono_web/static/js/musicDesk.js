// @ts-check
/** Tempo, meter and count-in on the console: set freely at rest, on the next bar while it plays. */

import { shownBpm } from "./beatView.js";
import { byId, make, setText, show } from "./dom.js";
import { groupingLabel, PRESETS, readGrouping, sameGrouping } from "./grouping.js";
import { fill, TEXTS } from "./texts.js";
import { LIMITS } from "./wire.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./wire.js").Arrange} Arrange */

const OWN = "own";
const SETTLE_MS = 250;

export class MusicDesk {
  /** @param {Session} session */
  constructor(session) {
    this._session = session;
    this._tempo = byId("tempo", HTMLInputElement);
    this._slider = byId("tempo-slider", HTMLInputElement);
    this._meter = byId("meter", HTMLSelectElement);
    this._own = byId("grouping", HTMLInputElement);
    this._countIn = byId("count-in", HTMLSelectElement);
    this._over = byId("over-bars", HTMLSelectElement);
    this._change = byId("change", HTMLButtonElement);
    this._draft = { ...session.arrangement };
    /** Whether the fields hold something that nobody has been told yet. */
    this._touched = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._soon = undefined;
    this._fillMeters();
    this._listen();
    session.on("music", () => this._follow());
  }

  /** @param {number} by beats a minute */
  nudge(by) {
    this._setTempo(Math.round(this._draft.tempo_bpm) + by);
  }

  /** While the click runs: have it changed on the next bar. */
  change() {
    if (!this._session.music || !this._differs()) return;
    this._send();
  }

  /** Have what the fields say known to everybody before something else is asked. */
  async settle() {
    if (this._touched) await this._send();
  }

  _listen() {
    byId("tempo-down", HTMLButtonElement).addEventListener("click", () => this.nudge(-1));
    byId("tempo-up", HTMLButtonElement).addEventListener("click", () => this.nudge(1));
    this._tempo.addEventListener("change", () => this._setTempo(Number(this._tempo.value)));
    this._slider.addEventListener("input", () => this._setTempo(Number(this._slider.value)));
    this._meter.addEventListener("change", () => this._chooseMeter());
    this._own.addEventListener("input", () => this._readOwn());
    this._countIn.addEventListener("change", () => {
      this._draft.count_in_bars = Number(this._countIn.value);
      void this._session.ask("arrange", { count_in_bars: this._draft.count_in_bars });
    });
    this._change.addEventListener("click", () => this.change());
  }

  /** @param {number} bpm */
  _setTempo(bpm) {
    const asked = Number.isFinite(bpm) && bpm > 0 ? bpm : this._draft.tempo_bpm;
    this._draft.tempo_bpm = Math.min(LIMITS.maxBpm, Math.max(LIMITS.minBpm, asked));
    this._edited();
  }

  _chooseMeter() {
    const own = this._meter.value === OWN;
    show(byId("own-meter", HTMLElement), own);
    if (own) {
      this._own.value = this._draft.grouping.join("+");
      this._own.focus();
    } else {
      this._draft.grouping = this._meter.value.split("+").map(Number);
      this._edited();
    }
  }

  _readOwn() {
    const grouping = readGrouping(this._own.value);
    this._own.setAttribute("aria-invalid", String(grouping === null));
    const { groupingHint, groupingNot } = TEXTS.console;
    const meter = this._draft.grouping.join("+");
    const words = grouping ? groupingHint : fill(groupingNot, { meter });
    setText(byId("grouping-hint", HTMLElement), words);
    if (!grouping) return;
    this._draft.grouping = grouping;
    this._edited(true);
  }

  /** @param {boolean} [own] the grouping was written by hand: leave its field open */
  _edited(own = false) {
    this._touched = true;
    this._show(own);
    clearTimeout(this._soon);
    if (!this._session.music) this._soon = setTimeout(() => void this._send(), SETTLE_MS);
  }

  async _send() {
    clearTimeout(this._soon);
    const { tempo_bpm, grouping } = this._draft;
    const now = this._session.arrangement;
    /** @type {Arrange} */
    const wanted = {};
    if (tempo_bpm !== now.tempo_bpm) {
      wanted.tempo_bpm = tempo_bpm;
      wanted.over_bars = this._session.music ? Number(this._over.value) : 0;
    }
    if (!sameGrouping(grouping, now.grouping)) wanted.grouping = grouping;
    this._touched = false;
    if (Object.keys(wanted).length) await this._session.ask("arrange", wanted);
    this._show(this._meter.value === OWN);
  }

  /** The session has changed: follow it, unless somebody is in the middle of choosing. */
  _follow() {
    if (!this._touched) {
      this._draft = {
        ...this._session.arrangement,
        grouping: [...this._session.arrangement.grouping],
      };
    }
    this._show(this._meter.value === OWN);
  }

  /** @param {boolean} own */
  _show(own) {
    const { tempo_bpm, grouping, count_in_bars } = this._draft;
    if (document.activeElement !== this._tempo || !this._touched || this._tempo.value === "") {
      this._tempo.value = shownBpm(tempo_bpm);
    } else if (Number(this._tempo.value) !== tempo_bpm) this._tempo.value = shownBpm(tempo_bpm);
    this._slider.value = String(Math.round(tempo_bpm));
    this._countIn.value = String(count_in_bars);
    const preset = PRESETS.some((groups) => sameGrouping(groups, grouping));
    const ownShown = own || !preset;
    this._meter.value = ownShown ? OWN : grouping.join("+");
    show(byId("own-meter", HTMLElement), ownShown);
    if (ownShown && document.activeElement !== this._own) this._own.value = grouping.join("+");
    const can = this._session.music !== null && this._differs();
    this._change.setAttribute("aria-disabled", String(!can));
    this._change.classList.toggle("main", can);
  }

  /** @returns {boolean} whether the fields say something else than the session */
  _differs() {
    const { tempo_bpm, grouping } = this._session.arrangement;
    return tempo_bpm !== this._draft.tempo_bpm || !sameGrouping(grouping, this._draft.grouping);
  }

  _fillMeters() {
    const options = PRESETS.map((groups) => {
      return make("option", { value: groups.join("+") }, groupingLabel(groups));
    });
    const own = make("option", { value: OWN }, TEXTS.console.ownGrouping);
    this._meter.replaceChildren(...options, own);
  }
}
