// @ts-check
/** The projector's page: ring, beat, code; togetherness once enough people stand behind it. */

import { openCircle } from "../circlePage.js";
import { byId, setText, show } from "../dom.js";
import { showLinks } from "../invite.js";
import { say } from "../language.js";
import { StageGuide } from "../play/stageGuide.js";
import { TEXTS } from "../texts.js";
import { shownValue } from "../togetherness.js";
import { stayAwake } from "../wake.js";
import { PROTOCOL } from "../wire.js";

/** With fewer people a number would speak of persons, not of the circle. */
const FEWEST_PEOPLE = 5;

const token = location.hash.slice(1);
const circle = openCircle(() => ({ role: "stage", token, protocol: PROTOCOL }), { silent: true });
const { session, connection } = circle;

session.on("links", showLinks);
session.on("score", showScore);
session.on("standing", stood);
addEventListener("hashchange", () => location.reload());
new StageGuide(circle);
stayAwake();
connection.open();

/** @param {import("../wire.js").ScoreView} score */
function showScore(score) {
  const value = shownValue(score);
  const known = value !== null && score.people >= FEWEST_PEOPLE;
  show(byId("together", HTMLElement), known);
  if (!known) return;
  setText(byId("value", HTMLElement), String(value));
  setText(byId("word", HTMLElement), say(score.word));
}

/** @param {import("../session.js").Standing} standing */
function stood(standing) {
  document.body.dataset.standing = standing;
  const quiet = {
    lost: TEXTS.standing.lostQuiet,
    refused: session.sentence,
    gone: session.sentence,
  };
  const words = /** @type {Record<string, string>} */ (quiet)[standing] ?? "";
  setText(byId("standing", HTMLElement), words);
  if (session.isOver) connection.close();
}
