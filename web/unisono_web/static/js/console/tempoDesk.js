// @ts-check
/**
 * Tempo, meter and count-in: at rest they are set at once, while it plays a change is armed. Steps
 * and taps arm by themselves after a moment; whatever is armed can be taken back. What somebody is
 * typing or choosing stays as it is, whatever the session says meanwhile.
 */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText, show } from "../dom.js";
import { groupingLabel, PRESETS, readGrouping, sameGrouping } from "../grouping.js";
import { localTimeOf } from "../now.js";
import { tenths, typedTenths } from "../numbers.js";
import { fill } from "../texts.js";
import { LIMITS } from "../wire.js";
import { InUse, newsOf } from "./inUse.js";
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
    const follow = () => this._follow();
    this._typing = new InUse([this._tempo], follow);
    this._sliding = new InUse([this._slider], follow);
    this._choosing = new InUse([this._meter, this._own], follow);
    this._counting = new InUse([this._countIn], follow);
    /** Whether the tempo field holds something that has not been said by Enter or by leaving it. */
    this._typed = false;
    /** Whether a meter is chosen that has not been asked for yet. */
    this._picked = false;
    /** Running while a new tempo waits to be asked for. @type {ReturnType<typeof setTimeout> | undefined} */
    this._soon = undefined;
    /** There from asking for a tempo until the news of it. @type {Promise<boolean> | undefined} */
    this._sending = undefined;
    this._fillMeters();
    this._listen();
    desk.session.on("music", () => this._follow());
    desk.session.on("plan", () => this._showOwnTempo());
    this._showOwnTempo();
  }

  /** @param {number} by beats a minute */
  nudge(by) {
    this._commit();
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
    const asked = running ? this._desk.arm({ kind: "meter", grouping }) : session.ask("arrange", { grouping });
    void this._choosing.during(asked);
    return asked;
  }

  /** Have what the fields say known to everybody before something else is asked. */
  async settle() {
    this._commit();
    await (this._soon === undefined ? this._sending : this._send());
    if (this._picked) await this.changeMeter();
  }

  _listen() {
    const { _tempo: tempo, _slider: slider, _countIn: countIn } = this;
    tempo.addEventListener("input", () => (this._typed = true));
    tempo.addEventListener("change", () => this._commit());
    // Without a change since the last one there is no such event, but whoever presses Enter means it.
    tempo.addEventListener("keydown", ({ key }) => key === "Enter" && this._commit());
    tempo.addEventListener("blur", () => (this._typed = false));
    slider.addEventListener("input", () => this._setTempo(Number(slider.value)));
    for (const kind of ["change", "pointerup", "pointercancel"]) {
      slider.addEventListener(kind, () => void this._sliding.done());
    }
    this._meter.addEventListener("change", () => this._chooseMeter());
    this._own.addEventListener("input", () => this._readOwn());
    countIn.addEventListener("change", () => {
      const asked = this._desk.session.ask("arrange", { count_in_bars: Number(countIn.value) });
      void this._counting.done(asked);
    });
  }

  /** Take what has been typed; what is no tempo is let go. */
  _commit() {
    if (!this._typed) return;
    const bpm = Number(this._tempo.value);
    if (bpm > 0) this._setTempo(bpm);
    this._typed = false;
    void this._typing.done();
  }

  /** @param {number} bpm */
  _setTempo(bpm) {
    this._bpm = limited(bpm);
    this._typed = false;
    this._tempo.value = typedTenths(this._bpm);
    const step = String(Math.round(this._bpm));
    if (this._slider.value !== step) this._slider.value = step; // else the finger is there already
    clearTimeout(this._soon);
    const wait = this._desk.running ? ARM_MS : SETTLE_MS;
    this._soon = setTimeout(() => void this._send(), wait);
  }

  _send() {
    clearTimeout(this._soon);
    this._soon = undefined;
    const sending = this._ask(this._bpm);
    this._sending = sending;
    void newsOf(sending).then(() => {
      if (this._sending !== sending) return;
      this._sending = undefined;
      this._follow();
    });
    return sending;
  }

  /**
   * @param {number} tempo_bpm
   * @returns {Promise<boolean>} whether it is or will be so
   */
  async _ask(tempo_bpm) {
    const { session, running } = this._desk;
    if (running) return this._desk.arm({ kind: "tempo", tempo_bpm, over_bars: 0 });
    return tempo_bpm === session.arrangement.tempo_bpm || session.ask("arrange", { tempo_bpm });
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
    void this._choosing.done(this._desk.running ? undefined : this.changeMeter());
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
    if (!this._desk.running) void this.changeMeter();
  }

  /** What the music comes to with all that is armed; at rest, what the next start will have. */
  get _settled() {
    const { music, arrangement } = this._desk.session;
    const [segment, meter] = [music?.run.segments.at(-1), music?.run.meters.at(-1)];
    if (!segment || !meter) return arrangement;
    return { tempo_bpm: segment[3], grouping: meter[2] };
  }

  /** The session has changed: follow it, but for what is being typed, chosen or asked. */
  _follow() {
    const { tempo_bpm, grouping } = this._settled;
    if (this._soon === undefined && this._sending === undefined) this._bpm = tempo_bpm;
    if (!this._typing.now) this._tempo.value = typedTenths(this._bpm);
    if (!this._sliding.now) this._slider.value = String(Math.round(this._bpm));
    if (!this._picked && !this._choosing.now) this._showMeter(grouping);
    const { count_in_bars: bars } = this._desk.session.arrangement;
    if (!this._counting.now) this._countIn.value = String(bars);
    setText(byId("fold-meter-state", HTMLElement), groupingLabel(grouping));
  }

  /** @param {number[]} grouping */
  _showMeter(grouping) {
    this._grouping = grouping;
    const preset = PRESETS.some((groups) => sameGrouping(groups, grouping));
    const words = grouping.join("+");
    [this._meter.value, this._own.value] = [preset ? words : OWN, words];
    this._own.setAttribute("aria-invalid", "false");
    setText(byId("grouping-hint", HTMLElement), CONSOLE.desk.groupingHint);
    show(byId("own-meter", HTMLElement), !preset);
  }

  _showOwnTempo() {
    const bpm = this._desk.session.plan?.own_bpm;
    const { tempo } = CONSOLE;
    const words = bpm ? fill(tempo.own, { bpm: tenths(bpm) }) : tempo.ownUnknown;
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
