// @ts-check
/** Law of numbers: a page in another language writes them as that language does, everywhere. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const scripts = new URL("../../web/unisono_web/static/js/", import.meta.url);
const page = { documentElement: { lang: "de", dir: "ltr" }, getElementById: () => null };
Object.assign(globalThis, { document: page });
const { tenths, typedTenths } = await import(`${scripts}numbers.js`);
const { tempoFace } = await import(`${scripts}play/cueFaces.js`);
const { cueWords } = await import(`${scripts}console/cueWords.js`);

const names = { nameOf: () => "Ann", layerName: () => "Heartbeat" };

test("the pad and the console write the same tempo alike", () => {
  for (const tempo of [104.5, 96.25, 104.05, 239.96]) {
    const onPad = tempoFace(90, tempo, false).values?.tempo;
    const onConsole = cueWords({ kind: "tempo", tempo_bpm: tempo }, names);
    assert.match(String(onPad), /^\d+(,\d)?$/u);
    assert.ok(onConsole.includes(String(onPad)), `${onPad}, but ${onConsole}`);
  }
  assert.equal(tempoFace(90, 104.5, true).values?.tempo, "104,5");
});

test("tenths are shown only where there are any, and a field has them with a point", () => {
  assert.deepEqual([104, 103.96, 104.04].map((value) => tenths(value)), ["104", "104", "104"]);
  assert.deepEqual([104.5, 104].map(typedTenths), ["104.5", "104"]);
  assert.equal(tenths(104.5, "ar-u-nu-latn"), "104.5");
});

test("numbers are rounded for people in one place", () => {
  const files = readdirSync(scripts, { recursive: true, encoding: "utf-8" });
  const own = files.filter((name) => name.endsWith(".js") && !name.startsWith("vendor"));
  const rounding = own.filter((name) => /\* 10\) \/ 10\b/u.test(readFileSync(new URL(name, scripts), "utf-8")));
  assert.deepEqual(rounding, ["numbers.js"]);
});
