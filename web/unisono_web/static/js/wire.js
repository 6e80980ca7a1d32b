// Written from the table of messages in unisono.wire; do not edit (make generate).
// Names, limits and types of everything that travels between the browser and the server.

/**
 * What the next start will use.
 * @typedef {object} ArrangementView
 * @property {number} tempo_bpm
 * @property {number[]} grouping
 * @property {number} count_in_bars
 */

/**
 * Everything a device needs to play the click by itself for as long as it likes.
 * @typedef {object} RunView
 * @property {number} run
 * @property {([number, number, number, number])[]} segments [beat0, time0_s, bpm0, bpm1], tempo linear in beats up to the next
 * @property {([number, number, number[]])[]} meters [beat0, bar0, grouping]
 * @property {number} count_in_beats
 * @property {number | null} stop_beat the first beat that does not sound
 */

/**
 * One place in the ring as everybody may see it.
 * @typedef {object} SeatView
 * @property {number} seat
 * @property {string} name
 * @property {number} animal
 * @property {number} colour
 * @property {string} state playing, resting, settling or away
 * @property {string} device browser, bridge, sim or replay
 */

/**
 * Live togetherness; ``state`` is ``ok`` or ``too_few`` (then ``reason`` says of what).
 * @typedef {object} ScoreView
 * @property {string} state
 * @property {string} reason
 * @property {number | null} value
 * @property {number | null} low
 * @property {number | null} high
 * @property {string} word
 * @property {number} people
 * @property {number} taps
 * @property {number | null} spread_ms
 * @property {number | null} coverage
 * @property {number | null} ceiling
 */

/**
 * Somebody waiting in the lobby.
 * @typedef {object} KnockView
 * @property {string} key
 * @property {string} name
 */

/**
 * What a console may know of a device.
 * @typedef {object} DeviceView
 * @property {number} seat
 * @property {string} quality of its clock: good, fair, poor or none
 * @property {number | null} round_trip_ms
 * @property {number | null} bound_ms
 * @property {boolean} wireless
 * @property {string} [why] what keeps its taps from being exact: network, wireless, asleep or empty
 */

/**
 * The handshake.
 * @typedef {object} Auth
 * @property {"lead" | "play" | "stage"} role
 * @property {string | null} [token] the token of a link (at most 128)
 * @property {string | null} [code] (at most 16)
 * @property {string | null} [key] at least 120 random bits, base64url
 * @property {string} [name] what to call this person; may be empty (at most 20)
 * @property {"bridge" | "browser" | "replay" | "sim"} [device]
 * @property {number} [protocol]
 */

/**
 * One clock exchange; the answer carries ``t1`` and ``t2`` in session seconds.
 * @typedef {object} Sync
 * @property {number} t0 seconds of the sender's own clock (-1e+12 to 1e+12)
 * @property {number | null} [t3] seconds of the sender's own clock (-1e+12 to 1e+12)
 */

/**
 * A batch of taps, oldest first; answered by ``saved`` once they are committed.
 * @typedef {object} Taps
 * @property {([number, number, number, "bridge" | "key" | "midi" | "sim" | "touch", number | null, number | null])[]} taps (at most 200)
 */

/**
 * What this device thinks of its clock and its sound, sent when it changes.
 * @typedef {object} ClockReport
 * @property {number} round_trip_s smallest recent round trip (0 to 60)
 * @property {number} bound_s the truth lies within ± this, seconds (0 to 10)
 * @property {number | null} [output_latency_s] (0 to 2)
 * @property {boolean} [wireless]
 * @property {number} [steps] how often this device's clock was found to have stood still or jumped, as after a sleep, since the page was loaded (0 to 2.14748e+09)
 */

/**
 * Change one's own name, animal or colour; fields left out stay as they are.
 * @typedef {object} Profile
 * @property {string | null} [name] what to call this person; may be empty (at most 20)
 * @property {number | null} [animal] (0 to 23)
 * @property {number | null} [colour] (0 to 11)
 */

/**
 * Give the seat up for good.
 * @typedef {object} Leave
 */

