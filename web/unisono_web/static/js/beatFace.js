// @ts-check
/**
 * The face of the beat as geometry: a bar is a wheel, its downbeat on top; a ball hops from beat to
 * beat and lands exactly on each. Nothing flashes. Pure.
 */

/** @typedef {import("./music.js").Place} Place */
/** @typedef {{x: number, y: number}} Point */

export const WHEEL_RADIUS = 41;
const HOP = 9;

/**
 * @param {number} beats of the bar
 * @param {number} at beat of the bar from 0, a float
 * @param {number} [outBy] how far outside the wheel
 * @returns {Point}
 */
export function pointAt(beats, at, outBy = 0) {
  const angle = (2 * Math.PI * at) / beats - Math.PI / 2;
  const radius = WHEEL_RADIUS + outBy;
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

/**
 * @param {Place} place
 * @param {boolean} still for people who asked for less motion: it steps instead of hopping
 * @returns {Point} where the ball is
 */
export function ballAt({ stage, count, part, beats }, still) {
  if (stage === "ahead" || stage === "over") return pointAt(beats, 0);
  if (still) return pointAt(beats, count - 1);
  return pointAt(beats, count - 1 + part, HOP * 4 * part * (1 - part));
}

/**
 * @param {ReadonlyArray<number>} grouping
 * @returns {(Point & {accent: 0 | 1 | 2})[]} a mark for each beat of the bar
 */
export function marks(grouping) {
  const beats = grouping.reduce((sum, group) => sum + group, 0);
  const starts = new Set();
  let start = 0;
  for (const group of grouping) {
    starts.add(start);
    start += group;
  }
  return Array.from({ length: beats }, (_, beat) => {
    const accent = beat === 0 ? 2 : starts.has(beat) ? 1 : 0;
    return { ...pointAt(beats, beat), accent: /** @type {0 | 1 | 2} */ (accent) };
  });
}

/**
 * @param {Place | null} place
 * @returns {string} the numeral in the middle: the beat, or what is left of the count-in
 */
export function numeral(place) {
  if (!place || place.stage === "ahead" || place.stage === "over") return "";
  return String(place.stage === "count-in" ? place.left : place.count);
}
