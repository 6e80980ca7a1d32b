// @ts-check
/** The participant's page: in at the door, sound unlocked, then the pad. */

import { openCircle } from "../circlePage.js";
import { byId } from "../dom.js";
import { Entrance, whoIAm } from "../entrance.js";
import { languageChoice } from "../languageChoice.js";
import { MeDialog } from "../meDialog.js";
import { Pad } from "../pad.js";
import { Coming } from "../play/coming.js";
import { Guide } from "../play/guide.js";
import { Letters } from "../play/letters.js";
import { listenToLetters } from "../play/mail.js";
import { midiPads } from "../play/midi.js";
import { more } from "../play/more.js";
import { ownTapSwitches } from "../play/ownTaps.js";
import { Surfaces } from "../play/surfaces.js";
import { Tapping } from "../play/tapping.js";
import { PLAY } from "../playTexts.js";
import { soundSettings } from "../soundSettings.js";
import { figureName, fill, TEXTS } from "../texts.js";
import { volumeControls } from "../volume.js";
import { letSleep, stayAwake } from "../wake.js";

const QUIET = new Set(["taps", "clock", "sync", "late"]);

const entrance = new Entrance(() => coming.enter());
const circle = openCircle(() => entrance.auth(), { reports: true });
const { session, sound } = circle;
const tapping = new Tapping(circle);
const pad = new Pad(byId("pads", HTMLElement), (touch) => tapping.tapped(touch));
const coming = new Coming(entrance, circle, tapping, pad);
const guide = new Guide(circle);
const letters = new Letters();
let greeted = false;

volumeControls(sound);
ownTapSwitches(sound);
soundSettings(sound, circle);
languageChoice();
new MeDialog(session, new Surfaces());
midiPads(tapping);
more({ circle, guide, tapping });
listenToLetters({ circle, guide, letters, tapping });
session.on("welcome", greet);
session.on("problem", ({ about, message }) => !QUIET.has(about) && guide.tell(message));
session.on("standing", () => session.isOver && letSleep());
entrance.begin();

/** Once: who you are, for the eye and for the ear, and the pad in hand. */
function greet() {
  const me = session.mySeat;
  if (greeted || !me) return;
  greeted = true;
  stayAwake(() => guide.tell(PLAY.screenHint));
  guide.speaker.say(fill(TEXTS.spoken.joined, { figure: figureName(me.animal, me.colour) }));
  guide.tell(whoIAm(me));
  byId("pad", HTMLButtonElement).focus({ preventScroll: true });
}
