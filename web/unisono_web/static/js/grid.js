// @ts-check
/**
 * Cycle grids: so many beats in so many equal parts, and how they really fall. Pure.
 *
 * The twin of `unisono.rhythm.cycle` and `strokes`; both are tested on tests/vectors/grid.json.
 */

/** @typedef {{beats: number, parts_per_beat: number, grouping: ReadonlyArray<number>}} Cycle */

/** @typedef {{offsets: ReadonlyArray<number>, swing: number}} Feel */

/** @typedef {{label: string, grid: string}} Row */

/**
 * @typedef {object} Sketch what can be edited, pasted and shared
 * @property {Cycle} cycle
 * @property {ReadonlyArray<Row>} rows
 * @property {string} title
 * @property {number} tempo_bpm
 * @property {Feel} feel
 */

/** @typedef {[beat: number, stroke: string, syllable: string, pitch: number | null, beats: number | null, level: number]} Note */

/**
 * @typedef {object} Phrase a prompt as the circle hears and sees it
 * @property {string} title
 * @property {string} mnemonic
 * @property {number} cycle_beats
 * @property {ReadonlyArray<number>} grouping
 * @property {number} parts_per_beat
 * @property {ReadonlyArray<Note>} notes
 */

export const REST = ".";
export const MOST_STEPS = 128;
const MOST_BEATS = 64;
const MOST_PARTS = 12;
const MOST_METER = 12;
export const MOST_ROWS = 8;
const MOST_SWING = 2.9;

/** @type {Readonly<Record<string, readonly [name: string, level: number]>>} */
export const STROKES = {
  x: ["x", 0.7],
  X: ["x", 1],
  B: ["bass", 0.9],
  S: ["slap", 0.9],
  T: ["tone", 0.8],
  t: ["tap", 0.6],
  D: ["dum", 0.9],
  d: ["down", 0.6],
  k: ["ka", 0.6],
  K: ["open", 0.8],
  H: ["high", 0.8],
  L: ["low", 0.8],
  m: ["muted", 0.5],
  M: ["hand", 0.8],
  O: ["open", 1],
  g: ["light", 0.6],
  G: ["strong", 0.9],
  p: ["stick", 0.6],
  u: ["up", 0.5],
  U: ["up", 0.8],
};

/** What somebody gave that is not a pattern; `message` says what was seen and what is allowed. */
export class NotAGrid extends Error {}

/**
 * @param {string} grid
 * @returns {number[]} the boxes that sound, counted from 0
 */
export function stepsOf(grid) {
  return [...grid].flatMap((letter, i) => (letter === REST ? [] : [i]));
}

/**
 * @param {string} letter
 * @param {Readonly<Record<string, string>>} [own] a layer's own words
 * @returns {string}
 */
export function strokeName(letter, own = {}) {
  return own[letter] || STROKES[letter][0];
}

/**
 * @param {Cycle} cycle
 * @returns {number}
 */
export function stepCount(cycle) {
  return cycle.beats * cycle.parts_per_beat;
}

/**
 * @param {Cycle} cycle
 * @returns {ReadonlyArray<number>}
 */
export function groupsOf(cycle) {
  return cycle.grouping.length > 0 ? cycle.grouping : [cycle.beats];
}

/**
 * @param {Cycle} cycle
 * @returns {ReadonlyArray<number>} the grouping in which a circle plays it, 2 to 12 beats
 */
export function meterOf(cycle) {
  let groups = groupsOf(cycle);
  if (cycle.beats > MOST_METER) groups = groups.slice(0, 1);
  const size = groups.reduce((sum, group) => sum + group, 0);
  if (size < 2) return [2];
  if (size <= MOST_METER) return groups;
  for (let part = MOST_METER; part > 1; part -= 1) if (size % part === 0) return [part];
  return [2];
}

/**
 * @param {Cycle} cycle
 * @returns {number[]} the steps on which groups begin
 */
export function groupStarts(cycle) {
  let beat = 0;
  return groupsOf(cycle).map((group) => {
    beat += group;
    return (beat - group) * cycle.parts_per_beat;
  });
}

/**
 * @param {Cycle} cycle
 * @param {Feel} feel
 * @returns {number[]} where each step falls, in beats from the cycle's start
 */
export function stepBeats(cycle, { offsets, swing }) {
  const parts = cycle.parts_per_beat;
  const late = ((swing / (1 + swing) - 0.5) * 2) / parts;
  return Array.from({ length: stepCount(cycle) }, (_, step) => {
    const moved = offsets.length > 0 ? offsets[step % offsets.length] : 0;
    return step / parts + (moved + (step % 2 ? late : 0));
  });
}

