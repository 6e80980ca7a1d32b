// @ts-check
/**
 * What this page knows of its session: a copy of what the server last said, and how we stand with
 * the server. Pages listen to the parts they show.
 */

import { say } from "./language.js";
import { Music } from "./music.js";
import { HEAR, SEND } from "./wire.js";

/** @typedef {import("./wire.js").SeatView} SeatView */
/** @typedef {import("./wire.js").ScoreView} ScoreView */
/** @typedef {"connecting" | "here" | "lost" | "waiting" | "moved" | "refused" | "gone"} Standing */
/**
 * @typedef {object} Parts what a listener can listen to, and what it is told
 * @property {Standing} standing
 * @property {import("./wire.js").Welcome} welcome
 * @property {string} music phase, timeline or arrangement changed; the phase before
 * @property {void} circle
 * @property {import("./wire.js").TickMessage["taps"]} taps what others played since the last time
 * @property {ScoreView} score
 * @property {number} saved
 * @property {import("./wire.js").Desk} desk
 * @property {import("./wire.js").Links} links
 * @property {import("./wire.js").Problem} problem
 * @property {import("./wire.js").GrooveSpec | null} groove what people play together from now on
 * @property {import("./wire.js").HearingView} hearing
 * @property {import("./wire.js").ActivityView | null} activity
 * @property {import("./wire.js").RoundView} round
 * @property {import("./wire.js").Finish} finish
 * @property {string} note a kind sentence from whoever leads
 * @property {void} soundcheck
 * @property {import("./wire.js").PlanMessage} plan
 * @property {import("./wire.js").MineView} mine
 */

/** @type {import("./wire.js").ArrangementView} */
const FIRST_ARRANGEMENT = { tempo_bpm: 90, grouping: [4], count_in_bars: 1 };

/** @type {Required<import("./wire.js").HearingView>} */
const FIRST_HEARING = { who: "all", bars: 1, run: 0, beat: 0, why: "" };

export class Session {
  /** @param {import("./socket.js").Connection} connection */
  constructor(connection) {
    this._connection = connection;
    /** @type {Map<keyof Parts, ((news: any) => void)[]>} */
    this._listeners = new Map();
    /** @type {Standing} */
    this.standing = "connecting";
    /** Why a door stayed closed or the session is over, in the server's words. */
    this.sentence = "";
    /** Its stable name: a refusal's code or a goodbye's reason. */
    this.reason = "";
    this.phase = "lobby";
    this.code = "";
    /** @type {number | null} */
    this.seat = null;
    this.arrangement = FIRST_ARRANGEMENT;
    /** @type {Music | null} */
    this.music = null;
    /** @type {Map<number, SeatView>} */
    this.circle = new Map();
    /** @type {ScoreView | null} */
    this.score = null;
    /** @type {import("./wire.js").Desk | null} */
    this.desk = null;
    /** @type {import("./wire.js").Links | null} */
    this.links = null;
    /** The seat that has been handed the call. @type {number | null} */
    this.caller = null;
    /** @type {import("./wire.js").GrooveSpec | null} */
    this.groove = null;
    this.hearing = FIRST_HEARING;
    /** @type {import("./wire.js").ActivityView | null} */
    this.activity = null;
    /** For consoles. @type {import("./wire.js").PlanMessage | null} */
    this.plan = null;
    this._hear();
  }

  /**
   * @template {keyof Parts} K
   * @param {K} part
   * @param {(news: Parts[K]) => void} listener
   */
  on(part, listener) {
    this._listeners.set(part, [...(this._listeners.get(part) ?? []), listener]);
  }

  /** This page's own seat, once it has one. */
  get mySeat() {
    return this.seat === null ? undefined : this.circle.get(this.seat);
  }

  /** Everybody in the ring, by seat. */
  get people() {
    return [...this.circle.values()].sort((a, b) => a.seat - b.seat);
  }

  /**
   * Ask something of the session; what went another way is told to the `problem` listeners.
   * @param {keyof typeof SEND} name
   * @param {object} [body]
   * @returns {Promise<boolean>} whether it was done
   */
  async ask(name, body = {}) {
    try {
      return !(await this._connection.ask(name, body)).problem;
    } catch {
      return false;
    }
  }

  /** Whether it makes no sense to try any more. */
  get isOver() {
    return ["moved", "refused", "gone"].includes(this.standing);
  }

