// Written from the table of messages in unisono.wire; do not edit (make generate).
// Types of everything that travels between the browser and the server.

/** Some of the people; the server finds out who they are when the cue is armed. */
export interface Selection {
  by?: "all" | "even" | "half" | "odd" | "part" | "seats" | "section" | "tag";
  /** a section or voice, for example A or alto; may be empty (at most 12) */
  section?: string;
  /** a layer of the groove (0 to 7) */
  part?: number | null;
  /** (at most 500) */
  seats?: number[];
  /** what somebody says of themselves (at most 24) */
  tag?: string;
}

/** Everybody (or some) plays, evenly, with the click: the call to groove while music runs. */
export interface Groove {
  kind: "groove";
  who?: Selection;
}

/** Another tempo, at once or evenly over some bars. */
export interface TempoTo {
  kind: "tempo";
  /** (20 to 300) */
  tempo_bpm: number;
  /** so many bars (0 to 64) */
  over_bars?: number;
}

/** Another meter, and with it a tempo if one is given, at once or evenly over some bars. */
export interface MeterTo {
  kind: "meter";
  /** (at most 12) */
  grouping: number[];
  /** (20 to 300) */
  tempo_bpm?: number | null;
  /** so many bars (0 to 64) */
  over_bars?: number;
}

/** What is heard of the click; a fade is some bars with it and some without, in turn. */
export interface ClickTo {
  kind: "click";
  mode?: "accents" | "all" | "off" | "visual";
  /** so many bars (0 to 64) */
  fade_on_bars?: number;
  /** so many bars (0 to 64) */
  fade_off_bars?: number;
}

/** How strongly everybody plays; a rumble is free and is not measured. */
export interface LevelTo {
  kind: "level";
  level?: "down" | "even" | "rumble" | "up";
}

/** A layer of the groove comes in or goes out, with those who play it. */
export interface LayerTo {
  kind: "layer";
  /** (0 to 7) */
  layer: number;
  playing?: boolean;
}

/** Who plays; the others rest or play softly. */
export interface Sculpt {
  kind: "sculpt";
  who: Selection;
  others?: "rest" | "soft";
}

/** One person in the middle, held by the others; nobody: the light goes out. */
export interface Spotlight {
  kind: "spotlight";
  /** a seat, from 1 (1 to 500) */
  seat?: number | null;
  others?: "play" | "rest" | "soft";
}

/** A spotlight that moves round the ring; the server fills in the order. */
export interface PassPulse {
  kind: "pass";
  /** (1 to 16) */
  bars_each?: number;
  /** (at most 500) */
  order?: number[];
}

/** A phrase that is called and answered; the answer has as much time as the call. */
export interface PromptSpec {
  /** (at most 128) */
  notes: ([number, string?, string?, (number | null)?, (number | null)?, number?])[];
  /** length in beats (above 0, up to 64) */
  cycle_beats: number;
  /** shown to people; may be empty (at most 60) */
  title?: string;
  /** how it is spoken; may be empty (at most 120) */
  mnemonic?: string;
  /** the meter it is felt in; empty: the run's (at most 12) */
  grouping?: number[];
  /** boxes to a beat when it is drawn; 0: played freely (0 to 12) */
  parts_per_beat?: number;
}

/** A call everybody hears, then the same time to answer it; as often as ``rounds`` says. */
export interface CallRound {
  kind: "call";
  prompt: PromptSpec;
  /** so many times (1 to 32) */
  rounds?: number;
  who?: Selection;
  /** a seat, from 1 (1 to 500) */
  caller?: number | null;
  scored?: boolean;
}

/** Some play freely for a cycle, others answer; nothing is measured. */
export interface Dialogue {
  kind: "dialogue";
  first: Selection;
  second: Selection;
  /** length in beats (above 0, up to 64) */
  cycle_beats: number;
  /** so many times (1 to 32) */
  rounds?: number;
}

/** A section of a song begins so many beats after the song does. */
export interface VoiceEntry {
  /** a section or voice, for example A or alto; may be empty (at most 12) */
  section: string;
  /** (0 to 400) */
  after_beats: number;
}

/** A song, a round or a line to sing: one melody with syllables; a round by its entries. */
export interface SongSpec {
  /** (at most 400) */
  notes: ([number, string?, string?, (number | null)?, (number | null)?, number?])[];
  /** (above 0, up to 400) */
  length_beats: number;
  /** shown to people; may be empty (at most 60) */
  title?: string;
  /** (at most 40) */
  id?: string;
  /** the meter it is felt in; empty: the run's (at most 12) */
  grouping?: number[];
  /** (at most 8) */
  entries?: VoiceEntry[];
  /** [from, to) beats that the leader sings alone (at most 64) */
  call_beats?: ([number, number])[];
  /** why it may be sung, whose it is (at most 200) */
  rights?: string;
}

