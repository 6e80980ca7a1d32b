// @ts-check
/** Is my device ready? The sound check, and what this device can do, with no circle at all. */

import { abilities, grainOf } from "../abilities.js";
import { Sound } from "../audio.js";
import { byId, make } from "../dom.js";
import { localNow } from "../now.js";
import { SoundCare } from "../soundCare.js";
import { SoundCheck } from "../soundCheck.js";
import { READY } from "../soundCheckTexts.js";
import { recallSound } from "../soundSettings.js";
import { every } from "../timer.js";

const SAMPLE_MS = 50;

const sound = new Sound();
recallSound(sound);
sound.arm();
sound.watch(showAbilities);
every(SAMPLE_MS, () => sound.sample());
const care = new SoundCare(sound, { rest: () => {} }, () => {});
const steps = byId("steps", HTMLElement);
byId("begin", HTMLButtonElement).addEventListener("click", () => void check());
const grainS = grainOf(localNow);
showAbilities();

async function check() {
  await sound.unlock();
  await new SoundCheck(steps, sound, (found) => care.found(found)).run();
  const again = make("button", { class: "button", type: "button", "data-testid": "ready-again" });
  again.textContent = READY.again;
  again.addEventListener("click", () => void check());
  steps.replaceChildren(make("p", { class: "lead", role: "status" }, READY.running), again);
  again.focus();
}

function showAbilities() {
  const rows = abilities({
    sound: typeof AudioContext === "undefined" ? "none" : sound.locked ? "locked" : "running",
    grainS,
    secure: isSecureContext,
    awake: "wakeLock" in navigator,
    buzz: "vibrate" in navigator && navigator.maxTouchPoints > 0,
    midi: "requestMIDIAccess" in navigator,
  });
  byId("abilities", HTMLElement).replaceChildren(
    ...rows.map(([what, how]) =>
      make("tr", {}, make("th", { scope: "row" }, what), make("td", {}, how)),
    ),
  );
}
