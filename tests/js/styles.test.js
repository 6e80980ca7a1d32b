// @ts-check
/** Laws of the style sheets: contrast, no red, no left and right. Run: node --test tests/js */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../web/unisono_web/static/css/", import.meta.url);
const sheets = readdirSync(folder).map((name) => {
  return { name, text: readFileSync(new URL(name, folder), "utf-8") };
});
const tokens = sheets.find(({ name }) => name === "tokens.css")?.text ?? "";
const [light, dark] = tokens.split("@media (prefers-color-scheme: dark)").map(coloursOf);
const schemes = { light, dark: new Map([...light, ...dark]) };

/** @param {string} text @returns {Map<string, string>} */
function coloursOf(text) {
  const found = text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gu);
  return new Map([...found].map(([, name, colour]) => [name, colour]));
}

/** @param {string} colour @returns {number[]} red, green, blue, 0..1 */
function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
}

/** @param {string} colour @returns {number} relative luminance of WCAG 2 */
function luminance(colour) {
  const [r, g, b] = channels(colour).map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {string} a @param {string} b @returns {number} */
function contrast(a, b) {
  const [dim, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dim + 0.05);
}

/** Foreground, background, least contrast (WCAG 1.4.3: text 4.5; 1.4.11: controls, focus 3). */
const PAIRS = [
  ["ink", "paper", 7],
  ["ink", "card", 7],
  ["ink", "well", 7],
  ["ink-soft", "paper", 4.5],
  ["ink-soft", "card", 4.5],
  ["accent", "card", 4.5],
  ["accent", "paper", 4.5],
  ["on-accent", "accent", 4.5],
  ["on-accent", "accent-deep", 4.5],
  ["on-accent-soft", "accent-soft", 4.5],
  ["on-sun-soft", "sun-soft", 4.5],
  ["edge", "paper", 3],
  ["edge", "card", 3],
  ["focus", "paper", 3],
  ["focus", "card", 3],
  ["sun", "paper", 3],
  ["sun", "card", 3],
  ...Array.from({ length: 12 }, (_, i) => [`seat-${i}`, "card", 3]),
  ...Array.from({ length: 12 }, (_, i) => [`seat-${i}`, "paper", 2.9]),
];

for (const [scheme, colours] of Object.entries(schemes)) {
  test(`everything can be told from its ground (${scheme})`, () => {
    for (const [front, back, least] of PAIRS) {
      const [a, b] = [colours.get(String(front)), colours.get(String(back))];
      assert.ok(a && b, `${front} and ${back} exist`);
      const seen = contrast(a, b);
      assert.ok(seen >= Number(least), `${front} on ${back}: ${seen.toFixed(2)}, not ${least}`);
    }
  });

  test(`there is no red (${scheme})`, () => {
    for (const [name, colour] of colours) {
      const [r, g, b] = channels(colour);
      const vivid = Math.max(r, g, b) - Math.min(r, g, b);
      const isRed = vivid > 0.35 && r > 0.5 && g < 0.32 && b < 0.32;
      assert.ok(!isRed, `${name} ${colour}`);
    }
  });
}

test("sheets know start and end, not left and right, so that pages can be mirrored", () => {
  const sided =
    /(^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|left|right|text-align:\s*(?:left|right)|float)\s*:/mu;
  for (const { name, text } of sheets) assert.equal(sided.exec(text)?.[0], undefined, name);
});

/** @param {string} value @returns {string} without what stands in brackets */
function plain(value) {
  const less = value.replace(/\([^()]*\)/gu, "");
  return less === value ? value : plain(less);
}

test("four sides in one rule are the same at start and at end", () => {
  const sides = /(?:padding|margin|inset|border-width):([^;}]*)/gmu;
  for (const { name, text } of sheets) {
    for (const [rule, value] of text.matchAll(sides)) {
      const parts = plain(value).trim().split(/\s+/u);
      assert.ok(parts.length < 4 || parts[1] === parts[3], `${name}: ${rule}`);
    }
  }
});

test("colours are named once, in tokens.css", () => {
  for (const { name, text } of sheets) {
    const own = text.replace(/@media print \{[\s\S]*$/u, "").match(/#[0-9a-f]{6}\b/gu);
    if (name !== "tokens.css") assert.equal(own, null, `${name} has colours of its own`);
  }
});

test("nothing blinks: no animation repeats, and changes of light take a third of a second", () => {
  for (const { name, text } of sheets) {
    const calm = text.replace(/animation-iteration-count: 1 !important/gu, "");
    assert.ok(!/infinite|animation-iteration-count/u.test(calm), name);
  }
  const ring = sheets.find(({ name }) => name === "circle.css")?.text ?? "";
  const rises = [...ring.matchAll(/opacity ([\d.]+)s/gu)].map(([, seconds]) => Number(seconds));
  assert.ok(rises.length >= 2 && rises.every((seconds) => seconds >= 1 / 3));
});

test("what is tapped on is not selected, in Safari either, which knows the older name only", () => {
  for (const { name, text } of sheets) {
    const rules = text.match(/[^{}]*\{[^{}]*[\s;{]user-select:[^{}]*\}/gu) ?? [];
    for (const rule of rules) assert.match(rule, /-webkit-user-select:/u, `${name}: ${rule}`);
  }
});
