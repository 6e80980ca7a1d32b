// @ts-check
/** Laws of leaving: one's own taps as a file, and none handed in behind one's back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { tapsAsText } from "../../web/unisono_web/static/js/play/tapFile.js";
import { TapQueue } from "../../web/unisono_web/static/js/taps.js";

/** @type {import("../../web/unisono_web/static/js/play/tapping.js").Tap[]} */
const TAPS = [
  { timeS: 12.5, localS: 3, stroke: "", source: "touch", velocity: null },
  { timeS: 13.0000004, localS: 3.5, stroke: "bass", source: "midi", velocity: 0.75 },
];

test("a file of taps has a line of names, a line for each tap, and nothing else", () => {
  const lines = tapsAsText(TAPS).split("\n");
  assert.deepEqual(lines, [
    "session_time_s,stroke,source,strength",
    "12.500000,,touch,",
    "13.000000,bass,midi,0.75",
    "",
  ]);
  assert.equal(tapsAsText([]).split("\n").length, 2);
});

test("taps that are taken along are not kept on the device to be sent", () => {
  /** @type {import("../../web/unisono_web/static/js/taps.js").Kept | null} */
  let kept = null;
  const store = {
    load: () => kept,
    save: (/** @type {import("../../web/unisono_web/static/js/taps.js").Kept} */ state) => {
      kept = state;
    },
  };
  const queue = new TapQueue(store);
  queue.push(12.5, 0.001, "touch", 3);
  queue.persist(true);
  assert.equal(new TapQueue(store).waiting, 1);
  queue.saved(Infinity);
  queue.persist(true);
  assert.equal(new TapQueue(store).waiting, 0);
  queue.push(13, 0.001, "touch", 4);
  assert.deepEqual(queue.batch().map(([seq]) => seq), [2], "numbers go on");
});
