// @ts-check
/** How well this device knows the circle's time, live: for the curious and for whoever helps. */

import { Sound } from "../audio.js";
import { ClockHistory } from "../clockHistory.js";
import { drawPicture } from "../clockPicture.js";
import { quantile } from "../clockPlot.js";
import { SessionClock } from "../clocksync.js";
import { byId, make, setText, show } from "../dom.js";
import { localNow } from "../now.js";
import { number } from "../numbers.js";
import { Session } from "../session.js";
import { Connection } from "../socket.js";
import { nudgeWords, recallSound } from "../soundSettings.js";
import { ClockDriver } from "../sync.js";
import { fill, TEXTS } from "../texts.js";
import { every } from "../timer.js";
import { watchSleep } from "../wakeUps.js";
import { PROTOCOL } from "../wire.js";

const TURN_MS = 50;
const LOOK_MS = 500;
const TABLE_ROWS = 12;
const SHORTEST_S = 30;
const MS = 1000;

const token = location.hash.slice(1);
const connection = new Connection(() => ({ role: "stage", token, protocol: PROTOCOL }));
const session = new Session(connection);
const clock = new SessionClock();
const sound = new Sound();
const driver = new ClockDriver(connection, clock, localNow);
const history = new ClockHistory();

addEventListener("hashchange", () => location.reload());
if (token) begin();
else explain(TEXTS.clock.noToken);

function begin() {
  recallSound(sound);
  byId("sound", HTMLButtonElement).addEventListener("click", () => void sound.unlock());
  driver.exchanged = (exchange) => history.addExchange(exchange);
  session.on("standing", stood);
  session.on("music", () => driver.setPlaying(session.music !== null));
  connection.watch({ opened: () => driver.reconnected(), lost: () => {}, refused: () => {} });
  const lookForSleep = watchSleep(() => {
    driver.hurry();
    sound.suspect();
  }, localNow);
  every(TURN_MS, () => {
    lookForSleep();
    driver.turn();
    sound.sample();
  });
  setInterval(look, LOOK_MS);
  show(byId("live", HTMLElement), true);
  driver.start();
  connection.open();
}

/** @param {import("../session.js").Standing} standing */
function stood(standing) {
  document.body.dataset.standing = standing;
  if (standing === "refused") explain(TEXTS.clock.refused);
  if (standing === "gone") explain(session.sentence);
  const { lostQuiet, connecting } = TEXTS.standing;
  const words = { lost: lostQuiet, connecting }[/** @type {"lost"} */ (standing)] ?? "";
  setText(byId("standing", HTMLElement), words);
}

/** @param {string} sentence */
function explain(sentence) {
  connection.close();
  setText(byId("closed-words", HTMLElement), sentence);
  show(byId("closed", HTMLElement), true);
  show(byId("live", HTMLElement), false);
}

function look() {
  const nowS = localNow();
  if (!clock.ready) return;
  history.addMoment(nowS, clock.estimate(nowS), sound.latencyS);
  showNumbers(clock.estimate(nowS));
  showSound();
  drawAll(nowS);
  if (byId("table", HTMLDetailsElement).open) showTable(nowS);
}

/** @param {import("../clocksync.js").ClockEstimate} estimate */
function showNumbers({ offsetS, skewPpm, roundTripS, boundS, hardBoundS, samples, quality }) {
  const { clock: words } = TEXTS;
  setText(byId("summary", HTMLElement), fill(words.summary, { ms: number(boundS * MS, 1) }));
  setText(byId("quality", HTMLElement), words.quality[quality]);
  const last = history.lastReading;
  const values = {
    likely: fill(words.plusMinus, { ms: number(boundS * MS, 2) }),
    hard: fill(words.plusMinus, { ms: number(hardBoundS * MS, 1) }),
    offset: fill(words.seconds, { s: number(offsetS, 4) }),
    skew: fill(words.ppm, { ppm: number(skewPpm, 1) }),
    shortest: fill(words.ms, { ms: number(roundTripS * MS, 1) }),
    latest: fill(words.ms, { ms: number(last ? last.roundTripS * MS : null, 1) }),
    samples: String(samples),
    steps: String(clock.steps),
    ignored: String(clock.ignored),
  };
  for (const [name, text] of Object.entries(values)) setText(byId(name, HTMLElement), text);
}

