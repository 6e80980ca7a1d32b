// @ts-check
/** Panels behind tabs, by the pattern screen readers know: arrows move, one tab is in the order. */

import { show } from "../dom.js";
import { keep, recall } from "../storage.js";

export class Tabs {
  /**
   * @param {HTMLElement} list with role tablist
   * @param {string} circle what was chosen in it is remembered; another circle begins anew
   */
  constructor(list, circle) {
    this._circle = circle;
    this._tabs = [...list.querySelectorAll("[role=tab]")].map(
      (tab) => /** @type {HTMLButtonElement} */ (tab),
    );
    this._at = 0;
    this._tabs.forEach((tab, i) => tab.addEventListener("click", () => this.open(i)));
    list.addEventListener("keydown", (event) => this._keyed(event));
    const kept = recall("consoleTab", { circle: "", tab: "" });
    const at = this._tabs.findIndex(({ id }) => kept.circle === circle && id === kept.tab);
    /** Whether whoever leads has chosen a panel. */
    this._chosen = at >= 0;
    this._show(Math.max(0, at));
  }

  /** @param {number} at chosen by whoever leads */
  open(at) {
    this._chosen = true;
    this._show(at);
    keep("consoleTab", { circle: this._circle, tab: this._tabs[this._at].id });
  }

  /**
   * Show a panel unless whoever leads has chosen one.
   * @param {string} id of a tab
   */
  suggest(id) {
    if (!this._chosen) this._show(this._tabs.findIndex((tab) => tab.id === id));
  }

  /** @param {number} at */
  _show(at) {
    this._at = (at + this._tabs.length) % this._tabs.length;
    this._tabs.forEach((tab, i) => {
      const on = i === this._at;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel) show(panel, on);
    });
  }

  /** @param {string} id of a tab */
  openNamed(id) {
    this.open(this._tabs.findIndex((tab) => tab.id === id));
  }

  /** @param {number} by */
  step(by) {
    this.open(this._at + by);
    this._tabs[this._at].focus();
  }

  /** @param {KeyboardEvent} event */
  _keyed({ key }) {
    const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const forth = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (key === back) this.step(-1);
    if (key === forth) this.step(1);
    if (key === "Home") this.step(-this._at);
    if (key === "End") this.step(this._tabs.length - 1 - this._at);
  }
}
