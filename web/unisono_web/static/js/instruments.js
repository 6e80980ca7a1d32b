// @ts-check
/**
 * The instruments of a circle: all made by us, none recorded. Pure.
 *
 * A sound has a name of two parts: `djembe:slap`, `click:2`, `voice:60` (a MIDI number). Every
 * instrument has a low, a middle and a high stroke; names of strokes from anywhere lead to these.
 */

import { loudness, struck, sung, VOICE_ATTACK_S, VOICE_LOOP_S } from "./synth.js";

/** @typedef {import("./synth.js").Samples} Samples */
/** @typedef {import("./synth.js").Recipe} Recipe */
/** @typedef {{samples: Samples, loop: readonly [number, number] | null}} Rendered seconds of a loop */

/** All sounds are made equally loud: what `loudness` says of them at full level. */
export const LOUDNESS = 0.11;
/** No sound goes higher than this, whatever its loudness. */
export const PEAK = 0.9;
const QUIETER = 0.55;

/** @type {Readonly<Record<string, Readonly<Record<string, Recipe>>>>} */
const RECIPES = {
  click: {
    0: knock(830),
    1: knock(1060),
    2: knock(1390),
  },
  djembe: {
    low: skin(
      68,
      0.16,
      [
        [121, 0.3, 0.06],
        [247, 0.22, 0.04],
      ],
      [0.9, 0.018],
      [0.1, 0.008, 200, 2500],
    ),
    mid: skin(
      206,
      0.085,
      [
        [318, 0.5, 0.06],
        [433, 0.25, 0.04],
      ],
      [0.08, 0.015],
      [0.2, 0.007, 400, 5000],
    ),
    high: skin(
      432,
      0.03,
      [
        [694, 0.8, 0.03],
        [1120, 0.6, 0.02],
      ],
      [0.05, 0.01],
      [1.2, 0.022, 1500, 9000],
    ),
  },
  conga: {
    low: skin(104, 0.1, [[165, 0.4, 0.05]], [0.3, 0.02], [0.25, 0.006, 300, 3000]),
    mid: skin(262, 0.17, [[420, 0.35, 0.1]], [0.03, 0.01], [0.12, 0.004, 600, 5000]),
    high: skin(520, 0.05, [[870, 0.6, 0.035]], [0.02, 0.01], [0.7, 0.014, 2000, 8000]),
  },
  frame: {
    low: skin(
      112,
      0.3,
      [
        [178, 0.6, 0.2],
        [240, 0.4, 0.13],
        [299, 0.2, 0.1],
      ],
      [0.12, 0.05],
      [0.07, 0.02, 100, 1200],
    ),
    mid: skin(
      176,
      0.15,
      [
        [281, 0.8, 0.12],
        [365, 0.6, 0.1],
        [470, 0.3, 0.08],
      ],
      [0.06, 0.03],
      [0.12, 0.02, 200, 2500],
    ),
    high: skin(
      605,
      0.05,
      [
        [910, 0.7, 0.05],
        [1490, 0.5, 0.035],
      ],
      [0, 1],
      [0.35, 0.06, 4000, 11000],
    ),
  },
  surdo: {
    low: skin(
      58,
      0.32,
      [
        [93, 0.4, 0.16],
        [212, 0.25, 0.06],
        [390, 0.12, 0.03],
      ],
      [0.45, 0.03],
      [0.12, 0.01, 100, 1500],
    ),
    mid: skin(
      82,
      0.2,
      [
        [131, 0.4, 0.1],
        [301, 0.22, 0.05],
      ],
      [0.35, 0.025],
      [0.12, 0.01, 100, 1800],
    ),
    high: skin(118, 0.06, [[189, 0.5, 0.04]], [0.25, 0.015], [0.5, 0.01, 500, 4000]),
  },
  wood: {
    low: knock(590),
    mid: knock(740),
    high: knock(930),
  },
  bell: {
    low: metal(562),
    mid: metal(562, 0.05),
    high: metal(845),
  },
  shaker: {
    low: { lengthS: 0.14, noise: [1, 0.045, 3200, 9000] },
    mid: { lengthS: 0.1, noise: [1, 0.028, 4500, 12000] },
    high: { lengthS: 0.07, noise: [1, 0.014, 6000, 15000] },
  },
  clap: {
    low: { lengthS: 0.22, noise: [1, 0.03, 500, 1700], strikes: [0.011] },
    mid: { lengthS: 0.2, noise: [1, 0.024, 900, 2600], strikes: [0.009, 0.02] },
    high: { lengthS: 0.16, noise: [1, 0.016, 1500, 4200], strikes: [0.006] },
  },
  rim: {
    low: stick(1180, 0.01),
    mid: stick(1720, 0.008),
    high: stick(2500, 0.022),
  },
  kit: {
    low: skin(
      52,
      0.11,
      [
        [80, 0.4, 0.05],
        [182, 0.25, 0.04],
      ],
      [1.6, 0.02],
      [0.1, 0.004, 300, 3000],
    ),
    mid: skin(186, 0.05, [[330, 0.5, 0.035]], [0.1, 0.01], [0.9, 0.06, 1200, 7000]),
    high: { lengthS: 0.08, noise: [1, 0.018, 7000, 16000] },
  },
  heart: {
    low: skin(
      52,
      0.1,
      [
        [74, 0.3, 0.06],
        [164, 0.3, 0.05],
        [330, 0.15, 0.03],
      ],
      [0.5, 0.03],
      [0.05, 0.01, 60, 400],
    ),
    mid: skin(
      63,
      0.07,
      [
        [90, 0.3, 0.05],
        [196, 0.3, 0.04],
        [392, 0.15, 0.025],
      ],
      [0.4, 0.025],
      [0.05, 0.01, 60, 500],
    ),
    high: skin(
      63,
      0.05,
      [
        [90, 0.3, 0.04],
        [196, 0.3, 0.03],
      ],
      [0.4, 0.025],
      [0.05, 0.01, 60, 500],
    ),
  },
};

