// @ts-check
/** Laws of storage.js, and of the seat's key, where a browser keeps nothing. Run: node --test tests/js */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { placeFor, remember } from "../../web/unisono_web/static/js/seatKey.js";
import { keep, recall } from "../../web/unisono_web/static/js/storage.js";

/** What browsers have under this name. @type {Map<string, string>} */
let rows;
/** Whether the browser takes what is given to it. */
let takes = true;

beforeEach(() => {
  [rows, takes] = [new Map(), true];
  const store = {
    getItem: (/** @type {string} */ name) => rows.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => {
      if (!takes) throw new DOMException("full", "QuotaExceededError");
      rows.set(name, text);
    },
  };
  define(() => store);
});

/** @param {() => unknown} get what reading `localStorage` does */
function define(get) {
  Object.defineProperty(globalThis, "localStorage", { get, configurable: true });
}

/** Cookies turned off: the very name must not be touched. */
function forbid() {
  define(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
}

test("what a browser keeps comes back from it", () => {
  assert.equal(keep("a", { one: 1 }), true);
  assert.deepEqual([...rows], [["unisono.a", '{"one":1}']]);
  assert.deepEqual(recall("a", null), { one: 1 });
  assert.equal(recall("b", "nothing"), "nothing");
});

for (const [why, turnOff] of /** @type {const} */ ([
  ["forbids its store", forbid],
  ["has no store", () => define(() => null)],
  ["has a full store", () => (takes = false)],
])) {
  test(`a browser that ${why}: what was to be kept lives as long as the page`, () => {
    turnOff();
    assert.equal(keep("b", [1, 2]), false);
    assert.deepEqual(recall("b", null), [1, 2]);
  });

  test(`a browser that ${why}: a page comes back to its own seat`, () => {
    turnOff();
    const first = placeFor("a door");
    assert.equal(placeFor("a door").key, first.key);
    remember("a door", { ...first, code: "K7QM2X" });
    assert.deepEqual(placeFor("a door"), { ...first, code: "K7QM2X" });
    assert.notEqual(placeFor("another").key, first.key);
  });
}

test("what did not fit is newer than what lies there, and is kept once there is room", () => {
  keep("c", "old");
  takes = false;
  keep("c", "new");
  assert.equal(recall("c", null), "new");
  takes = true;
  keep("c", "newest");
  assert.equal(rows.get("unisono.c"), '"newest"');
  assert.equal(recall("c", null), "newest");
});
