// @ts-check
/** Laws of drum pads in the browser: messages to strikes, learning, plugging in, stamps. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { PadReader, possiblePads, usualStroke } from "../../web/unisono_web/static/js/midi/padReader.js";
import { MidiInput } from "../../web/unisono_web/static/js/midiInput.js";
import { localAt } from "../../web/unisono_web/static/js/now.js";
import { openPage, settled } from "../support/fakePage.js";

const page = openPage("console");
const { LiveCallPad } = await import("../../web/unisono_web/static/js/console/liveCall.js");

const vectors = JSON.parse(readFileSync(new URL("../vectors/midi.json", import.meta.url), "utf-8"));

test("General MIDI means the same here and in the bridge", () => {
  for (const [note, stroke] of Object.entries(vectors.general_midi)) {
    assert.equal(usualStroke(Number(note)), stroke, note);
  }
});

test("the same strikes count here and in the bridge", () => {
  const reader = new PadReader();
  for (const [atMs, note, velocity, counts] of vectors.strikes) {
    assert.equal(reader.read([0x99, note, velocity], atMs) !== null, counts, `${atMs}`);
  }
});

test("only note-ons with a velocity are strikes", () => {
  const reader = new PadReader();
  for (const data of [[], [0x99], [0x99, 36], [0x99, 36, 0], [0x89, 36, 64], [0xb9, 64, 127], [0xfe], [0xf8], [0xf0, 1, 2]]) {
    assert.equal(reader.read(data, 1000), null);
  }
  assert.deepEqual(reader.read([0x90, 36, 127], 1000), { atMs: 1000, note: 36, stroke: "bass", velocity: 1 });
});

test("a pad that is taught keeps what it learned, once", () => {
  const reader = new PadReader();
  reader.learning = "slap";
  assert.equal(reader.read([0x99, 36, 100], 0)?.stroke, "slap");
  assert.equal(reader.learning, null);
  assert.equal(reader.read([0x99, 37, 100], 500)?.stroke, "rim");
  assert.equal(reader.read([0x99, 36, 100], 1000)?.stroke, "slap");
  assert.deepEqual(possiblePads(JSON.parse(JSON.stringify(reader.pads))), { 36: "slap" });
});

test("what is kept by another hand is taken for what it is", () => {
  assert.deepEqual(possiblePads(null), {});
  assert.deepEqual(possiblePads("pads"), {});
  assert.deepEqual(possiblePads({ 36: "boom", x: "bass", 999: "bass", 40: "rim" }), { 40: "rim" });
});

/** A browser's MIDI that a test owns. */
class FakeAccess {
  constructor() {
    /** @type {Map<string, any>} */
    this.inputs = new Map();
    this.onstatechange = () => {};
  }

  /** @param {string} name */
  plug(name, id = name) {
    const port = { id, name, state: "connected", onmidimessage: /** @type {any} */ (null) };
    this.inputs.set(id, port);
    this.onstatechange();
    return port;
  }

  /** @param {string} id */
  pull(id) {
    this.inputs.get(id).state = "disconnected";
    this.onstatechange();
    this.inputs.delete(id);
  }
}

/** @param {FakeAccess} [access] */
function bench(access) {
  Object.defineProperty(globalThis, "navigator", {
    value: access ? { requestMIDIAccess: async () => access } : {},
    configurable: true,
  });
  /** @type {Map<string, unknown>} */
  const kept = new Map();
  const store = {
    load: (/** @type {string} */ name) => kept.get(name) ?? null,
    save: (/** @type {string} */ name, /** @type {unknown} */ value) => void kept.set(name, value),
  };
  /** @type {import("../../web/unisono_web/static/js/midi/padReader.js").Strike[]} */
  const strikes = [];
  const make = () => new MidiInput((strike) => strikes.push(strike), store);
  return { make, strikes, kept };
}

/**
 * @param {any} port
 * @param {number} note
 * @param {number} timeStamp
 */
const strike = (port, note, timeStamp) => port.onmidimessage?.({ data: [0x99, note, 100], timeStamp });

test("a single device is heard at once, at the moment its message came in", async () => {
  const access = new FakeAccess();
  const pad = access.plug("Pad");
  const { make, strikes } = bench(access);
  const midi = make();
  await midi.open();
  const stampMs = performance.now() - 2;
  strike(pad, 36, stampMs);
  assert.equal(midi.chosen, "Pad");
  assert.equal(/** @type {any} */ (strikes[0]).localS, localAt(stampMs));
});

test("a device that is plugged in anew is heard again, and only once a strike", async () => {
  const access = new FakeAccess();
  access.plug("Pad", "1");
  access.plug("Other", "2");
  const { make, strikes } = bench(access);
  const midi = make();
  await midi.open();
  assert.equal(midi.chosen, "");
  midi.choose("Pad");
  access.pull("1");
  assert.equal(midi.heard, false);
  const again = access.plug("Pad", "3");
  access.onstatechange();
  strike(again, 40, performance.now());
  strike(access.inputs.get("2"), 40, performance.now());
  assert.deepEqual(strikes.map(({ note }) => note), [40]);
});

