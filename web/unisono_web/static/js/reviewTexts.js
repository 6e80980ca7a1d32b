// @ts-check
/** The words of the review page; it alone needs them. See `texts.js`. */

import { translated } from "./language.js";

export const REVIEW_TEXTS = translated({
  closed: "This page opens no review. Ask the facilitator for its link.",
  notReached: "The server did not answer. Try again in a moment.",
  again: "Read it again",
  goesOn: "The session is still going on; this is how it stands now.",
  taps: "{count} taps",
  headline: "Togetherness",
  between: "Most likely between",
  spread: "Spread",
  coverage: "Beats that were played",
  measured: "Behind it",
  raw: "As the clock saw it",
  live: "With live times",
  ceiling: "The clocks allow up to",
  beyond: "People moved together beyond the click.",
  course: "How it went",
  courseHint: "Each point looks at 32 beats. The band is where the number most likely lies.",
  asTable: "The same as a table",
  details: "More, for whoever wants to know",
  notes: "Keep in mind",
  saysNot: "What these numbers do not say",
  csv: "All taps (CSV)",
  json: "Everything recorded (JSON)",
  midi: "Everything played (MIDI)",
  report: "This report (JSON)",
  free: "free play",
  yes: "yes",
  chart: {
    aria: "Togetherness, spread and tempo over time; the table below has the same numbers.",
    panels: ["Togetherness, 0 to 100", "Spread, milliseconds", "Tempo, beats a minute"],
    free: "Togetherness without the click",
  },
  tables: {
    course: {
      caption: "How it went",
      heads: [
        "Time",
        "Run",
        "Bar",
        "Togetherness",
        "Likely",
        "Spread",
        "Tempo",
        "People",
        "Taps",
        "Played",
      ],
    },
    runs: {
      caption: "Run by run",
      hint: "A run is the music from one start to its stop.",
      heads: [
        "Run",
        "Length",
        "Togetherness",
        "Likely",
        "In a word",
        "Spread",
        "Played",
        "People",
        "Taps",
      ],
    },
    people: {
      caption: "Person by person",
      hint:
        "For you and for them, not for the projector. Early or after the beat may be habit or " +
        "device: nobody can tell from here. “Takes back” is how much of a distance from the beat is " +
        "gone with the next tap.",
      heads: [
        "Person",
        "Taps",
        "Played",
        "Steadiness",
        "Usually",
        "Scatter",
        "Takes back",
        "Remark",
      ],
    },
    pairs: {
      caption: "Pair by pair",
      hint:
        "How far apart the two fell on the beats they shared. Scatter says how tight they were; " +
        "the mean (first minus second) may be their devices.",
      heads: ["Pair", "Shared beats", "Scatter (SD)", "Mean", "Mean distance"],
    },
    devices: {
      caption: "Devices and clocks",
      hint:
        "Each tap's time is known to within the bound: live, and afterwards, when all that was " +
        "heard of a clock is put together. The ceiling is what identical timing would reach if " +
        "all clocks were like this one.",
      heads: [
        "Person",
        "Clock",
        "Bound, live",
        "Bound, afterwards",
        "Round trip",
        "Sound delay",
        "Wireless",
        "Ceiling",
      ],
    },
  },
});