/**
 * @param {Cycle} cycle
 * @throws {NotAGrid}
 */
export function checkCycle(cycle) {
  const groups = groupsOf(cycle);
  const steps = stepCount(cycle);
  const whole = [cycle.beats, cycle.parts_per_beat, ...groups].every(
    (number) => Number.isInteger(number) && number >= 1,
  );
  const sum = groups.reduce((total, group) => total + group, 0);
  const inside =
    whole &&
    cycle.beats <= MOST_BEATS &&
    cycle.parts_per_beat <= MOST_PARTS &&
    steps <= MOST_STEPS &&
    sum === cycle.beats &&
    (cycle.beats <= MOST_METER || new Set(groups).size === 1);
  if (!inside) throw new NotAGrid(`${cycle.beats}x${cycle.parts_per_beat} ${groups.join("+")}`);
}

/**
 * @param {Sketch} sketch
 * @returns {Sketch} the same, when it is one
 * @throws {NotAGrid}
 */
export function checkSketch(sketch) {
  checkCycle(sketch.cycle);
  const { feel, rows, tempo_bpm: bpm, title } = sketch;
  if (rows.length < 1 || rows.length > MOST_ROWS) throw new NotAGrid(`${rows.length}`);
  for (const { label, grid } of rows) {
    checkGrid(grid, stepCount(sketch.cycle));
    checkLabel(label, 30);
  }
  checkLabel(title, 60);
  if (!(bpm >= 20 && bpm <= 300)) throw new NotAGrid(`${bpm}`);
  checkFeel(sketch.cycle, feel);
  return sketch;
}

/**
 * @param {Cycle} cycle
 * @param {Feel} feel
 */
function checkFeel(cycle, { offsets, swing }) {
  const parts = cycle.parts_per_beat;
  const sum = Math.abs(offsets.reduce((total, offset) => total + offset, 0));
  const inside =
    [0, parts, stepCount(cycle)].includes(offsets.length) &&
    sum <= 1e-6 * Math.max(1, offsets.length) + 1e-15 &&
    swing >= 1 &&
    swing <= MOST_SWING &&
    !(swing !== 1 && parts % 2) &&
    stepBeats(cycle, { offsets, swing }).every((b, i) => Math.abs(b - i / parts) < 0.5 / parts);
  if (!inside) throw new NotAGrid(`${swing} ${offsets.join(" ")}`);
}

/**
 * @param {string} grid
 * @param {number} steps
 */
function checkGrid(grid, steps) {
  const unknown = [...grid].find((letter) => letter !== REST && !Object.hasOwn(STROKES, letter));
  if (unknown !== undefined) throw new NotAGrid(unknown);
  if (grid.length !== steps) throw new NotAGrid(grid);
}

/**
 * @param {string} words
 * @param {number} longest
 */
function checkLabel(words, longest) {
  if ([...words].length > longest || /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(words)) {
    throw new NotAGrid(words.slice(0, 40));
  }
}

/** @type {Readonly<Record<number, ReadonlyArray<number>>>} */
const ADDITIVE = { 5: [3, 2], 7: [3, 2, 2], 9: [2, 2, 2, 3], 11: [2, 2, 3, 2, 2] };

/**
 * @param {number} steps
 * @returns {Cycle} the cycle that a row of so many boxes most likely is
 * @throws {NotAGrid}
 */
export function guessedCycle(steps) {
  if (!(steps >= 1 && steps <= MOST_STEPS)) throw new NotAGrid(`${steps}`);
  if (ADDITIVE[steps]) return { beats: steps, parts_per_beat: 1, grouping: ADDITIVE[steps] };
  if (steps < 6) return { beats: steps, parts_per_beat: 1, grouping: [] };
  const fits = (/** @type {number} */ part) => steps % part === 0 && steps / part <= MOST_BEATS;
  let parts = steps % 4 === 0 ? 4 : [3, 2, 1, 5, 7, 11].find(fits);
  if ([6, 12, 24, 48].includes(steps)) parts = 3;
  if (steps === 8) parts = 2;
  if (!parts) throw new NotAGrid(`${steps}`);
  const beats = steps / parts;
  const group = [4, 3, 2].find((size) => beats % size === 0) ?? beats;
  return { beats, parts_per_beat: parts, grouping: Array(beats / group).fill(group) };
}
