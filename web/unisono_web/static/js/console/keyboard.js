// @ts-check
/** Keys and buttons of the console: one table, one way to do each thing. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, isWriting, make } from "../dom.js";
import { keep, recall } from "../storage.js";
import { commandNamed, commandOf, COMMANDS, shortcutOf, shownKeys } from "./commands.js";

/** @typedef {import("./commands.js").Command} Command */
/** @typedef {Record<string, (event: Event) => void>} Actions what to do, by a command's id */

/** Fields that use the arrows themselves. */
const ARROW_FIELDS = "input, select, textarea, [role=tab], [role=radio]";

export class Keyboard {
  /**
   * @param {Actions} actions
   * @param {{take(event: KeyboardEvent): boolean}} live takes the keys while a call is being tapped
   */
  constructor(actions, live) {
    this._actions = actions;
    this._live = live;
    this._single = byId("single-keys", HTMLInputElement);
    this._single.checked = recall("singleKeys", true);
    this._single.addEventListener("change", () => keep("singleKeys", this._single.checked));
    document.addEventListener("keydown", (event) => this._keyed(event));
    for (const button of document.querySelectorAll("[data-command]")) this._wire(button);
    byId("keys", HTMLElement).replaceChildren(...keyGroups());
  }

  /** @param {Element} button */
  _wire(button) {
    const command = commandNamed(button.getAttribute("data-command") ?? "");
    button.setAttribute("aria-keyshortcuts", shortcutOf(command));
    if (button.querySelector("span")) {
      button.append(make("kbd", { "aria-hidden": "true" }, shownKeys(command).join("")));
    }
    button.addEventListener("click", (event) => {
      if (button.getAttribute("aria-disabled") !== "true") this._actions[command.id]?.(event);
    });
  }

  /** @param {KeyboardEvent} event */
  _keyed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (this._live.take(event) || event.repeat) return;
    const { key, code, shiftKey } = event;
    const command = commandOf({ key, code, shiftKey });
    if (!command || !this._obeys(command, event)) return;
    this._actions[command.id]?.(event);
    event.preventDefault();
  }

  /**
   * @param {Command} command
   * @param {KeyboardEvent} event
   * @returns {boolean}
   */
  _obeys(command, { target }) {
    if (document.querySelector("dialog[open]")) return false;
    if (command.always) return true;
    if (!this._single.checked || isWriting(target)) return false;
    return !(command.arrow && target instanceof Element && target.matches(ARROW_FIELDS));
  }
}

/**
 * Say on every button of a command whether it can be pressed.
 * @param {(command: Command) => boolean} can
 */
export function showPossible(can) {
  for (const button of document.querySelectorAll("[data-command]")) {
    const command = commandNamed(button.getAttribute("data-command") ?? "");
    const disabled = String(!can(command));
    if (button.getAttribute("aria-disabled") !== disabled) {
      button.setAttribute("aria-disabled", disabled);
    }
  }
}

/** @returns {HTMLElement[]} every command with its key, by groups */
function keyGroups() {
  return Object.entries(CONSOLE.groups).map(([group, title]) => {
    const rows = COMMANDS.filter((command) => command.group === group).map((command) => {
      const { name, hint } = CONSOLE.commands[command.id];
      const keys = shownKeys(command).map((key) => make("kbd", {}, key));
      const words = hint ? [name, make("span", { class: "hint" }, ` – ${hint}`)] : [name];
      return make("div", {}, make("dt", {}, ...keys), make("dd", {}, ...words));
    });
    return make("section", {}, make("h3", {}, title), make("dl", { class: "keys" }, ...rows));
  });
}