/** A song or round begins. */
export interface Sing {
  kind: "sing";
  song: SongSpec;
  /** so many times (1 to 32) */
  rounds?: number;
  guide?: boolean;
}

/** Breathing together: so many bars in, so many out; nothing is played. */
export interface Breath {
  kind: "breath";
  /** (1 to 8) */
  in_bars?: number;
  /** (1 to 8) */
  out_bars?: number;
  /** so many times (1 to 32) */
  rounds?: number;
}

/** Everybody plays as they like; nothing is measured. */
export interface Free {
  kind: "free";
}

/** Silence together (``cut``), or one more beat together and then silence (``last``). */
export interface StopAt {
  kind: "stop";
  how?: "cut" | "last";
}

/** One part of a groove. */
export interface LayerSpec {
  /** (at most 30) */
  name: string;
  /** (at most 128) */
  notes: ([number, string?, string?, (number | null)?, (number | null)?, number?])[];
  /** of the page's own sounds (at most 20) */
  instrument?: string;
  /** how it is spoken; may be empty (at most 120) */
  mnemonic?: string;
  /** 1: the easiest (1 to 3) */
  difficulty?: number;
}

/** What people play together, in layers; ``id`` names it in the library, if it is from there. */
export interface GrooveSpec {
  /** length in beats (above 0, up to 64) */
  cycle_beats: number;
  /** (at most 8) */
  layers: LayerSpec[];
  /** shown to people; may be empty (at most 60) */
  title?: string;
  /** (at most 40) */
  id?: string;
  /** the meter it is felt in; empty: the run's (at most 12) */
  grouping?: number[];
  /** boxes to a beat when it is drawn; 0: played freely (0 to 12) */
  parts_per_beat?: number;
}

/** One block of an evening. Settings that its kind does not use are left out. */
export interface Activity {
  kind: "breath" | "call_response" | "check_in" | "check_out" | "click_fade" | "dialogue" | "free" | "groove" | "last_beat" | "layers" | "listen" | "pass_pulse" | "ramp" | "sculpt" | "song" | "sound_check";
  /** shown to people; may be empty (at most 60) */
  title?: string;
  /** (0 to 240) */
  minutes?: number;
  /** for whoever leads only (at most 600) */
  notes?: string;
  /** shown to everybody (at most 400) */
  text?: string;
  /** (20 to 300) */
  tempo_bpm?: number | null;
  /** (20 to 300) */
  to_bpm?: number | null;
  /** begin at the pace the group tapped by itself at check-in */
  from_own_tempo?: boolean;
  /** a ramp moves the tempo by no more than this (0 to 200) */
  most_change_bpm?: number;
  /** so many bars (0 to 64) */
  over_bars?: number;
  /** (at most 12) */
  grouping?: number[];
  /** (0 to 4) */
  count_in_bars?: number;
  click?: "accents" | "all" | "off" | "visual";
  /** so many bars (0 to 64) */
  on_bars?: number;
  /** so many bars (0 to 64) */
  off_bars?: number;
  /** of the library; may be empty (at most 40) */
  groove?: string;
  /** (at most 16) */
  calls?: string[];
  /** (at most 24) */
  prompts?: PromptSpec[];
  /** of the library; may be empty (at most 40) */
  song?: string;
  guide?: boolean;
  /** so many times (1 to 32) */
  rounds?: number;
  /** (1 to 16) */
  bars_each?: number;
  who?: Selection;
  second?: Selection;
  others?: "rest" | "soft";
}

/** An evening. */
export interface Plan {
  /** shown to people; may be empty (at most 60) */
  title: string;
  /** (at most 40) */
  activities: Activity[];
  /** (at most 40) */
  intent?: string;
  version?: "1";
}

/** What the next start will use. */
export interface ArrangementView {
  tempo_bpm: number;
  grouping: number[];
  count_in_bars: number;
}

/** The pulse goes round: each seat of ``order`` for ``bars_each`` bars from ``beat0`` on. */
export interface PassView {
  beat0: number;
  bars_each: number;
  order: number[];
}

