// @ts-check
/** What the participant's page says in the sheets behind *More* and *This is you*, and in what one asks for. */

import { translated } from "./language.js";

export const MORE = translated({
  modes: {
    play: "I play with the circle",
    unmeasured: "I play, and my taps stay out of the numbers",
    listen: "I listen only",
    sit: "I sit out",
  },

  mine: {
    few: "Play a little longer, then ask again.",
    steady: "Steady as it goes.",
    with: "You are with the circle.",
    ahead: "A little ahead of the circle.",
    behind: "A little after the circle.",
    free: "You play freely; nothing is counted.",
    again: "It may be your device and not you: a short sound check would tell.",
    asking: "One moment …",
    notNow: "Ask again when the circle is reached.",
  },

  hearing: {
    one: "You hear the circle one round later: after one bar, on the beat.",
    many: "You hear the circle one round later: after {count} bars, on the beat.",
    now: "You hear the circle at once.",
    nobody: "You hear the click and yourself.",
  },

  sheet: {
    signals: "Tell your facilitator, without a sound",
    modes: "How I take part",
    mine: "How am I doing?",
    mineHint: "Only you see the answer.",
    guide: "Guide tones",
    guides: { "": "as the facilitator set it", mine: "my own line", all: "every line", off: "none" },
    buzz: "Feel the beat: short vibrations",
    check: "Sound check",
    close: "Back to playing",
  },
  me: {
    surfaces: "Surfaces to tap on",
    counts: ["one", "two", "three", "four"],
    part: "My part",
    noPart: "No part of my own",
    section: "My section or voice",
    noSection: "None",
    sections: ["A", "B", "soprano", "alto", "tenor", "bass"],
    tags: "What is true of me",
    tagsHint: "Your facilitator may say: everybody with glasses! Write what you like, up to six.",
    tagList: ["wears glasses", "left-handed", "has a cat", "slept well", "first time here"],
    addTag: "Add",
    ownTag: "Something else",
  },

  liveCall: {
    button: "Play a call",
    end: "That was it",
    ready: "The call is yours: hold this while you tap it on the pad.",
    recording: "Tap your call on the pad now …",
    sent: "On its way: the circle hears it next",
    few: "Tap at least one note while you hold",
    notNow: "The circle could not take it this time. Try once more.",
  },

  tapsKept: "Your taps are in the file: {count}",
});
