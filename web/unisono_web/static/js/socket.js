// @ts-check
/** The one door to Socket.IO: a connection that comes back by itself, events in and out. */

import { io } from "../vendor/socket.io.esm.min.js";

/** @typedef {{code: string, message: string}} Refusal */
/**
 * @typedef {object} Answer
 * @property {import("./wire.js").Problem} [problem]
 * @property {[t1: number, heldS: number]} [t] when a question came, in session time
 */

const ANSWER_MS = 6000;

export class Connection {
  /** @param {() => import("./wire.js").Auth} auth asked again at every attempt */
  constructor(auth) {
    this._socket = io({
      path: "/socket.io",
      transports: ["websocket"],
      auth: (send) => send(auth()),
      autoConnect: false,
      reconnectionDelay: 250,
      reconnectionDelayMax: 1200,
      randomizationFactor: 0.5,
      timeout: 5000,
    });
    addEventListener("online", () => this.hurry());
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
  }

  /** Whether events travel right now. */
  get isOpen() {
    return this._socket.connected;
  }

  open() {
    this._socket.connect();
  }

  close() {
    this._socket.disconnect();
  }

  /** Try again at once, instead of at the next turn. */
  hurry() {
    if (!this._socket.active || this._socket.connected) return;
    this._socket.disconnect().connect();
  }

  /**
   * @param {string} name of an event of the server
   * @param {(body: any) => void} listener
   */
  on(name, listener) {
    this._socket.on(name, listener);
  }

  /**
   * @param {{opened: () => void, lost: () => void, refused: (why: Refusal) => void}} listener
   */
  watch({ opened, lost, refused }) {
    this._socket.on("connect", opened);
    this._socket.on("disconnect", lost);
    this._socket.on("connect_error", (error) => {
      const why = /** @type {Error & {data?: Refusal}} */ (error).data;
      if (why?.code) refused(why);
      else lost();
    });
  }

  /**
   * @param {string} name
   * @param {object} [body]
   * @returns {Promise<Answer>} the server's answer; rejected when none comes in time
   */
  async ask(name, body = {}) {
    return (await this._socket.timeout(ANSWER_MS).emitWithAck(name, body)) ?? {};
  }

  /**
   * Like `ask`, but calls back in the very turn in which the answer arrives.
   * @param {string} name
   * @param {object} body
   * @param {(answer: Answer | null) => void} listener null when no answer came in time
   */
  askNow(name, body, listener) {
    this._socket
      .timeout(ANSWER_MS)
      .emit(name, body, (/** @type {unknown} */ late, /** @type {Answer} */ answer) => {
        listener(late ? null : answer);
      });
  }
}
