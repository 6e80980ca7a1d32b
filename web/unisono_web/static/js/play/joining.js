// @ts-check
/**
 * A device that hears of a cue when it has landed already: its person comes in on the next bar. Pure.
 */

/** @typedef {import("../music.js").Music} Music */
/**
 * @typedef {object} Landing
 * @property {number} cue its number; 0 where a run does not tell it
 * @property {number} landed the beat from which on something else was asked
 */
/** @typedef {Landing & {beat: number, bar: number}} Joining `beat`: where this person comes in */

/** Nobody can come in sooner than this after being told. */
const READY_S = 0.4;
/** Who has been away for longer is simply away, as the server sees it. */
const MOST_BEATS = 128;

/**
 * @param {Music | null} before what this device knew of the run
 * @param {Music} music what it has just heard of it
 * @param {number} nowS session time
 * @param {number | null} [lostBeat] where the music was when the line was cut; null: it was not
 * @returns {Joining | null} where to come in, if something has landed that we had not heard of; the
 *   first of it, for from there on this person was elsewhere
 */
export function joiningAfter(before, music, nowS, lostBeat = null) {
  if (!before || before.number !== music.number) return null;
  if (music.stageAt(music.timeline.beatAt(nowS)) !== "playing") return null;
  const beat = music.bars.nextBarBeat(music.timeline.beatAt(nowS + READY_S));
  const changes = lostBeat === null ? [] : newChanges(before, music, lostBeat);
  const landings = [...newCues(before, music), ...changes].filter(({ landed }) => {
    return music.timeline.timeAt(landed) < nowS && beat - landed <= MOST_BEATS;
  });
  const first = landings.sort((a, b) => a.landed - b.landed)[0];
  return first ? { ...first, beat, bar: music.bars.positionAt(beat).bar } : null;
}

/**
 * @param {Music} before
 * @param {Music} music
 * @returns {Landing[]} cues that the run names by number, and that were not known
 */
function newCues(before, music) {
  const known = new Set(cuesOf(before).map(({ cue }) => cue));
  return cuesOf(music).filter(({ cue }) => !known.has(cue));
}

/**
 * @param {Music} music
 * @returns {Landing[]}
 */
function cuesOf({ run }) {
  const armed = (run.cues ?? []).map(({ cue, beat }) => ({ cue, landed: beat }));
  const landed = [...(run.calls ?? []), ...(run.songs ?? []), ...(run.breaths ?? [])];
  return [...armed, ...landed.map(({ cue, beat0 }) => ({ cue, landed: beat0 }))];
}

/**
 * @param {Music} before
 * @param {Music} music
 * @param {number} lostBeat
 * @returns {Landing[]} scenes, tempos and meters that were not known; those known by their beat count
 *   as new only where they differ behind the cut
 */
function newChanges(before, music, lostBeat) {
  const known = new Map(changesOf(before));
  const news = changesOf(music).filter(([key, row]) => {
    return known.has(key) ? row[0] > lostBeat && !isSame(known.get(key), row) : true;
  });
  const landings = news.map(([, [landed]]) => ({ cue: 0, landed }));
  return landings.filter(({ landed }) => landed > 0); // what held from the start did not land
}

/**
 * @param {Music} music
 * @returns {[key: string, row: readonly [number, ...unknown[]]][]}
 */
function changesOf({ run }) {
  const { scenes = [], segments, meters } = run;
  const all = { scenes, segments, meters };
  return Object.entries(all).flatMap(([name, rows]) => {
    return rows.map((row) => /** @type {[string, typeof row]} */ ([`${name}/${row[0]}`, row]));
  });
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
function isSame(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
