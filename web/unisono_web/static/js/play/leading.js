// @ts-check
/**
 * What leads somebody who is in: the guide, letters, the row above the pad, and what stands behind it.
 * It comes after the door and the pad, so that a slow line carries those two first.
 */

import { byId } from "../dom.js";
import { whoIAm } from "../entrance.js";
import { MeDialog } from "../meDialog.js";
import { soundSettings } from "../soundSettings.js";
import { figureName, fill, TEXTS } from "../texts.js";
import { letSleep, stayAwake } from "../wake.js";
import { PLAY } from "../playTexts.js";
import { Guide } from "./guide.js";
import { Letters } from "./letters.js";
import { listenToLetters } from "./mail.js";
import { midiPads } from "./midi.js";
import { more } from "./more.js";
import { Surfaces } from "./surfaces.js";

const QUIET = new Set(["taps", "clock", "sync", "late"]);

/**
 * Before the line is opened, so that nothing the circle says is lost.
 * @param {import("../circlePage.js").CirclePage} circle
 * @param {import("./tapping.js").Tapping} tapping
 */
export function lead(circle, tapping) {
  const { session, sound } = circle;
  const guide = new Guide(circle);
  const letters = new Letters();
  soundSettings(sound, circle);
  new MeDialog(session, new Surfaces());
  midiPads(tapping);
  more({ circle, guide, tapping });
  listenToLetters({ circle, guide, letters, tapping });
  session.on("problem", ({ about, message }) => !QUIET.has(about) && guide.tell(message));
  session.on("standing", () => session.isOver && letSleep());
  greetOnce(session, guide);
}

/**
 * Who you are, for the eye and for the ear, and the pad in hand.
 * @param {import("../session.js").Session} session
 * @param {Guide} guide
 */
function greetOnce(session, guide) {
  let greeted = false;
  session.on("welcome", () => {
    const me = session.mySeat;
    if (greeted || !me) return;
    greeted = true;
    stayAwake(() => guide.tell(PLAY.screenHint));
    guide.speaker.say(fill(TEXTS.spoken.joined, { figure: figureName(me.animal, me.colour) }));
    guide.tell(whoIAm(me));
    byId("pad", HTMLButtonElement).focus({ preventScroll: true });
  });
}
