// @ts-check
/**
 * Tempo, meter and count-in: at rest they are set at once, while it plays a change is armed. Steps
 * and taps arm by themselves after a moment; whatever is armed can be taken back.
 */

import { shownBpm } from "../beatView.js";
import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText, show } from "../dom.js";
import { groupingLabel, PRESETS, readGrouping, sameGrouping } from "../grouping.js";
import { localTimeOf } from "../now.js";
import { fill } from "../texts.js";
import { LIMITS } from "../wire.js";
import { TapTempo } from "./tapTempo.js";

const OWN = "own";
const SETTLE_MS = 250;
/** While it plays, so long after the last step the new tempo is armed. */
const ARM_MS = 700;

export class TempoDesk {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this._desk = desk;
    this._tempo = byId("tempo", HTMLInputElement);
    this._slider = byId("tempo-slider", HTMLInputElement);
    this._meter = byId("meter", HTMLSelectElement);
    this._own = byId("grouping", HTMLInputElement);
    this._countIn = byId("count-in", HTMLSelectElement);
    this._taps = new TapTempo();
    const { tempo_bpm, grouping } = desk.session.arrangement;
    this._bpm = tempo_bpm;
    this._grouping = grouping;
    /** Whether the tempo field holds something that nobody has been told yet. */
    this._touched = false;
    /** Whether a meter is chosen that has not been asked for yet. */
    this._picked = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._soon = undefined;
    this._fillMeters();
    this._listen();
    desk.session.on("music", () => this._follow());
    desk.session.on("plan", () => this._showOwnTempo());
    this._showOwnTempo();
  }

  /** @param {number} by beats a minute */
  nudge(by) {
    this._setTempo(Math.round(this._bpm) + by);
  }

  /** @param {Event} event */
  tap(event) {
    const bpm = this._taps.tap(localTimeOf(event));
    const { tempo } = CONSOLE;
    const words = bpm ? fill(tempo.taps, { taps: this._taps.taps, bpm }) : tempo.tapOn;
    setText(byId("tap-words", HTMLElement), words);
    if (bpm) this._setTempo(bpm);
  }

  ramp() {
    const tempo_bpm = limited(Number(byId("ramp-to", HTMLInputElement).value) || this._bpm);
    const over_bars = Number(byId("ramp-bars", HTMLSelectElement).value);
    void this._desk.arm({ kind: "tempo", tempo_bpm, over_bars });
  }

  /** Have the chosen meter: at rest at once, else on the next bar. */
  changeMeter() {
    const { session, running } = this._desk;
    const grouping = [...this._grouping];
    this._picked = false;
    if (running) void this._desk.arm({ kind: "meter", grouping });
    else void session.ask("arrange", { grouping });
  }

  /** Have what the fields say known to everybody before something else is asked. */
  async settle() {
    if (!this._touched) return;
    clearTimeout(this._soon);
    await this._send();
  }

  _listen() {
    this._tempo.addEventListener("change", () => this._setTempo(Number(this._tempo.value)));
    this._slider.addEventListener("input", () => this._setTempo(Number(this._slider.value)));
    this._meter.addEventListener("change", () => this._chooseMeter());
    this._own.addEventListener("input", () => this._readOwn());
    this._countIn.addEventListener("change", () => {
      void this._desk.session.ask("arrange", { count_in_bars: Number(this._countIn.value) });
    });
  }

  /** @param {number} bpm */
  _setTempo(bpm) {
    this._bpm = limited(Number.isFinite(bpm) && bpm > 0 ? bpm : this._bpm);
    this._touched = true;
    this._show();
    clearTimeout(this._soon);
    const wait = this._desk.running ? ARM_MS : SETTLE_MS;
    this._soon = setTimeout(() => void this._send(), wait);
  }

  async _send() {
    const { session, running } = this._desk;
    const tempo_bpm = this._bpm;
    this._touched = false;
    if (running) await this._desk.arm({ kind: "tempo", tempo_bpm, over_bars: 0 });
    else if (tempo_bpm !== session.arrangement.tempo_bpm) await session.ask("arrange", { tempo_bpm });
  }

  _chooseMeter() {
    const own = this._meter.value === OWN;
    show(byId("own-meter", HTMLElement), own);
    if (own) {
      this._own.value = this._grouping.join("+");
      this._own.focus();
      return;
    }
    this._grouping = this._meter.value.split("+").map(Number);
    this._picked = true;
    if (!this._desk.running) this.changeMeter();
  }

  _readOwn() {
    const grouping = readGrouping(this._own.value);
    this._own.setAttribute("aria-invalid", String(grouping === null));
    const { groupingHint, groupingNot } = CONSOLE.desk;
    const words = grouping ? groupingHint : fill(groupingNot, { meter: this._grouping.join("+") });
    setText(byId("grouping-hint", HTMLElement), words);
    if (!grouping) return;
    this._grouping = grouping;
    this._picked = true;
    if (!this._desk.running) this.changeMeter();
  }

  /** What the music comes to with all that is armed; at rest, what the next start will have. */
  get _settled() {
    const { music, arrangement } = this._desk.session;
    const [segment, meter] = [music?.run.segments.at(-1), music?.run.meters.at(-1)];
    if (!segment || !meter) return arrangement;
    return { tempo_bpm: segment[3], grouping: meter[2] };
  }

  /** The session has changed: follow it, unless somebody is in the middle of choosing. */
  _follow() {
    const { arrangement } = this._desk.session;
    const { tempo_bpm, grouping } = this._settled;
    if (!this._touched) this._bpm = tempo_bpm;
    const choosing = [this._meter, this._own].some((field) => field === document.activeElement);
    if (!this._picked && !choosing) {
      this._grouping = grouping;
      const preset = PRESETS.some((groups) => sameGrouping(groups, this._grouping));
      this._meter.value = preset ? this._grouping.join("+") : OWN;
      this._own.value = this._grouping.join("+");
      show(byId("own-meter", HTMLElement), !preset);
    }
    this._countIn.value = String(arrangement.count_in_bars);
    setText(byId("fold-meter-state", HTMLElement), groupingLabel(grouping));
    this._show();
  }

  _show() {
    if (Number(this._tempo.value) !== this._bpm) this._tempo.value = shownBpm(this._bpm);
    this._slider.value = String(Math.round(this._bpm));
  }

  _showOwnTempo() {
    const bpm = this._desk.session.plan?.own_bpm;
    const { tempo } = CONSOLE;
    const words = bpm ? fill(tempo.own, { bpm: shownBpm(bpm) }) : tempo.ownUnknown;
    if (!this._taps.taps) setText(byId("tap-words", HTMLElement), words);
  }

  _fillMeters() {
    const options = PRESETS.map((groups) => {
      return make("option", { value: groups.join("+") }, groupingLabel(groups));
    });
    const own = make("option", { value: OWN }, CONSOLE.desk.ownGrouping);
    this._meter.replaceChildren(...options, own);
    this._meter.value = this._grouping.join("+");
  }
}

/**
 * @param {number} bpm
 * @returns {number}
 */
function limited(bpm) {
  return Math.min(LIMITS.maxBpm, Math.max(LIMITS.minBpm, bpm));
}