/** What a seat plays by its number; seats further on play the same, tuned otherwise. */
export const SEAT_INSTRUMENTS = [
  "djembe",
  "conga",
  "wood",
  "frame",
  "bell",
  "clap",
  "surdo",
  "shaker",
  "rim",
];
/** What people may choose from. */
export const INSTRUMENTS = [...SEAT_INSTRUMENTS, "voice"];
const TUNINGS = [1, 1.122, 0.891, 1.26, 0.944];
/** Voices of a choir, from low to high, for those who play a voice by tapping. */
const VOICES = { low: 48, mid: 55, high: 60 };

/** Words in the names of instruments anywhere, and what they sound like here; the first counts. */
const ALIKE = /** @type {const} */ ([
  [/heart/u, "heart"],
  [/kit|snare|caixa|hat|cymbal/u, "kit"],
  [/surdo|bass ?drum|dundun|kenken|sangban|taiko|tamborita|bombo|davul|segundo/u, "surdo"],
  [/conga|tumba|quinto|atabaque|bongo|tumbadora/u, "conga"],
  [/frame|bendir|tar\b|daf|riq|bodhr|tambour|pandeiro|darbuka|doumbek|tabla/u, "frame"],
  [/djemb|drum/u, "djembe"],
  [/shak|maraca|caxixi|ganz|gu[iï]ro|rattle|chekere|shekere|axats|sistrum/u, "shaker"],
  [/bell|agog|gankogui|cencerro|campana|gong|triang|metal/u, "bell"],
  [/clap|hand|palmas/u, "clap"],
  [/rim|stick|clave|cascara|castan|tamborim/u, "rim"],
  [/wood|block|jam|templ|krin|log/u, "wood"],
  [/voice|sing|choir|vocal/u, "voice"],
]);

/** Names of strokes, and which of the three they are; a number: so much quieter. */
const STROKES = /** @type {Readonly<Record<string, readonly [Place, number]>>} */ ({
  bass: ["low", 1],
  dum: ["low", 1],
  down: ["low", QUIETER],
  low: ["low", 1],
  strong: ["low", 1],
  doum: ["low", 1],
  slap: ["high", 1],
  high: ["high", 1],
  ka: ["high", QUIETER],
  tek: ["high", 1],
  stick: ["high", QUIETER],
  rim: ["high", 0.8],
  up: ["high", QUIETER],
  tap: ["mid", QUIETER],
  light: ["mid", QUIETER],
  muted: ["mid", QUIETER],
});
/** @typedef {"low" | "mid" | "high"} Place */

/**
 * @param {number} seat from 1
 * @param {string} chosen an instrument, or "" for the one of the seat
 * @returns {{instrument: string, tuning: number}} `tuning`: played so much faster
 */
