// @ts-check
/** The evening: prepared as a list, kept as a file, run by *Next*; any jump is allowed. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText } from "../dom.js";
import { tenths } from "../numbers.js";
import { counted, fill } from "../texts.js";
import { LIMITS } from "../wire.js";
import { ACTIVITY_KINDS, newActivity } from "./activityKinds.js";
import { glyph } from "./desk.js";
import { InUse } from "./inUse.js";
import { PlanFields } from "./planFields.js";
import {
  activityTitle,
  moved,
  MOST_ACTIVITIES,
  plainPlan,
  totalMinutes,
  withChanged,
} from "./planFile.js";
import { PlanShelf } from "./planShelf.js";

/** @typedef {import("../wire.js").Plan} Plan */
/** @typedef {import("../wire.js").Activity} Activity */

/** Room for the envelope of a message. */
const ENVELOPE_BYTES = 256;

export class PlanDesk {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {(sentence: string) => void} say
   */
  constructor(desk, say) {
    this._desk = desk;
    this._say = say;
    /** @type {import("./library.js").Shelf | null} */
    this._shelf = null;
    this._list = byId("plan-list", HTMLElement);
    this._editing = byId("editing", HTMLDialogElement);
    this._title = byId("plan-title", HTMLInputElement);
    this._drawn = "";
    this._naming = new InUse([this._title], () => this.show());
    this._fillKinds();
    this._listen();
    desk.session.on("plan", () => this.show());
    this.show();
    new PlanShelf(desk, this);
  }

  /** @param {import("./library.js").Shelf | null} shelf */
  offer(shelf) {
    this._shelf = shelf;
  }

  /** @returns {Plan} the plan that is open; an empty one if there is none */
  get plan() {
    return this._desk.session.plan?.plan ?? { title: "", activities: [] };
  }

  next() {
    void this._desk.session.ask("go", { index: null });
  }

  show() {
    const { plan } = this;
    const index = this._desk.session.plan?.index ?? null;
    if (!this._naming.now) this._title.value = plan.title;
    const count = plan.activities.length;
    const minutes = tenths(totalMinutes(plan));
    const total = fill(counted(count, CONSOLE.plan.total), { count, minutes });
    setText(byId("plan-total", HTMLElement), count ? total : CONSOLE.plan.none);
    const drawn = JSON.stringify([plan.activities, index]);
    if (drawn === this._drawn) return;
    this._drawn = drawn;
    const place = this._focused();
    this._list.replaceChildren(
      ...plan.activities.map((activity, i) => this._row(activity, i, i === index)),
    );
    if (place) this._list.children[place.row]?.querySelectorAll("button")[place.button]?.focus();
  }

  /** @returns {{row: number, button: number} | null} where in the list the focus is */
  _focused() {
    const { activeElement: focused } = document;
    const row = [...this._list.children].findIndex((one) => one.contains(focused));
    if (row < 0) return null;
    const buttons = [...this._list.children[row].querySelectorAll("button")];
    return { row, button: buttons.findIndex((button) => button === focused) };
  }

  _listen() {
    const { _title: title } = this;
    title.addEventListener("change", () => {
      const named = { ...this.plan, title: title.value.trim() || CONSOLE.plan.untitled };
      void this._naming.done(this.set(named));
    });
    byId("plan-add", HTMLButtonElement).addEventListener("click", () => void this._add());
  }

  /**
   * @param {Activity} activity
   * @param {number} i
   * @param {boolean} current
   */
  _row(activity, i, current) {
    const title = activityTitle(activity);
    const { plan: texts, kinds } = CONSOLE;
    const minutes = fill(texts.minutes, { minutes: activity.minutes ?? 3 });
    const kind = activity.title ? `${kinds[activity.kind]} · ` : "";
    const go = make("button", { type: "button", class: "plan-go", "aria-label": fill(texts.go, { title }) });
    go.append(
      make("span", { class: "plan-number steady" }, String(i + 1)),
      make(
        "span",
        { class: "plan-words" },
        make("span", { class: "plan-name" }, title),
        make("span", { class: "hint" }, kind + minutes),
      ),
      ...(current ? [make("span", { class: "plan-current" }, texts.current)] : []),
    );
    go.addEventListener("click", () => void this._desk.session.ask("go", { index: i }));
    const last = this.plan.activities.length - 1;
    const buttons = [
      this._tool("more", texts.edit, title, () => this._edit(i), "plan-edit"),
      this._tool("up", texts.up, title, () => void this._move(i, i - 1), "plan-up", i === 0),
      this._tool("down", texts.down, title, () => void this._move(i, i + 1), "plan-down", i === last),
      this._tool("copy", texts.copy, title, () => void this._copy(i), "plan-copy"),
      this._tool("away", texts.remove, title, () => void this._remove(i), "plan-remove"),
    ];
    const tools = make("span", { class: "plan-tools" }, ...buttons);
    const row = make("li", { class: current ? "plan-row current" : "plan-row" }, go, tools);
    if (current) go.setAttribute("aria-current", "step");
    return row;
  }

