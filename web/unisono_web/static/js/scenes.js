// @ts-check
/**
 * What is asked of everybody at a beat of a run: its click, who plays, calls, songs and breaths.
 *
 * Pure: made from the `run` of a message and the bars of its music, asked with beats. A run says
 * all of it ahead of time, so that a device goes on rightly when it hears nothing for a while.
 */

/** @typedef {import("./wire.js").RunView} RunView */
/** @typedef {import("./wire.js").Scene} SceneView */
/** @typedef {import("./wire.js").SeatView} SeatView */
/** @typedef {import("./wire.js").CallView} CallView */
/** @typedef {import("./wire.js").SongView} SongView */
/** @typedef {import("./wire.js").BreathView} BreathView */
/** @typedef {import("./wire.js").CueView} CueView */
/** @typedef {import("./timeline.js").Bars} Bars */
/** @typedef {"all" | "accents" | "visual" | "off"} ClickMode */
/** @typedef {Required<Omit<SceneView, "spotlight" | "passing">> & Pick<SceneView, "spotlight" | "passing"> & {beat0: number}} Scene */
/**
 * @typedef {object} ClickState
 * @property {ClickMode} mode what holds at this beat, a fade already taken into account
 * @property {{on: boolean, bar: number, of: number} | null} fade with or without the click, which
 *   bar of that stretch (from 1), and how many it has; null where nothing fades
 */
/**
 * @typedef {object} CallPlace
 * @property {CallView} call
 * @property {number} round from 1
 * @property {"call" | "answer"} part
 * @property {number} beat within the call or the answer, from 0
 * @property {number} from the beat of the run on which this part began
 * @property {number} until the beat on which it ends
 */
/**
 * @typedef {object} SongPlace
 * @property {SongView} song
 * @property {number} round from 1
 * @property {number} beat within the song as this section sings it; below 0 before its entry
 * @property {"ahead" | "sings" | "over"} stage of this section
 */
/**
 * @typedef {object} BreathPlace
 * @property {BreathView} breath
 * @property {number} round from 1
 * @property {"in" | "out"} way
 * @property {number} part how far this breath has gone, 0..1
 */
/**
 * @typedef {object} NextCue
 * @property {CueView} cue
 * @property {number} bar on which it lands, from 1
 * @property {number} beats until it lands, a float
 * @property {number} count 4, 3, 2, 1 on its last four beats, else 0
 * @property {boolean} open whether it can still be taken back
 */

const COUNTED_BEATS = 4;
/** Positions closer than this are the same beat; it only guards against rounding. */
const EDGE_BEATS = 1e-6;

/** @type {Omit<Scene, "beat0" | "fade_beat">} */
const PLAIN = {
  click: "all",
  fade_on_bars: 0,
  fade_off_bars: 0,
  level: "even",
  resting: [],
  soft: [],
  layers_out: [],
  task: "groove",
  measured: true,
};

/**
 * @param {RunView} run
 * @param {number} beat
 * @returns {Scene} what holds there, whole
 */
export function sceneAt({ scenes = [] }, beat) {
  const begun = scenes.filter(([beat0]) => beat0 <= beat + EDGE_BEATS);
  const [beat0, scene] = begun.at(-1) ?? scenes[0] ?? [0, {}];
  return { ...PLAIN, fade_beat: beat0, ...scene, beat0 };
}

/**
 * @param {RunView} run
 * @param {Bars} bars
 * @param {number} beat
 * @returns {ClickState} of the count-in, too: it sounds wherever a click may sound at all
 */
export function clickAt(run, bars, beat) {
  const scene = sceneAt(run, beat);
  const mode = /** @type {ClickMode} */ (scene.click);
  if (beat < -EDGE_BEATS) return { mode: mode === "visual" ? "visual" : "all", fade: null };
  const fade = fadeAt(scene, bars, beat);
  return { mode: fade && !fade.on && mode !== "visual" ? "off" : mode, fade };
}

/**
 * @param {Scene} scene
 * @param {Bars} bars
 * @param {number} beat
 * @returns {ClickState["fade"]}
 */
function fadeAt({ fade_beat: from, fade_on_bars: on, fade_off_bars: off }, bars, beat) {
  if (off <= 0) return null;
  const bar = barsSince(bars, Math.max(0, from), beat) % (on + off);
  return bar < on
    ? { on: true, bar: bar + 1, of: on }
    : { on: false, bar: bar - on + 1, of: off };
}

/**
 * @param {ClickMode} mode
 * @param {0 | 1 | 2} accent of the beat
 * @returns {boolean} whether a click is heard
 */
export function clicks(mode, accent) {
  return mode === "all" || (mode === "accents" && accent > 0);
}

/**
 * @param {RunView} run
 * @param {Bars} bars
 * @param {number} beat
 * @returns {number | null} the seat in the middle: set, or the one the pulse has come to; it goes
 *   round and round
 */
export function spotlightAt(run, bars, beat) {
  const { spotlight, passing } = sceneAt(run, beat);
  if (!passing?.order.length) return spotlight ?? null;
  const steps = Math.floor(barsSince(bars, passing.beat0, beat) / passing.bars_each);
  return passing.order[Math.max(0, steps) % passing.order.length];
}

/**
 * @param {RunView} run
 * @param {Bars} bars
 * @param {number} beat
 * @param {Pick<SeatView, "seat" | "part">} seat
 * @returns {"play" | "soft" | "rest" | "solo"} what this seat is asked to do
 */
