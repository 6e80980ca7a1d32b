// @ts-check
/** The room: who hears whom, who else leads, robots to practise with, links. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, setText, show } from "../dom.js";
import { copyButton } from "../invite.js";
import { counted, fill } from "../texts.js";
import { value } from "./cuePad.js";
import { InUse } from "./inUse.js";

export class Room {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this._desk = desk;
    this._heardBars = 1;
    this._who = byId("hearing-who", HTMLSelectElement);
    this._bars = byId("hearing-bars", HTMLSelectElement);
    this._choosing = new InUse([this._who, this._bars], () => this._showHearing());
    this._who.addEventListener("change", () => void this._choosing.done(this._hear()));
    this._bars.addEventListener("change", () => void this._choosing.done(this._hear()));
    const { session } = desk;
    session.on("hearing", () => this._showHearing());
    session.on("desk", () => this._showDesk());
    const door = byId("door", HTMLInputElement);
    this._opening = new InUse([door], () => this._showDesk());
    door.addEventListener("change", () => {
      void this._opening.done(session.ask("door", { open: door.checked }));
    });
    byId("robots-in", HTMLButtonElement).addEventListener("click", () => void this._robots());
    byId("robots-out", HTMLButtonElement).addEventListener("click", () => void this._noRobots());
    copyButton(byId("copy-join", HTMLButtonElement), () => session.links?.join_url);
    copyButton(byId("copy-console", HTMLButtonElement), () => location.href);
    copyButton(byId("copy-helper", HTMLButtonElement), () => session.links?.helper_url ?? undefined);
    session.on("links", ({ helper_url: url }) => show(byId("helper-part", HTMLElement), url != null));
    this._showHearing();
  }

  /** @returns {Promise<boolean>} */
  _hear() {
    const who = /** @type {"all"} */ (this._who.value);
    return this._desk.session.ask("sethearing", { who, bars: Number(this._bars.value) });
  }

  _showHearing() {
    const { who, bars, why } = this._desk.session.hearing;
    if (!this._choosing.now) [this._who.value, this._bars.value] = [who, String(bars)];
    const { hearing } = CONSOLE;
    const when = bars ? counted(bars, hearing.later) : hearing.now;
    const said = fill(hearing.said, { who: hearing.who[who] ?? who, when });
    const words = why === "far" ? `${said} ${hearing.far}` : said;
    if (why === "far" && this._heardBars === 0) this._desk.tell(hearing.far);
    this._heardBars = bars;
    setText(byId("fold-hearing-state", HTMLElement), who === "nobody" ? hearing.who.nobody : when);
    setText(byId("hearing-hint", HTMLElement), words);
  }

  _showDesk() {
    const { desk } = this._desk.session;
    if (!this._opening.now) byId("door", HTMLInputElement).checked = desk?.door_open ?? false;
    setText(byId("consoles", HTMLElement), counted(desk?.consoles ?? 1, CONSOLE.consoles));
    const now = this._bars.querySelector("option[value='0']");
    now?.toggleAttribute("disabled", !desk?.can_hear_now);
  }

  async _robots() {
    const count = Number(value("robot-count"));
    const done = await this._desk.session.ask("robots", {
      count,
      skill: value("robot-skill"),
      delay_ms: Number(value("robot-delay")),
      dropouts: byId("robot-dropouts", HTMLInputElement).checked,
    });
    if (done) setText(byId("robots-words", HTMLElement), fill(CONSOLE.robots.asked, { count }));
  }

  async _noRobots() {
    const done = await this._desk.session.ask("robots", { count: 0 });
    if (done) setText(byId("robots-words", HTMLElement), CONSOLE.robots.gone);
  }
}
