// @ts-check
/** Laws of soundScheduler.js, with a sound card and clocks made of numbers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { AHEAD_S, SoundScheduler } from "../../web/unisono_web/static/js/soundScheduler.js";
import { beatPart, PLAIN_TASTE } from "../../web/unisono_web/static/js/soundParts.js";
import { Music } from "../../web/unisono_web/static/js/music.js";

const OFFSET_S = 500;
const CARD_S = 7;

/** A sound card whose clock reads local time minus `CARD_S`; it remembers what it was told. */
class PaperSound {
  running = true;
  suspicions = 0;
  sampled = 0;
  shiftS = 0;
  latencyS = 0;
  nowS = 0;
  /** @type {Map<{contextS: number}, number>} bookings that stand, and their accent */
  standing = new Map();

  sample() {
    this.sampled += 1;
  }

  suspect() {
    this.suspicions += 1;
  }

  /**
   * @param {{sound: string}} voice
   * @param {number} localS
   */
  book({ sound }, localS) {
    if (localS < this.nowS + this.latencyS) return null;
    const booking = { contextS: localS - CARD_S + this.shiftS };
    this.standing.set(booking, Number(sound.split(":")[1]));
    return booking;
  }

  /**
   * @param {{contextS: number}} booking
   * @param {number} localS
   */
  offBy(booking, localS) {
    return booking.contextS - (localS - CARD_S + this.shiftS);
  }

  /** @param {{contextS: number}} booking */
  leavesInS({ contextS }) {
    return contextS + CARD_S - this.shiftS - this.latencyS - this.nowS;
  }

  /** @param {{contextS: number}} booking */
  cancel(booking) {
    assert.ok(this.standing.delete(booking), "cancelled twice");
  }

  /** @returns {number[]} session times at which it would sound, in order */
  sessionTimes() {
    const times = [...this.standing.keys()].map(({ contextS }) => contextS + CARD_S + OFFSET_S);
    return times.sort((a, b) => a - b).map((time) => Math.round(time * 1e6) / 1e6);
  }
}

/**
 * @param {number | null} [stopBeat]
 * @param {number} [bpm]
 * @param {number} [run]
 */
function musicOf(stopBeat = null, bpm = 120, run = 1) {
  return new Music({
    run,
    segments: [[0, 510, bpm, bpm]],
    meters: [[0, 1, [4]]],
    count_in_beats: 4,
    stop_beat: stopBeat,
  });
}

/** @type {import("../../web/unisono_web/static/js/soundScheduler.js").Part} */
function clicks(music, fromS, toS) {
  return beatPart(music, fromS, toS, { ...PLAIN_TASTE, counted: false });
}

function bench() {
  const sound = new PaperSound();
  const clock = {
    ready: true,
    offsetS: OFFSET_S,
    now: (/** @type {number} */ localS) => localS + clock.offsetS,
    localAt: (/** @type {number} */ sessionS) => sessionS - clock.offsetS,
  };
  const scheduler = new SoundScheduler(clock, sound, () => sound.nowS, [clicks]);
  /** @param {number} fromS @param {number} toS @param {number} [stepS] */
  const run = (fromS, toS, stepS = 0.05) => {
    for (let t = fromS; t <= toS + 1e-9; t += stepS) {
      sound.nowS = t;
      scheduler.turn();
    }
  };
  return { sound, clock, scheduler, run };
}

const beats = (/** @type {number} */ from, /** @type {number} */ to) => {
  return Array.from({ length: to - from }, (_, i) => 510 + (from + i) * 0.5);
};

test("every click sounds exactly once, at its session time", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf(20));
  run(0, 25);
  assert.deepEqual(sound.sessionTimes(), beats(-4, 20));
  assert.deepEqual([...sound.standing.values()].slice(4, 9), [2, 0, 0, 0, 2]);
});

test("two seconds of a blocked page lose nothing: they are booked ahead", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf(20));
  run(5, 10);
  run(10 + AHEAD_S - 0.05, 25);
  assert.deepEqual(sound.sessionTimes(), beats(-4, 20));
});

test("a stop takes back what was booked after it, and nothing before it", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf());
  run(5, 11);
  scheduler.setMusic(musicOf(4));
  run(11, 20);
  assert.deepEqual(sound.sessionTimes(), beats(-4, 4));
});

test("no music means silence at once", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf());
  run(5, 11.02);
  scheduler.setMusic(null);
  assert.deepEqual(sound.sessionTimes(), beats(-4, 3));
});

test("a new tempo moves only the clicks behind its bar line", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf());
  run(5, 10.9);
  const changed = { run: 1, meters: [[0, 1, [4]]], count_in_beats: 4, stop_beat: 8 };
  const segments = [
    [0, 510, 120, 120],
    [4, 512, 60, 60],
  ];
  scheduler.setMusic(new Music(/** @type {any} */ ({ ...changed, segments })));
  run(10.9, 25);
  assert.deepEqual(sound.sessionTimes(), [...beats(-4, 4), 512, 513, 514, 515]);
});