function showSound() {
  const { baseS, outputS, usedS, believed, nudgeS } = sound.latency;
  const { clock: words } = TEXTS;
  show(byId("sound-off", HTMLElement), sound.locked);
  show(byId("sound-on", HTMLElement), !sound.locked);
  const ms = (/** @type {number | null} */ s) =>
    fill(words.ms, { ms: number(s === null ? null : s * MS, 1) });
  setText(byId("sound-base", HTMLElement), ms(baseS));
  setText(byId("sound-output", HTMLElement), ms(outputS));
  setText(byId("sound-used", HTMLElement), ms(usedS));
  setText(byId("sound-believed", HTMLElement), believed ? words.believed : words.notBelieved);
  setText(byId("sound-nudge", HTMLElement), nudgeWords(Math.round(nudgeS * MS)));
}

/** @param {number} nowS */
function drawAll(nowS) {
  const { moments, readings } = history;
  const firstS = Math.min(...moments.map(({ localS }) => localS), nowS - SHORTEST_S);
  const [sinceS, ago] = [nowS - firstS, (/** @type {number} */ localS) => nowS - localS];
  const aside = history.aside((localS) => clock.estimate(localS).offsetS);
  const reach = Math.max(
    1.5 * quantile(moments.map(({ boundS }) => boundS * MS), 0.5),
    1.2 * quantile(aside.map(({ asideS }) => Math.abs(asideS) * MS), 0.9),
  );
  drawPicture(byId("aside", SVGSVGElement), {
    sinceS,
    rangeMs: { min: -reach, max: reach },
    bands: [band("hard", "hardBoundS"), band("likely", "boundS")],
    dots: aside.map(({ localS, asideS }) => [ago(localS), asideS * MS]),
  });
  const trips = readings.map(({ roundTripS }) => roundTripS * MS);
  drawPicture(byId("trips", SVGSVGElement), {
    sinceS,
    rangeMs: { min: 0, max: Math.max(1, 1.3 * quantile(trips, 0.97)) },
    dots: readings.map(({ localS, roundTripS }) => [ago(localS), roundTripS * MS]),
  });
  drawPicture(byId("bounds", SVGSVGElement), {
    sinceS,
    powers: true,
    rangeMs: { min: 0.1, max: 1.3 * Math.max(10, ...moments.map((m) => m.hardBoundS * MS)) },
    lines: [line("hard", "hardBoundS"), line("likely", "boundS")],
  });

  /**
   * @param {string} kind
   * @param {"boundS" | "hardBoundS"} what
   */
  function line(kind, what) {
    const points = moments.map((m) => /** @type {[number, number]} */ ([ago(m.localS), m[what] * MS]));
    return { kind, points };
  }

  /**
   * @param {string} kind
   * @param {"boundS" | "hardBoundS"} what
   */
  function band(kind, what) {
    const { points } = line(kind, what);
    return { kind, points: points.map(([at, ms]) => /** @type {[number, number, number]} */ ([at, -ms, ms])) };
  }
}

/** @param {number} nowS */
function showTable(nowS) {
  const rows = history.table(TABLE_ROWS).map((moment) => {
    const cells = [
      number(moment.offsetS, 4),
      number(moment.skewPpm, 1),
      number(moment.roundTripS * MS, 1),
      number(moment.boundS * MS, 2),
      number(moment.hardBoundS * MS, 1),
      number(moment.latencyS === null ? null : moment.latencyS * MS, 0),
    ].map((text) => make("td", {}, text));
    const ago = fill(TEXTS.clock.sAgo, { ago: number(nowS - moment.localS) });
    return make("tr", {}, make("th", { scope: "row" }, ago), ...cells);
  });
  byId("rows", HTMLTableSectionElement).replaceChildren(...rows);
}
