// @ts-check
/**
 * Leads one person through the music: the card, the boxes, the pad's word, the ring's light, and the
 * words for whoever listens. Drawn frame by frame; words also go on where no frame is drawn.
 */

import { byId, setText } from "../dom.js";
import { localNow } from "../now.js";
import { tenths } from "../numbers.js";
import { PLAY } from "../playTexts.js";
import { fill, seatName, TEXTS } from "../texts.js";
import { spokenPhrase } from "../tubs.js";
import { BreathCircle } from "./breathCircle.js";
import { dutyAt } from "./duty.js";
import { instructionFor, LOOKS, whenWords } from "./instruction.js";
import { joiningAfter } from "./joining.js";
import { NowCard } from "./nowCard.js";
import { shownPhrase, Strip } from "./strip.js";
import { cueFace } from "./cueFaces.js";
import { Speaker } from "./speaker.js";

/** @typedef {import("../circlePage.js").CirclePage} CirclePage */
/** @typedef {import("../music.js").Music} Music */

const LOOK_MS = 100;
const NOTICE_MS = 6000;

export class Guide {
  /** @param {CirclePage} circle */
  constructor(circle) {
    this._circle = circle;
    this._card = new NowCard();
    this._strip = new Strip();
    this._extras = /** @type {{draw(music: Music | null, beat: number): void}[]} */ ([]);
    this.speaker = new Speaker(byId("live", HTMLElement));
    /** @type {Music | null} */
    this._before = null;
    /** @type {import("./joining.js").Joining | null} */
    this._joining = null;
    /** Cues that have been announced, by number, with the beat they land on. @type {Map<number, number>} */
    this._told = new Map();
    this._notice = "";
    this._standing = "";
    /** Where the music was when the line was cut, until the circle is heard of again. @type {number | null} */
    this._lostBeat = null;
    this._sings = false;
    this._breath = new BreathCircle(byId("ring", SVGSVGElement));
    const { session } = circle;
    session.on("music", (before) => this._musicChanged(before));
    session.on("standing", (standing) => this._standingChanged(standing));
    session.on("round", (round) => this._roundCame(round));
    setInterval(() => this.speaker.turn(session.music, this.beat), LOOK_MS);
    this._frame();
  }

  /** Where the music is; NaN while that is not known. */
  get beat() {
    const { session, clock } = this._circle;
    if (!session.music || !clock.ready) return NaN;
    return session.music.timeline.beatAt(clock.now(localNow()));
  }

  /** @param {string} sentence shown for a while where the detail stands */
  tell(sentence) {
    this._notice = sentence;
    setTimeout(() => {
      if (this._notice === sentence) this._notice = "";
    }, NOTICE_MS);
  }

  /** @param {{draw(music: Music | null, beat: number): void}} extra drawn with every frame */
  also(extra) {
    this._extras.push(extra);
  }

  /** What this person is and how others are called, for whatever is said to them. */
  get viewer() {
    const { session } = this._circle;
    const { section, part, mode } = session.mySeat ?? {};
    const { seat, groove } = session;
    const activity = session.activity?.kind;
    return { seat, section, part, mode, activity, groove, nameOf: (/** @type {number} */ s) => this._name(s) };
  }

  /** @param {number} seat */
  _name(seat) {
    const person = this._circle.session.circle.get(seat);
    return person ? seatName(person) : PLAY.somebody;
  }

  _frame() {
    if (document.body.classList.contains("in")) this.draw();
    requestAnimationFrame(() => this._frame());
  }

  /** Draw this very moment. */
  draw() {
    const { session, sound, ring } = this._circle;
    const beat = this.beat;
    const music = Number.isNaN(beat) ? null : session.music;
    const { viewer } = this;
    const duty = this._duty(music, beat);
    const instruction = instructionFor(music, beat, duty, viewer);
    if (this._notice) instruction.detail = this._notice;
    this._card.show(instruction);
    this._strip.show(showsBoxes(duty.act) ? shownPhrase(music, beat, viewer) : null);
    const [tone, , pad] = LOOKS[duty.act];
    const { dataset } = document.body;
    if (dataset.tone !== tone) dataset.tone = tone;
    setText(byId("pad-label", HTMLElement), sound.locked ? TEXTS.soundLocked : PLAY.pad[pad]);
    ring.light(music?.stageAt(beat) === "playing" ? music.spotlightAt(beat) : null);
    this._breath.draw(music, beat);
    if (music?.run.songs?.length && !this._sings) this._bringSongs();
    this._extras.forEach((extra) => extra.draw(music, beat));
  }

