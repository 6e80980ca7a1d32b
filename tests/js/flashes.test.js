// @ts-check
/**
 * Law of light: nothing changes its luminance more than three times a second at any tempo and
 * subdivision, unless it is too small to matter (WCAG 2.3.1). Computed; measured in
 * tests/browser/test_play_flashes.py. Run: node --test tests/js
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { WHEEL_RADIUS } from "../../web/unisono_web/static/js/beatFace.js";

const css = (/** @type {string} */ name) =>
  readFileSync(new URL(`../../web/unisono_web/static/css/${name}.css`, import.meta.url), "utf-8");
const MOST_PER_S = 3;
/** A quarter of 341 x 256 px. */
const SMALL_PX2 = 21_824;
/** A bold digit covers less than this of its own box. */
const INK = 0.45;
/** The playhead is a border and a rim around a box; its ground stays. */
const OUTLINE_PX = 4;
const TENTH = 0.1;
const BRIGHT = 0.8;

/** @param {string} hex @returns {number} relative luminance of WCAG 2 */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {string} text @returns {Record<string, string>} */
const colours = (text) =>
  Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gu)].map(([, n, c]) => [n, c]));
const [light, dark] = css("tokens").split("@media (prefers-color-scheme: dark)").map(colours);

/** Every ground that the card and the pad may have. */
const grounds = new Set(
  [...(css("guide") + css("play")).matchAll(/(?:--tone:|background:[^;]*?)\s*var\(--([\w-]+)\)/gu)].map(
    ([, name]) => name,
  ),
);

test("cards and pads may change with every beat: all their grounds are about as light", () => {
  const changing = ["accent-soft", "well", "sky-soft", "sun-soft", "card", "paper"];
  for (const name of changing) assert.ok(grounds.has(name), `${name} is a ground`);
  for (const scheme of [light, { ...light, ...dark }]) {
    for (const a of changing) {
      for (const b of changing) {
        const [low, high] = [luminance(scheme[a]), luminance(scheme[b])].sort((x, y) => x - y);
        assert.ok(low >= BRIGHT || high - low < TENTH, `${a} ${low} and ${b} ${high}`);
      }
    }
  }
});

/**
 * What changes with the beat, at its largest on a page: its size in px² there, and how often it
 * changes in a beat of so many parts.
 * @param {number} ring side of the ring's drawing in px
 * @param {number} font of the count in px
 * @param {number} box side of a box in px
 * @param {number} [ripples] under fingers, at once
 */
const movers = (ring, font, box, ripples = 6) => {
  const unit = ring / 208;
  const digit = (/** @type {number} */ size) => INK * 0.62 * size * 0.72 * size;
  const outline = 2 * (box + 1.6 * box) * OUTLINE_PX;
  return [
    { what: "numeral", area: digit(34 * unit), perBeat: () => 1 },
    { what: "count", area: digit(font), perBeat: () => 1 },
    { what: "ball", area: 2 * Math.PI * (4.4 * unit) ** 2, perBeat: () => Infinity },
    { what: "playhead", area: 2 * outline, perBeat: (/** @type {number} */ parts) => parts },
    { what: "ripples", area: ripples * 3 * Math.PI * 88, perBeat: () => Infinity },
  ];
};
const PAGES = {
  "a phone": movers(390, 37, 24),
  "a large screen": movers(560, 37, 32),
  "a stage of 1920 x 1080": movers(1040, 96, 48, 0),
};

for (const [page, parts] of Object.entries(PAGES)) {
  test(`what changes faster than three times a second is small on ${page}`, () => {
    for (let bpm = 40; bpm <= 240; bpm += 1) {
      for (const division of [1, 2, 3, 4]) {
        const fast = parts.filter(({ perBeat }) => (bpm / 60) * perBeat(division) > MOST_PER_S);
        const area = fast.reduce((sum, one) => sum + one.area, 0);
        assert.ok(area <= SMALL_PX2, `${bpm} bpm in ${division}: ${area.toFixed(0)} px²`);
      }
    }
  });
}

test("the sizes above are those of the drawing", () => {
  assert.equal(WHEEL_RADIUS, 41);
  assert.match(css("circle"), /\.beat-numeral \{ font-size: 34px/u);
  assert.match(css("guide"), /\.now-count \{ font-size: 2\.3rem/u);
  assert.match(css("stage"), /\.stage \.now-count \{ font-size: clamp\(2\.6rem, 5\.5vw, 6rem\)/u);
  assert.match(css("play"), /inline-size: 5\.5rem;[^}]*border: 3px/u);
});

test("changes of tone take long enough not to be flashes of their own", () => {
  const [, seconds] = /\.ask \{[^}]*transition: background-color ([\d.]+)s/u.exec(css("guide")) ?? [];
  assert.ok(Number(seconds) >= 1 / MOST_PER_S);
});
