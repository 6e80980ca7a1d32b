// @ts-check
/** The dialog in which somebody changes their animal, their colour or their name. */

import { badge } from "./badge.js";
import { byId, setText } from "./dom.js";
import { figureName } from "./texts.js";
import { LIMITS } from "./wire.js";

/** @typedef {import("./session.js").Session} Session */

/**
 * The next one that nobody else has together with `other`.
 * @param {number} from
 * @param {number} count
 * @param {(candidate: number) => boolean} isFree
 * @returns {number}
 */
export function nextFree(from, count, isFree) {
  for (let step = 1; step <= count; step += 1) {
    if (isFree((from + step) % count)) return (from + step) % count;
  }
  return from;
}

export class MeDialog {
  /**
   * @param {Session} session
   * @param {import("./play/surfaces.js").Surfaces} surfaces
   */
  constructor(session, surfaces) {
    this._session = session;
    this._surfaces = surfaces;
    /** @type {(() => import("./play/meExtras.js").Place) | null} what else has been chosen */
    this._extras = null;
    this._dialog = byId("me", HTMLDialogElement);
    this._field = byId("me-field", HTMLInputElement);
    this._draft = { animal: 0, colour: 0 };
    byId("me-open", HTMLButtonElement).addEventListener("click", () => this._open());
    byId("me-animal", HTMLButtonElement).addEventListener("click", () => this._another("animal"));
    byId("me-colour", HTMLButtonElement).addEventListener("click", () => this._another("colour"));
    this._dialog.addEventListener("close", () => this._closed());
  }

  _open() {
    const me = this._session.mySeat;
    if (!me) return;
    this._draft = { animal: me.animal, colour: me.colour };
    this._field.value = me.name;
    this._dialog.returnValue = "";
    this._show();
    this._dialog.showModal();
    void this._showExtras();
  }

  /** The rest comes when it is wanted: most people only change their animal. */
  async _showExtras() {
    const { meExtras } = await import("./play/meExtras.js");
    const place = byId("me-extras", HTMLElement);
    this._extras = meExtras(place, this._session, this._surfaces);
  }

  get _hasParts() {
    return this._extras !== null && this._session.groove !== null;
  }

  /** @param {"animal" | "colour"} what */
  _another(what) {
    const others = this._session.people.filter(({ seat }) => seat !== this._session.seat);
    const taken = new Set(others.map(({ animal, colour }) => `${animal}/${colour}`));
    const count = what === "animal" ? LIMITS.animals : LIMITS.colours;
    const { animal, colour } = this._draft;
    this._draft[what] = nextFree(this._draft[what], count, (candidate) => {
      return !taken.has(what === "animal" ? `${candidate}/${colour}` : `${animal}/${candidate}`);
    });
    this._show();
  }

  _show() {
    const { animal, colour } = this._draft;
    byId("me-large", HTMLElement).replaceChildren(badge(animal, colour, "badge large"));
    setText(byId("me-words", HTMLElement), figureName(animal, colour));
  }

  _closed() {
    if (this._dialog.returnValue !== "keep") return;
    const { part, ...rest } = this._extras?.() ?? {};
    const body = { ...this._draft, ...rest, name: this._field.value.trim() };
    void this._session.ask("profile", this._hasParts ? { ...body, part } : body);
  }
}
