// @ts-check
/** Laws of what is asked of one person, what is coming, and when it is said. Run: node --test tests/js */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Music } from "../../web/unisono_web/static/js/music.js";
import { countTo, isBetweenBeats, mayBeSaid } from "../../web/unisono_web/static/js/play/countdown.js";
import { cueFace } from "../../web/unisono_web/static/js/play/cueFaces.js";
import { dutyAt } from "../../web/unisono_web/static/js/play/duty.js";
import { isDrawn } from "../../web/unisono_web/static/js/play/icons.js";
import { instructionFor, LOOKS } from "../../web/unisono_web/static/js/play/instruction.js";
import { joiningAfter } from "../../web/unisono_web/static/js/play/joining.js";
import { easierLayer } from "../../web/unisono_web/static/js/play/parts.js";
import { Speaker } from "../../web/unisono_web/static/js/play/speaker.js";
import { Timeline } from "../../web/unisono_web/static/js/timeline.js";
import { PLAY } from "../../web/unisono_web/static/js/playTexts.js";

/** @typedef {import("../../web/unisono_web/static/js/wire.js").RunView} RunView */
/** @typedef {import("../../web/unisono_web/static/js/wire.js").Scene} Scene */
/** @typedef {import("../../web/unisono_web/static/js/wire.js").CueView} CueView */

/** 120 bpm in 4 from 10 s on, four beats of count-in. @type {RunView} */
const RUN = {
  run: 1,
  segments: [[0, 10, 120, 120]],
  meters: [[0, 1, [4]]],
  count_in_beats: 4,
  stop_beat: null,
};
const ME = { seat: 3, part: 1, section: "B" };
const viewer = { ...ME, nameOf: (/** @type {number} */ seat) => `seat ${seat}`, groove: null };

/** @param {Partial<RunView>} more */
const music = (more) => new Music({ ...RUN, ...more });
/** @param {Scene} scene */
const withScene = (scene) => music({ scenes: [[0, scene]] });
/** @param {Scene} scene */
const actIn = (scene) => dutyAt(withScene(scene), 5, ME).act;

test("a scene asks of each person what it says of their seat", () => {
  assert.equal(actIn({}), "play");
  assert.equal(actIn({ resting: [3] }), "rest");
  assert.equal(actIn({ resting: [4] }), "play");
  assert.equal(actIn({ soft: [3] }), "soft");
  assert.equal(actIn({ spotlight: 3, soft: [3] }), "light");
  assert.equal(actIn({ spotlight: 4 }), "hold");
  assert.equal(actIn({ level: "rumble" }), "rumble");
  assert.equal(actIn({ level: "up" }), "up");
  assert.equal(actIn({ layers_out: [1] }), "layerRests");
  assert.equal(actIn({ layers_out: [0] }), "play");
  assert.equal(actIn({ task: "free" }), "free");
});

test("whoever sits out or listens is asked for nothing, whatever goes on", () => {
  for (const beat of [-9, -2, 5]) {
    assert.equal(dutyAt(music({}), beat, { ...ME, mode: "sit" }).act, "sit");
    assert.equal(dutyAt(music({}), beat, { ...ME, mode: "listen" }).act, "hear");
  }
});

test("before, during and after a run the stage of the music is told", () => {
  const run = music({ stop_beat: 8 });
  const acts = [-9, -2, 3, 9].map((beat) => dutyAt(run, beat, ME).act);
  assert.deepEqual(acts, ["ahead", "countIn", "play", "lobby"]);
  assert.equal(dutyAt(null, NaN, ME).act, "lobby");
});

test("in an activity for listening everybody is asked to listen while no music plays", () => {
  const listener = { ...ME, activity: "listen" };
  assert.equal(dutyAt(null, NaN, listener).act, "listen");
  assert.equal(dutyAt(music({ stop_beat: 8 }), 9, listener).act, "listen");
  assert.equal(dutyAt(music({ stop_beat: 8 }), 3, listener).act, "play");
  assert.equal(dutyAt(null, NaN, { ...listener, mode: "sit" }).act, "sit");
});

