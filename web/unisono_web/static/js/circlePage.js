// @ts-check
/** What the pad, the console and the stage have in common, put together once. */

import { Sound } from "./audio.js";
import { BeatView } from "./beatView.js";
import { SessionClock } from "./clocksync.js";
import { byId } from "./dom.js";
import { Ears } from "./ears.js";
import { localNow } from "./now.js";
import { Probe } from "./probe.js";
import { Ring } from "./ring.js";
import { Session } from "./session.js";
import { Connection } from "./socket.js";
import { SoundCare } from "./soundCare.js";
import { SoundScheduler } from "./soundScheduler.js";
import { recallSound } from "./soundSettings.js";
import { ClockDriver } from "./sync.js";
import { every } from "./timer.js";
import { watchSleep } from "./wakeUps.js";

/** How often clicks are booked and the sound card's clock is read. */
const TURN_MS = 50;

/**
 * @typedef {object} CirclePage
 * @property {Connection} connection
 * @property {Session} session
 * @property {SessionClock} clock
 * @property {Sound} sound
 * @property {Ring} ring
 * @property {BeatView} beat
 * @property {ClockDriver} driver
 * @property {Probe} probe
 * @property {Ears} ears
 * @property {SoundCare} care
 */

/**
 * @param {() => import("./wire.js").Auth} auth
 * @param {{names?: boolean, silent?: boolean, reports?: boolean}} [options] `names`: write them into
 *   the ring; `silent`: no click here; `reports`: tell the server how clock and sound do here
 * @returns {CirclePage}
 */
export function openCircle(auth, { names = false, silent = false, reports = false } = {}) {
  const connection = new Connection(auth);
  const session = new Session(connection);
  const clock = new SessionClock();
  const sound = new Sound();
  recallSound(sound);
  const svg = byId("ring", SVGSVGElement);
  const beat = new BeatView(svg, clock, localNow);
  const ring = new Ring(svg, { names });
  const probe = new Probe(clock, sound, localNow);
  probe.follow(() => session.music?.run ?? null);
  const driver = new ClockDriver(connection, clock, localNow, reports ? sound : null);
  const ears = new Ears(session, sound);
  const scheduler = new SoundScheduler(clock, sound, localNow, ears.parts, (row, what) =>
    probe.record(row, what),
  );
  if (!silent) {
    sound.arm();
    sound.watch(() => scheduler.turn());
  }
  const lookForSleep = watchSleep(() => driver.hurry(), localNow);
  every(TURN_MS, () => {
    lookForSleep();
    driver.turn();
    if (silent) return;
    scheduler.turn();
    ears.turn();
  });
  connection.watch({ opened: () => driver.reconnected(), lost: () => {}, refused: () => {} });
  session.on("music", () => {
    driver.setPlaying(session.music !== null);
    beat.show(session.music, session.arrangement);
    scheduler.setMusic(session.music);
    probe.heard();
  });
  session.on("welcome", () => driver.forgetReport());
  const care = new SoundCare(sound, ears, (report) => void session.ask("sound", report));
  if (reports) beginOnce(session, care);
  session.on("circle", () => ring.show(session.people, session.seat));
  session.on("taps", (taps) => ring.glow(new Set(taps.map(([seat]) => seat))));
  ring.show([]);
  beat.start();
  driver.start();
  probe.publish();
  return { connection, session, clock, sound, ring, beat, driver, probe, ears, care };
}

/**
 * @param {Session} session
 * @param {SoundCare} care
 */
function beginOnce(session, care) {
  let begun = false;
  session.on("welcome", () => {
    if (!begun) care.begin();
    begun = true;
  });
}