  /**
   * @template {keyof Parts} K
   * @param {K} part
   * @param {Parts[K]} news
   */
  _tell(part, news) {
    for (const listener of this._listeners.get(part) ?? []) listener(news);
  }

  /**
   * @param {Standing} standing
   * @param {string} [reason]
   * @param {string} [sentence]
   */
  _stand(standing, reason = "", sentence = "") {
    [this.standing, this.reason, this.sentence] = [standing, reason, say(sentence)];
    this._tell("standing", standing);
  }

  _hear() {
    const { _connection: connection } = this;
    connection.watch({
      opened: () => {},
      lost: () =>
        !this.isOver && this._stand(this.standing === "connecting" ? "connecting" : "lost"),
      refused: ({ code, message }) => this._stand("refused", code, message),
    });
    connection.on(HEAR.welcome, (body) => this._welcomed(body));
    connection.on(HEAR.waiting, () => this._stand("waiting"));
    connection.on(HEAR.circle, (body) => this._circleChanged(body));
    connection.on(HEAR.beat, (body) => this._takeBeat(body));
    connection.on(HEAR.tick, (body) => this._ticked(body));
    connection.on(HEAR.saved, ({ upto }) => this._tell("saved", upto));
    connection.on(HEAR.desk, (body) => this._tell("desk", (this.desk = body)));
    connection.on(HEAR.links, (body) => this._tell("links", (this.links = body)));
    connection.on(HEAR.groove, ({ groove }) => this._tell("groove", (this.groove = groove)));
    connection.on(HEAR.hearing, ({ hearing }) => this._takeHearing(hearing));
    connection.on(HEAR.activity, ({ activity }) => {
      this._tell("activity", (this.activity = activity));
    });
    connection.on(HEAR.strokes, ({ taps }) => this._tell("taps", taps));
    connection.on(HEAR.round, (body) => this._tell("round", body));
    connection.on(HEAR.finish, (body) => this._tell("finish", body));
    connection.on(HEAR.note, ({ text }) => this._tell("note", text));
    connection.on(HEAR.soundcheck, () => this._tell("soundcheck", undefined));
    connection.on(HEAR.plan, (body) => this._tell("plan", (this.plan = body)));
    connection.on(HEAR.mine, (body) => this._tell("mine", body));
    connection.on(HEAR.moved, () => this._finish("moved"));
    connection.on(HEAR.goodbye, ({ reason, sentence }) => this._finish("gone", reason, sentence));
    connection.on(HEAR.problem, (body) => {
      this._tell("problem", { ...body, message: say(body.message) });
    });
  }

  /** @param {import("./wire.js").Welcome} body */
  _welcomed(body) {
    [this.code, this.seat] = [body.code, body.seat];
    this.circle = new Map(body.circle.map((view) => [view.seat, view]));
    this.score = body.score;
    this._tell("welcome", body);
    this._stand("here");
    this._tell("circle", undefined);
    this._tell("groove", (this.groove = body.groove ?? null));
    this._takeHearing(body.hearing);
    this._tell("activity", (this.activity = body.activity ?? null));
    this._takeBeat(body);
    this._tell("score", body.score);
  }

  /** @param {import("./wire.js").HearingView} [hearing] */
  _takeHearing(hearing) {
    this._tell("hearing", (this.hearing = { ...FIRST_HEARING, ...hearing }));
  }

  /** @param {import("./wire.js").Circle} body */
  _circleChanged({ seats, gone = [] }) {
    seats.forEach((view) => this.circle.set(view.seat, view));
    gone.forEach((seat) => this.circle.delete(seat));
    this._tell("circle", undefined);
  }

  /** @param {Pick<import("./wire.js").Beat, "phase" | "arrangement" | "run" | "caller">} body */
  _takeBeat({ phase, arrangement, run, caller = null }) {
    const before = this.phase;
    [this.phase, this.arrangement, this.caller] = [phase, arrangement, caller];
    this.music = run ? new Music(run) : null;
    this._tell("music", before);
  }

  /** @param {import("./wire.js").TickMessage} body */
  _ticked({ score, taps }) {
    this.score = score;
    this._tell("taps", taps);
    this._tell("score", score);
  }

  /**
   * @param {Standing} standing
   * @param {string} [reason]
   * @param {string} [sentence]
   */
  _finish(standing, reason, sentence) {
    this._stand(standing, reason, sentence);
    // After the end of a session the pad still hands in the taps it holds, and closes by itself.
    if (reason !== "ended") this._connection.close();
  }
}
