// @ts-check
/**
 * The parts of a report that the page shows; `unisono.review.report` says what each one means.
 *
 * @typedef {{reason: string, have: number, need: number, sentence: string}} Missing
 *
 * @typedef {object} Together
 * @property {boolean} click
 * @property {number | null} value
 * @property {number | null} low
 * @property {number | null} high
 * @property {number | null} raw
 * @property {string} word
 * @property {Missing | null} missing
 * @property {number} people
 * @property {number} taps
 * @property {number} beats
 * @property {number | null} coverage
 * @property {number | null} spread_ms
 * @property {number | null} ceiling
 *
 * @typedef {object} CoursePoint
 * @property {number} time_s
 * @property {number | null} bar
 * @property {number} tempo_bpm
 * @property {number | null} value
 * @property {number | null} low
 * @property {number | null} high
 * @property {number} people
 * @property {number} taps
 * @property {number | null} coverage
 * @property {number | null} spread_ms
 *
 * @typedef {{time_s: number, beat: number, tempo_bpm: number}} TempoPoint
 *
 * @typedef {object} Pair
 * @property {number} first
 * @property {number} second
 * @property {number} n
 * @property {number | null} mean_s
 * @property {number | null} sd_s
 * @property {number | null} mean_absolute_s
 * @property {Missing | null} missing
 *
 * @typedef {{rows: Pair[], missing: Missing | null}} PairTable
 *
 * @typedef {object} Stretch
 * @property {number | null} run
 * @property {number} start_s
 * @property {number} end_s
 * @property {number} people
 * @property {number} taps
 * @property {Together} together
 * @property {CoursePoint[]} course
 * @property {TempoPoint[]} tempo
 * @property {{beat: number, bar: number, grouping: number[]}[]} bar_lines
 *
 * @typedef {object} Person
 * @property {number} seat
 * @property {string} name
 * @property {number} animal
 * @property {number} colour
 * @property {boolean} measured
 * @property {number} taps
 * @property {number | null} coverage
 * @property {number | null} offset_ms
 * @property {number | null} jitter_ms
 * @property {string} steadiness
 * @property {Missing | null} missing
 * @property {string} remark
 * @property {{alpha: number | null}} correction
 * @property {boolean} forgotten left, and took everything along
 *
 * @typedef {object} Device
 * @property {number} seat
 * @property {string} device
 * @property {string} quality
 * @property {number | null} bound_ms
 * @property {number | null} refined_bound_ms
 * @property {number | null} round_trip_ms
 * @property {number | null} output_latency_ms
 * @property {boolean} wireless
 * @property {number | null} ceiling
 *
 * @typedef {{id: string, sentence: string}} Remark
 *
 * @typedef {object} ActivityLine
 * @property {string} kind
 * @property {string} title
 * @property {number} began_s
 * @property {number} ended_s
 * @property {number[]} cues
 *
 * @typedef {object} CueLine
 * @property {number} cue
 * @property {string} kind
 * @property {number | null} lands_s
 * @property {string} how
 *
 * @typedef {object} CallLine
 * @property {string} title
 * @property {{round: number, share: number | null}[]} rounds
 *
 * @typedef {{time_s: number, people: number, spread_ms: number | null}} FinishLine
 *
 * @typedef {object} Report
 * @property {string} code
 * @property {number} epoch_s
 * @property {number} length_s
 * @property {boolean} ended
 * @property {number} people_played
 * @property {number} taps
 * @property {string} sentence
 * @property {Remark[]} moments
 * @property {Together} together
 * @property {{value: number | null, spread_ms: number | null}} live
 * @property {{icc: number | null, shows: boolean, missing: Missing | null}} beyond_click
 * @property {Stretch[]} stretches
 * @property {PairTable} pairs
 * @property {Person[]} people
 * @property {Device[]} devices
 * @property {Remark[]} notes
 * @property {Remark[]} says_not
 * @property {ActivityLine[]} activities
 * @property {CueLine[]} cues
 * @property {CallLine[]} calls
 * @property {FinishLine[]} finishes
 */

export {};
