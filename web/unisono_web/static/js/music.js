// @ts-check
/**
 * A run of music as every device plays it by itself: which click sounds when, and where we are.
 *
 * Pure: made from the `run` of a message, asked with session times.
 */

import {
  armedAt,
  breathAt,
  callAt,
  clickAt,
  clicks,
  nextCue,
  roleAt,
  sceneAt,
  songAt,
  spotlightAt,
} from "./scenes.js";
import { Bars, Timeline } from "./timeline.js";

/** @typedef {import("./wire.js").RunView} RunView */
/** @typedef {{beat: number, timeS: number, accent: 0 | 1 | 2}} Click */
/**
 * @typedef {object} Place where a run is at one moment
 * @property {"ahead" | "count-in" | "playing" | "over"} stage
 * @property {number} beat position, a float; below 0 during the count-in
 * @property {number} left whole beats of the count-in still to come, this one included
 * @property {number} bar from 1
 * @property {number} count beat of the bar, from 1
 * @property {number} part how far this beat has gone, 0..1
 * @property {ReadonlyArray<number>} grouping of the bar
 * @property {number} beats of the bar
 * @property {number} tempoBpm
 */

/** A click this close behind the stop does not sound; it only guards against rounding. */
const EDGE_BEATS = 1e-6;

export class Music {
  /** @param {RunView} run */
  constructor(run) {
    this.run = run;
    this.number = run.run;
    this.timeline = new Timeline(run.segments);
    this.bars = new Bars(run.meters);
    this.firstBeat = -run.count_in_beats;
    this.stopBeat = run.stop_beat ?? Infinity;
  }

  /**
   * @param {number} beat
   * @returns {boolean}
   */
  soundsAt(beat) {
    return beat >= this.firstBeat - EDGE_BEATS && beat < this.stopBeat - EDGE_BEATS;
  }

  /**
   * @param {number} fromS
   * @param {number} toS
   * @returns {Click[]} the clicks that are heard at session times in [fromS, toS), in order
   */
  clicksBetween(fromS, toS) {
    const heard = [];
    let beat = Math.max(this.firstBeat, Math.floor(this.timeline.beatAt(fromS)));
    for (; this.soundsAt(beat); beat += 1) {
      const timeS = this.timeline.timeAt(beat);
      if (timeS >= toS) break;
      const accent = this.bars.accentAt(beat);
      if (timeS >= fromS && clicks(this.clickAt(beat).mode, accent)) {
        heard.push({ beat, timeS, accent });
      }
    }
    return heard;
  }

  /** @param {number} beat */
  sceneAt(beat) {
    return sceneAt(this.run, beat);
  }

  /** @param {number} beat */
  clickAt(beat) {
    return clickAt(this.run, this.bars, beat);
  }

  /** @param {number} beat */
  spotlightAt(beat) {
    return spotlightAt(this.run, this.bars, beat);
  }

  /**
   * @param {number} beat
   * @param {Pick<import("./wire.js").SeatView, "seat" | "part">} seat
   */
  roleAt(beat, seat) {
    return roleAt(this.run, this.bars, beat, seat);
  }

  /** @param {number} beat */
  callAt(beat) {
    return callAt(this.run, beat);
  }

  /**
   * @param {number} beat
   * @param {string} [section]
   */
  songAt(beat, section) {
    return songAt(this.run, beat, section);
  }

  /** @param {number} beat */
  breathAt(beat) {
    return breathAt(this.run, this.bars, beat);
  }

  /** @param {number} beat */
  armedAt(beat) {
    return armedAt(this.run, beat);
  }

  /** @param {number} beat */
  nextCue(beat) {
    return nextCue(this.run, this.bars, beat);
  }

  /**
   * @param {number} timeS session time
   * @returns {Place}
   */
  placeAt(timeS) {
    const beat = this.timeline.beatAt(timeS);
    const shown = Math.min(Math.max(beat, this.firstBeat), this.stopBeat);
    const { bar, beatInBar, meter } = this.bars.positionAt(shown);
    const whole = Math.min(Math.floor(beatInBar), meter.beats - 1);
    return {
      stage: this.stageAt(beat),
      beat,
      left: shown < 0 ? -Math.floor(shown) : 0,
      bar,
      count: whole + 1,
      part: Math.min(Math.max(beatInBar - whole, 0), 1),
      grouping: meter.grouping,
      beats: meter.beats,
      tempoBpm: this.timeline.tempoAt(shown),
    };
  }

  /**
   * @param {number} beat
   * @returns {Place["stage"]}
   */
  stageAt(beat) {
    if (beat >= this.stopBeat) return "over";
    if (beat < this.firstBeat) return "ahead";
    return beat < 0 ? "count-in" : "playing";
  }
}