test("bursts and messages out of order keep their own moments", async () => {
  const access = new FakeAccess();
  const pad = access.plug("Pad");
  const { make, strikes } = bench(access);
  await make().open();
  const nowMs = performance.now();
  const stamps = [-10, -34, -22, -16, -4, -28].map((ms) => nowMs + ms);
  stamps.forEach((stampMs, i) => strike(pad, 36 + i * 2, stampMs));
  assert.deepEqual(strikes.map(({ atMs }) => atMs), stamps);
});

test("a stamp that cannot be is replaced by the moment of delivery", async () => {
  const access = new FakeAccess();
  const pad = access.plug("Pad");
  const { make, strikes } = bench(access);
  await make().open();
  for (const [i, odd] of [0, -5, 1e12, NaN].entries()) strike(pad, 36 + 2 * i, odd);
  assert.equal(strikes.length, 4);
  for (const { atMs } of strikes) assert.ok(Math.abs(atMs - performance.now()) < 1000);
});

test("what was learned belongs to the device and survives a reload", async () => {
  const access = new FakeAccess();
  const pad = access.plug("Pad");
  const { make, strikes } = bench(access);
  const midi = make();
  await midi.open();
  midi.learn("rim");
  strike(pad, 99, performance.now());
  const later = make();
  await later.open();
  strike(pad, 99, performance.now() + 100);
  assert.deepEqual(strikes.map(({ stroke }) => stroke), ["rim", "rim"]);
  later.choose("Other");
  assert.deepEqual(later.reader.pads, {});
});

test("without Web MIDI there is a word for why", async () => {
  const { make } = bench();
  const midi = make();
  Object.defineProperty(globalThis, "isSecureContext", { value: false, configurable: true });
  await midi.open();
  assert.equal(midi.state, "insecure");
  Object.defineProperty(globalThis, "isSecureContext", { value: true, configurable: true });
  await midi.open();
  assert.equal(midi.state, "missing");
});

/** A console on which music runs, with a clock that is three seconds ahead of this device's. */
function callDesk() {
  /** @type {any[]} */
  const asked = [];
  /** @type {any[]} */
  const heard = [];
  const desk = {
    running: true,
    clock: { ready: true, now: (/** @type {number} */ localS) => localS + 3 },
    sound: { tap: (/** @type {any[]} */ ...stroke) => heard.push(stroke) },
    session: { groove: null, ask: async (/** @type {any[]} */ ...what) => asked.push(what) > 0 },
  };
  [page("live-bars").value, page("live-quantise").value] = ["2", "off"];
  const live = new LiveCallPad(/** @type {any} */ (desk), /** @type {any} */ ({ settings: { rounds: 1 } }));
  return { live, asked, heard };
}

test("what is struck while a call is recorded is the call: its strokes, strengths and own moments", async () => {
  const access = new FakeAccess();
  const pad = access.plug("Pad");
  bench(access);
  const { live, asked, heard } = callDesk();
  const midi = new MidiInput((struck) => live.strike(struck), { load: () => null, save: () => {} });
  await midi.open();
  const nowMs = performance.now() + 1000; // a process may be younger than a second
  const play = (/** @type {number} */ agoMs, /** @type {number[]} */ ...data) =>
    pad.onmidimessage?.({ data, timeStamp: nowMs - agoMs });

  play(900, 0x99, 36, 127);
  page("live-record").click();
  play(600, 0x99, 36, 127);
  play(590, 0x99, 36, 90);
  play(580, 0x89, 36, 0);
  play(200, 0x99, 38, 64);
  play(400, 0x99, 63, 64);
  play(190, 0x99, 37, 32);
  page("live-send").click();
  await settled();
  play(0, 0x99, 36, 127);

  const [[name, { onsets, bars }]] = asked;
  assert.deepEqual([name, bars, asked.length], ["livecall", 2, 1]);
  const moment = (/** @type {number} */ agoMs) => localAt(nowMs - agoMs) + 3;
  assert.deepEqual(onsets, [
    [moment(600), "bass", 1],
    [moment(400), "tone", 0.504],
    [moment(200), "slap", 0.504],
    [moment(190), "rim", 0.252],
  ]);
  assert.deepEqual(heard.map(([stroke]) => stroke), ["bass", "slap", "tone", "rim"]);
});

test("fingers and pads make one call together", () => {
  const { live, asked } = callDesk();
  page("live-record").click();
  const tapped = Object.assign(new Event("pointerdown"), {});
  page("live-pad").dispatchEvent(tapped);
  live.strike({ localS: localAt(tapped.timeStamp) + 0.005, stroke: "bass", velocity: 0.9 });
  live.strike({ localS: localAt(tapped.timeStamp) + 0.02, stroke: "bass", velocity: 0.2 });
  page("live-send").click();
  assert.deepEqual(asked[0][1].onsets.map((/** @type {any} */ [, stroke]) => stroke), ["x", "bass"]);
});
