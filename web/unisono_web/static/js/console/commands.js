// @ts-check
/**
 * Every command of the console and its key: the only list there is. `?` shows it, the keyboard
 * obeys it, and each button writes its key from it. Pure.
 */

import { CONSOLE } from "../consoleTexts.js";

/**
 * @typedef {object} Command
 * @property {string} id its name in `CONSOLE.commands`, and in `data-command` of a button
 * @property {string} key as `KeyboardEvent.key` has it, letters small
 * @property {boolean} [shift] with the shift key
 * @property {keyof typeof CONSOLE.groups} group
 * @property {boolean} [running] whether it makes sense only while the music runs
 * @property {boolean} [always] also while somebody writes or single keys are off
 * @property {boolean} [arrow] leaves the key to a field that uses it
 */

const LAYERS = "12345678";

/** @type {ReadonlyArray<Command>} */
export const COMMANDS = [
  { id: "groove", key: "g", group: "play" },
  { id: "stop", key: "s", group: "play", running: true },
  { id: "last", key: "l", group: "play", running: true },
  { id: "now", key: "Escape", group: "play", running: true, always: true },
  { id: "undo", key: "u", group: "play" },
  { id: "faster", key: "ArrowUp", group: "tempo", arrow: true },
  { id: "slower", key: "ArrowDown", group: "tempo", arrow: true },
  { id: "faster5", key: "ArrowUp", shift: true, group: "tempo", arrow: true },
  { id: "slower5", key: "ArrowDown", shift: true, group: "tempo", arrow: true },
  { id: "tapTempo", key: "t", group: "tempo" },
  { id: "ramp", key: "t", shift: true, group: "tempo", running: true },
  { id: "meter", key: "e", shift: true, group: "tempo" },
  { id: "clickAll", key: "k", group: "click", running: true },
  { id: "clickAccents", key: "k", shift: true, group: "click", running: true },
  { id: "clickVisual", key: "v", group: "click", running: true },
  { id: "clickOff", key: "o", group: "click", running: true },
  { id: "fade", key: "f", group: "click", running: true },
  { id: "up", key: "+", group: "click", running: true },
  { id: "down", key: "-", group: "click", running: true },
  { id: "even", key: "0", group: "click", running: true },
  { id: "rumble", key: "r", group: "click", running: true },
  { id: "layer", key: LAYERS, group: "who", running: true },
  { id: "sculpt", key: "w", group: "who", running: true },
  { id: "everyone", key: "e", group: "who", running: true },
  { id: "odd", key: "d", group: "who", running: true },
  { id: "evenSeats", key: "d", shift: true, group: "who", running: true },
  { id: "half", key: "h", group: "who", running: true },
  { id: "spotlight", key: "y", group: "who", running: true },
  { id: "pass", key: "p", group: "who", running: true },
  { id: "breath", key: "b", group: "who", running: true },
  { id: "free", key: "j", group: "who", running: true },
  { id: "call", key: "x", group: "call", running: true },
  { id: "hear", key: "x", shift: true, group: "call" },
  { id: "liveCall", key: "c", group: "call", running: true },
  { id: "sing", key: "c", shift: true, group: "call", running: true },
  { id: "hand", key: "z", group: "call" },
  { id: "dialogue", key: "q", group: "call", running: true },
  { id: "next", key: "n", group: "plan" },
  { id: "admit", key: "a", group: "plan" },
  { id: "recheck", key: "r", shift: true, group: "plan" },
  { id: "message", key: "m", shift: true, group: "plan" },
  { id: "sort", key: "i", group: "plan" },
  { id: "mute", key: "m", group: "page" },
  { id: "before", key: ",", group: "page" },
  { id: "after", key: ".", group: "page" },
  { id: "help", key: "?", group: "page" },
];

/** @type {Record<string, string>} */
const SHOWN = {
  Escape: CONSOLE.keys.escape,
  ArrowUp: CONSOLE.keys.up,
  ArrowDown: CONSOLE.keys.down,
  [LAYERS]: CONSOLE.keys.layers,
};

/**
 * @param {{key: string, code?: string}} event
 * @returns {string} the key; on a keyboard of another script the one that lies there on a Latin one
 */
export function latinKey({ key, code = "" }) {
  if (!/^(?=[\p{L}\p{N}])\P{ASCII}$/u.test(key) || /^\p{Script=Latin}$/u.test(key)) return key;
  return /^(?:Key|Digit)([A-Z0-9])$/u.exec(code)?.[1].toLowerCase() ?? key;
}

/**
 * @param {{key: string, code?: string, shiftKey: boolean}} event
 * @returns {Command | undefined}
 */
export function commandOf({ shiftKey, ...event }) {
  const key = latinKey(event);
  const named = key.length > 1;
  const letter = /^\p{L}$/u.test(key);
  return COMMANDS.find((command) => {
    if (command.key === LAYERS) return !named && LAYERS.includes(key);
    if (command.key !== (letter ? key.toLowerCase() : key)) return false;
    return !(letter || named) || command.always || (command.shift ?? false) === shiftKey;
  });
}

/**
 * @param {Command} command
 * @returns {string[]} what is written on its keys
 */
export function shownKeys({ key, shift }) {
  const shown = SHOWN[key] ?? key.toUpperCase();
  return shift ? [CONSOLE.keys.shift, shown] : [shown];
}

/**
 * @param {Command} command
 * @returns {string} for `aria-keyshortcuts`
 */
export function shortcutOf({ key, shift }) {
  if (key.length > 1 && !SHOWN[key]) return key;
  const names = key === LAYERS ? [...key] : [key === "+" ? "plus" : key];
  return names.map((name) => (shift ? `Shift+${name}` : name)).join(" ");
}

/**
 * @param {string} id
 * @returns {Command}
 */
export function commandNamed(id) {
  const found = COMMANDS.find((command) => command.id === id);
  if (!found) throw new Error(`there is no command ${id}`);
  return found;
}