test("hearing the same run again (after a lost connection) moves nothing", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf());
  run(5, 10.2);
  const before = [...sound.standing.keys()];
  scheduler.setMusic(musicOf());
  assert.deepEqual([...sound.standing.keys()], before);
});

test("when the clock is corrected, booked clicks follow it", () => {
  const { sound, clock, scheduler, run } = bench();
  scheduler.setMusic(musicOf(12));
  run(5, 10.3);
  clock.offsetS += 0.004;
  run(10.3, 25);
  const times = sound.sessionTimes().slice(6);
  times.forEach((time, i) => assert.ok(Math.abs(time + 0.004 - (511 + i * 0.5)) < 1e-6));
});

test("a clock set back sounds no click twice", () => {
  const { sound, clock, scheduler, run } = bench();
  scheduler.setMusic(musicOf(12));
  run(5, 11.01, 0.005);
  clock.offsetS -= 0.02;
  run(11.01, 25, 0.005);
  assert.equal(sound.standing.size, 16);
});

test("over a long way to the ear a correction loses no sound that has left already", () => {
  const { sound, clock, scheduler, run } = bench();
  sound.latencyS = 0.2;
  scheduler.setMusic(musicOf(12));
  for (let t = 5; t < 17; t += 0.02) {
    clock.offsetS = OFFSET_S + 0.0008 * Math.sin(40 * t);
    run(t, t + 0.019, 0.005);
  }
  assert.equal(sound.standing.size, 16);
});

test("when the sound card slips, booked clicks follow it", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf(12));
  run(5, 10.3);
  sound.shiftS = 0.01;
  run(10.3, 10.4);
  const upcoming = [...sound.standing.keys()].filter(({ contextS }) => contextS > 4);
  assert.ok(upcoming.length >= 3);
  upcoming.forEach((booking) => assert.ok(Math.abs((booking.contextS - 0.01) % 0.5) < 1e-6));
});

test("interrupted sound keeps no bookings, and goes on at the running beat when it is back", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf(20));
  run(5, 11);
  sound.standing.clear();
  sound.cancel = () => {};
  sound.running = false;
  run(11.05, 14);
  assert.equal(sound.standing.size, 0);
  sound.running = true;
  run(14.02, 25);
  assert.deepEqual(sound.sessionTimes(), beats(9, 20));
});

test("a long sleep makes the sound card suspect and brings no burst of old clicks", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf(40));
  run(5, 11);
  const seen = sound.suspicions;
  sound.standing.clear();
  run(20.02, 20.1);
  assert.equal(sound.suspicions, seen + 1);
  assert.ok(sound.sessionTimes().every((time) => time > 520));
});

test("after a laptop's sleep the clicks of before, still in the card, are taken back", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf(60));
  run(5, 11);
  const before = [...sound.standing.keys()].filter(({ contextS }) => contextS > 11 - CARD_S);
  assert.ok(before.length >= 3);
  sound.shiftS = -9; // the card stood still for nine seconds, local time went on
  run(20.02, 22);
  before.forEach((booking) => assert.ok(!sound.standing.has(booking)));
  const after = [...sound.standing.keys()].filter(({ contextS }) => contextS > 11 - CARD_S);
  assert.ok(after.length >= 3);
  after.forEach(({ contextS }) => assert.ok(Math.abs(contextS % 0.5) < 1e-6, `${contextS}`));
});

test("a ramp is followed beat by beat, whenever the device heard of it", () => {
  const { sound, scheduler, run } = bench();
  scheduler.setMusic(musicOf());
  run(5, 11.3);
  const ramp = new Music({
    run: 1,
    segments: /** @type {any} */ ([
      [0, 510, 120, 120],
      [4, 512, 120, 180],
      [12, 512 + (8 * 60 * Math.log(1.5)) / 60, 180, 180],
    ]),
    meters: /** @type {any} */ ([
      [0, 1, [4]],
      [8, 3, [3]],
    ]),
    count_in_beats: 4,
    stop_beat: 20,
  });
  scheduler.setMusic(ramp);
  run(11.35, 25);
  const wanted = Array.from({ length: 24 }, (_, i) => ramp.timeline.timeAt(i - 4));
  const heard = sound.sessionTimes();
  assert.equal(heard.length, wanted.length);
  heard.forEach((time, i) => assert.ok(Math.abs(time - wanted[i]) < 1e-5, `beat ${i - 4}`));
  const accents = [...sound.standing].sort(([a], [b]) => a.contextS - b.contextS);
  const downbeats = accents.flatMap(([, accent], i) => (accent === 2 ? [i - 4] : []));
  assert.deepEqual(downbeats, [-4, 0, 4, 8, 11, 14, 17]);
});