export function instrumentOf(seat, chosen) {
  const at = Math.max(seat, 1) - 1;
  const own = SEAT_INSTRUMENTS[at % SEAT_INSTRUMENTS.length];
  const round = Math.floor(at / SEAT_INSTRUMENTS.length);
  const instrument = chosen ? instrumentNamed(chosen) : own;
  const tuning = TUNINGS[(chosen ? at : round) % TUNINGS.length];
  return { instrument, tuning };
}

/**
 * @param {string} name of an instrument in any library
 * @returns {string} the one of ours that is most like it
 */
export function instrumentNamed(name) {
  const word = name.toLowerCase();
  if (word in RECIPES || word === "voice") return word;
  return ALIKE.find(([pattern]) => pattern.test(word))?.[1] ?? "djembe";
}

/**
 * @param {string} instrument one of ours
 * @param {string} stroke as it is called anywhere; "" is the usual one
 * @param {number} [level] 0..1
 * @returns {{sound: string, level: number}}
 */
export function strokeOn(instrument, stroke, level = 0.7) {
  const [place, share] = STROKES[stroke] ?? ["mid", 1];
  const of = instrument === "voice" ? VOICES[place] : place;
  return { sound: `${instrument}:${of}`, level: level * share };
}

/** @returns {string[]} every struck sound there is */
export function allSounds() {
  return Object.entries(RECIPES).flatMap(([name, strokes]) =>
    Object.keys(strokes).map((stroke) => `${name}:${stroke}`),
  );
}

/**
 * @param {string} sound its name
 * @param {number} rate samples a second
 * @returns {Rendered} equally loud as all others
 */
export function render(sound, rate) {
  const [instrument, stroke] = sound.split(":");
  const recipe = RECIPES[instrument]?.[stroke];
  const samples = recipe ? struck(rate, recipe) : sung(rate, hzOf(Number(stroke)));
  const loop = /** @type {const} */ ([VOICE_ATTACK_S, VOICE_ATTACK_S + VOICE_LOOP_S]);
  return { samples: evened(samples, rate), loop: recipe ? null : loop };
}

/**
 * @param {number} pitch MIDI number
 * @returns {number}
 */
export function hzOf(pitch) {
  return 440 * 2 ** ((pitch - 69) / 12);
}

/**
 * @param {Samples} samples
 * @param {number} rate
 * @returns {Samples}
 */
function evened(samples, rate) {
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const gain = Math.min(LOUDNESS / loudness(samples, rate), PEAK / peak);
  return samples.map((value) => value * gain);
}

/**
 * A skin: its lowest tone, further ones, how it bends, the hand.
 * @param {number} hz
 * @param {number} decayS
 * @param {ReadonlyArray<readonly [number, number, number]>} others
 * @param {readonly [number, number]} bend
 * @param {readonly [number, number, number, number]} noise
 * @returns {Recipe}
 */
function skin(hz, decayS, others, bend, noise) {
  const lengthS = Math.min(0.9, 0.06 + 4.5 * decayS);
  return { lengthS, body: [[hz, 1, decayS], ...others], bend, noise };
}

/**
 * A woodblock: two partials that ring short, and the knock of the stick.
 * @param {number} hz
 * @returns {Recipe}
 */
function knock(hz) {
  return {
    lengthS: 0.14,
    body: [
      [hz, 0.62, 0.026],
      [hz * 1.503, 0.26, 0.014],
      [hz * 3.17, 0.12, 0.003],
    ],
  };
}

/**
 * A bell of iron: partials that are no multiples of each other.
 * @param {number} hz
 * @param {number} [decayS]
 * @returns {Recipe}
 */
function metal(hz, decayS = 0.13) {
  const body = [1, 1.505, 2.31, 3.24, 4.6].map(
    (times, i) => /** @type {const} */ ([hz * times, 1 / (1 + i), decayS / (1 + 0.5 * i)]),
  );
  return { lengthS: 0.08 + 4 * decayS, body, noise: [0.15, 0.004, 2000, 9000] };
}

/**
 * A stick on a rim or on another stick.
 * @param {number} hz
 * @param {number} decayS
 * @returns {Recipe}
 */
function stick(hz, decayS) {
  const body = /** @type {const} */ ([
    [hz, 1, decayS],
    [hz * 1.62, 0.5, decayS / 2],
  ]);
  return { lengthS: 0.1, body, noise: [0.4, 0.004, 1500, 9000] };
}
