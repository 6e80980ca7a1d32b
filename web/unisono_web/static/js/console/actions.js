// @ts-check
/** What each command of the console does. */

import { CONSOLE } from "../consoleTexts.js";

/**
 * @typedef {object} Hands the parts of the console that commands reach for
 * @property {import("./desk.js").Desk} desk
 * @property {import("./tempoDesk.js").TempoDesk} tempo
 * @property {import("./cuePad.js").CuePad} pad
 * @property {import("./layersPad.js").LayersPad} layers
 * @property {import("./callDesk.js").CallDesk} calls
 * @property {import("./songDesk.js").SongDesk} songs
 * @property {import("./liveCall.js").LiveCallPad} live
 * @property {import("./planDesk.js").PlanDesk} plan
 * @property {import("./people.js").PeopleDesk} people
 * @property {import("./tabs.js").Tabs} tabs
 * @property {() => void} help
 * @property {() => void} mute
 * @property {(seat: number | null) => void} write
 */

/**
 * @param {Hands} hands
 * @returns {import("./keyboard.js").Actions}
 */
export function actionsOf({ desk, tempo, pad, layers, calls, songs, live, plan, people, tabs, help, mute, write }) {
  const { session } = desk;
  return {
    groove: () => void begin(desk, tempo),
    stop: () => stop(desk, "bar", "cut"),
    last: () => stop(desk, "bar", "last"),
    now: () => stop(desk, "now", "cut"),
    undo: () => void session.ask("undo"),
    faster: () => tempo.nudge(1),
    slower: () => tempo.nudge(-1),
    faster5: () => tempo.nudge(5),
    slower5: () => tempo.nudge(-5),
    tapTempo: (event) => tempo.tap(event),
    ramp: () => tempo.ramp(),
    meter: () => tempo.changeMeter(),
    clickAll: () => pad.click("all"),
    clickAccents: () => pad.click("accents"),
    clickVisual: () => pad.click("visual"),
    clickOff: () => pad.click("off"),
    fade: () => pad.fade(),
    up: () => pad.level("up"),
    down: () => pad.level("down"),
    even: () => pad.level("even"),
    rumble: () => pad.level("rumble"),
    layer: (event) => event instanceof KeyboardEvent && layers.toggle(Number(event.key) - 1),
    sculpt: () => pad.sculpt(),
    everyone: () => pad.sculpt({ by: "all" }),
    odd: () => pad.sculpt({ by: "odd" }),
    evenSeats: () => pad.sculpt({ by: "even" }),
    half: () => pad.sculpt({ by: "half" }),
    spotlight: () => pad.spotlight(),
    pass: () => pad.pass(),
    breath: () => pad.breath(),
    free: () => pad.free(),
    call: () => calls.send(),
    hear: () => void calls.hear(),
    liveCall: (event) => {
      if (!(event instanceof KeyboardEvent)) return;
      tabs.openNamed("tab-calls");
      live.hold();
    },
    sing: () => songs.sing(),
    hand: () => calls.hand(),
    dialogue: () => calls.dialogue(),
    next: () => plan.next(),
    admit: () => session.desk?.waiting.length && void session.ask("admit"),
    recheck: () => void recheckAll(desk),
    message: () => write(null),
    sort: () => people.sort(),
    mute,
    before: () => tabs.step(-1),
    after: () => tabs.step(1),
    help,
  };
}

/**
 * Start the music; while it plays, have everybody in.
 * @param {import("./desk.js").Desk} desk
 * @param {import("./tempoDesk.js").TempoDesk} tempo
 */
async function begin(desk, tempo) {
  const { session, connection } = desk;
  if (session.phase === "lobby") {
    await tempo.settle();
    if (!(await session.ask("start")) && !connection.isOpen) desk.tell(CONSOLE.desk.notDone);
  } else if (desk.running) void desk.arm({ kind: "groove", who: { by: "all" } });
}

/**
 * @param {import("./desk.js").Desk} desk
 * @param {"bar" | "now"} when
 * @param {"cut" | "last"} how
 */
function stop(desk, when, how) {
  if (desk.running) void desk.session.ask("stop", { when, how });
}

/** @param {import("./desk.js").Desk} desk */
async function recheckAll(desk) {
  if (await desk.session.ask("recheck", { seat: null })) desk.tell(CONSOLE.messages.recheckAll);
}
