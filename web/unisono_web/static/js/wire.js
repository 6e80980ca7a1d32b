// Written from the table of messages in unisono.wire; do not edit (make generate).
// Names and limits of everything that travels between the browser and the server.

/** Version of this protocol. */
export const PROTOCOL = 1;

/** What a client may send. */
export const SEND = Object.freeze({
  "sync": "sync",
  "taps": "taps",
  "clock": "clock",
  "profile": "profile",
  "mode": "mode",
  "sound": "sound",
  "signal": "signal",
  "howami": "howami",
  "late": "late",
  "livecall": "livecall",
  "leave": "leave",
  "arrange": "arrange",
  "start": "start",
  "stop": "stop",
  "cue": "cue",
  "cancel": "cancel",
  "undo": "undo",
  "setgroove": "setgroove",
  "hand": "hand",
  "sethearing": "sethearing",
  "mute": "mute",
  "assign": "assign",
  "say": "say",
  "recheck": "recheck",
  "setplan": "setplan",
  "go": "go",
  "robots": "robots",
  "door": "door",
  "admit": "admit",
  "rename": "rename",
  "remove": "remove",
  "end": "end"
});

/** What the server sends. */
export const HEAR = Object.freeze({
  "welcome": "welcome",
  "waiting": "waiting",
  "circle": "circle",
  "beat": "beat",
  "groove": "groove",
  "hearing": "hearing",
  "activity": "activity",
  "tick": "tick",
  "strokes": "strokes",
  "round": "round",
  "finish": "finish",
  "mine": "mine",
  "note": "note",
  "soundcheck": "soundcheck",
  "plan": "plan",
  "saved": "saved",
  "desk": "desk",
  "links": "links",
  "moved": "moved",
  "goodbye": "goodbye",
  "problem": "problem"
});

/** Ranges the server accepts. */
export const LIMITS = Object.freeze({
  "minBpm": 20.0,
  "maxBpm": 300.0,
  "minBeats": 2,
  "maxBeats": 12,
  "maxCountInBars": 4,
  "maxName": 20,
  "maxTaps": 200,
  "maxSeats": 500,
  "maxBytes": 16384,
  "maxTapAgeS": 900.0,
  "animals": 24,
  "colours": 12
});

/** Letters of a join code: none looks like another. */
export const CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Letters in a join code. */
export const CODE_LENGTH = 6;

