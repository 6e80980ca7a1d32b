// @ts-check
/**
 * The timeline and the bars: beats <-> session seconds, in closed form both ways.
 *
 * Twin of the Python room `unisono.pulse`; both are tested on `tests/vectors/timeline.json`. Pure:
 * imports nothing, reads no clock. Constructors take the wire form as it is, `toWire` gives it back:
 *
 *   segments = [[beat0, time0_s, bpm0, bpm1], ...]   tempo linear in beats within a segment
 *   meters   = [[beat0, bar0, [2, 2, 3]], ...]       bars count from 1, beats from 0
 */

/** @typedef {[beat0: number, time0S: number, bpm0: number, bpm1: number]} SegmentRow */
/** @typedef {[beat0: number, bar0: number, grouping: number[]]} MeterRow */
/** @typedef {{bar: number, beatInBar: number, meter: Meter}} Position */

export const MIN_BPM = 20;
export const MAX_BPM = 300;
export const MIN_BEATS = 2;
export const MAX_BEATS = 12;

const SECONDS_PER_MINUTE = 60;
const TAU = 2 * Math.PI;
/** Segments that leave a larger gap than this are refused. */
const JOIN_S = 1e-6;

/**
 * An immutable, continuous map between beats and session seconds.
 *
 * Before its first beat it continues backwards at its first tempo, after its last segment it goes
 * on at the last tempo for ever.
 */
export class Timeline {
  /** @param {ReadonlyArray<Readonly<SegmentRow>>} segments wire form, in order */
  constructor(segments) {
    /** @type {ReadonlyArray<Readonly<SegmentRow>>} */
    this.segments = segments.map(checkedRow);
    if (!segments.length) throw new RangeError("a timeline needs at least one segment");
    const last = segments[segments.length - 1];
    if (last[2] !== last[3]) throw new RangeError("the last segment must be constant in tempo");
    for (let i = 1; i < segments.length; i += 1) this.#checkJoin(i);
  }

  /**
   * @param {number} bpm
   * @param {number} [time0S] session time of `beat0`
   * @param {number} [beat0]
   * @returns {Timeline} one tempo for ever
   */
  static constant(bpm, time0S = 0, beat0 = 0) {
    return new Timeline([[beat0, time0S, bpm, bpm]]);
  }

  /** @returns {SegmentRow[]} the wire form */
  toWire() {
    return this.segments.map(([beat0, time0S, bpm0, bpm1]) => [beat0, time0S, bpm0, bpm1]);
  }

  /**
   * @param {number} beat
   * @returns {number} session time in seconds
   */
  timeAt(beat) {
    return this.#timeIn(this.#segmentAt(0, beat), beat);
  }

  /**
   * @param {number} timeS session time in seconds
   * @returns {number} beat position
   */
  beatAt(timeS) {
    const i = this.#segmentAt(1, timeS);
    const [beat0, time0S, bpm0] = this.segments[i];
    const line = ((timeS - time0S) * bpm0) / SECONDS_PER_MINUTE;
    const c = line > 0 ? this.#curvature(i) : 0;
    return beat0 + (c ? Math.expm1(c * line) / c : line);
  }

  /**
   * @param {number} beat
   * @returns {number} tempo in beats per minute
   */
  tempoAt(beat) {
    return this.#tempoIn(this.#segmentAt(0, beat), beat);
  }

  /**
   * @param {number} beat
   * @returns {number} length of a beat there, in seconds
   */
  periodAt(beat) {
    return SECONDS_PER_MINUTE / this.tempoAt(beat);
  }

