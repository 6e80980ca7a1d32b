// @ts-check
/** Where plans come from and go to: templates, files, and the same again for next time. */

import { CONSOLE } from "../consoleTexts.js";
import { byId, make, setText } from "../dom.js";
import { handOver } from "../handOver.js";
import { fill } from "../texts.js";
import { duplicatePlan, NotAPlan, planFileName, readPlan, writePlan } from "./planFile.js";

/** @typedef {import("../wire.js").Plan} Plan */

export class PlanShelf {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {{plan: Plan, set(plan: Plan): Promise<boolean>}} plans
   */
  constructor(desk, plans) {
    this._desk = desk;
    this._plans = plans;
    /** @type {Plan[]} */
    this._templates = [];
    byId("plan-template", HTMLSelectElement).addEventListener("change", () => this._fromTemplate());
    byId("plan-file", HTMLInputElement).addEventListener("change", () => void this._openFile());
    byId("plan-save", HTMLButtonElement).addEventListener("click", () => this._save());
    byId("plan-duplicate", HTMLButtonElement).addEventListener("click", () => {
      if (plans.plan.activities.length) void plans.set(duplicatePlan(plans.plan));
    });
    void this._fetchTemplates();
  }

  async _openFile() {
    const input = byId("plan-file", HTMLInputElement);
    const [file] = input.files ?? [];
    if (!file) return;
    try {
      const plan = readPlan(await file.text());
      if (await this._plans.set(plan)) this._desk.tell(fill(CONSOLE.plan.opened, { title: plan.title }));
    } catch (problem) {
      if (!(problem instanceof NotAPlan)) throw problem;
      this._desk.tell(fill(CONSOLE.plan.notAPlan, { why: problem.message }));
    }
    input.value = "";
  }

  _save() {
    const file = planFileName(this._plans.plan);
    const blob = new Blob([writePlan(this._plans.plan)], { type: "application/json" });
    handOver(file, blob);
    this._desk.tell(fill(CONSOLE.plan.saved, { file }));
  }

  _fromTemplate() {
    const select = byId("plan-template", HTMLSelectElement);
    const template = this._templates[Number(select.value)];
    if (select.value !== "" && template) void this._plans.set(template);
    select.value = "";
  }

  async _fetchTemplates() {
    const select = byId("plan-template", HTMLSelectElement);
    const first = make("option", { value: "" }, CONSOLE.plan.template);
    select.replaceChildren(first);
    try {
      const answer = await fetch("/api/plans");
      const found = answer.ok ? await answer.json() : { plans: {} };
      this._templates = Object.values(found.plans);
    } catch {
      this._templates = [];
    }
    if (!this._templates.length) setText(first, CONSOLE.plan.unreachable);
    select.append(
      ...this._templates.map(({ title }, i) => make("option", { value: i }, title)),
    );
  }
}