test("while the tempo moves the card says where it goes, and before and after it says nothing of it", () => {
  const moving = Timeline.constant(100, 10).withRamp(8, 32, 140).withRamp(48, 16, 90);
  const run = music({ segments: moving.toWire() });
  const detail = (/** @type {number} */ beat) =>
    instructionFor(run, beat, dutyAt(run, beat, ME), viewer).detail;
  assert.equal(detail(4), "bar 2 · beat 1");
  assert.equal(detail(20), "Faster · little by little to 140 bpm");
  assert.equal(detail(44), "bar 12 · beat 1");
  assert.equal(detail(50), "Slower · little by little to 90 bpm");
});

const PROMPT = /** @type {const} */ ({ notes: [[0], [1.5]], cycle_beats: 4, title: "Clave" });
/** @param {object} more */
const withCall = (more) =>
  music({
    calls: [
      {
        cue: 2,
        beat0: 4,
        rounds: 2,
        cycle_beats: 4,
        prompt: /** @type {any} */ (PROMPT),
        first: null,
        asked: null,
        scored: true,
        ...more,
      },
    ],
  });

test("a call is listened to, answered as long, and again, and then the groove goes on", () => {
  const acts = [3, 5, 9, 13, 17, 21].map((beat) => dutyAt(withCall({}), beat, ME).act);
  assert.deepEqual(acts, ["play", "listen", "answer", "listen", "answer", "play"]);
});

test("only those who are asked answer, and only the caller calls", () => {
  const acts = (/** @type {object} */ more) =>
    [5, 9].map((beat) => dutyAt(withCall(more), beat, ME).act);
  assert.deepEqual(acts({ asked: [1, 2] }), ["listen", "others"]);
  assert.deepEqual(acts({ first: [3], asked: [1] }), ["call", "others"]);
  assert.deepEqual(acts({ first: [1], asked: [3], prompt: null }), ["listen", "reply"]);
});

test("the count in a call leads to the turn", () => {
  const run = withCall({});
  const counts = [4.1, 5.1, 6.1, 7.1].map((beat) => {
    return instructionFor(run, beat, dutyAt(run, beat, ME), viewer).count;
  });
  assert.deepEqual(counts, [4, 3, 2, 1]);
});

test("a voice of a round waits for its entry, is told the bars, and sings as long as the first", () => {
  const song = {
    notes: /** @type {any} */ ([[0, "", "row"]]),
    length_beats: 8,
    entries: [
      { section: "A", after_beats: 0 },
      { section: "B", after_beats: 8 },
    ],
    call_beats: /** @type {[number, number][]} */ ([[4, 8]]),
  };
  const run = music({ songs: [{ cue: 3, beat0: 4, rounds: 1, guide: true, song }] });
  const seen = [3, 5, 9, 13, 18, 21].map((beat) => dutyAt(run, beat, ME));
  assert.deepEqual(
    seen.map(({ act }) => act),
    ["play", "enter", "enter", "sing", "ledLine", "play"],
  );
  assert.deepEqual([seen[1].bars, seen[2].bars], [2, 1]);
  assert.equal(dutyAt(run, 13, { ...ME, section: "A" }).act, "sung");
});

test("the pulse passes on, and whoever is next is told before", () => {
  const passing = { beat0: 4, bars_each: 2, order: [7, 3, 5] };
  const run = music({ scenes: [[0, {}], [4, { passing }]] });
  const duties = [5, 9, 13, 21].map((beat) => dutyAt(run, beat, ME));
  assert.deepEqual(
    duties.map(({ act }) => act),
    ["nextUp", "nextUp", "light", "passed"],
  );
  assert.deepEqual([duties[0].bars, duties[1].bars], [2, 1]);
  assert.equal(duties[3].seat, 5);
});

test("breathing goes in and out by bars", () => {
  const run = music({ breaths: [{ cue: 4, beat0: 0, in_bars: 1, out_bars: 2, rounds: 2 }] });
  const acts = [1, 5, 9, 13, 25].map((beat) => dutyAt(run, beat, ME).act);
  assert.deepEqual(acts, ["breatheIn", "breatheOut", "breatheOut", "breatheIn", "play"]);
});

test("every act has words, a look and an icon that is drawn", () => {
  for (const [act, [word]] of Object.entries(PLAY.acts)) {
    const [, icon, pad] = LOOKS[/** @type {keyof typeof LOOKS} */ (act)];
    assert.ok(word && PLAY.pad[pad], act);
    assert.ok(isDrawn(icon), icon);
  }
  assert.deepEqual(Object.keys(LOOKS).sort(), Object.keys(PLAY.acts).sort());
});