  /**
   * @param {number} beat
   * @param {number} bpm
   * @returns {Timeline} this timeline with another constant tempo from `beat` on
   */
  withTempo(beat, bpm) {
    return new Timeline([...this.#keptUntil(beat), [beat, this.timeAt(beat), bpm, bpm]]);
  }

  /**
   * @param {number} beat where the ramp starts
   * @param {number} beats how long it lasts
   * @param {number} bpm the tempo it reaches and keeps
   * @returns {Timeline}
   */
  withRamp(beat, beats, bpm) {
    if (!(beats > 0)) throw new RangeError(`a ramp must be longer than 0 beats, not ${beats}`);
    const [time0S, bpm0] = [this.timeAt(beat), this.tempoAt(beat)];
    const c = (checkedBpm(bpm) - bpm0) / (bpm0 * beats);
    const endS = time0S + (SECONDS_PER_MINUTE / bpm0) * (c ? Math.log1p(c * beats) / c : beats);
    const kept = this.#keptUntil(beat);
    return new Timeline([...kept, [beat, time0S, bpm0, bpm], [beat + beats, endS, bpm, bpm]]);
  }

  /**
   * Segments before `beat`; a ramp cut short ends at the tempo it had there.
   * @param {number} beat
   * @returns {SegmentRow[]}
   */
  #keptUntil(beat) {
    const kept = this.toWire().filter(([beat0]) => beat0 < beat);
    const n = kept.length;
    const cutShort = n > 0 && n < this.segments.length && beat < this.segments[n][0];
    if (cutShort) kept[n - 1][3] = this.#tempoIn(n - 1, beat);
    return kept;
  }

  /**
   * @param {0 | 1} column 0 looks among the beats, 1 among the times
   * @param {number} value
   * @returns {number} index of the last segment that starts at or before `value`
   */
  #segmentAt(column, value) {
    let i = this.segments.length - 1;
    while (i > 0 && this.segments[i][column] > value) i -= 1;
    return i;
  }

  /**
   * @param {number} i
   * @returns {number} relative tempo change per beat within segment `i`
   */
  #curvature(i) {
    const [beat0, , bpm0, bpm1] = this.segments[i];
    if (bpm0 === bpm1 || i + 1 === this.segments.length) return 0;
    return (bpm1 - bpm0) / (bpm0 * (this.segments[i + 1][0] - beat0));
  }

  /**
   * @param {number} i
   * @param {number} beat
   * @returns {number} session time of a beat by the law of segment `i`
   */
  #timeIn(i, beat) {
    const [beat0, time0S, bpm0] = this.segments[i];
    const x = beat - beat0;
    const c = x > 0 ? this.#curvature(i) : 0;
    return time0S + (SECONDS_PER_MINUTE / bpm0) * (c ? Math.log1p(c * x) / c : x);
  }

  /**
   * @param {number} i
   * @param {number} beat
   * @returns {number} tempo at a beat by the law of segment `i`
   */
  #tempoIn(i, beat) {
    const [beat0, , bpm0, bpm1] = this.segments[i];
    const bpm = bpm0 * (1 + this.#curvature(i) * Math.max(0, beat - beat0));
    return Math.min(Math.max(bpm, Math.min(bpm0, bpm1)), Math.max(bpm0, bpm1));
  }

  /** @param {number} i */
  #checkJoin(i) {
    const [before, here] = [this.segments[i - 1], this.segments[i]];
    if (!(here[0] > before[0])) throw new RangeError("segments must come in order of their beats");
    if (!(Math.abs(this.#timeIn(i - 1, here[0]) - here[1]) <= JOIN_S)) {
      throw new RangeError(`segment ${i} must start where the one before it ends`);
    }
  }
}

/** Beats of one bar as groups, for example `new Meter([2, 2, 3])` for a seven. */
export class Meter {
  /** @param {ReadonlyArray<number>} [grouping] */
  constructor(grouping = [4]) {
    /** @type {ReadonlyArray<number>} */
    this.grouping = [...grouping];
    /** Beats in one bar. */
    this.beats = grouping.reduce((sum, group) => sum + group, 0);
    if (!grouping.every((group) => Number.isInteger(group) && group >= 1)) {
      throw new RangeError(`meter groups must be one beat or more, not ${grouping}`);
    }
    if (!(this.beats >= MIN_BEATS && this.beats <= MAX_BEATS)) {
      throw new RangeError(`a bar must have ${MIN_BEATS} to ${MAX_BEATS} beats, not ${this.beats}`);
    }
  }

  /**
   * @param {number} beatInBar whole beat counted from 0
   * @returns {0 | 1 | 2} 2 on the downbeat, 1 on the first beat of another group, 0 elsewhere
   */
  accent(beatInBar) {
    if (beatInBar === 0) return 2;
    let start = 0;
    for (const group of this.grouping) {
      if (start === beatInBar) return 1;
      start += group;
    }
    return 0;
  }
}