export function roleAt(run, bars, beat, { seat, part = -1 }) {
  const scene = sceneAt(run, beat);
  if (spotlightAt(run, bars, beat) === seat) return "solo";
  if (scene.resting.includes(seat) || scene.layers_out.includes(part)) return "rest";
  return scene.soft.includes(seat) ? "soft" : "play";
}

/**
 * @param {RunView} run
 * @param {number} beat
 * @returns {CallPlace | null} the newest call that is going on
 */
export function callAt({ calls = [] }, beat) {
  const at = beat + EDGE_BEATS;
  const on = calls.filter(({ beat0, rounds, cycle_beats, end_beat: end = Infinity }) => {
    return beat0 <= at && at < Math.min(end, beat0 + 2 * rounds * cycle_beats);
  });
  const call = on.at(-1);
  if (!call) return null;
  const cycle = Math.floor((at - call.beat0) / call.cycle_beats);
  const from = call.beat0 + cycle * call.cycle_beats;
  return {
    call,
    round: Math.floor(cycle / 2) + 1,
    part: cycle % 2 ? "answer" : "call",
    beat: Math.max(0, beat - from),
    from,
    until: from + call.cycle_beats,
  };
}

/**
 * @param {CallPlace} place
 * @param {number | null} seat
 * @returns {boolean} whether it is this seat's turn; else it listens
 */
export function isTurnOf({ call, part }, seat) {
  if (seat === null) return false;
  if (part === "call") return call.first?.includes(seat) ?? false;
  return call.asked?.includes(seat) ?? true;
}

/**
 * @param {RunView} run
 * @param {number} beat
 * @param {string} [section] whose entry counts; none: the first voice
 * @returns {SongPlace | null} the newest song that is going on, as that section sings it
 */
export function songAt({ songs = [] }, beat, section = "") {
  const at = beat + EDGE_BEATS;
  const song = songs.filter((view) => view.beat0 <= at && at < songEnd(view)).at(-1);
  if (!song) return null;
  const { length_beats: length, entries = [] } = song.song;
  const after = entries.find((entry) => entry.section === section)?.after_beats ?? 0;
  const sung = at - song.beat0 - after;
  const round = Math.min(Math.max(1, Math.floor(sung / length) + 1), song.rounds);
  const over = sung >= song.rounds * length;
  const stage = sung < 0 ? "ahead" : over ? "over" : "sings";
  return { song, round, beat: beat - song.beat0 - after - (round - 1) * length, stage };
}

/**
 * @param {SongView} view
 * @returns {number} the beat on which its last voice has ended
 */
export function songEnd({ beat0, rounds, song, end_beat: end = Infinity }) {
  const last = Math.max(0, ...(song.entries ?? []).map(({ after_beats }) => after_beats));
  return Math.min(end, beat0 + last + rounds * song.length_beats);
}

/**
 * @param {RunView} run
 * @param {Bars} bars
 * @param {number} beat
 * @returns {BreathPlace | null} the newest breathing that is going on
 */
export function breathAt({ breaths = [] }, bars, beat) {
  const at = beat + EDGE_BEATS;
  const breath = breaths
    .filter(({ beat0, end_beat: end = Infinity }) => beat0 <= at && at < end)
    .at(-1);
  if (!breath) return null;
  const { in_bars: inBars, out_bars: outBars } = breath;
  const since = barsSince(bars, breath.beat0, beat);
  const round = Math.floor(since / (inBars + outBars)) + 1;
  if (round > breath.rounds) return null;
  const bar = since % (inBars + outBars);
  const { beatInBar, meter } = bars.positionAt(beat + EDGE_BEATS);
  const gone = Math.min(1, beatInBar / meter.beats);
  return bar < inBars
    ? { breath, round, way: "in", part: (bar + gone) / inBars }
    : { breath, round, way: "out", part: (bar - inBars + gone) / outBars };
}

/**
 * @param {RunView} run
 * @param {number} beat
 * @returns {CueView[]} armed cues that have not landed, in the order of their beats; a stop too
 */
export function armedAt({ cues = [], stop_beat: stop, stop_how: how, stop_cue: cue }, beat) {
  const armed = cues.filter((row) => row.beat > beat);
  const landing = stop === null ? -Infinity : stop - (how === "last" ? 1 : 0);
  if (landing > beat && !cues.some(({ what }) => what.kind === "stop")) {
    /** @type {CueView} */
    const row = {
      cue: cue ?? 0,
      beat: landing,
      until_beat: cue ? landing - 1 : -Infinity,
      what: { kind: "stop", how: how === "last" ? "last" : "cut" },
    };
    armed.push(row);
  }
  return armed.sort((a, b) => a.beat - b.beat);
}

/**
 * @param {RunView} run
 * @param {Bars} bars
 * @param {number} beat
 * @returns {NextCue | null} what comes, and how soon
 */
export function nextCue(run, bars, beat) {
  const [cue] = armedAt(run, beat);
  if (!cue) return null;
  const beats = cue.beat - beat;
  const left = Math.ceil(beats - EDGE_BEATS);
  return {
    cue,
    bar: bars.positionAt(cue.beat).bar,
    beats,
    count: left <= COUNTED_BEATS ? left : 0,
    open: beat < cue.until_beat,
  };
}

/**
 * @param {Bars} bars
 * @param {number} fromBeat
 * @param {number} beat
 * @returns {number} whole bars begun since `fromBeat`
 */
function barsSince(bars, fromBeat, beat) {
  const here = bars.positionAt(beat + EDGE_BEATS).bar;
  return Math.max(0, here - bars.positionAt(fromBeat + EDGE_BEATS).bar);
}