/** What holds from a beat on. */
export interface Scene {
  /** all, accents, visual or off */
  click?: string;
  fade_on_bars?: number;
  /** with fade_on_bars: bars with and without click, in turn */
  fade_off_bars?: number;
  /** the bars of a fade are counted from here */
  fade_beat?: number;
  /** even, up, down or rumble */
  level?: string;
  /** seats that rest */
  resting?: number[];
  /** seats that play softly */
  soft?: number[];
  /** the seat in the middle */
  spotlight?: number | null;
  passing?: PassView | null;
  /** layers of the groove that rest */
  layers_out?: number[];
  /** groove, call, dialogue, sing, breath or free: what is going on */
  task?: string;
  /** whether taps count for togetherness */
  measured?: boolean;
}

/** Call and response on a run: ``rounds`` times a call and as long a time to answer. */
export interface CallView {
  cue: number;
  beat0: number;
  rounds: number;
  cycle_beats: number;
  /** null: a dialogue, played freely */
  prompt: PromptSpec | null;
  /** seats that call live; null: the devices sound the prompt */
  first: number[] | null;
  /** seats that answer; null: everybody */
  asked: number[] | null;
  scored: boolean;
  /** nothing of it sounds from here on, even if rounds are left */
  end_beat: number;
  /** the seat that made the call, if any */
  caller?: number | null;
}

/** A song on a run. */
export interface SongView {
  cue: number;
  beat0: number;
  rounds: number;
  guide: boolean;
  song: SongSpec;
  /** nothing of it sounds from here on, even if rounds are left */
  end_beat: number;
}

/** Breathing together on a run. */
export interface BreathView {
  cue: number;
  beat0: number;
  in_bars: number;
  out_bars: number;
  rounds: number;
  /** nothing of it sounds from here on, even if rounds are left */
  end_beat: number;
}