  /** Songs come with their words when the first one does. */
  _bringSongs() {
    this._sings = true;
    const bring = async () => {
      const { LyricLine } = await import("./lyricLine.js");
      this.also(new LyricLine(() => this.viewer.section));
    };
    bring().catch(() => (this._sings = false)); // the line is away: with the next frame once more
  }

  /**
   * @param {Music | null} music
   * @param {number} beat
   * @returns {import("./duty.js").Duty}
   */
  _duty(music, beat) {
    if (this._circle.session.phase === "ended") return { act: "ended" };
    const joining = this._joining;
    if (joining && music && beat < joining.beat) return { act: "join", bars: joining.bar };
    return dutyAt(music, beat, this.viewer);
  }

  /** @param {string} phaseBefore */
  _musicChanged(phaseBefore) {
    const { session, clock } = this._circle;
    const { music } = session;
    if (music && clock.ready) this._lookForLate(music, clock.now(localNow()));
    if (music?.number !== this._before?.number) this._told.clear();
    if (music && music.number !== this._before?.number) this._announceStart(music);
    if (music) this._announce(music);
    if (session.phase === "lobby" && phaseBefore !== "lobby") this.speaker.say(TEXTS.spoken.stopped);
    this._before = music;
    this._lostBeat = null;
  }

  /**
   * @param {Music} music
   * @param {number} nowS
   */
  _lookForLate(music, nowS) {
    const joining = joiningAfter(this._before, music, nowS, this._lostBeat);
    if (!joining) return;
    this._joining = joining;
    const { cue, landed, beat, bar } = joining;
    void this._circle.session.ask("late", cue ? { cue, beat } : { cue, beat, landed });
    this.speaker.say(fill(PLAY.acts.join[0], { bar }), beat);
  }

  /** @param {Music} music */
  _announceStart(music) {
    const beats = -music.firstBeat;
    if (!beats || !(this.beat < 0)) return;
    const tempo = tenths(music.timeline.tempoAt(0));
    this.speaker.say(fill(PLAY.spoken.countIn, { beats, tempo }), 0);
  }

  /** @param {Music} music say what is newly armed, and what has been taken back */
  _announce(music) {
    const { beat } = this;
    const armed = music.armedAt(Number.isNaN(beat) ? -Infinity : beat);
    const numbers = new Set(armed.map(({ cue }) => cue));
    for (const [cue, landing] of this._told) {
      if (numbers.has(cue) || !(landing > beat)) continue;
      this.speaker.forget(landing);
      this.speaker.say(PLAY.spoken.takenBack);
      this._told.delete(cue);
    }
    for (const cue of armed.filter((row) => !this._told.has(row.cue))) {
      this._told.set(cue.cue, cue.beat);
      this.speaker.say(this._cueWords(music, cue), cue.beat);
      buzz([40]);
    }
  }

  /**
   * @param {Music} music
   * @param {import("../wire.js").CueView} cue
   * @returns {string}
   */
  _cueWords(music, cue) {
    const { word, detail } = cueFace(music, cue, this.viewer);
    const when = Number.isNaN(this.beat) ? "" : whenWords(music, this.beat, cue.beat);
    const text = fill(detail ? PLAY.spoken.coming : PLAY.spoken.comingBare, { word, detail, when });
    const shown = cue.what.kind === "call" ? shownPhrase(music, cue.beat, this.viewer) : null;
    return shown ? `${text} ${spokenPhrase(shown.phrase)}` : text;
  }

  /** @param {import("../wire.js").RoundView} round */
  _roundCame(round) {
    const { music } = this._circle.session;
    const call = music?.run.calls?.find(({ cue }) => cue === round.cue);
    if (round.asked > 1) return; // the group's, meant for consoles
    this.speaker.say(this._strip.answered(round, call?.prompt));
  }

  /** @param {string} standing */
  _standingChanged(standing) {
    if (standing === "lost" && this._standing !== "lost") {
      this._lostBeat = Number.isNaN(this.beat) ? null : this.beat;
      this.speaker.say(TEXTS.spoken.lost);
    }
    if (standing === "here" && this._standing === "lost") this.speaker.say(TEXTS.spoken.back);
    this._standing = standing;
  }
}

/** Acts at which boxes would only be in the way. */
const NO_BOXES = new Set(["sit", "sing", "sung", "enter", "ledLine", "breatheIn", "breatheOut", "free", "ended"]);

/**
 * @param {import("./duty.js").Act} act
 * @returns {boolean}
 */
function showsBoxes(act) {
  return !NO_BOXES.has(act);
}

/** @param {number[]} pattern milliseconds; a bonus where the device can */
export function buzz(pattern) {
  try {
    navigator.vibrate?.(pattern);
  } catch {
    // not here
  }
}
