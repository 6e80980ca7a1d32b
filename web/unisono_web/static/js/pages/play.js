// @ts-check
/** The participant's page: in at the door, sound unlocked, then the pad. */

import { openCircle } from "../circlePage.js";
import { byId } from "../dom.js";
import { Entrance } from "../entrance.js";
import { languageChoice } from "../languageChoice.js";
import { Pad } from "../pad.js";
import { Coming } from "../play/coming.js";
import { ownTapSwitches } from "../play/ownTaps.js";
import { Tapping } from "../play/tapping.js";
import { untilItComes } from "../untilItComes.js";
import { volumeControls } from "../volume.js";

const entrance = new Entrance(() => coming.enter());
const circle = openCircle(() => entrance.auth(), { reports: true });
const tapping = new Tapping(circle);
const pad = new Pad(byId("pads", HTMLElement), (touch) => tapping.tapped(touch));
const led = untilItComes(() => import("../play/leading.js")).then(({ lead }) => lead(circle, tapping));
const coming = new Coming(entrance, circle, tapping, pad, led);

volumeControls(circle.sound);
ownTapSwitches(circle.sound);
languageChoice();
entrance.begin();