/** A cue that is armed: it lands on ``beat`` and can be taken back until ``until_beat``. */
export interface CueView {
  cue: number;
  beat: number;
  until_beat: number;
  what: Groove | TempoTo | MeterTo | ClickTo | LevelTo | LayerTo | Sculpt | Spotlight | PassPulse | CallRound | Dialogue | Sing | Breath | Free | StopAt;
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
  /** cut, or last: a last beat together */
  stop_how?: string;
  /** 0: no stop that could be taken back */
  stop_cue?: number;
  /** [beat0, scene]: what holds from a beat on; the first from the start */
  scenes?: ([number, Scene])[];
  calls?: CallView[];
  songs?: SongView[];
  breaths?: BreathView[];
  /** armed, not landed; all they change is in the other fields already */
  cues?: CueView[];
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
  section?: string;
  /** layer of the groove; -1: none */
  part?: number;
  /** empty: the one of their seat */
  instrument?: string;
  /** play, sit, listen or unmeasured */
  mode?: string;
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

/** Who hears whose strokes: ``bars`` bars later, or at once (0). */
export interface HearingView {
  who?: string;
  bars?: number;
  /** the run in which it begins later; 0: it holds */
  run?: number;
  /** of that run: strokes before it are still heard at once */
  beat?: number;
  /** far: somebody is too far for hearing at once */
  why?: string;
}

/** What the evening is at, as everybody may see it. */
export interface ActivityView {
  /** place in the plan; -1: the plan has changed since */
  index: number;
  kind: string;
  title: string;
  text: string;
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
  /** connection, clock, sound, calibration, tapping: each good, look, help or unknown */
  lights?: string[];
  tags?: string[];
  muted?: boolean;
  listening?: string;
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

/** One clock exchange; the answer's ``t`` says when it came and how long it was held. */
export interface Sync {
  /** seconds of the sender's own clock (-1e+12 to 1e+12) */
  t0: number;
  /** how long before t0 the answers to the questions before it came, oldest first, each told once; left out: what was asked before is not told any more (at most 64) */
  ago?: number[] | null;
}

/** A batch of taps, oldest first; answered by ``saved`` once they are committed. */
export interface Taps {
  /** (at most 200) */
  taps: ([number, number, number, "bridge" | "key" | "midi" | "sim" | "touch", (number | null)?, (number | null)?, string?])[];
  /** seconds of the sender's own clock (-1e+12 to 1e+12) */
  t0?: number | null;
  /** how long before t0 the answers to the questions before it came, oldest first, each told once; left out: what was asked before is not told any more (at most 64) */
  ago?: number[] | null;
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

/** Change one's own name, figure, place or sound; fields left out stay as they are. */
export interface Profile {
  /** what to call this person; may be empty (at most 20) */
  name?: string | null;
  /** (0 to 23) */
  animal?: number | null;
  /** (0 to 11) */
  colour?: number | null;
  /** a section or voice, for example A or alto; may be empty (at most 12) */
  section?: string | null;
  /** a layer of the groove, from 0; -1: none (-1 to 7) */
  part?: number | null;
  /** (at most 6) */
  tags?: string[] | null;
  /** (at most 20) */
  instrument?: string | null;
}

/** How I take part: ``play``, ``sit`` out, ``listen`` only, or play ``unmeasured``. */
export interface Mode {
  mode: "listen" | "play" | "sit" | "unmeasured";
}

/** What somebody found in the sound check of this device. */
export interface SoundReport {
  /** heard the four drums */
  hears?: boolean | null;
  listening?: "cable" | "speaker" | "wireless" | null;
  /** median of their taps after the beat, device too (-1 to 1) */
  offset_s?: number | null;
  /** of these taps (0 to 1) */
  scatter_s?: number | null;
}

/** A silent word to whoever leads; shown as a count. */
export interface Signal {
  kind: "again" | "cant_hear" | "heart" | "ready" | "slower" | "softer";
}

/** Ask how I am doing; the answer, ``mine``, goes to nobody else. */
export interface Mine {
}

/** My device heard of a cue when it had landed; I join in on ``beat``. */
export interface Late {
  /** a cue; 0: the one that landed there (0 to 2.14748e+09) */
  cue: number;
  /** (-1e+06 to 1e+09) */
  beat: number;
  /** where it landed (-1e+06 to 1e+09) */
  landed?: number;
}

/** A call just played, to be heard by everybody on the next cycle. */
export interface LiveCall {
  /** (at most 128) */
  onsets: ([number, string?, number?])[];
  /** how long the phrase is (1 to 8) */
  bars?: number;
  quantise?: "hard" | "off" | "soft";
  /** the grid it is drawn to (1 to 12) */
  parts_per_beat?: number;
  /** (1 to 32) */
  rounds?: number;
  who?: Selection;
  scored?: boolean;
}

/** Give the seat up for good; ``take_taps``: forget what I played and who I was, too. */
export interface Leave {
  take_taps?: boolean;
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

/** Stop for everybody: now, or at the end of the bar or cycle. */
export interface Stop {
  when?: "bar" | "cycle" | "now";
  how?: "cut" | "last";
}

/** Arm a cue: it lands on the next bar (or cycle) that everybody can still hear of in time. */
export interface Cue {
  what: Groove | TempoTo | MeterTo | ClickTo | LevelTo | LayerTo | Sculpt | Spotlight | PassPulse | CallRound | Dialogue | Sing | Breath | Free | StopAt;
  when?: "bar" | "cycle";
}

/** Take an armed cue back, until its last beat. */
export interface Cancel {
  /** a cue, from 1 (1 to 2.14748e+09) */
  cue: number;
}

/** Take the newest armed cue back; if none is armed, go back to how it was before the last. */
export interface Undo {
}

/** What people play together from now on: layers of a pattern, or nothing in particular. */
export interface SetGroove {
  groove: GrooveSpec | null;
}

/** Hand the call to somebody, or take it back. */
export interface Hand {
  /** a seat, from 1 (1 to 500) */
  seat: number | null;
}

/** Who hears whose strokes, and when: ``bars`` bars later, or at once in one room. */
export interface Hearing {
  who?: "all" | "facilitator" | "neighbours" | "nobody" | "section";
  /** 0: at once, where the network allows (0 to 8) */
  bars?: number;
}

/** Leave one device's taps out of the numbers, or count them again; nobody is told. */
export interface Mute {
  /** a seat, from 1 (1 to 500) */
  seat: number;
  muted: boolean;
}

/** Offer somebody a section or a part (``part`` -1: none); fields left out stay. */
export interface Assign {
  /** a seat, from 1 (1 to 500) */
  seat: number;
  /** a section or voice, for example A or alto; may be empty (at most 12) */
  section?: string | null;
  /** a layer of the groove, from 0; -1: none (-1 to 7) */
  part?: number | null;
}

/** A kind sentence to one person or to all. */
export interface Say {
  /** (at most 200) */
  text: string;
  /** a seat, from 1 (1 to 500) */
  seat?: number | null;
}

/** Ask one person or all to do the sound check again. */
export interface SoundCheck {
  /** a seat, from 1 (1 to 500) */
  seat?: number | null;
}

/** The plan for this evening, or none. */
export interface SetPlan {
  plan: Plan | null;
}

/** Begin an activity of the plan; none given: the next one. */
export interface Go {
  /** (0 to 39) */
  index?: number | null;
}

/** Have simulated people join to practise with, in place of those that are there; 0: none. */
export interface Robots {
  /** (0 to 12) */
  count: number;
  skill?: "beginner" | "skilled" | "usual";
  /** of their network (0 to 1000) */
  delay_ms?: number;
  /** whether they lose the connection now and then */
  dropouts?: boolean;
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
  /** the seat that may call */
  caller?: number | null;
  groove?: GrooveSpec | null;
  hearing?: HearingView;
  activity?: ActivityView | null;
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
  caller?: number | null;
}

/** What people play together from now on. */
export interface GrooveMessage {
  groove: GrooveSpec | null;
}

/** Who hears whose strokes from now on. */
export interface HearingMessage {
  hearing: HearingView;
}

/** Another activity has begun. */
export interface ActivityMessage {
  activity: ActivityView | null;
}

/** About twice a second while people play: one message, the same for everybody. */
export interface TickMessage {
  n: number;
  time_s: number;
  score: ScoreView;
  taps: ([number, number, string, number])[];
}

/** Onsets at once, in one room: only while hearing is set to 0 bars. */
export interface Strokes {
  taps: ([number, number, string, number])[];
}

/** What came back of one call: to each person their own, to consoles the group's. */
export interface RoundView {
  cue: number;
  /** from 1 */
  round: number;
  score: number | null;
  reason: string;
  word: string;
  notes: number[];
  /** notes that were not in the call */
  extra: number;
  answered: number;
  asked: number;
  /** own onsets, beats from the answer's start */
  onsets?: number[];
  /** for consoles: [section, score, people] */
  sections?: ([string, number | null, number])[];
}

/** The last beat together has been played: how close it was. Celebrated, not graded. */
export interface Finish {
  people: number;
  spread_ms: number | null;
}

/** To one person, on their own asking: how they are doing, in a word. */
export interface MineView {
  /** few, steady, with, ahead, behind or free: how their taps lie */
  word: string;
  /** a sound check would help: constantly off, but even */
  again: boolean;
}

/** A kind sentence from whoever leads. */
export interface NoteMessage {
  text: string;
}

/** Please do the sound check again. */
export interface CheckMessage {
}

/** For consoles: the plan, where it is, and the pace the group tapped by itself. */
export interface PlanMessage {
  plan: Plan | null;
  /** the activity that is on */
  index: number | null;
  began_s: number | null;
  own_bpm: number | null;
}

/** All your taps up to this number are stored and need not be sent again. */
export interface Saved {
  upto: number;
}

/** For consoles only: the door, who waits, how each device does, silent signals as counts. */
export interface Desk {
  door_open: boolean;
  waiting: KnockView[];
  devices: DeviceView[];
  /** [signal, people] of the last 20 s */
  signals?: ([string, number])[];
  /** how many lead at this moment */
  consoles?: number;
  /** whether everybody is near enough to hear strokes at once */
  can_hear_now?: boolean;
}

/** For consoles and stages: where people go. Sent by the shell, which knows its own address. */
export interface Links {
  code: string;
  join_url: string;
  /** the join link as a QR code, a data: URI of an SVG */
  qr: string;
  stage_url?: string | null;
  review_url?: string | null;
  /** for a second pair of hands: a console that does not end */
  helper_url?: string | null;
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
export const SEND: Readonly<{ sync: "sync"; taps: "taps"; clock: "clock"; profile: "profile"; mode: "mode"; sound: "sound"; signal: "signal"; howami: "howami"; late: "late"; livecall: "livecall"; leave: "leave"; arrange: "arrange"; start: "start"; stop: "stop"; cue: "cue"; cancel: "cancel"; undo: "undo"; setgroove: "setgroove"; hand: "hand"; sethearing: "sethearing"; mute: "mute"; assign: "assign"; say: "say"; recheck: "recheck"; setplan: "setplan"; go: "go"; robots: "robots"; door: "door"; admit: "admit"; rename: "rename"; remove: "remove"; end: "end" }>;

/** What the server sends. */
export const HEAR: Readonly<{ welcome: "welcome"; waiting: "waiting"; circle: "circle"; beat: "beat"; groove: "groove"; hearing: "hearing"; activity: "activity"; tick: "tick"; strokes: "strokes"; round: "round"; finish: "finish"; mine: "mine"; note: "note"; soundcheck: "soundcheck"; plan: "plan"; saved: "saved"; desk: "desk"; links: "links"; moved: "moved"; goodbye: "goodbye"; problem: "problem" }>;

/** Ranges the server accepts. */
export const LIMITS: Readonly<{ minBpm: number; maxBpm: number; minBeats: number; maxBeats: number; maxCountInBars: number; maxName: number; maxTaps: number; maxSeats: number; maxBytes: number; maxTapAgeS: number; animals: number; colours: number }>;

/** Letters of a join code: none looks like another. */
export const CODE_ALPHABET: "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Letters in a join code. */
export const CODE_LENGTH: number;

