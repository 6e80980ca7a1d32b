// @ts-check
/** The row above the pad: sit out in one press, and a sheet with the rest, loaded when it is opened. */

import { byId, setText } from "../dom.js";
import { PLAY } from "../playTexts.js";
import { recall } from "../storage.js";

/**
 * @typedef {object} Parts
 * @property {import("../circlePage.js").CirclePage} circle
 * @property {import("./guide.js").Guide} guide
 * @property {import("./tapping.js").Tapping} tapping
 */

/** @param {Parts} parts */
export function more(parts) {
  const { session } = parts.circle;
  const sit = byId("sit", HTMLButtonElement);
  const mode = () => session.mySeat?.mode ?? "play";
  sit.addEventListener("click", async () => {
    const wish = mode() === "play" || mode() === "unmeasured" ? "sit" : "play";
    if (!(await session.ask("mode", { mode: wish }))) parts.guide.tell(PLAY.notTold);
  });
  session.on("circle", () => {
    const sits = mode() === "sit" || mode() === "listen";
    setText(sit, sits ? PLAY.joinIn : PLAY.sitOut);
    sit.classList.toggle("main", sits);
  });
  let asked = false;
  session.on("welcome", async () => {
    if (asked) return;
    asked = true;
    const { quickButtons } = await import("./quick.js");
    quickButtons(parts);
  });
  if (recall("buzz", false)) void import("./moreSheet.js").then((it) => it.prepareSheet(parts));
  byId("more-open", HTMLButtonElement).addEventListener("click", async () => {
    const { openSheet } = await import("./moreSheet.js");
    openSheet(parts);
  });
}
