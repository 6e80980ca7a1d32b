// @ts-check
/** A live call played on a drum pad or keyboard: the same device and pads as on the pad page. */

import { byId } from "../dom.js";
import { midiDoor, playedBefore } from "../midi/door.js";

/** @param {import("./liveCall.js").LiveCallPad} live takes the strikes while it records */
export function midiCalls(live) {
  const place = byId("live-midi", HTMLElement);
  const load = midiDoor((strike) => live.strike(strike));
  const open = async () => {
    const [midi, { midiPanel }] = await Promise.all([load(), import("../midi/panel.js")]);
    midiPanel(place, midi);
    await midi.open();
    return midi;
  };
  byId("live-midi-open", HTMLButtonElement).addEventListener("click", async () => {
    const { state, chosen } = await open();
    const ready = state === "open" && chosen !== "";
    const fields = [...place.querySelectorAll("select, button")];
    const next = ready ? byId("live-record", HTMLElement) : fields.find((one) => one.getClientRects().length);
    if (next instanceof HTMLElement) next.focus(); // what was pressed is no longer there
  });
  if (playedBefore()) void open();
}