/** The meters of a run in order; the first also counts backwards (the count-in). */
export class Bars {
  /** @param {ReadonlyArray<Readonly<MeterRow>>} meters wire form, in order */
  constructor(meters) {
    if (!meters.length) throw new RangeError("bars need at least one meter");
    this.spans = meters.map(([beat0, bar0, grouping]) => {
      return { beat0, bar0, meter: new Meter(grouping) };
    });
  }

  /**
   * @param {ReadonlyArray<number>} grouping
   * @returns {Bars} bars of one meter, bar 1 on beat 0
   */
  static of(grouping) {
    return new Bars([[0, 1, [...grouping]]]);
  }

  /** @returns {MeterRow[]} the wire form */
  toWire() {
    return this.spans.map(({ beat0, bar0, meter }) => [beat0, bar0, [...meter.grouping]]);
  }

  /**
   * @param {number} beat
   * @returns {Position} `bar` counts from 1, `beatInBar` from 0 (a float below the meter's beats)
   */
  positionAt(beat) {
    const { beat0, bar0, meter } = this.#spanAt(beat);
    const bars = Math.floor((beat - beat0) / meter.beats);
    const beatInBar = beat - beat0 - bars * meter.beats;
    if (beatInBar >= meter.beats) return { bar: bar0 + bars + 1, beatInBar: 0, meter };
    return { bar: bar0 + bars, beatInBar: Math.max(0, beatInBar), meter };
  }

  /**
   * @param {number} beat
   * @returns {number} the first downbeat at or after `beat`
   */
  nextBarBeat(beat) {
    const span = this.#spanAt(beat);
    const bars = Math.ceil((beat - span.beat0) / span.meter.beats);
    const candidate = span.beat0 + bars * span.meter.beats;
    const later = this.spans.find(({ beat0 }) => beat0 > span.beat0);
    return later ? Math.min(candidate, later.beat0) : candidate;
  }

  /**
   * @param {number} beat a whole beat
   * @returns {0 | 1 | 2} 2 downbeat, 1 start of a group, 0 other
   */
  accentAt(beat) {
    const { beatInBar, meter } = this.positionAt(beat);
    return meter.accent(Math.floor(beatInBar));
  }

  /**
   * @param {number} beat a downbeat
   * @param {ReadonlyArray<number>} grouping
   * @returns {Bars} these bars with another meter from `beat` on
   */
  withMeter(beat, grouping) {
    if (this.nextBarBeat(beat) !== beat) {
      throw new RangeError(`a meter changes on the first beat of a bar, not on beat ${beat}`);
    }
    const kept = this.toWire().filter(([beat0]) => beat0 < beat);
    return new Bars([...kept, [beat, this.positionAt(beat).bar, [...grouping]]]);
  }

  /** @param {number} beat */
  #spanAt(beat) {
    let i = this.spans.length - 1;
    while (i > 0 && this.spans[i].beat0 > beat) i -= 1;
    return this.spans[i];
  }
}

/**
 * @param {number} beat
 * @returns {number} phase relative to the nearest whole beat in radians, in (-pi, pi], early < 0
 */
export function phaseRad(beat) {
  const part = beat - Math.floor(beat);
  return TAU * (part > 0.5 ? part - 1 : part);
}

/**
 * @param {Readonly<SegmentRow>} row
 * @returns {Readonly<SegmentRow>}
 */
function checkedRow([beat0, time0S, bpm0, bpm1]) {
  if (!Number.isFinite(beat0) || !Number.isFinite(time0S)) {
    throw new RangeError(`timeline positions must be finite, not ${beat0}, ${time0S}`);
  }
  return [beat0, time0S, checkedBpm(bpm0), checkedBpm(bpm1)];
}

/**
 * @param {number} bpm
 * @returns {number}
 */
function checkedBpm(bpm) {
  if (bpm >= MIN_BPM && bpm <= MAX_BPM) return bpm;
  throw new RangeError(`tempo must be ${MIN_BPM} to ${MAX_BPM} beats per minute, not ${bpm}`);
}
