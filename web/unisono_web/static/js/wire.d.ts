// Written from the table of messages in unisono.wire; do not edit (make generate).
// Types of everything that travels between the browser and the server.

/** What the next start will use. */
export interface ArrangementView {
  tempo_bpm: number;
  grouping: number[];
  count_in_bars: number;
}

/** Everything a device needs to play the click by itself for as long as it likes. */
export interface RunView {
  run: number;
  /** [beat0, time0_s, bpm0, bpm1], tempo linear in beats up to the next */
  segments: ([number, number, number, number])[];
  /** [beat0, bar0, grouping] */
  meters: ([number, number, number[]])[];
  count_in_beats: number;
  /** the first beat that does not sound */
  stop_beat: number | null;
}

/** One place in the ring as everybody may see it. */
export interface SeatView {
  seat: number;
  name: string;
  animal: number;
  colour: number;
  /** playing, resting, settling or away */
  state: string;
  /** browser, bridge, sim or replay */
  device: string;
}

/** Live togetherness; ``state`` is ``ok`` or ``too_few`` (then ``reason`` says of what). */
export interface ScoreView {
  state: string;
  reason: string;
  value: number | null;
  low: number | null;
  high: number | null;
  word: string;
  people: number;
  taps: number;
  spread_ms: number | null;
  coverage: number | null;
  ceiling: number | null;
}

/** Somebody waiting in the lobby. */
export interface KnockView {
  key: string;
  name: string;
}

/** What a console may know of a device. */
export interface DeviceView {
  seat: number;
  /** of its clock: good, fair, poor or none */
  quality: string;
  round_trip_ms: number | null;
  bound_ms: number | null;
  wireless: boolean;
  /** what keeps its taps from being exact: network, wireless, asleep or empty */
  why?: string;
}

/** The handshake. */
export interface Auth {
  role: "lead" | "play" | "stage";
  /** the token of a link (at most 128) */
  token?: string | null;
  /** (at most 16) */
  code?: string | null;
  /** at least 120 random bits, base64url */
  key?: string | null;
  /** what to call this person; may be empty (at most 20) */
  name?: string;
  device?: "bridge" | "browser" | "replay" | "sim";
  protocol?: number;
}

/** One clock exchange; the answer carries ``t1`` and ``t2`` in session seconds. */
export interface Sync {
  /** seconds of the sender's own clock (-1e+12 to 1e+12) */
  t0: number;
  /** seconds of the sender's own clock (-1e+12 to 1e+12) */
  t3?: number | null;
}

/** A batch of taps, oldest first; answered by ``saved`` once they are committed. */
export interface Taps {
  /** (at most 200) */
  taps: ([number, number, number, "bridge" | "key" | "midi" | "sim" | "touch", number | null, number | null])[];
}

/** What this device thinks of its clock and its sound, sent when it changes. */
export interface ClockReport {
  /** smallest recent round trip (0 to 60) */
  round_trip_s: number;
  /** the truth lies within ± this, seconds (0 to 10) */
  bound_s: number;
  /** (0 to 2) */
  output_latency_s?: number | null;
  wireless?: boolean;
  /** how often this device's clock was found to have stood still or jumped, as after a sleep, since the page was loaded (0 to 2.14748e+09) */
  steps?: number;
}

/** Change one's own name, animal or colour; fields left out stay as they are. */
export interface Profile {
  /** what to call this person; may be empty (at most 20) */
  name?: string | null;
  /** (0 to 23) */
  animal?: number | null;
  /** (0 to 11) */
  colour?: number | null;
}

/** Give the seat up for good. */
export interface Leave {
}

/** Set tempo, meter or count-in for the next start; while playing it lands on the next bar. */
export interface Arrange {
  /** beats per minute (20 to 300) */
  tempo_bpm?: number | null;
  /** beats of a bar as groups, for example [2, 2, 3]; 2 to 12 beats in all (at most 12) */
  grouping?: number[] | null;
  /** bars counted before bar 1 (0 to 4) */
  count_in_bars?: number | null;
  /** bars the change takes; 0: at once (0 to 64) */
  over_bars?: number;
}

