// @ts-check
/**
 * Every sentence that scripts put on a page, in one place; the rest stands in the templates.
 *
 * Kind, plain, short. `{name}` is filled in by `fill`.
 */

import { apart, formFor, translated } from "./language.js";

/** The order is that of `animals.js`. */
export const ANIMAL_NAMES = translated([
  "fox",
  "owl",
  "frog",
  "bear",
  "rabbit",
  "cat",
  "penguin",
  "turtle",
  "elephant",
  "fish",
  "bee",
  "mouse",
  "lion",
  "whale",
  "koala",
  "duck",
  "hedgehog",
  "deer",
  "snail",
  "otter",
  "butterfly",
  "panda",
  "crab",
  "octopus",
]);

/** The order is that of the colours in `tokens.css`. */
export const COLOUR_NAMES = translated([
  "golden",
  "mossy",
  "green",
  "mint",
  "teal",
  "sky-blue",
  "blue",
  "violet",
  "orchid",
  "plum",
  "orange",
  "cocoa",
]);

/** The order is that of `shapes.js`. */
export const SHAPE_NAMES = translated([
  "circle",
  "square",
  "diamond",
  "hexagon",
  "shield",
  "drop",
  "flower",
  "star",
  "cross",
  "triangle",
  "pentagon",
  "blossom",
]);

export const TEXTS = translated({
  figure: "{colour} {animal}",
  figureWithShape: "{figure} on a {shape}",
  shapeOnly: "on a {shape}",
  you: "you",

  states: {
    playing: "playing",
    resting: "resting",
    settling: "settling in",
    away: "away, the seat is kept",
  },
  quality: {
    good: "clock good",
    fair: "clock fair",
    poor: "clock still finding itself",
    none: "clock not heard yet",
  },
  wireless: "wireless sound",
  why: {
    network: "uneven network",
    wireless: "wireless sound",
    asleep: "was asleep",
  },
  devices: {
    browser: "",
    bridge: "drum pad",
    sim: "simulated",
    replay: "from a recording",
  },

  standing: {
    connecting: "Finding the circle …",
    here: "",
    lost: "Lost the server – keep the beat, we'll find you",
    lostQuiet: "Lost the server – we'll find it again",
    waiting: "The facilitator will let you in",
    moved: "You now play from another tab or device",
    refused: "",
    gone: "",
  },
  refusals: {
    unknown_door: "This code or link opens no circle. Check it with your facilitator.",
    not_now: "This circle is over. Ask your facilitator for the next one.",
    not_allowed: "The facilitator has closed this seat.",
    too_much: "Many people are at the door. Wait a moment and press again.",
    other: "The circle could not be reached. Wait a moment and press again.",
  },

  phases: {
    lobby: "Nothing is playing. Try your pad!",
    ahead: "Here it comes …",
    countIn: "Count-in",
    playing: "Playing",
    stopping: "Stops at the end of the bar",
    ended: "The circle is over for today",
  },
  spoken: {
    countIn: "Count-in: {beats} beats at {tempo}.",
    playing: "Playing.",
    stopping: "Stopping at the end of the bar.",
    stopped: "Stopped.",
    tempo: "Tempo {tempo} from bar {bar}.",
    meter: "Meter {meter} from bar {bar}.",
    lost: "Connection lost. Your click goes on.",
    back: "Connected again.",
    joined: "You are the {figure}.",
  },
  barAndBeat: "bar {bar} · beat {count}",
  bar: "bar {bar}",
  bpm: "{tempo} bpm",

  farewell: { thanks: "Thank you for playing", moved: "Playing elsewhere" },
  soundLocked: "Touch to hear the click",
  tapHere: "Tap here",
  youAre: "You are the {figure}",
  welcomeBack: "Welcome back, {name}. Your seat is kept.",
  codeTooShort: "A code has six letters or digits, like K7Q-M2X.",

  nudge: { asItIs: "as it is", sooner: "{ms} ms sooner", later: "{ms} ms later" },

  ring: {
    label: "The circle: {people}",
    nobody: "nobody yet",
    one: "1 person",
    many: "{count} people",
  },

  clock: {
    noToken: "This page shows how well a device knows a circle’s time. It opens from a console.",
    refused: "This link opens no circle.",
    summary: "This device knows the circle’s time to ±{ms} ms.",
    quality: { good: "good", fair: "fair", poor: "still finding itself", none: "" },
    plusMinus: "±{ms} ms",
    ms: "{ms} ms",
    seconds: "{s} s",
    ppm: "{ppm} ppm",
    now: "now",
    sAgo: "{ago} s ago",
    minAgo: "{ago} min ago",
    believed: "as this browser tells it",
    notBelieved: "what it tells is not plausible; only its own part is counted",
  },

  score: {
    tooFew: "too few taps to say",
    unsure: "too unsure for a word yet",
    behind: "{people} people, {taps} taps",
    spread: "{ms} ms",
    coverage: "{percent} %",
    none: "–",
    spoken: "Togetherness {value} of 100, between {low} and {high}: {word}.",
  },

  console: {
    copied: "Copied",
    copyByHand: "Copy it from the field",
  },

  consoleOver: {
    ended: "The session is over",
    refused: "This page opens no circle",
    words: "Everybody has been thanked. What was played is ready to look at.",
  },

  tubs: {
    /** @type {Record<number, string[]>} how the parts of a beat are counted */
    parts: {
      2: ["{beat}", "{beat} and"],
      3: ["{beat}", "{beat} and", "{beat} a"],
      4: ["{beat}", "{beat} e", "{beat} and", "{beat} a"],
    },
    otherPart: "{beat} part {part}",
    spoken: "{title}: {counts}.",
    untitled: "{counts}.",
    mnemonic: "Say: {mnemonic}.",
    answered: "Answered: {counts}.",
    silence: "silence",
  },

  home: {
    starting: "Laying out the circle …",
    notStarted: "The server did not answer. Try again in a moment.",
    circleOf: "Circle {code}",
    forget: "Take {code} off this list",
  },
});

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/gu, (whole, name) => apart(String(values[name] ?? whole)));
}

/**
 * @param {number} animal
 * @param {number} colour
 * @returns {string} golden fox
 */
export function figureName(animal, colour) {
  const names = { colour: COLOUR_NAMES[colour], animal: ANIMAL_NAMES[animal] };
  return fill(TEXTS.figure, names);
}

/**
 * @param {{name: string, animal: number, colour: number}} seat
 * @returns {string} the name somebody typed, else their figure's
 */
export function seatName({ name, animal, colour }) {
  return name || figureName(animal, colour);
}

/**
 * @param {number} count
 * @param {{none?: string, one: string, many: string, forms?: string[]}} texts
 * @returns {string}
 */
export function counted(count, texts) {
  if (count === 0 && texts.none) return texts.none;
  return fill(formFor(count, texts), { count });
}
