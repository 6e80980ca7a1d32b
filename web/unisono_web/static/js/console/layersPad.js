// @ts-check
/** The groove and its layers: chosen from the library, brought in and out with 1 to 8. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText } from "../dom.js";
import { fill } from "../texts.js";
import { InUse } from "./inUse.js";

/** @typedef {import("./library.js").GrooveChoice} GrooveChoice */

export class LayersPad {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this._desk = desk;
    /** @type {GrooveChoice[]} */
    this._grooves = [];
    this._choice = byId("groove-choice", HTMLSelectElement);
    this._place = byId("layers", HTMLElement);
    /** @type {HTMLButtonElement[]} */
    this._buttons = [];
    this._drawn = "";
    this._choosing = new InUse([this._choice], () => this._draw());
    this._choice.addEventListener("change", () => void this._choosing.done(this._choose()));
    desk.session.on("groove", () => this._draw());
    this.offer([]);
    this._draw();
  }

  /** @param {GrooveChoice[]} grooves */
  offer(grooves) {
    this._grooves = grooves;
    const none = make("option", { value: "" }, CONSOLE.library.noGroove);
    const options = grooves.map(({ id, title }) => make("option", { value: id }, title));
    this._choice.replaceChildren(none, ...options);
    this._choice.value = this._desk.session.groove?.id ?? "";
  }

  /**
   * Bring a layer in if it is out, out if it is in.
   * @param {number} layer from 0
   */
  toggle(layer) {
    const { session } = this._desk;
    if (!session.groove?.layers[layer]) return;
    void this._desk.arm({ kind: "layer", layer, playing: this._willBeOut(layer) }, "cycle");
  }

  /** Say what is in at this moment. */
  show() {
    const { music, people, groove } = this._desk.session;
    const { beat } = this._desk;
    const out = music && beat !== null ? music.sceneAt(beat).layers_out : [];
    this._buttons.forEach((button, i) => {
      const state = CONSOLE.layers[out.includes(i) ? "out" : "in"];
      button.setAttribute("aria-pressed", String(!out.includes(i)));
      button.setAttribute("aria-disabled", String(!music));
      const [, words, count] = button.children;
      setText(words, state);
      const playing = people.filter(({ part }) => part === i).length;
      setText(count, fill(CONSOLE.layers.people, { count: playing }));
      const name = groove?.layers[i]?.name ?? "";
      button.setAttribute("aria-label", fill(CONSOLE.layers.spoken, { name, state }));
    });
    setText(byId("fold-layers-state", HTMLElement), groove?.title ?? "");
  }

  /**
   * @param {number} layer
   * @returns {boolean} with what is armed already taken into account
   */
  _willBeOut(layer) {
    const { music } = this._desk.session;
    return music?.sceneAt(Infinity).layers_out.includes(layer) ?? false;
  }

  /** @returns {Promise<boolean>} */
  _choose() {
    const chosen = this._grooves.find(({ id }) => id === this._choice.value);
    return this._desk.session.ask("setgroove", { groove: chosen?.groove ?? null });
  }

  _draw() {
    const { groove } = this._desk.session;
    if (!this._choosing.now) this._choice.value = groove?.id ?? "";
    const drawn = (groove?.layers ?? []).map(({ name }) => name).join("\n");
    if (drawn !== this._drawn) this._drawButtons();
    this._drawn = drawn;
    setText(byId("layers-hint", HTMLElement), groove ? "" : CONSOLE.layers.none);
    this.show();
  }

  _drawButtons() {
    const { groove } = this._desk.session;
    this._buttons = (groove?.layers ?? []).map(({ name }, i) => {
      const title = fill(CONSOLE.layers.layer, { number: i + 1, name });
      const button = make("button", { type: "button", class: "button layer", "data-layer": i });
      button.append(
        make("span", { class: "layer-name" }, title),
        make("span", { class: "layer-state" }),
        make("span", { class: "hint" }),
      );
      button.addEventListener("click", () => this.toggle(i));
      return button;
    });
    this._place.replaceChildren(...this._buttons);
  }
}
