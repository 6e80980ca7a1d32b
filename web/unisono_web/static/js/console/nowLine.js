// @ts-check
/** Where the evening is: the activity with the time it has left, its private notes, what is next. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, setText } from "../dom.js";
import { fill } from "../texts.js";
import { activityTitle, clockWords, timeLeft } from "./planFile.js";

export class NowLine {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this._desk = desk;
  }

  /** Bring it up to this moment. */
  show() {
    const { now } = CONSOLE;
    const { plan, index = null, began_s } = this._desk.session.plan ?? {};
    const activities = plan?.activities ?? [];
    const current = index === null ? undefined : activities[index];
    const following = activities[(index ?? -1) + 1];
    const left = current ? this._left(current, began_s ?? null) : "";
    const title = current ? activityTitle(current) : "";
    const nextWords = following
      ? fill(now.next, { title: activityTitle(following) })
      : now.nothingNext;
    setText(byId("plan-current", HTMLElement), title || now.notBegun);
    setText(byId("plan-left", HTMLElement), left);
    setText(byId("plan-notes", HTMLElement), current?.notes ?? "");
    const words = current ? `${fill(now.activity, { title, left: left || now.begun })} · ${nextWords}` : nextWords;
    const line = byId("now-line", HTMLElement);
    setText(line, activities.length ? words : now.noPlan);
    if (line.title !== line.textContent) line.title = line.textContent ?? "";
  }

  /**
   * @param {import("../wire.js").Activity} activity
   * @param {number | null} beganS
   * @returns {string}
   */
  _left(activity, beganS) {
    const { nowS } = this._desk;
    if (nowS === null || beganS === null) return "";
    const { leftS, over } = timeLeft(activity, nowS - beganS);
    return fill(over ? CONSOLE.now.over : CONSOLE.now.left, { time: clockWords(leftS) });
  }
}
