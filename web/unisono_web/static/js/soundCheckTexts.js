// @ts-check
/** The sentences of the sound check and of the page that says whether a device is ready. */

import { translated } from "./language.js";

export const CHECK = translated({
  title: "Sound check",
  skip: "Skip this",
  leave: "Go on without",
  hear: {
    title: "Do you hear four drums?",
    words: "They sound when this opens, and again whenever you like.",
    yes: "Yes",
    no: "No",
    again: "Play them again",
  },
  help: {
    title: "Let’s find your sound",
    volume: "Turn the volume up with the buttons at the side.",
    silent: "On a phone with a silent switch: move it, so that no orange shows.",
    bluetooth:
      "Is the sound going to headphones or a speaker elsewhere? Turn Bluetooth off, or put them on.",
    done: "Now I hear them",
    on: "Go on, I’ll watch the beat",
  },
  call: {
    title: "Is your video call on this device?",
    words: "Then both can sound at once. Switch the silent mode off for it.",
    yes: "Yes, on this one",
    no: "No, or on another one",
  },
  listen: {
    title: "How are you listening?",
    changed: "Your sound seems to come from somewhere else now. How are you listening?",
    speaker: "A speaker",
    cable: "A cable",
    wireless: "Wireless",
    seems: "This looks like wireless.",
  },
  wireless: {
    title: "Your headphones are wireless",
    words:
      "Play along, we just won’t count your taps: the way through the air takes its own time. A cable or the phone’s own speaker would let them count.",
    go: "Play along",
  },
  tap: {
    title: "Tap along",
    listen: "Listen …",
    words: "Listen to four, then tap on each one.",
    play: "Tap with it",
    more: "Nearly there, a few more",
    slower: "Let’s try once more, a little slower",
    pad: "Tap here",
    count: "{done} of {all}",
  },
  done: {
    known: "That’s it. You are in.",
    open: "You are in. Play as you like.",
    words: "Tap softly with us.",
    go: "Go on",
  },
});

/** What somebody likes to hear. */
export const HEARING = translated({
  instrument: "My instrument",
  instruments: {
    djembe: "Djembe",
    conga: "Conga",
    wood: "Wood block",
    frame: "Frame drum",
    bell: "Bell",
    clap: "Hands",
    surdo: "Deep drum",
    shaker: "Shaker",
    rim: "Sticks",
    voice: "A voice",
  },
  bed: "The beat sounds as",
  beds: {
    click: "A click",
    heart: "A heartbeat",
    shaker: "A shaker",
    kit: "A soft drum kit",
    groove: "The groove we play",
  },
  counted: "Sing the count-in as well",
  guide: "Guide tones of a song",
  guides: {
    own: "As the facilitator chose",
    mine: "My own part",
    all: "All parts",
    off: "None",
  },
  check: "Do the sound check again",
});

export const READY = translated({
  begin: "Turn the sound on",
  running: "The sound is on.",
  again: "Do the sound check again",
  rows: {
    sound: "Sound",
    clock: "Exact time of your taps",
    secure: "Secure connection",
    awake: "Keeps the screen awake while you play",
    buzz: "Can buzz on the beat",
    midi: "Takes drum pads over MIDI",
  },
  sound: {
    running: "yes, it is on",
    locked: "yes, after a touch",
    none: "no, this browser cannot make sound",
  },
  clock: {
    fine: "yes, very finely",
    usual: "yes",
    coarse: "roughly: this browser rounds the time",
  },
  secure: {
    yes: "yes",
    no: "no, as usual in a hall’s own network; everything you need works",
  },
  awake: { yes: "yes", no: "not here: set your screen to stay on for longer" },
  buzz: { yes: "yes", no: "no" },
  midi: { yes: "yes", no: "not here: use the unisono-midi program for drum pads" },
});
