// @ts-check
/** A plan as a file and as a list: read, written, sorted, duplicated. Pure. */

import { CONSOLE } from "../consoleTexts.js";
import { plainly } from "../language.js";
import { fill } from "../texts.js";
import { ACTIVITY_KINDS } from "./activityKinds.js";

/** @typedef {import("../wire.js").Plan} Plan */
/** @typedef {import("../wire.js").Activity} Activity */

export const MOST_ACTIVITIES = 40;
const MINUTES = 3;

/** A file that is no plan; `message` says why, kindly. */
export class NotAPlan extends Error {}

/**
 * @param {string} text of a file
 * @returns {Plan}
 * @throws {NotAPlan}
 */
export function readPlan(text) {
  const { plan: words } = CONSOLE;
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new NotAPlan(words.notJson);
  }
  if (typeof found?.title !== "string") throw new NotAPlan(words.noTitle);
  if (!Array.isArray(found.activities)) throw new NotAPlan(words.noActivities);
  if (found.activities.length > MOST_ACTIVITIES) {
    throw new NotAPlan(fill(words.full, { most: MOST_ACTIVITIES }));
  }
  found.activities.forEach((/** @type {any} */ activity, /** @type {number} */ i) => {
    if (!Object.hasOwn(ACTIVITY_KINDS, activity?.kind ?? "")) {
      throw new NotAPlan(fill(words.unknownKind, { number: i + 1 }));
    }
  });
  return plainPlan(found);
}

/**
 * @param {Plan} plan
 * @returns {Plan} what the wire takes of it, and nothing else a file may hold
 */
export function plainPlan({ title, intent, activities }) {
  /** @type {Plan} */
  const plan = { title, activities: activities.map((activity) => ({ ...activity })) };
  if (intent) plan.intent = intent;
  return plan;
}

/**
 * @param {Plan} plan
 * @returns {string} the text of its file, for people too
 */
export function writePlan(plan) {
  return `${JSON.stringify({ version: 1, ...plainPlan(plan) }, null, 2)}\n`;
}

/**
 * @param {Plan} plan
 * @returns {string} a name for its file
 */
export function planFileName({ title }) {
  const plain = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/gu, "");
  return `${plain || "plan"}.unisono.json`;
}

/**
 * @param {Plan} plan
 * @returns {Plan} the same again, for next week
 */
export function duplicatePlan(plan) {
  return { ...plainPlan(plan), title: plainly(fill(CONSOLE.plan.copyOf, { title: plan.title })).slice(0, 60) };
}

/**
 * @template T
 * @param {ReadonlyArray<T>} list
 * @param {number} from
 * @param {number} to
 * @returns {T[]} with one element moved
 */
export function moved(list, from, to) {
  const rest = list.filter((_, i) => i !== from);
  return [...rest.slice(0, to), list[from], ...rest.slice(to)];
}

/**
 * @param {Plan} plan
 * @returns {number} minutes in all
 */
export function totalMinutes({ activities }) {
  return activities.reduce((sum, { minutes = MINUTES }) => sum + minutes, 0);
}

/**
 * @param {Activity} activity
 * @returns {string} what it is called
 */
export function activityTitle({ kind, title }) {
  return title || CONSOLE.kinds[kind];
}

/**
 * @param {Pick<Activity, "minutes">} activity
 * @param {number} goneS since it began
 * @returns {{leftS: number, over: boolean}} how long it has left, or by how much it is over
 */
export function timeLeft({ minutes = MINUTES }, goneS) {
  const leftS = Math.ceil(minutes * 60 - goneS);
  return { leftS: Math.abs(leftS), over: leftS < 0 };
}

/**
 * @param {number} seconds
 * @returns {string} 2:05
 */
export function clockWords(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * @param {ReadonlyArray<Activity>} activities as they are now; somebody else may have moved them
 * @param {number} i where the old one was
 * @param {Activity} old
 * @param {Activity} fresh
 * @returns {Activity[]} with the fresh one in the place of the old one; nothing else is lost
 */
export function withChanged(activities, i, old, fresh) {
  const text = JSON.stringify(old);
  const same = (/** @type {Activity | undefined} */ one) => JSON.stringify(one) === text;
  const moved = same(activities[i]) ? i : activities.findIndex(same);
  const [at, instead] = moved < 0 ? [i, 0] : [moved, 1];
  return [...activities.slice(0, at), fresh, ...activities.slice(at + instead)];
}
