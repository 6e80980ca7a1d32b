// @ts-check
/**
 * Which armed cue is in which place. A cue keeps its place until it lands, so that a thumb on its way
 * to take one back does not meet another. Pure.
 */

/**
 * @param {ReadonlyArray<number | null>} before the cue in each place, or null
 * @param {ReadonlyArray<number>} armed cues, the next to land first
 * @param {number} count places that are seen
 * @returns {(number | null)[]} the next to land, each where it was if it was seen before
 */
export function placesOf(before, armed, count) {
  const next = armed.slice(0, count);
  const places = Array.from({ length: count }, (_, at) => {
    const cue = before[at] ?? null;
    return cue !== null && next.includes(cue) ? cue : null;
  });
  const fresh = next.filter((cue) => !places.includes(cue));
  return places.map((cue) => cue ?? fresh.shift() ?? null);
}
