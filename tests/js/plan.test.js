// @ts-check
/** Laws of plans on the console: files, order, time. Run: node --test tests/js */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIVITY_KINDS, newActivity } from "../../web/unisono_web/static/js/console/activityKinds.js";
import {
  activityTitle,
  clockWords,
  duplicatePlan,
  moved,
  MOST_ACTIVITIES,
  NotAPlan,
  planFileName,
  readPlan,
  timeLeft,
  totalMinutes,
  writePlan,
} from "../../web/unisono_web/static/js/console/planFile.js";
import { CONSOLE } from "../../web/unisono_web/static/js/consoleTexts.js";

/** @typedef {import("../../web/unisono_web/static/js/wire.js").Plan} Plan */

const KINDS = /** @type {import("../../web/unisono_web/static/js/console/activityKinds.js").Kind[]} */ (
  Object.keys(ACTIVITY_KINDS)
);
/** @type {Plan} */
const PLAN = {
  title: "Tuesday: «Connection»",
  intent: "connection",
  activities: KINDS.map((kind) => ({ ...newActivity(kind), notes: `say ${kind}` })),
};

test("all sixteen kinds have a name, settings with names, and a beginning", () => {
  assert.equal(KINDS.length, 16);
  for (const kind of KINDS) {
    assert.ok(CONSOLE.kinds[kind], kind);
    for (const field of ACTIVITY_KINDS[kind].fields) assert.ok(CONSOLE.fields[field], field);
    assert.ok((newActivity(kind).minutes ?? 0) > 0, kind);
  }
});

test("what is written is read back, and people can read it, too", () => {
  const text = writePlan(PLAN);
  assert.deepEqual(readPlan(text), PLAN);
  assert.ok(text.split("\n").length > PLAN.activities.length);
  assert.ok(text.includes("say groove"));
});

test("what is no plan is refused with a reason", () => {
  const many = { title: "x", activities: Array(MOST_ACTIVITIES + 1).fill({ kind: "groove" }) };
  const texts = ["", "[1", "{}", '{"title": 3}', '{"title": "x"}', JSON.stringify(many)];
  texts.push('{"title": "x", "activities": [{"kind": "toString"}]}', '{"title":"x","activities":[null]}');
  for (const text of texts) assert.throws(() => readPlan(text), NotAPlan, text);
});

test("moving keeps every activity and puts one where it was asked", () => {
  const list = ["a", "b", "c", "d"];
  for (let from = 0; from < 4; from += 1) {
    for (let to = 0; to < 4; to += 1) {
      const after = moved(list, from, to);
      assert.equal(after[to], list[from]);
      assert.deepEqual([...after].sort(), list);
    }
  }
});

test("a duplicate has the same evening under a name of its own", () => {
  const again = duplicatePlan({ ...PLAN, title: "x".repeat(60) });
  assert.deepEqual(again.activities, PLAN.activities);
  assert.ok(again.title.length <= 60);
  assert.notEqual(duplicatePlan(PLAN).title, PLAN.title);
});

test("a file's name says the title in plain letters", () => {
  assert.equal(planFileName(PLAN), "tuesday-connection.unisono.json");
  assert.equal(planFileName({ ...PLAN, title: "…" }), "plan.unisono.json");
});

test("time is told as what is left, then as what is over", () => {
  assert.deepEqual(timeLeft({ minutes: 2 }, 0), { leftS: 120, over: false });
  assert.deepEqual(timeLeft({ minutes: 2 }, 119.2), { leftS: 1, over: false });
  assert.deepEqual(timeLeft({ minutes: 2 }, 150), { leftS: 30, over: true });
  assert.deepEqual([0, 9.4, 65, 3600].map(clockWords), ["0:00", "0:09", "1:05", "60:00"]);
  assert.equal(totalMinutes({ title: "", activities: [{ kind: "free", minutes: 1.5 }, { kind: "groove" }] }), 4.5);
});

test("an activity without a title is called by its kind", () => {
  assert.equal(activityTitle({ kind: "last_beat" }), "Last beat together");
  assert.equal(activityTitle({ kind: "groove", title: "Heartbeat" }), "Heartbeat");
});
