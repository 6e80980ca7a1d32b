// @ts-check
/** One person: name, section, layer, lights; write to them, light them, hand them the call. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText } from "../dom.js";
import { fill, seatName } from "../texts.js";
import { lightsOf } from "./lights.js";

/** @typedef {import("../wire.js").SeatView} SeatView */

export class PersonDialog {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {{spotlight: (seat: number) => void, write: (seat: number) => void}} actions
   */
  constructor(desk, { spotlight, write }) {
    this._desk = desk;
    this._spotlight = spotlight;
    this._write = write;
    this._dialog = byId("person", HTMLDialogElement);
    this._removing = byId("removing", HTMLDialogElement);
    /** @type {SeatView | null} */
    this._person = null;
    this._dialog.addEventListener("close", () => this._closed());
    byId("person-section", HTMLInputElement).addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // else the form's first button would be pressed, and rename them
      this._dialog.close("assign");
    });
  }

  /** @param {number} seat */
  open(seat) {
    const person = this._desk.session.circle.get(seat);
    if (!person) return;
    this._person = person;
    const device = this._device(seat);
    setText(byId("person-title", HTMLElement), seatName(person));
    byId("person-name", HTMLInputElement).value = person.name;
    byId("person-section", HTMLInputElement).value = person.section ?? "";
    this._showParts(person.part ?? -1);
    this._showSections();
    const { countTaps, leaveOut } = CONSOLE.person;
    setText(byId("person-mute", HTMLElement), device?.muted ? countTaps : leaveOut);
    const { names, words, spoken } = CONSOLE.lights;
    const rows = lightsOf(device).map((light, i) => {
      const mark = make("span", { class: `light ${light}`, "aria-hidden": "true" });
      return make("li", {}, mark, fill(spoken, { name: names[i], word: words[light] }));
    });
    byId("person-lights", HTMLElement).replaceChildren(...rows);
    this._dialog.returnValue = "";
    this._dialog.showModal();
  }

  /** @param {number} seat */
  _device(seat) {
    return this._desk.session.desk?.devices.find((device) => device.seat === seat);
  }

  /** @param {number} part */
  _showParts(part) {
    const layers = this._desk.session.groove?.layers ?? [];
    const options = [make("option", { value: -1 }, CONSOLE.person.noPart)];
    for (const [i, { name }] of layers.entries()) {
      options.push(make("option", { value: i }, fill(CONSOLE.layers.layer, { number: i + 1, name })));
    }
    const select = byId("person-part", HTMLSelectElement);
    select.replaceChildren(...options);
    select.value = String(part < layers.length ? part : -1);
  }

  _showSections() {
    const found = this._desk.session.people.map(({ section = "" }) => section).filter(Boolean);
    const options = [...new Set(["A", "B", ...found])].map((value) => make("option", { value }));
    byId("sections", HTMLDataListElement).replaceChildren(...options);
  }

  _closed() {
    const person = this._person;
    this._person = null;
    if (!person) return;
    const { session } = this._desk;
    const { seat } = person;
    const name = byId("person-name", HTMLInputElement).value.trim();
    /** @type {Record<string, () => void>} */
    const actions = {
      rename: () => void session.ask("rename", { seat, name }),
      assign: () => this._assign(seat),
      spotlight: () => this._spotlight(seat),
      hand: () => void session.ask("hand", { seat }),
      recheck: () => void this._recheck(person),
      write: () => this._write(seat),
      mute: () => void session.ask("mute", { seat, muted: !this._device(seat)?.muted }),
      remove: () => this._askToRemove(person),
    };
    actions[this._dialog.returnValue]?.();
  }

  /** @param {number} seat */
  _assign(seat) {
    const section = byId("person-section", HTMLInputElement).value.trim();
    const part = Number(byId("person-part", HTMLSelectElement).value);
    void this._desk.session.ask("assign", { seat, section, part });
  }

  /** @param {SeatView} person */
  async _recheck(person) {
    const done = await this._desk.session.ask("recheck", { seat: person.seat });
    if (done) this._desk.tell(fill(CONSOLE.messages.recheck, { name: seatName(person) }));
  }

  /** @param {SeatView} person */
  _askToRemove(person) {
    const name = seatName(person);
    setText(byId("removing-title", HTMLElement), fill(CONSOLE.desk.remove, { name }));
    this._removing.returnValue = "";
    this._removing.showModal();
    this._removing.onclose = async () => {
      if (this._removing.returnValue !== "remove") return;
      const done = await this._desk.session.ask("remove", { seat: person.seat });
      if (done) this._desk.tell(fill(CONSOLE.desk.removed, { name }));
    };
  }
}
