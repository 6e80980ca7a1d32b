// @ts-check
/**
 * From MIDI messages to strokes. Pure: messages and their times come in, strikes come out.
 *
 * The twin of `unisono_midi.strikes` and `.mapping`: both read `tests/vectors/midi.json`.
 */

/** @typedef {import("../play/strokes.js").Stroke} Stroke */
/** @typedef {Record<number, Stroke>} PadMap note to stroke; what it does not say is General MIDI */
/** @typedef {{atMs: number, note: number, stroke: Stroke, velocity: number}} Strike */

const NOTE_ON = 0x9;
/** A pad's own second report so soon is the stick bouncing. */
const RETRIGGER_MS = 30;
/** A much softer onset of another pad so soon is the frame shaking. */
const CROSSTALK_MS = 8;
const CROSSTALK_SHARE = 0.3;

/** General MIDI percussion as hand drums; every other note is a tone. */
const GENERAL_MIDI = /** @type {const} */ ({
  bass: [35, 36, 41, 43, 61, 64, 66, 87],
  slap: [38, 39, 40, 60, 62, 65],
  rim: [31, 37, 42, 44, 46, 75, 76, 77],
});

/** @type {readonly Stroke[]} */
export const STROKES = ["bass", "tone", "slap", "rim"];

/**
 * @param {number} note
 * @returns {Stroke} as General MIDI percussion has it
 */
export function usualStroke(note) {
  for (const stroke of /** @type {const} */ (["bass", "slap", "rim"])) {
    if (/** @type {readonly number[]} */ (GENERAL_MIDI[stroke]).includes(note)) return stroke;
  }
  return "tone";
}

/**
 * @param {unknown} kept
 * @returns {PadMap} what of it is a mapping
 */
export function possiblePads(kept) {
  /** @type {PadMap} */
  const pads = {};
  if (typeof kept !== "object" || kept === null) return pads;
  for (const [note, stroke] of Object.entries(kept)) {
    const known = STROKES.find((one) => one === stroke);
    if (known && Number(note) >= 0 && Number(note) <= 127) pads[Number(note)] = known;
  }
  return pads;
}

export class PadReader {
  /** @param {PadMap} [pads] */
  constructor(pads = {}) {
    this.pads = pads;
    /** The stroke that the next strike is to mean from now on. @type {Stroke | null} */
    this.learning = null;
    /** @type {Map<number, number>} */
    this._byPad = new Map();
    /** @type {{atMs: number, velocity: number} | null} */
    this._last = null;
  }

  /**
   * @param {ArrayLike<number>} data one message
   * @param {number} atMs when it came in
   * @returns {Strike | null} null for whatever is no strike: ends of notes, bounces, pedals, clock
   */
  read(data, atMs) {
    const [status = 0, note = 0, velocity = 0] = Array.from(data);
    if (status >> 4 !== NOTE_ON || velocity === 0 || data.length < 3) return null;
    const pad = (status & 0x0f) * 128 + note;
    if (this._bounced(pad, atMs) || this._shaken(atMs, velocity)) return null;
    this._byPad.set(pad, atMs);
    this._last = { atMs, velocity };
    if (this.learning) {
      this.pads = { ...this.pads, [note]: this.learning };
      this.learning = null;
    }
    const stroke = this.pads[note] ?? usualStroke(note);
    return { atMs, note, stroke, velocity: Math.round((velocity / 127) * 1000) / 1000 };
  }

  /**
   * @param {number} pad
   * @param {number} atMs
   */
  _bounced(pad, atMs) {
    const since = atMs - (this._byPad.get(pad) ?? -Infinity);
    return since >= 0 && since < RETRIGGER_MS;
  }

  /**
   * @param {number} atMs
   * @param {number} velocity
   */
  _shaken(atMs, velocity) {
    if (!this._last) return false;
    const since = atMs - this._last.atMs;
    return since >= 0 && since < CROSSTALK_MS && velocity < CROSSTALK_SHARE * this._last.velocity;
  }
}
