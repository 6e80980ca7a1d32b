// @ts-check
/** Law of the console's fields: what hands are at, no news of the session overwrites. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Clock, openPage, settled } from "../support/fakePage.js";

const clock = new Clock();
let page = openPage("console");
const JS = "../../web/unisono_web/static/js/";
const { TempoDesk } = await import(`${JS}console/tempoDesk.js`);
const { Room } = await import(`${JS}console/room.js`);
const { LayersPad } = await import(`${JS}console/layersPad.js`);
const { Writing } = await import(`${JS}console/writing.js`);
const { WhoPicker } = await import(`${JS}console/whoPicker.js`);
const { Choices } = await import(`${JS}console/choices.js`);
const { withChanged } = await import(`${JS}console/planFile.js`);
const { seatName } = await import(`${JS}texts.js`);

const ARM_MS = 700;
const NEWS_MS = 1500;

/** A session whose news and answers a test gives. */
class FakeSession {
  constructor() {
    Object.assign(this, { music: null, desk: null, groove: null, plan: null, links: null });
    this.arrangement = { tempo_bpm: 90, grouping: [4], count_in_bars: 1 };
    this.hearing = { who: "all", bars: 1 };
    this.circle = new Map();
    /** @type {[string, any][]} */
    this.asked = [];
    /** @type {((done: boolean) => void)[]} */
    this._open = [];
    /** @type {Map<string, (() => void)[]>} */
    this._listeners = new Map();
  }

  get people() {
    return [...this.circle.values()];
  }

  /** @param {string} part @param {() => void} listener */
  on(part, listener) {
    this._listeners.set(part, [...(this._listeners.get(part) ?? []), listener]);
  }

  /** @param {string} name @param {any} body */
  ask(name, body) {
    this.asked.push([name, body]);
    return new Promise((done) => this._open.push(done));
  }

  /** @param {boolean} [done] */
  async answer(done = true) {
    for (const answered of this._open.splice(0)) answered(done);
    await settled();
  }

  /** @param {string} part */
  tell(part) {
    for (const listener of this._listeners.get(part) ?? []) listener();
  }

  /** @param {number} bpm @param {number[]} [grouping] */
  plays(bpm, grouping = [4]) {
    this.music = { run: { segments: [[0, 0, bpm, bpm]], meters: [[0, 0, grouping]] } };
    this.tell("music");
  }

  /** @param {...[number, string]} people */
  seats(...people) {
    this.circle = new Map(people.map(([seat, name]) => [seat, { seat, name, state: "here", animal: 0, colour: 0 }]));
    this.tell("circle");
  }
}

/** @type {any} */
let session;
/** @type {any} */
let desk;

beforeEach(() => {
  page = openPage("console");
  session = new FakeSession();
  desk = {
    session,
    get running() {
      return session.music !== null;
    },
    arm: (/** @type {any} */ what) => session.ask("cue", what),
    nameOf: (/** @type {number} */ seat) => seatName(session.circle.get(seat) ?? { name: String(seat) }),
  };
});

/** @returns {number[]} the tempi that have been asked for */
const tempi = () => session.asked.filter((/** @type {any} */ [, body]) => body.tempo_bpm).map((/** @type {any} */ [, body]) => body.tempo_bpm);

test("a tempo that is being typed stays, whatever is told between two keys, and Enter arms it", async () => {
  new TempoDesk(desk);
  session.plays(250);
  const tempo = page("tempo");
  let bpm = 200;
  tempo.retype("240", () => session.plays((bpm += 1)));
  assert.equal(tempo.value, "240");
  session.plays(222);
  tempo.enter();
  await clock.pass(ARM_MS);
  assert.deepEqual(tempi(), [240]);
  session.plays(240);
  await session.answer();
  assert.equal(tempo.value, "240");
});

test("a tempo is typed as well when it was the last one shown, and when leaving says it", async () => {
  new TempoDesk(desk);
  session.plays(240);
  const tempo = page("tempo");
  tempo.retype("220", () => session.plays(230));
  tempo.retype("240");
  tempo.enter();
  await clock.pass(ARM_MS);
  tempo.retype("180", () => session.plays(120));
  page("ramp-to").focus();
  await clock.pass(ARM_MS);
  assert.deepEqual(tempi(), [240, 180]);
});