/**
 * Set tempo, meter or count-in for the next start; while playing it lands on the next bar.
 * @typedef {object} Arrange
 * @property {number | null} [tempo_bpm] beats per minute (20 to 300)
 * @property {number[] | null} [grouping] beats of a bar as groups, for example [2, 2, 3]; 2 to 12 beats in all (at most 12)
 * @property {number | null} [count_in_bars] bars counted before bar 1 (0 to 4)
 * @property {number} [over_bars] bars the change takes; 0: at once (0 to 64)
 */

/**
 * Start the click for everybody, after the count-in.
 * @typedef {object} Start
 */

/**
 * Stop the click for everybody, at the end of the bar or now.
 * @typedef {object} Stop
 * @property {"bar" | "now"} [when]
 */

/**
 * Open the door (a typed code comes straight in) or have people wait in the lobby.
 * @typedef {object} Door
 * @property {boolean} open
 */

/**
 * Let one waiting person in, or everybody.
 * @typedef {object} Admit
 * @property {string | null} [key] (at most 64)
 */

/**
 * Give somebody another name, or none, on every screen.
 * @typedef {object} Rename
 * @property {number} seat a seat, from 1 (1 to 500)
 * @property {string} name what to call this person; may be empty (at most 20)
 */

/**
 * Ask somebody to leave; their seat's link stops working.
 * @typedef {object} Remove
 * @property {number} seat a seat, from 1 (1 to 500)
 */

/**
 * End the session for good and open the review.
 * @typedef {object} End
 */

/**
 * A full snapshot, sent when a connection has its place (again).
 * @typedef {object} Welcome
 * @property {number} protocol
 * @property {string} role
 * @property {number | null} seat your seat; null for a console or a stage
 * @property {number} upto all your taps up to this number are safe
 * @property {number} time_s
 * @property {string} phase lobby, playing, stopping or ended
 * @property {string} code
 * @property {ArrangementView} arrangement
 * @property {RunView | null} run
 * @property {SeatView[]} circle
 * @property {ScoreView} score
 */

/**
 * You are in the lobby: the facilitator lets people in.
 * @typedef {object} WaitingRoom
 */

/**
 * Seats that are new or changed, and seats that are gone.
 * @typedef {object} Circle
 * @property {SeatView[]} seats
 * @property {number[]} [gone]
 */

/**
 * The phase of the session and its timeline, whenever either changes.
 * @typedef {object} Beat
 * @property {string} phase
 * @property {ArrangementView} arrangement
 * @property {RunView | null} run
 */

/**
 * About twice a second while people play: one message, the same for everybody.
 * @typedef {object} TickMessage
 * @property {number} n
 * @property {number} time_s
 * @property {ScoreView} score
 * @property {([number, number])[]} taps
 */

/**
 * All your taps up to this number are stored and need not be sent again.
 * @typedef {object} Saved
 * @property {number} upto
 */

/**
 * For consoles only: the door, who waits, how each device does.
 * @typedef {object} Desk
 * @property {boolean} door_open
 * @property {KnockView[]} waiting
 * @property {DeviceView[]} devices
 */

/**
 * For consoles and stages: where people go. Sent by the shell, which knows its own address.
 * @typedef {object} Links
 * @property {string} code
 * @property {string} join_url
 * @property {string} qr the join link as a QR code, a data: URI of an SVG
 * @property {string | null} [stage_url]
 * @property {string | null} [review_url]
 */

/**
 * Your seat is now played from another tab or device.
 * @typedef {object} Moved
 */

/**
 * You have left, or the session is over. ``sentence`` says so kindly.
 * @typedef {object} Goodbye
 * @property {string} reason left, removed or ended
 * @property {string} sentence
 */

/**
 * What you asked for did not happen, and why. Nothing else has changed.
 * @typedef {object} Problem
 * @property {string} code
 * @property {string} message
 * @property {string} about
 */

/** Version of this protocol. */
export const PROTOCOL = 1;

/** What a client may send. */
export const SEND = Object.freeze({
  "sync": "sync",
  "taps": "taps",
  "clock": "clock",
  "profile": "profile",
  "leave": "leave",
  "arrange": "arrange",
  "start": "start",
  "stop": "stop",
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
  "tick": "tick",
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