  /**
   * @param {string} icon
   * @param {string} text
   * @param {string} title
   * @param {() => void} act
   * @param {string} testid
   * @param {boolean} [disabled]
   */
  _tool(icon, text, title, act, testid, disabled = false) {
    const label = fill(text, { title });
    const attributes = { type: "button", class: "button icon", "aria-label": label, title: label };
    const button = make("button", { ...attributes, "data-testid": testid }, glyph(icon));
    button.setAttribute("aria-disabled", String(disabled));
    button.addEventListener("click", () => !disabled && act());
    return button;
  }

  async _add() {
    const kind = /** @type {Activity["kind"]} */ (byId("plan-kind", HTMLSelectElement).value);
    const activity = newActivity(kind);
    const { activities } = this.plan;
    if (activities.length >= MOST_ACTIVITIES) {
      this._desk.tell(fill(CONSOLE.plan.full, { most: MOST_ACTIVITIES }));
      return;
    }
    const words = { title: activityTitle(activity), number: activities.length + 1 };
    await this._put([...activities, activity], fill(CONSOLE.plan.added, words));
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  async _move(from, to) {
    const { activities } = this.plan;
    const words = { title: activityTitle(activities[from]), number: to + 1 };
    await this._put(moved(activities, from, to), fill(CONSOLE.plan.moved, words));
    const tool = to < from ? "plan-up" : "plan-down";
    this._focus(to, tool);
  }

  /** @param {number} i */
  async _copy(i) {
    const { activities } = this.plan;
    const again = [...activities.slice(0, i + 1), { ...activities[i] }, ...activities.slice(i + 1)];
    const words = fill(CONSOLE.plan.copied, { title: activityTitle(activities[i]) });
    await this._put(again.slice(0, MOST_ACTIVITIES), words);
    this._focus(i + 1, "plan-copy");
  }

  /** @param {number} i */
  async _remove(i) {
    const { activities } = this.plan;
    const words = fill(CONSOLE.plan.removed, { title: activityTitle(activities[i]) });
    await this._put(
      activities.filter((_, at) => at !== i),
      words,
    );
    this._focus(Math.min(i, activities.length - 2), "plan-remove");
  }

  /** @param {number} i */
  _edit(i) {
    const activity = this.plan.activities[i];
    const fields = new PlanFields(this._desk.session, this._shelf, activity);
    setText(byId("editing-title", HTMLElement), activityTitle(activity));
    byId("editing-fields", HTMLElement).replaceChildren(...fields.elements);
    this._editing.returnValue = "";
    this._editing.showModal();
    this._editing.onclose = async () => {
      if (this._editing.returnValue === "keep") {
        await this._put(withChanged(this.plan.activities, i, activity, fields.value));
      }
      this._focus(i, "plan-edit");
    };
  }

  /**
   * @param {Activity[]} activities
   * @param {string} [said] when it is done
   */
  async _put(activities, said = "") {
    const title = this.plan.title || CONSOLE.plan.untitled;
    if ((await this.set({ ...this.plan, title, activities })) && said) this._say(said);
  }

  /**
   * @param {Plan} plan
   * @returns {Promise<boolean>} whether it is the plan now
   */
  async set(plan) {
    const body = { plan: plainPlan(plan) };
    const bytes = new TextEncoder().encode(JSON.stringify(body)).length;
    if (bytes + ENVELOPE_BYTES > LIMITS.maxBytes) {
      this._desk.tell(CONSOLE.plan.tooLong);
      return false;
    }
    return this._desk.session.ask("setplan", body);
  }

  _fillKinds() {
    const kinds = Object.keys(ACTIVITY_KINDS);
    const options = kinds.map((kind) => make("option", { value: kind }, CONSOLE.kinds[kind]));
    byId("plan-kind", HTMLSelectElement).replaceChildren(...options);
  }

  /**
   * The list is drawn anew after a change: the same button of the row gets the focus back.
   * @param {number} i
   * @param {string} testid
   */
  _focus(i, testid) {
    const row = this._list.children[i];
    const button = row?.querySelector(`[data-testid=${testid}]`);
    if (button instanceof HTMLElement) button.focus();
  }
}