/** @param {any} what @param {Scene} [after] @returns {[CueView, Music]} */
function armed(what, after = {}) {
  const cue = { cue: 9, beat: 16, until_beat: 15, what };
  return [cue, music({ cues: [cue], scenes: [[0, {}], [16, after]] })];
}

test("every kind of cue has a word and an icon, for whoever is meant and whoever is not", () => {
  const song = { notes: [[0]], length_beats: 4, title: "Row" };
  const cues = [
    { kind: "groove" },
    { kind: "tempo", tempo_bpm: 90 },
    { kind: "tempo", tempo_bpm: 120 },
    { kind: "tempo", tempo_bpm: 140, over_bars: 8 },
    { kind: "meter", grouping: [2, 3] },
    { kind: "click", mode: "all" },
    { kind: "click", mode: "accents" },
    { kind: "click", mode: "visual" },
    { kind: "click", mode: "off" },
    { kind: "click", fade_on_bars: 4, fade_off_bars: 8 },
    { kind: "level", level: "up" },
    { kind: "level", level: "down" },
    { kind: "level" },
    { kind: "level", level: "rumble" },
    { kind: "layer", layer: 1 },
    { kind: "layer", layer: 0, playing: false },
    { kind: "sculpt", who: { by: "odd" } },
    { kind: "spotlight", seat: 3 },
    { kind: "spotlight", seat: 4 },
    { kind: "spotlight" },
    { kind: "pass", bars_each: 2 },
    { kind: "call", prompt: PROMPT },
    { kind: "call", prompt: PROMPT, caller: 3 },
    { kind: "dialogue", first: {}, second: {}, cycle_beats: 4 },
    { kind: "sing", song },
    { kind: "breath" },
    { kind: "free" },
    { kind: "stop", how: "cut" },
    { kind: "stop", how: "last" },
  ];
  const seen = new Set();
  for (const what of cues) {
    const [cue, run] = armed(what);
    const face = cueFace(run, cue, viewer);
    assert.ok(face.word && isDrawn(face.icon), JSON.stringify(what));
    assert.ok(!/[{}]/u.test(face.word + face.detail), `${face.word} ${face.detail}`);
    seen.add(face.word);
  }
  assert.ok(seen.size > 22, "different cues have different words");
});

test("a sculpt tells each person what it means to them", () => {
  const [cue, run] = armed({ kind: "sculpt", who: { by: "odd" } }, { resting: [3, 5] });
  assert.equal(cueFace(run, cue, viewer).word, PLAY.cues.sculptRest[0]);
  assert.equal(cueFace(run, cue, { ...viewer, seat: 4 }).word, PLAY.cues.sculptPlay[0]);
  const [soft, softly] = armed({ kind: "sculpt", who: {}, others: "soft" }, { soft: [3] });
  assert.equal(cueFace(softly, soft, viewer).word, PLAY.cues.sculptSoft[0]);
});

test("what is coming goes before what is: with the bars, then 4-3-2-1, then it is", () => {
  const [, run] = armed({ kind: "click", mode: "off" }, { click: "off" });
  const at = (/** @type {number} */ beat) =>
    instructionFor(run, beat, dutyAt(run, beat, ME), viewer);
  assert.match(at(1).label, /in 4 bars/u);
  assert.match(at(13).label, /next bar/u);
  assert.deepEqual([11.9, 12.1, 13.1, 14.1, 15.9].map((b) => at(b).count), [0, 4, 3, 2, 1]);
  assert.ok(at(15.9).coming && !at(16.1).coming);
  assert.match(at(16.1).detail, /without the click/u);
});

test("the count stands on the beat it counts to", () => {
  assert.deepEqual([4, 3.5, 3, 1, 0.01, 0, -1].map((left) => countTo(10 - left, 10)), [4, 4, 3, 1, 1, 0, 0]);
});

