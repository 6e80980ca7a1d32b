// @ts-check
/** Laws of the console's pure parts: commands, words, tapped tempo, lights, live calls, library. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const JS = "../../web/unisono_web/static/js/";
const root = new URL("../../web/unisono_web/", import.meta.url);
const { COMMANDS, commandOf, shownKeys, shortcutOf } = await import(`${JS}console/commands.js`);
const { placesOf } = await import(`${JS}console/armedPlaces.js`);
const { cueWords, iconOf, whoWords } = await import(`${JS}console/cueWords.js`);
const { CONSOLE } = await import(`${JS}consoleTexts.js`);
const { TapTempo } = await import(`${JS}console/tapTempo.js`);
const { lightsOf, lightWords, worstFirst } = await import(`${JS}console/lights.js`);
const { LiveTake, MOST_ONSETS } = await import(`${JS}console/liveTake.js`);
const { callsOfLink, found, promptOf, shelved } = await import(`${JS}console/library.js`);
const { phraseOf } = await import(`${JS}tubs.js`);

const template = readFileSync(new URL("templates/console.html", root), "utf-8");

/** @param {any} command @returns {{key: string, shiftKey: boolean}[]} the events that call it */
function eventsOf({ key, shift = false }) {
  const keys = key === "12345678" ? [...key] : [key];
  const shown = (/** @type {string} */ one) => (shift && one.length === 1 ? one.toUpperCase() : one);
  return keys.map((one) => ({ key: shown(one), shiftKey: shift }));
}

test("every key calls its own command and no other", () => {
  for (const command of COMMANDS) {
    for (const event of eventsOf(command)) {
      assert.equal(commandOf(event)?.id, command.id, `${command.id}: ${event.key}`);
    }
  }
});

test("a letter is the same with caps lock on; marks do not care which keys make them", () => {
  assert.equal(commandOf({ key: "S", shiftKey: false })?.id, "stop");
  assert.equal(commandOf({ key: "+", shiftKey: true })?.id, "up");
  assert.equal(commandOf({ key: "?", shiftKey: true })?.id, "help");
  assert.equal(commandOf({ key: "ArrowUp", shiftKey: true })?.id, "faster5");
  assert.equal(commandOf({ key: "Escape", shiftKey: true })?.id, "now");
  assert.equal(commandOf({ key: "§", shiftKey: false }), undefined);
  assert.equal(commandOf({ key: "Shift", shiftKey: true }), undefined);
  assert.equal(commandOf({ key: "س", code: "KeyS", shiftKey: false })?.id, "stop");
  assert.equal(commandOf({ key: "ы", code: "KeyS", shiftKey: false })?.id, "stop");
  assert.equal(commandOf({ key: "٢", code: "Digit2", shiftKey: false })?.id, commandOf({ key: "2", shiftKey: false })?.id);
  assert.equal(commandOf({ key: "é", code: "Digit2", shiftKey: false }), undefined);
  assert.equal(commandOf({ key: "a", code: "KeyQ", shiftKey: false })?.id, "admit");
});

test("every command is named, in a group, with a key to show", () => {
  assert.deepEqual(COMMANDS.map((/** @type {any} */ { id }) => id).sort(), Object.keys(CONSOLE.commands).sort());
  for (const command of COMMANDS) {
    assert.ok(CONSOLE.commands[command.id].name, command.id);
    assert.ok(command.group in CONSOLE.groups, command.group);
    assert.ok(shownKeys(command).every(Boolean) && shortcutOf(command), command.id);
  }
});

test("every button with a command has one that exists, and the page does every command", () => {
  const named = [...template.matchAll(/data-command="(\w+)"/gu)].map(([, id]) => id);
  const known = new Set(COMMANDS.map((/** @type {any} */ { id }) => id));
  assert.ok(named.length > 20 && named.every((id) => known.has(id)), named.join());
  const page = readFileSync(new URL("static/js/console/actions.js", root), "utf-8");
  for (const id of known) assert.match(page, new RegExp(`^ {4}${id}[:,]`, "mu"), id);
});

test("every drawing that a cue asks for is in the icons", () => {
  const icons = readFileSync(new URL("templates/icons.html", root), "utf-8");
  const kinds = Object.keys(CUES).map((kind) => iconOf({ kind }));
  for (const icon of kinds) assert.match(icons, new RegExp(`^ {2}"${icon}":`, "mu"));
});

