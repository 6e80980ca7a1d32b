// @ts-check
/**
 * A device that hears of a cue when it has landed already: its person comes in on the next bar. Pure.
 */

/** @typedef {import("../music.js").Music} Music */
/** @typedef {{cue: number, beat: number, bar: number}} Joining `beat`: where this person comes in */

/** Nobody can come in sooner than this after being told. */
const READY_S = 0.4;

/**
 * @param {Music | null} before what this device knew of the run
 * @param {Music} music what it has just heard of it
 * @param {number} nowS session time
 * @returns {Joining | null} where to come in, if a cue has landed that we had not heard of
 */
export function joiningAfter(before, music, nowS) {
  if (!before || before.number !== music.number) return null;
  const known = new Set(cuesOf(before).map(([cue]) => cue));
  const landed = cuesOf(music).filter(([cue, beat]) => {
    return !known.has(cue) && music.timeline.timeAt(beat) < nowS;
  });
  const newest = landed.sort((a, b) => b[1] - a[1])[0];
  if (!newest || music.stageAt(music.timeline.beatAt(nowS)) !== "playing") return null;
  const beat = music.bars.nextBarBeat(music.timeline.beatAt(nowS + READY_S));
  return { cue: newest[0], beat, bar: music.bars.positionAt(beat).bar };
}

/**
 * @param {Music} music
 * @returns {[cue: number, beat: number][]} every cue that the run names, and where it lands
 */
function cuesOf({ run }) {
  const armed = (run.cues ?? []).map(({ cue, beat }) => [cue, beat]);
  const landed = [...(run.calls ?? []), ...(run.songs ?? []), ...(run.breaths ?? [])];
  const rows = [...armed, ...landed.map(({ cue, beat0 }) => [cue, beat0])];
  return /** @type {[number, number][]} */ (rows);
}