test("words come between beats, never on one, and not when they would come after", () => {
  const run = music({});
  for (let beat = 0; beat < 4; beat += 0.05) {
    const now = mayBeSaid(run, beat, 40) === "now";
    const fromBeat = Math.abs(beat - Math.round(beat));
    assert.ok(!now || fromBeat >= 0.24, `said ${fromBeat} of a beat from one`);
    assert.equal(now, isBetweenBeats(beat));
  }
  assert.equal(mayBeSaid(run, 15.5, 16), "drop"); // 0.25 s before
  assert.equal(mayBeSaid(run, 14.5, 16), "now");
  assert.equal(mayBeSaid(null, NaN, null), "now");
  assert.equal(mayBeSaid(music({ stop_beat: 4 }), 5, null), "now");
});

test("the speaker says everything that waits at once, drops what is too close, and repeats itself", () => {
  const live = /** @type {any} */ ({ textContent: "" });
  const speaker = new Speaker(live);
  const run = music({});
  speaker.say("one", 40);
  speaker.say("two", 16);
  speaker.turn(run, 8.05);
  assert.equal(live.textContent, "");
  speaker.turn(run, 15.45);
  assert.equal(live.textContent, "one");
  speaker.say("one");
  speaker.turn(run, 16.5);
  assert.equal(live.textContent.trim(), "one");
  assert.notEqual(live.textContent, "one");
  speaker.say("never", 40);
  speaker.forget(40);
  speaker.turn(run, 17.5);
  assert.equal(live.textContent.trim(), "one");
});

test("who hears of a cue after it landed comes in on the next bar that can still be reached", () => {
  const [, run] = armed({ kind: "free" });
  const before = music({});
  const timeOf = (/** @type {number} */ beat) => run.timeline.timeAt(beat);
  assert.deepEqual(joiningAfter(before, run, timeOf(17)), { cue: 9, landed: 16, beat: 20, bar: 6 });
  assert.deepEqual(joiningAfter(before, run, timeOf(19.5)), { cue: 9, landed: 16, beat: 24, bar: 7 });
  assert.equal(joiningAfter(before, run, timeOf(15)), null);
  assert.equal(joiningAfter(run, run, timeOf(17)), null);
  assert.equal(joiningAfter(null, run, timeOf(17)), null);
  assert.equal(joiningAfter(music({ run: 2 }), run, timeOf(17)), null);
});

test("a scene, a tempo or a meter that came while the line was cut is told by its beat", () => {
  const before = music({});
  /** @type {[string, Partial<RunView>][]} */
  const changes = [
    ["scene", { scenes: [[0, {}], [16, { resting: [3] }], [20, { resting: [4] }]] }],
    ["tempo", { segments: [[0, 10, 120, 120], [16, 18, 100, 100]] }],
    ["meter", { meters: [[0, 1, [4]], [16, 5, [3]]] }],
  ];
  for (const [name, change] of changes) {
    const run = music({ scenes: [[0, {}]], ...change });
    const known = music({});
    const nowS = run.timeline.timeAt(22);
    const joining = joiningAfter(known, run, nowS, 13.5);
    assert.deepEqual([joining?.cue, joining?.landed], [0, 16], name);
    assert.ok((joining?.beat ?? 0) > 22, name);
    assert.equal(joiningAfter(known, run, nowS), null, "the line was never cut");
    assert.equal(joiningAfter(run, run, nowS, 13.5), null, "it was known before");
    assert.equal(joiningAfter(known, run, run.timeline.timeAt(15), 13.5), null, "it is still to come");
  }
  const away = music({ scenes: [[0, {}], [16, { resting: [3] }]] });
  assert.equal(joiningAfter(before, away, away.timeline.timeAt(150), 13.5), null, "away for long");
});

test("a cue that was exchanged for another behind the cut counts as new, before it does not", () => {
  const [before, run] = ["up", "down"].map((level) => {
    return music({ scenes: [[0, {}], [16, /** @type {Scene} */ ({ level })]] });
  });
  const nowS = run.timeline.timeAt(17);
  assert.equal(joiningAfter(before, run, nowS, 13.5)?.landed, 16);
  assert.equal(joiningAfter(before, run, nowS, 16.5), null);
});

test("an easier part is offered to whoever has a harder one, and to nobody else", () => {
  const layers = [2, 1, 3].map((difficulty) => ({ name: "x", notes: [], difficulty }));
  const groove = { cycle_beats: 4, layers };
  assert.deepEqual([-1, 0, 1, 2, 7].map((part) => easierLayer(groove, part)), [null, 1, null, 1, null]);
});
