// @ts-check
/** Laws of what is drawn: figures, ring, beat. Run: node --test tests/js */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ANIMALS } from "../../web/unisono_web/static/js/animals.js";
import { ballAt, marks, numeral, pointAt } from "../../web/unisono_web/static/js/beatFace.js";
import { INNER, spots } from "../../web/unisono_web/static/js/ringLayout.js";
import { SHAPES, SHIFT_DOWN } from "../../web/unisono_web/static/js/shapes.js";
import { ANIMAL_NAMES, COLOUR_NAMES, SHAPE_NAMES } from "../../web/unisono_web/static/js/texts.js";
import { LIMITS } from "../../web/unisono_web/static/js/wire.js";

test("every animal of the protocol has a drawing and a name, all different", () => {
  assert.equal(ANIMALS.length, LIMITS.animals);
  assert.equal(new Set(ANIMAL_NAMES).size, LIMITS.animals);
  assert.equal(new Set(ANIMALS.map((parts) => JSON.stringify(parts))).size, LIMITS.animals);
});

test("every colour of the protocol has a name and a shape of its own", () => {
  assert.equal(new Set(COLOUR_NAMES).size, LIMITS.colours);
  assert.equal(new Set(SHAPE_NAMES).size, LIMITS.colours);
  assert.equal(new Set(SHAPES).size, LIMITS.colours);
  assert.equal(SHIFT_DOWN.length, LIMITS.colours);
});

test("everybody has a seat inside the field, outside the beat, and nobody sits on another", () => {
  for (const people of [1, 2, 3, 5, 8, 12, 13, 24, 25, 30, 50, 100, 250, 500]) {
    const places = spots(people);
    assert.equal(places.length, people);
    for (const [i, { x, y, r }] of places.entries()) {
      const out = Math.hypot(x, y);
      assert.ok(out + r <= 100 && out - r >= INNER - 1e-9, `${people} people, seat ${i}`);
      for (const other of places.slice(i + 1)) {
        assert.ok(Math.hypot(x - other.x, y - other.y) >= 2 * r, `${people} people, seat ${i}`);
      }
    }
  }
});

test("the first seat is where it was asked for", () => {
  const [top] = spots(7);
  const [bottom] = spots(7, 180);
  assert.ok(Math.abs(top.x) < 1e-9 && top.y < 0);
  assert.ok(Math.abs(bottom.x) < 1e-9 && bottom.y > 0);
});

/** @returns {import("../../web/unisono_web/static/js/music.js").Place} */
function place(changes = {}) {
  return {
    stage: "playing",
    beat: 0,
    left: 0,
    bar: 1,
    count: 1,
    part: 0,
    grouping: [2, 3],
    beats: 5,
    tempoBpm: 100,
    ...changes,
  };
}

test("the ball lands on each beat exactly when it begins, and moves without jumps", () => {
  const places = marks([2, 3]);
  for (let count = 1; count <= 5; count += 1) {
    const landed = ballAt(place({ count }), false);
    assert.ok(Math.hypot(landed.x - places[count - 1].x, landed.y - places[count - 1].y) < 1e-9);
    const leaving = ballAt(place({ count, part: 1 }), false);
    const next = places[count % 5];
    assert.ok(Math.hypot(leaving.x - next.x, leaving.y - next.y) < 1e-9);
  }
});

test("who asked for less motion gets a ball that steps from mark to mark", () => {
  const seen = [0, 0.3, 0.99].map((part) => ballAt(place({ count: 2, part }), true));
  assert.deepEqual(seen, [pointAt(5, 1), pointAt(5, 1), pointAt(5, 1)]);
});

test("the ball never reaches the seats", () => {
  for (let part = 0; part <= 1; part += 0.05) {
    const { x, y } = ballAt(place({ part }), false);
    assert.ok(Math.hypot(x, y) + 4.4 < INNER);
  }
});

test("marks tell the downbeat and the starts of groups apart", () => {
  assert.deepEqual(
    marks([2, 2, 3]).map(({ accent }) => accent),
    [2, 0, 1, 0, 1, 0, 0],
  );
});

test("the numeral counts the count-in down, then the beats of the bar up", () => {
  assert.equal(numeral(place({ stage: "count-in", left: 4, count: 1 })), "4");
  assert.equal(numeral(place({ count: 3 })), "3");
  assert.equal(numeral(place({ stage: "ahead" })), "");
  assert.equal(numeral(null), "");
});