const NAMES = { nameOf: (/** @type {number} */ seat) => `seat ${seat}`, layerName: () => "bell" };
const NOTES = [[0]];
/** @type {Record<string, [object, string][]>} */
const CUES = {
  groove: [
    [{}, "Everyone in"],
    [{ who: { by: "section", section: "A" } }, "Groove: Section A"],
  ],
  tempo: [
    [{ tempo_bpm: 96.04, over_bars: 0 }, "96 bpm"],
    [{ tempo_bpm: 112, over_bars: 8 }, "To 112 bpm over 8 bars"],
  ],
  meter: [[{ grouping: [2, 2, 3] }, "Meter 7 = 2+2+3"]],
  click: [
    [{ mode: "visual" }, "Click only to see"],
    [{ mode: "all", fade_on_bars: 4, fade_off_bars: 8 }, "Click: 4 bars on, 8 off"],
  ],
  level: [[{ level: "rumble" }, "Rumble"]],
  layer: [
    [{ layer: 0 }, "bell comes in"],
    [{ layer: 0, playing: false }, "bell goes out"],
  ],
  sculpt: [
    [{ who: { by: "seats", seats: [3] }, others: "soft" }, "1 chosen, others softly"],
    [{ who: { by: "tag", tag: "glasses" } }, "“glasses”, others rest"],
    [{ who: { by: "all" } }, "Everyone in"],
  ],
  spotlight: [
    [{ seat: 4 }, "Spotlight: seat 4"],
    [{ seat: null }, "Spotlight off"],
  ],
  pass: [[{}, "Pass the pulse"]],
  call: [
    [{ prompt: { notes: NOTES, cycle_beats: 4, title: "Tea" } }, "Call: Tea"],
    [{ prompt: { notes: NOTES, cycle_beats: 4 } }, "Call and response"],
  ],
  dialogue: [[{ first: {}, second: {}, cycle_beats: 4 }, "Dialogue"]],
  sing: [[{ song: { notes: NOTES, length_beats: 4, title: "Row" } }, "Song: Row"]],
  breath: [[{}, "Breathe together"]],
  free: [[{}, "Free play"]],
  stop: [
    [{}, "Stop together"],
    [{ how: "last" }, "Last beat together"],
  ],
};

test("every cue has its words", () => {
  for (const [kind, cases] of Object.entries(CUES)) {
    for (const [body, words] of cases) assert.equal(cueWords({ kind, ...body }, NAMES), words);
  }
});

test("who is meant is said as it was chosen", () => {
  assert.equal(whoWords({}), "Everyone");
  assert.equal(whoWords({ by: "seats", seats: [1, 2] }), "2 chosen");
  assert.equal(whoWords({ by: "part", part: 0 }), "Layer 1");
  assert.equal(whoWords({ by: "half" }), "A random half");
});

test("a tempo is known from the fourth tap on, to the beat a minute, in spite of a shaky hand", () => {
  for (const bpm of [30, 72, 96, 120, 208]) {
    const tempo = new TapTempo();
    const at = Array.from({ length: 8 }, (_, i) => (i * 60) / bpm + 0.008 * Math.sin(9 * i));
    const found = at.map((timeS) => tempo.tap(timeS));
    assert.deepEqual(found.slice(0, 3), [null, null, null]);
    assert.ok(Math.abs((found.at(-1) ?? 0) - bpm) <= 1, `${bpm}: ${found}`);
  }
});

test("one slip does not move a tapped tempo, and a pause begins a new try", () => {
  const tempo = new TapTempo();
  for (const timeS of [0, 0.5, 1, 1.2, 1.5, 2, 2.5]) tempo.tap(timeS);
  assert.equal(tempo.bpm, 120);
  assert.equal(tempo.tap(10), null);
  assert.equal(tempo.taps, 1);
});

test("however unevenly somebody taps, there is a number", () => {
  const tempo = new TapTempo();
  for (const timeS of [0, 0.25, 0.5, 1.75, 3]) tempo.tap(timeS);
  assert.equal(tempo.bpm, 80);
});

test("who needs a hand comes first, and equals keep the order of their seats", () => {
  const well = Array(5).fill("good");
  const rows = [
    [1, well],
    [2, ["good", "look", "good", "good", "good"]],
    [3, well],
    [4, ["help", "good", "good", "good", "good"]],
    [5, ["good", "look", "look", "good", "good"]],
  ];
  const devices = new Map(rows.map(([seat, lights]) => [seat, { seat, lights }]));
  assert.deepEqual(worstFirst([5, 4, 3, 2, 1], devices), [4, 5, 2, 1, 3]);
  assert.equal(lightWords(lightsOf(devices.get(4))), "needs a hand: connection");
  assert.equal(lightWords(lightsOf(devices.get(5))), "have a look: clock, sound");
  assert.equal(lightWords(lightsOf(devices.get(1))), "all well");
  assert.equal(lightWords(lightsOf(undefined)), "not known yet");
});

const SETTINGS = { bars: 1, quantise: "soft", parts_per_beat: 4, rounds: 1, who: {}, scored: true };

test("a live call sends every tap when it was, trembles once, and never more than a call holds", () => {
  const take = new LiveTake();
  assert.equal(take.message(SETTINGS), null);
  assert.deepEqual([take.add(10), take.add(10.02), take.add(10.5), take.add(NaN)], [true, false, true, false]);
  const sent = take.message(SETTINGS);
  assert.deepEqual(sent?.onsets.map(([timeS]) => timeS), [10, 10.5]);
  assert.equal(sent?.quantise, "soft");
  for (let i = 0; i < 2 * MOST_ONSETS; i += 1) take.add(20 + i);
  assert.equal(take.message(SETTINGS)?.onsets.length, MOST_ONSETS);
  assert.equal(take.dropped, MOST_ONSETS + 2);
});

