// @ts-check
/** The sixteen kinds of activity: which settings each has, and what it begins with. Pure data. */

/** @typedef {import("../wire.js").Activity} Activity */
/** @typedef {Activity["kind"]} Kind */
/** @typedef {Exclude<keyof Activity, "kind" | "prompts">} Field */
/** @typedef {{fields: ReadonlyArray<Field>, first: Omit<Activity, "kind">}} KindOf */

/** @type {ReadonlyArray<Field>} */
const MUSIC = ["tempo_bpm", "grouping", "count_in_bars", "click"];

/** @type {Record<Kind, KindOf>} */
export const ACTIVITY_KINDS = {
  check_in: { fields: ["text"], first: { minutes: 2 } },
  sound_check: { fields: ["text"], first: { minutes: 2 } },
  groove: { fields: [...MUSIC, "from_own_tempo", "groove", "who"], first: { minutes: 3 } },
  call_response: { fields: [...MUSIC, "calls", "rounds", "who"], first: { minutes: 3, rounds: 4 } },
  dialogue: { fields: [...MUSIC, "who", "second", "rounds"], first: { minutes: 3, rounds: 4 } },
  sculpt: { fields: [...MUSIC, "who", "others"], first: { minutes: 3 } },
  layers: { fields: [...MUSIC, "groove", "bars_each"], first: { minutes: 3, bars_each: 2 } },
  pass_pulse: { fields: [...MUSIC, "bars_each"], first: { minutes: 2, bars_each: 2 } },
  ramp: {
    fields: ["from_own_tempo", "tempo_bpm", "to_bpm", "over_bars", "most_change_bpm", "click"],
    first: { minutes: 2, to_bpm: 110, over_bars: 16 },
  },
  click_fade: {
    fields: [...MUSIC, "on_bars", "off_bars"],
    first: { minutes: 2, on_bars: 4, off_bars: 4 },
  },
  breath: { fields: ["text", "tempo_bpm", "rounds"], first: { minutes: 1, rounds: 4 } },
  listen: { fields: ["text"], first: { minutes: 2 } },
  free: { fields: ["text", "tempo_bpm", "click"], first: { minutes: 2 } },
  song: { fields: [...MUSIC, "song", "guide", "rounds"], first: { minutes: 3, rounds: 2 } },
  last_beat: { fields: ["text"], first: { minutes: 1 } },
  check_out: { fields: ["text"], first: { minutes: 2 } },
};

/** Settings that every kind has. @type {ReadonlyArray<Field>} */
export const COMMON = ["title", "minutes", "notes"];

/**
 * @param {Kind} kind
 * @returns {Activity} a new one
 */
export function newActivity(kind) {
  return { kind, ...ACTIVITY_KINDS[kind].first };
}