/** Start the click for everybody, after the count-in. */
export interface Start {
}

/** Stop the click for everybody, at the end of the bar or now. */
export interface Stop {
  when?: "bar" | "now";
}

/** Open the door (a typed code comes straight in) or have people wait in the lobby. */
export interface Door {
  open: boolean;
}

/** Let one waiting person in, or everybody. */
export interface Admit {
  /** (at most 64) */
  key?: string | null;
}

/** Give somebody another name, or none, on every screen. */
export interface Rename {
  /** a seat, from 1 (1 to 500) */
  seat: number;
  /** what to call this person; may be empty (at most 20) */
  name: string;
}

/** Ask somebody to leave; their seat's link stops working. */
export interface Remove {
  /** a seat, from 1 (1 to 500) */
  seat: number;
}

/** End the session for good and open the review. */
export interface End {
}

/** A full snapshot, sent when a connection has its place (again). */
export interface Welcome {
  protocol: number;
  role: string;
  /** your seat; null for a console or a stage */
  seat: number | null;
  /** all your taps up to this number are safe */
  upto: number;
  time_s: number;
  /** lobby, playing, stopping or ended */
  phase: string;
  code: string;
  arrangement: ArrangementView;
  run: RunView | null;
  circle: SeatView[];
  score: ScoreView;
}

/** You are in the lobby: the facilitator lets people in. */
export interface WaitingRoom {
}

/** Seats that are new or changed, and seats that are gone. */
export interface Circle {
  seats: SeatView[];
  gone?: number[];
}

/** The phase of the session and its timeline, whenever either changes. */
export interface Beat {
  phase: string;
  arrangement: ArrangementView;
  run: RunView | null;
}

/** About twice a second while people play: one message, the same for everybody. */
export interface TickMessage {
  n: number;
  time_s: number;
  score: ScoreView;
  taps: ([number, number])[];
}

/** All your taps up to this number are stored and need not be sent again. */
export interface Saved {
  upto: number;
}

/** For consoles only: the door, who waits, how each device does. */
export interface Desk {
  door_open: boolean;
  waiting: KnockView[];
  devices: DeviceView[];
}

/** For consoles and stages: where people go. Sent by the shell, which knows its own address. */
export interface Links {
  code: string;
  join_url: string;
  /** the join link as a QR code, a data: URI of an SVG */
  qr: string;
  stage_url?: string | null;
  review_url?: string | null;
}

/** Your seat is now played from another tab or device. */
export interface Moved {
}

/** You have left, or the session is over. ``sentence`` says so kindly. */
export interface Goodbye {
  /** left, removed or ended */
  reason: string;
  sentence: string;
}

/** What you asked for did not happen, and why. Nothing else has changed. */
export interface Problem {
  code: string;
  message: string;
  about: string;
}

/** Version of this protocol. */
export const PROTOCOL: number;

/** What a client may send. */
export const SEND: Readonly<{ sync: "sync"; taps: "taps"; clock: "clock"; profile: "profile"; leave: "leave"; arrange: "arrange"; start: "start"; stop: "stop"; door: "door"; admit: "admit"; rename: "rename"; remove: "remove"; end: "end" }>;

/** What the server sends. */
export const HEAR: Readonly<{ welcome: "welcome"; waiting: "waiting"; circle: "circle"; beat: "beat"; tick: "tick"; saved: "saved"; desk: "desk"; links: "links"; moved: "moved"; goodbye: "goodbye"; problem: "problem" }>;

/** Ranges the server accepts. */
export const LIMITS: Readonly<{ minBpm: number; maxBpm: number; minBeats: number; maxBeats: number; maxCountInBars: number; maxName: number; maxTaps: number; maxSeats: number; maxBytes: number; maxTapAgeS: number; animals: number; colours: number }>;

/** Letters of a join code: none looks like another. */
export const CODE_ALPHABET: "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Letters in a join code. */
export const CODE_LENGTH: number;