const PATTERN = {
  id: "two",
  title: { en: "Óne two" },
  people_place: "Here",
  context: "",
  cycle: { beats: 4, parts_per_beat: 2, grouping: [4] },
  layers: [
    { role: "low", instrument: "djembe", grid: "B...B...", difficulty: 1, gm: 0, mnemonic: {}, syllables: [], strokes: {} },
    { role: "rest", instrument: "djembe", grid: "........", difficulty: 1, gm: 0, mnemonic: {}, syllables: [], strokes: {} },
  ],
  feel: { offsets: [], swing: 1 },
  tempo: [80, 100, 120],
  calls: [{ call: "S.S.....", response: "........", mnemonic: { en: "Hey you" } }],
  sources: [],
  status: "open",
  controversy: "",
  confidence: "high",
};

test("the library becomes calls with notes, and grooves with all their layers", () => {
  const { calls, grooves } = shelved({ patterns: [PATTERN, { ...PATTERN, status: "excluded" }] });
  assert.deepEqual(calls.map((/** @type {any} */ { id }) => id), ["two/0", "two:0"]);
  assert.equal(calls[0].phrase.mnemonic, "Hey you");
  assert.equal(grooves.length, 1);
  assert.deepEqual(grooves[0].groove.layers.map((/** @type {any} */ { name }) => name), ["low", "rest"]);
});

test("a link from the page of rhythms gives its rows as calls; anything else gives none", async () => {
  const { writeLink } = await import(`${JS}patternLink.js`);
  const rows = [{ label: "bell", grid: "x..x..x." }, { label: "rest", grid: "........" }];
  const feel = { offsets: [], swing: 1 };
  const sketch = { cycle: PATTERN.cycle, rows, title: "Mine", tempo_bpm: 96, feel };
  const [call, ...more] = callsOfLink(`https://circle.example/patterns#p=${writeLink(sketch)}`);
  assert.deepEqual([call.title, call.tempo, more.length], ["Mine, bell", 96, 0]);
  assert.deepEqual(call.phrase.notes.map((/** @type {any} */ [beat]) => beat), [0, 1.5, 3]);
  for (const typed of ["", "samba", "#p=", "#p=nonsense", "#p=%"]) assert.deepEqual(callsOfLink(typed), []);
});

test("a song comes with its words, its melody and its ground to be sung", () => {
  const tune = {
    beat_unit: [1, 4],
    grouping: [4],
    key: "C",
    tempo_bpm: 100,
    length_beats: 4,
    title: "Row",
    lines: [{ role: "all", notes: [[0, 1, 60, "row"], [1, 1, 62, "row"]], words: "row row" }],
  };
  const rights = { ground: "public domain", country: "", first_print: "1852", url: "", checked_by: "", date: "" };
  const song = { id: "row", title: { en: "Row" }, form: "round", tempo: [80, 100, 120], rights, status: "open", tune, entries: [{ section: "A", after_beats: 0 }] };
  const { songs } = shelved({ songs: [song] });
  assert.deepEqual(songs[0].words, ["row row"]);
  assert.deepEqual(songs[0].song.notes.map((/** @type {any} */ [beat, , word, pitch]) => [beat, word, pitch]), [[0, "row", 60], [1, "row", 62]]);
  assert.match(songs[0].song.rights, /1852|public/u);
});

test("a call is found by any of its words, in any order, accents or none", () => {
  const { calls } = shelved({ patterns: [PATTERN] });
  for (const typed of ["", "one", "TWO one", "here"]) assert.equal(found(calls, typed).length, 2, typed);
  assert.deepEqual(found(calls, "low").length, 1);
  assert.deepEqual(found(calls, "three"), []);
});

test("a prompt comes back as the phrase it was made of", () => {
  const { calls } = shelved({ patterns: [PATTERN] });
  const { phrase } = calls[0];
  assert.deepEqual(phraseOf(promptOf(phrase)), { ...phrase, grouping: [...phrase.grouping] });
  assert.equal(phraseOf({ notes: NOTES, cycle_beats: 3 }).parts_per_beat, 4);
});

test("an armed cue keeps its place until it lands, whatever is armed or lands beside it", () => {
  let places = placesOf([null, null, null], [4, 5, 6, 7], 3);
  assert.deepEqual(places, [4, 5, 6]);
  places = placesOf(places, [5, 6, 7], 3); // 4 has landed
  assert.deepEqual(places, [7, 5, 6]);
  places = placesOf(places, [5, 7], 3); // 6 was taken back
  assert.deepEqual(places, [7, 5, null]);
  assert.deepEqual(placesOf(places, [], 3), [null, null, null]);
});

test("the next to land is always seen, also where there is one place and it comes in between", () => {
  assert.deepEqual(placesOf([9], [10, 9], 1), [10]);
  assert.deepEqual(placesOf([9, 8, 7], [10, 9, 8, 7], 3), [9, 8, 10]);
  assert.deepEqual(placesOf([9, 8, 7], [8, 9, 7], 1), [8]);
});
