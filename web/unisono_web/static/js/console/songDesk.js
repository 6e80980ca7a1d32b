// @ts-check
/** Songs and rounds of the library: chosen, looked at, begun on the next cycle. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make } from "../dom.js";
import { value } from "./cuePad.js";

/** @typedef {import("./library.js").SongChoice} SongChoice */

export class SongDesk {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this._desk = desk;
    /** @type {SongChoice[]} */
    this._songs = [];
    this._choice = byId("song-choice", HTMLSelectElement);
    this._choice.addEventListener("change", () => this._show());
    this.offer([]);
  }

  /** @param {SongChoice[]} songs */
  offer(songs) {
    this._songs = songs;
    const options = songs.map(({ id, title }) => make("option", { value: id }, title));
    const none = make("option", { value: "" }, CONSOLE.songs.none);
    this._choice.replaceChildren(...(options.length ? options : [none]));
    this._show();
  }

  sing() {
    const chosen = this._chosen;
    if (!chosen) return;
    const rounds = Number(value("song-rounds"));
    const guide = byId("song-guide", HTMLInputElement).checked;
    void this._desk.arm({ kind: "sing", song: chosen.song, rounds, guide }, "cycle");
  }

  get _chosen() {
    return this._songs.find(({ id }) => id === this._choice.value);
  }

  _show() {
    const chosen = this._chosen;
    const lines = (chosen?.words ?? []).map((line) => make("p", { dir: "auto" }, line));
    const rights = make("p", { class: "hint" }, chosen?.song.rights ?? "");
    byId("song-words", HTMLElement).replaceChildren(...lines, rights);
  }
}