test("a tapped tempo whose moment comes while another is typed lands first and takes nothing", async () => {
  const tempoDesk = new TempoDesk(desk);
  session.plays(250);
  for (let i = 0; i < 5; i += 1) tempoDesk.tap({ timeStamp: 1000 + 500 * i });
  const tempo = page("tempo");
  tempo.retype("24");
  await clock.pass(ARM_MS);
  session.plays(120);
  await session.answer();
  tempo.type("0");
  tempo.enter();
  await clock.pass(ARM_MS);
  assert.deepEqual(tempi(), [120, 240]);
});

test("whoever only looks at the tempo gets the news when they leave; what is no tempo is let go", async () => {
  new TempoDesk(desk);
  session.plays(100);
  const tempo = page("tempo");
  tempo.focus();
  session.plays(110);
  assert.equal(tempo.value, "100", "it may be marked to be typed over");
  tempo.blur();
  await settled();
  assert.equal(tempo.value, "110");
  tempo.retype("");
  tempo.enter();
  tempo.retype("-");
  tempo.blur();
  await clock.pass(ARM_MS);
  assert.equal(tempo.value, "110");
  assert.deepEqual(tempi(), []);
});

test("steps go on from what was stepped to, also while that is being asked", async () => {
  const tempoDesk = new TempoDesk(desk);
  session.plays(100);
  tempoDesk.nudge(5);
  session.plays(100);
  tempoDesk.nudge(1);
  await clock.pass(ARM_MS);
  session.plays(100);
  tempoDesk.nudge(1);
  await clock.pass(ARM_MS);
  assert.deepEqual(tempi(), [106, 107]);
  await session.answer(false);
  assert.equal(page("tempo").value, "100", "it went another way: what plays is shown");
  page("tempo").retype("150");
  tempoDesk.nudge(1);
  await clock.pass(ARM_MS);
  assert.deepEqual(tempi(), [106, 107, 151]);
});

test("a start takes what stands in the fields, typed to the end or not", async () => {
  const tempoDesk = new TempoDesk(desk);
  session.plays(100);
  page("meter").choose("3");
  session.music = null;
  session.tell("music");
  page("tempo").retype("96");
  const ready = tempoDesk.settle();
  await session.answer();
  await session.answer();
  await ready;
  assert.deepEqual(session.asked, [
    ["arrange", { tempo_bpm: 96 }],
    ["arrange", { grouping: [3] }],
  ]);
});

test("a slider stays under the finger", async () => {
  new TempoDesk(desk);
  session.plays(100);
  const slider = page("tempo-slider");
  slider.drag([101, 110, 120], () => session.plays(90));
  await clock.pass(ARM_MS);
  session.plays(90);
  await session.answer();
  await clock.pass(NEWS_MS);
  session.plays(80);
  assert.equal(slider.value, "120");
  slider.letGo();
  await settled();
  assert.equal(slider.value, "80");
  assert.deepEqual(tempi(), [120]);
});

test("a meter of one's own is typed to its end, at rest and while it plays", async () => {
  const tempoDesk = new TempoDesk(desk);
  for (const running of [false, true]) {
    const tell = () => (running ? session.plays(100, [4]) : session.tell("music"));
    tell();
    page("meter").choose("own");
    assert.ok(!page("own-meter").hidden);
    page("grouping").retype("3+1+2", tell);
    await session.answer();
    tell();
    assert.equal(page("grouping").value, "3+1+2");
    assert.ok(!page("own-meter").hidden);
    if (running) tempoDesk.changeMeter();
    assert.deepEqual(session.asked.at(-1), running
      ? ["cue", { kind: "meter", grouping: [3, 1, 2] }]
      : ["arrange", { grouping: [3, 1, 2] }]);
    page("grouping").blur();
    await session.answer();
    await clock.pass(NEWS_MS);
    assert.equal(page("meter").value, "4", "what holds is shown, until news comes");
  }
});

test("a chosen meter and count-in wait for their answer before news is shown", async () => {
  new TempoDesk(desk);
  for (const [field, value, before] of [["meter", "3", "4"], ["count-in", "2", "1"]]) {
    session.tell("music");
    page(field).choose(value);
    session.tell("music");
    await settled();
    assert.equal(page(field).value, value, field);
    await session.answer(false);
    assert.equal(page(field).value, before, field);
  }
});

