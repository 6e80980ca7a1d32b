// @ts-check
/** Laws of untilItComes.js: asked for until it is there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { untilItComes } from "../../web/unisono_web/static/js/untilItComes.js";

test("a part that comes is there at once", async () => {
  assert.equal(await untilItComes(async () => 7, 1), 7);
});

test("a part that does not come is asked for until it does", async () => {
  let asked = 0;
  const load = async () => {
    asked += 1;
    if (asked < 4) throw new TypeError("the line is away");
    return asked;
  };
  assert.equal(await untilItComes(load, 1), 4);
});
