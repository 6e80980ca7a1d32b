// @ts-check
/** Call and response: choose a call, hear it here, send it; hand it over; let two halves talk. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText } from "../dom.js";
import { counted, fill, seatName } from "../texts.js";
import { TubsView } from "../tubs.js";
import { Choices } from "./choices.js";
import { value } from "./cuePad.js";
import { callsOfLink, found, promptOf } from "./library.js";
import { WhoPicker } from "./whoPicker.js";

/** @typedef {import("./library.js").CallChoice} CallChoice */

export class CallDesk {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {import("./preview.js").Preview} preview
   */
  constructor(desk, preview) {
    this._desk = desk;
    this._preview = preview;
    /** @type {CallChoice[] | null} */
    this._calls = null;
    /** @type {CallChoice | null} */
    this.chosen = null;
    this._tubs = new TubsView();
    this._asked = new WhoPicker(desk.session);
    this._first = new WhoPicker(desk.session);
    this._second = new WhoPicker(desk.session);
    this._first.value = { by: "odd" };
    this._second.value = { by: "even" };
    this._handTo = new Choices(byId("hand-to", HTMLSelectElement));
    byId("asked-picker", HTMLElement).append(this._asked.element);
    byId("first-picker", HTMLElement).append(this._first.element);
    byId("second-picker", HTMLElement).append(this._second.element);
    byId("call-search", HTMLInputElement).addEventListener("input", () => this._list());
    byId("hand-back", HTMLButtonElement).addEventListener("click", () => this._handBack());
    desk.session.on("circle", () => this._showPeople());
    desk.session.on("music", () => this._showCaller());
    setText(byId("call-found", HTMLElement), CONSOLE.library.waiting);
    this._showChosen();
    this._showPeople();
  }

  /** @param {CallChoice[] | null} calls null when the library cannot be reached */
  offer(calls) {
    this._calls = calls;
    this._list();
  }

  /** @returns {Pick<import("../wire.js").LiveCall, "who" | "rounds" | "scored">} for any call */
  get settings() {
    const scored = byId("scored", HTMLInputElement).checked;
    return { who: this._asked.value, rounds: Number(value("call-rounds")), scored };
  }

  send() {
    if (!this.chosen) {
      setText(byId("chosen-words", HTMLElement), CONSOLE.call.none);
      return;
    }
    const prompt = promptOf(this.chosen.phrase);
    void this._desk.arm({ kind: "call", prompt, ...this.settings }, "cycle");
  }

  async hear() {
    const { chosen } = this;
    if (!chosen) return;
    const { arrangement } = this._desk.session;
    const bpm = this._desk.running ? arrangement.tempo_bpm : chosen.tempo;
    const words = byId("chosen-words", HTMLElement);
    const moved = (/** @type {number | null} */ beat) => {
      this._tubs.setPlayhead(beat);
      if (beat === null) setText(words, "");
    };
    const heard = (await this._preview.ready()) && this._preview.play(chosen.phrase, bpm, moved);
    setText(words, heard ? CONSOLE.call.hearing : CONSOLE.call.noSound);
  }

  hand() {
    const seat = Number(value("hand-to"));
    if (seat) void this._desk.session.ask("hand", { seat });
  }

  dialogue() {
    const { music, arrangement } = this._desk.session;
    const beat = this._desk.beat;
    const meter = music && beat !== null ? music.bars.positionAt(Math.max(0, beat)).meter.beats : 0;
    const beats = meter || arrangement.grouping.reduce((sum, group) => sum + group, 0);
    void this._desk.arm(
      {
        kind: "dialogue",
        first: this._first.value,
        second: this._second.value,
        cycle_beats: beats * Number(value("dialogue-bars")),
        rounds: Number(value("dialogue-rounds")),
      },
      "cycle",
    );
  }

  _handBack() {
    if (this._desk.session.caller !== null) void this._desk.session.ask("hand", { seat: null });
  }

  /** Show the calls that match what is typed. */
  _list() {
    const { library } = CONSOLE;
    const words = byId("call-found", HTMLElement);
    const typed = byId("call-search", HTMLInputElement).value;
    const shared = callsOfLink(typed);
    if (!this._calls && !shared.length) {
      setText(words, library.unreachable);
      return;
    }
    const matching = shared.length ? shared : found(this._calls ?? [], typed);
    setText(words, matching.length ? counted(matching.length, library.found) : library.none);
    byId("call-list", HTMLElement).replaceChildren(...matching.map((call) => this._row(call)));
  }

  /** @param {CallChoice} call */
  _row(call) {
    const radio = make("input", { type: "radio", name: "call", value: call.id });
    radio.checked = call.id === this.chosen?.id;
    radio.addEventListener("change", () => {
      this.chosen = call;
      this._showChosen();
    });
    const mnemonic = make("span", { class: "hint", dir: "auto" }, call.phrase.mnemonic);
    const words = make("span", { class: "call-words" }, make("span", {}, call.title), mnemonic);
    return make("label", { class: "call-row" }, radio, words);
  }

  _showChosen() {
    const place = byId("chosen-call", HTMLElement);
    if (!this.chosen) {
      place.replaceChildren(make("p", { class: "soft" }, CONSOLE.call.none));
      return;
    }
    const { phrase } = this.chosen;
    this._tubs.show(phrase);
    const title = make("p", { class: "chosen-title" }, phrase.title);
    const mnemonic = make("p", { class: "mnemonic" }, phrase.mnemonic);
    place.replaceChildren(title, this._tubs.element, ...(phrase.mnemonic ? [mnemonic] : []));
  }

  _showPeople() {
    const people = this._desk.session.people.filter(({ state }) => state !== "away");
    this._handTo.offer(people.map((person) => [String(person.seat), seatName(person)]));
    this._showCaller();
  }

  _showCaller() {
    const { caller } = this._desk.session;
    const { call } = CONSOLE;
    const words = caller ? fill(call.caller, { name: this._desk.nameOf(caller) }) : call.noCaller;
    setText(byId("fold-hand-state", HTMLElement), words);
    byId("hand-back", HTMLButtonElement).setAttribute("aria-disabled", String(!caller));
  }
}
