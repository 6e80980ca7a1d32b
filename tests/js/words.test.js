// @ts-check
/** Laws of what people type and read: codes, meters, numbers. Run: node --test tests/js */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import {
  beatsOf,
  groupingLabel,
  PRESETS,
  readGrouping,
  sameGrouping,
} from "../../web/unisono_web/static/js/grouping.js";
import { isWholeCode, plainCode, shownCode } from "../../web/unisono_web/static/js/joinCode.js";
import { nextFree } from "../../web/unisono_web/static/js/meDialog.js";
import {
  clockTime,
  earlyOrLate,
  points,
  range,
} from "../../web/unisono_web/static/js/reviewFormat.js";
import { apart, plainly } from "../../web/unisono_web/static/js/language.js";
import { number } from "../../web/unisono_web/static/js/numbers.js";
import { dots, firstSecond } from "../../web/unisono_web/static/js/reviewChart.js";
import { nudgeWords, possibleNudge } from "../../web/unisono_web/static/js/soundSettings.js";
import { counted, fill } from "../../web/unisono_web/static/js/texts.js";
import { CODE_ALPHABET, LIMITS } from "../../web/unisono_web/static/js/wire.js";

test("a code is read in any case, with dashes, spaces or wide letters", () => {
  for (const typed of ["K7QM2X", "k7q-m2x", " k7q m2x ", "K7Q–M2X", "Ｋ７ＱＭ２Ｘ"]) {
    assert.equal(plainCode(typed), "K7QM2X", typed);
  }
});

test("showing a code and reading it again gives the code", () => {
  for (let i = 0; i + 6 <= CODE_ALPHABET.length; i += 1) {
    const code = CODE_ALPHABET.slice(i, i + 6);
    assert.equal(plainCode(shownCode(code)), code);
    assert.equal(shownCode(code).length, 7);
  }
});

test("only six letters of the alphabet make a code", () => {
  assert.ok(isWholeCode("k7q-m2x"));
  for (const typed of ["", "K7QM2", "0O1ILU", "<script>"]) assert.ok(!isWholeCode(typed), typed);
});

test("a written grouping is read back, whatever stands between the numbers", () => {
  for (const groups of PRESETS) {
    for (const mark of ["+", " + ", " ", ", ", "-"]) {
      assert.deepEqual(readGrouping(groups.join(mark)), groups);
    }
  }
});

test("the presets offer every meter the server takes, and none it refuses", () => {
  const beats = new Set(PRESETS.map(beatsOf));
  for (let i = LIMITS.minBeats; i <= LIMITS.maxBeats; i += 1) assert.ok(beats.has(i), `${i} beats`);
  assert.ok([...beats].every((count) => count >= LIMITS.minBeats && count <= LIMITS.maxBeats));
});

test("what makes no bar is not a grouping", () => {
  for (const typed of ["", "1", "13", "7+7", "0+4", "two", "+", "1.5e9"]) {
    assert.equal(readGrouping(typed), null, typed);
  }
});

test("groupings are the same when every group is", () => {
  assert.ok(sameGrouping([2, 3], [2, 3]));
  assert.ok(!sameGrouping([2, 3], [3, 2]));
  assert.ok(!sameGrouping([4], [2, 2]));
  assert.equal(groupingLabel([2, 2, 3]), "7 = 2+2+3");
  assert.equal(groupingLabel([4]), "4");
});

test("another figure is the next free one, in a circle, or the same when none is free", () => {
  assert.equal(
    nextFree(3, 5, () => true),
    4,
  );
  assert.equal(
    nextFree(4, 5, (candidate) => candidate === 1),
    1,
  );
  assert.equal(
    nextFree(2, 5, () => false),
    2,
  );
});

test("a number that is not there is a dash, never 0", () => {
  assert.equal(number(null), "–");
  assert.equal(points(null), "–");
  assert.equal(range(null, 90), "–");
  assert.equal(earlyOrLate(null), "–");
});

test("numbers are shown within their range and with a true minus", () => {
  assert.equal(points(-3.2), "0");
  assert.equal(points(99.6), "100");
  assert.equal(number(-31.4), "−31");
  assert.equal(number(-0.2), "0");
  assert.equal(earlyOrLate(-31.4), "31 ms early");
});

test("numbers are written as the language writes them", () => {
  assert.equal(number(3.44, 1, "de"), "3,4");
  assert.equal(number(-1204.5, 1, "fr"), "−1204,5");
  assert.match(number(-0.7, 1, "ar-u-nu-latn"), /^\u200e?−0\.7$/u);
});

test("what stands apart in a mirrored sentence is the same when it is kept", () => {
  assert.equal(apart("K7Q-M2X", false), "K7Q-M2X");
  assert.notEqual(apart("K7Q-M2X", true), "K7Q-M2X");
  assert.equal(plainly(`نسخة ${apart("Ana", true)}`), "نسخة Ana");
});

test("times are read as on a clock", () => {
  assert.deepEqual([0, 59.6, 127, 3727].map(clockTime), ["0:00", "1:00", "2:07", "1:02:07"]);
});

test("a course is drawn from the first start on, with a gap after each stretch", () => {
  const point = (/** @type {number} */ time_s, /** @type {number | null} */ value) => ({
    time_s,
    value,
  });
  const stretches = /** @type {any} */ ([
    { start_s: 10, end_s: 30, course: [point(15, 80), point(20, -4)] },
    { start_s: 40, end_s: 50, course: [] },
    { start_s: 60, end_s: 90, course: [point(70, null)] },
  ]);
  const startS = firstSecond(/** @type {any} */ ({ stretches }));
  const drawn = dots(stretches, startS, ({ value }) => value);
  assert.deepEqual(drawn, [
    [5, 80],
    [10, 0],
    [20, null],
    [60, null],
    [80, null],
  ]);
});

test("sentences are filled in, and what is not known stays to be seen", () => {
  assert.equal(fill("{a} and {b}", { a: 1 }), "1 and {b}");
  assert.equal(counted(1, { one: "1 person", many: "{count} people" }), "1 person");
  assert.equal(counted(0, { none: "nobody", one: "1", many: "{count}" }), "nobody");
});

test("no page tells anybody off", () => {
  const folder = new URL("../../web/unisono_web/", import.meta.url);
  const pages = readdirSync(new URL("templates/", folder)).map((name) => `templates/${name}`);
  const words = ["texts", "reviewTexts", "playTexts", "consoleTexts"].map((name) => `static/js/${name}.js`);
  words.push(...pages);
  for (const name of words) {
    const text = readFileSync(new URL(name, folder), "utf-8").replace(/error:|onerror/gu, "");
    const harsh = /\b(wrong|missed|bad|fail(ed|ure)?|late|error|invalid|loser?)\b/iu.exec(text);
    assert.equal(harsh?.[0], undefined, name);
  }
});

test("a nudge goes in steps of 5 ms up to a quarter of a second, whatever was kept", () => {
  const kept = [0, 5, 12, -1000, 1000, Number.NaN, Infinity];
  assert.deepEqual(kept.map(possibleNudge), [0, 5, 10, -250, 250, 0, 0]);
  assert.deepEqual([0, 15, -5].map(nudgeWords), ["as it is", "15 ms sooner", "5 ms later"]);
});
