// @ts-check
/** A kind sentence to one person or to everybody, from a list or one's own. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText } from "../dom.js";
import { fill } from "../texts.js";
import { Choices } from "./choices.js";

export class Writing {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this._desk = desk;
    this._to = byId("say-to", HTMLSelectElement);
    this._people = new Choices(this._to);
    this._text = byId("say-text", HTMLInputElement);
    this._choice = byId("say-choice", HTMLSelectElement);
    this._done = byId("say-done", HTMLElement);
    const first = make("option", { value: "" }, "…");
    const options = CONSOLE.messages.sentences.map((text) => make("option", { value: text }, text));
    this._choice.replaceChildren(first, ...options);
    this._choice.addEventListener("change", () => {
      if (this._choice.value) this._text.value = this._choice.value;
      this._choice.value = "";
    });
    byId("say-send", HTMLButtonElement).addEventListener("click", () => void this._send());
    this._text.addEventListener("keydown", ({ key }) => key === "Enter" && void this._send());
    desk.session.on("circle", () => this._showPeople());
    this._showPeople();
  }

  /** @param {number | null} seat null: to everybody */
  begin(seat) {
    if (seat === null) this._to.value = "";
    else this._people.choose(String(seat), this._wordsFor(seat));
    this._text.focus();
  }

  async _send() {
    const text = this._text.value.trim();
    const { messages } = CONSOLE;
    if (!text) {
      setText(this._done, messages.empty);
      return;
    }
    const seat = this._to.value ? Number(this._to.value) : null;
    if (!(await this._desk.session.ask("say", { text, seat }))) return;
    const name = seat === null ? "" : this._desk.nameOf(seat);
    setText(this._done, seat === null ? messages.sent.all : fill(messages.sent.one, { name }));
    if (this._text.value.trim() === text) this._text.value = ""; // else it is the next one already
  }

  _showPeople() {
    const { people } = this._desk.session;
    /** @type {import("./choices.js").Choice[]} */
    const choices = people.map(({ seat }) => [String(seat), this._wordsFor(seat)]);
    this._people.offer([["", CONSOLE.messages.toAll], ...choices]);
  }

  /** @param {number} seat */
  _wordsFor(seat) {
    return fill(CONSOLE.messages.to, { name: this._desk.nameOf(seat) });
  }
}