test("who hears whom, the door and the groove stay as pressed until it is answered", async () => {
  session.desk = { door_open: false };
  new Room(desk);
  new LayersPad(desk).offer([{ id: "djole", title: "Djole", tempo: 100, groove: { id: "djole", layers: [] } }]);
  page("hearing-who").choose("section");
  page("door").press();
  page("groove-choice").choose("djole");
  for (const part of ["hearing", "desk", "groove"]) session.tell(part);
  const shown = () => [page("hearing-who").value, page("door").checked, page("groove-choice").value];
  assert.deepEqual(shown(), ["section", true, "djole"]);
  await session.answer(false);
  assert.deepEqual(shown(), ["all", false, ""]);
});

test("a yes comes before the news that says the same, and nothing flickers in between", async () => {
  session.desk = { door_open: false };
  new Room(desk);
  const tempoDesk = new TempoDesk(desk);
  session.plays(100);
  page("door").press();
  tempoDesk.nudge(1);
  await clock.pass(ARM_MS);
  await session.answer();
  for (const part of ["desk", "music"]) session.tell(part);
  assert.deepEqual([page("door").checked, page("tempo").value], [true, "101"]);
  await clock.pass(200);
  session.plays(101);
  session.desk.door_open = true;
  session.tell("desk");
  await clock.pass(NEWS_MS);
  assert.deepEqual([page("door").checked, page("tempo").value], [true, "101"]);
  session.desk.door_open = false;
  session.tell("desk");
  session.plays(90);
  assert.deepEqual([page("door").checked, page("tempo").value], [false, "90"]);
});

test("whom one has chosen stays chosen when they go, so that it is never somebody else", () => {
  const writing = new Writing(desk);
  session.seats([1, "Ann"], [2, "Ben"]);
  writing.begin(2);
  page("say-text").type("Well do", () => session.seats([1, "Ann"]));
  assert.equal(page("say-to").value, "2");
  page("say-text").type("ne");
  page("say-text").enter();
  assert.deepEqual(session.asked, [["say", { text: "Well done", seat: 2 }]]);
});

test("what is written while the sentence before it travels is kept", async () => {
  new Writing(desk);
  const text = page("say-text");
  text.type("Softer");
  text.enter();
  text.retype("And now");
  await session.answer();
  assert.equal(text.value, "And now");
  text.enter();
  await session.answer();
  assert.equal(text.value, "");
});

test("a list that is in use is left alone, and another kind of list begins anew", async () => {
  const select = /** @type {any} */ (document.createElement("select"));
  const choices = new Choices(select);
  const values = () => select.options.map((/** @type {any} */ { value }) => value);
  choices.offer([["a", "A"], ["b", "B"]], "letters");
  select.focus();
  choices.offer([["b", "B"], ["c", "C"]], "letters");
  assert.deepEqual(values(), ["a", "b"]);
  select.blur();
  await settled();
  assert.deepEqual([values(), select.value], [["b", "c", "a"], "a"]);
  choices.offer([["1", "One"]], "numbers");
  assert.deepEqual([values(), select.value], [["1"], "1"]);
});

test("a section nobody has yet is kept as a plan has it, and a chip keeps the focus when others come", () => {
  const picker = new WhoPicker(session);
  picker.value = { by: "section", section: "Tenor" };
  session.seats([1, "Ann"]);
  assert.deepEqual(picker.value, { by: "section", section: "Tenor" });
  picker.value = { by: "seats", seats: [1] };
  session.seats([1, "Ann"], [3, "Cleo"]);
  const chips = () => picker.element.querySelectorAll("button");
  const [ann] = chips();
  ann.focus();
  session.seats([0, "Zoe"], [1, "Ann"], [2, "Ben"], [3, "Cleo"]);
  assert.equal(document.activeElement, ann);
  assert.deepEqual(chips().map((/** @type {any} */ chip) => chip.textContent), ["Zoe", "Ann", "Ben", "Cleo"]);
  session.seats([1, "Ann"], [3, "Cleo"]);
  assert.deepEqual(chips().map((/** @type {any} */ chip) => chip.textContent), ["Ann", "Cleo"]);
});

test("an activity is changed where it is, also when somebody has moved it meanwhile", () => {
  const [a, b, c] = ["a", "b", "c"].map((title) => ({ kind: "groove", title }));
  const fresh = { kind: "groove", title: "B" };
  assert.deepEqual(withChanged([a, b, c], 1, b, fresh), [a, fresh, c]);
  assert.deepEqual(withChanged([b, c, a], 1, b, fresh), [fresh, c, a]);
  assert.deepEqual(withChanged([a, c], 1, b, fresh), [a, fresh, c]);
});
