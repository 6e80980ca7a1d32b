// @ts-check
/** The end of a session on the console, and links that open none. */

import { byId, setText, show } from "../dom.js";
import { TEXTS } from "../texts.js";

/** @typedef {import("../session.js").Session} Session */

/**
 * @param {Session} session
 * @param {{close(): void}} connection
 */
export function watchEnd(session, connection) {
  const look = () => {
    if (session.standing === "refused") over("refused");
    else if (session.standing === "gone" || session.phase === "ended") over("gone");
  };
  for (const part of /** @type {const} */ (["music", "standing", "links"])) session.on(part, look);

  /** @param {"refused" | "gone"} standing */
  function over(standing) {
    if (standing === "gone" && session.links?.review_url) {
      // Its own page and address; going back must not lead to a console that can do nothing.
      location.replace(`/review${new URL(session.links.review_url).hash}`);
      return;
    }
    if (standing === "refused") connection.close();
    for (const part of document.querySelectorAll("#desk-grid, .transport, #title")) show(part, false);
    const { consoleOver } = TEXTS;
    const refused = standing === "refused";
    setText(byId("over-title", HTMLElement), refused ? consoleOver.refused : consoleOver.ended);
    setText(byId("over-words", HTMLElement), refused ? session.sentence : consoleOver.words);
    show(byId("over", HTMLElement), true);
    byId("over-title", HTMLElement).focus();
  }
}
