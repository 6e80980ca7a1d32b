// @ts-check
/** What comes from whoever leads, and what the page offers by itself: shown as letters, and said. */

import { PLAY } from "../playTexts.js";
import { counted, fill } from "../texts.js";
import { easierLayer } from "./parts.js";

/** @typedef {import("./more.js").Parts & {letters: import("./letters.js").Letters}} Parts */

/** @param {Parts} parts */
export function listenToLetters(parts) {
  const { circle, guide, letters } = parts;
  const { session } = circle;
  const say = (/** @type {string} */ text) => guide.speaker.say(text);
  session.on("note", (text) => {
    letters.show(PLAY.note, text);
    say(fill(PLAY.noted, { text }));
  });
  session.on("finish", ({ people }) => {
    const words = counted(Math.max(1, people), PLAY.finish);
    guide.tell(words);
    say(words);
  });
  session.on("activity", (activity) => {
    letters.takeBack("activity");
    if (activity?.kind !== "sound_check") letters.takeBack("check"); // its moment is over
    if (!activity?.text) return;
    letters.show(activity.title, activity.text, undefined, "activity");
    say([activity.title, activity.text].filter(Boolean).join(". "));
  });
  listenForChecks(parts);
  listenForCalls(parts);
  offerEasierParts(parts);
}

/** @param {Parts} parts */
function listenForChecks({ circle, guide, letters }) {
  circle.session.on("soundcheck", () => {
    const answers = [
      { words: PLAY.soundCheckGo, act: () => void circle.care.open() },
      { words: PLAY.later },
    ];
    letters.show("", PLAY.soundCheck, answers, "check");
    guide.speaker.say(PLAY.soundCheck);
  });
}

/** @param {Parts} parts the call may be handed to this person */
function listenForCalls({ circle, guide, tapping }) {
  const { session } = circle;
  let mine = false;
  session.on("music", async () => {
    const now = session.seat !== null && session.caller === session.seat;
    if (now === mine) return;
    mine = now;
    if (now) guide.speaker.say(PLAY.spoken.handed);
    const { showCallDesk, hideCallDesk } = await import("./liveCall.js");
    if (mine) showCallDesk({ circle, guide, tapping });
    else hideCallDesk();
  });
}

/** @param {Parts} parts a part that is hard comes with an easier one, as a choice */
function offerEasierParts({ circle, guide, letters }) {
  const { session } = circle;
  let offered = "";
  const look = () => {
    const { groove, mySeat } = session;
    const layer = groove ? easierLayer(groove, mySeat?.part ?? -1) : null;
    const key = layer === null ? "" : `${groove?.title}/${mySeat?.part}`;
    if (key === offered) return;
    offered = key;
    letters.takeBack("easier");
    if (layer === null || !groove) return;
    const { name } = groove.layers[layer];
    const take = () => {
      void session.ask("profile", { part: layer });
      guide.tell(fill(PLAY.easierTaken, { name }));
    };
    const answers = [{ words: PLAY.easierKeep }, { words: PLAY.easierGo, act: take }];
    letters.show("", fill(PLAY.easier, { name }), answers, "easier");
  };
  session.on("groove", look);
  session.on("circle", look);
}
