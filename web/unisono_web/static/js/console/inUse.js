// @ts-check
/**
 * Fields of one question that may be in use: while they are, news must leave them alone.
 *
 * In use from the moment somebody comes to a field until they leave it or have said what they want,
 * and for as long as that is being asked; after a yes a moment more, for the answer overtakes the news
 * that says the same. After that the field follows the session again, also while the focus is still
 * in it; the next key or touch takes it back into use.
 */

/** Keys that end or leave something instead of beginning it. */
const PASSING = new Set(["Enter", "Escape", "Tab", "Shift"]);
/** So long after a yes the news of it has come, even what comes only with the session's next tick. */
const NEWS_MS = 1500;

/**
 * @param {Promise<boolean | void>} [asked] whether it was done
 * @returns {Promise<void>} when the news of it has come, or at once where none will
 */
export async function newsOf(asked) {
  if (await asked) await new Promise((go) => setTimeout(go, NEWS_MS));
}

export class InUse {
  /**
   * @param {HTMLElement[]} fields
   * @param {() => void} free told when news may be shown again
   */
  constructor(fields, free) {
    this._fields = fields;
    this._free = free;
    this._held = false;
    this._asking = 0;
    for (const field of fields) {
      for (const kind of ["focus", "pointerdown", "input"]) {
        field.addEventListener(kind, () => (this._held = true));
      }
      field.addEventListener("keydown", ({ key }) => PASSING.has(key) || (this._held = true));
      field.addEventListener("blur", (event) => this._left(event));
    }
  }

  /** Whether news has to wait. */
  get now() {
    return this._held || this._asking > 0;
  }

  /**
   * They have said what they want.
   * @param {Promise<boolean | void>} [asked] if it is being asked: until it is answered
   */
  done(asked) {
    this._held = false;
    return this.during(asked);
  }

  /**
   * What is there is being asked, and they may go on.
   * @param {Promise<boolean | void>} [asked]
   */
  async during(asked) {
    this._asking += 1;
    try {
      await newsOf(asked);
    } finally {
      this._asking -= 1;
      if (!this.now) this._free();
    }
  }

  /** @param {FocusEvent} event */
  _left({ relatedTarget }) {
    if (!this._fields.some((field) => field === relatedTarget)) void this.done();
  }
}
