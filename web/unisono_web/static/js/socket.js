// @ts-check
/**
 * The one door to Socket.IO: a connection that comes back by itself, events in and out. The library
 * comes after the page's own scripts, so that a slow line carries what is played on first.
 */

import { untilItComes } from "./untilItComes.js";

/** @typedef {{code: string, message: string}} Refusal */
/**
 * @typedef {object} Answer
 * @property {import("./wire.js").Problem} [problem]
 * @property {[t1: number, heldS: number]} [t] when a question came, in session time
 */

const ANSWER_MS = 6000;

/** @typedef {import("../vendor/socket.io.esm.min.js").Socket} Socket */

export class Connection {
  /** @param {() => import("./wire.js").Auth} auth asked again at every attempt */
  constructor(auth) {
    this._auth = auth;
    this._wanted = false;
    /** @type {Socket | null} */
    this._socket = null;
    /** Whoever listened before the library was there. @type {[string, (body: any) => void][]} */
    this._early = [];
    this._came = untilItComes(() => import("../vendor/socket.io.esm.min.js")).then(({ io }) => this._begin(io));
    addEventListener("online", () => this.hurry());
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
  }

  /** @param {typeof import("../vendor/socket.io.esm.min.js").io} io */
  _begin(io) {
    const socket = io({
      path: "/socket.io",
      transports: ["websocket"],
      auth: (send) => send(this._auth()),
      autoConnect: false,
      reconnectionDelay: 250,
      reconnectionDelayMax: 1200,
      randomizationFactor: 0.5,
      timeout: 5000,
    });
    for (const [name, listener] of this._early) socket.on(name, listener);
    this._socket = socket;
    if (this._wanted) socket.connect();
    return socket;
  }

  /** Whether events travel right now. */
  get isOpen() {
    return this._socket?.connected ?? false;
  }

  open() {
    this._wanted = true;
    this._socket?.connect();
  }

  close() {
    this._wanted = false;
    this._socket?.disconnect();
  }

  /** Try again at once, instead of at the next turn. */
  hurry() {
    if (!this._socket?.active || this._socket.connected) return;
    this._socket.disconnect().connect();
  }

  /**
   * @param {string} name of an event of the server
   * @param {(body: any) => void} listener
   */
  on(name, listener) {
    if (this._socket) this._socket.on(name, listener);
    else this._early.push([name, listener]);
  }

  /**
   * @param {{opened: () => void, lost: () => void, refused: (why: Refusal) => void}} listener
   */
  watch({ opened, lost, refused }) {
    this.on("connect", opened);
    this.on("disconnect", lost);
    this.on("connect_error", (error) => {
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
    const socket = await this._came;
    return (await socket.timeout(ANSWER_MS).emitWithAck(name, body)) ?? {};
  }

  /**
   * Like `ask`, but calls back in the very turn in which the answer arrives.
   * @param {string} name
   * @param {object} body
   * @param {(answer: Answer | null) => void} listener null when no answer came in time
   */
  askNow(name, body, listener) {
    if (!this._socket) return listener(null);
    this._socket
      .timeout(ANSWER_MS)
      .emit(name, body, (/** @type {unknown} */ late, /** @type {Answer} */ answer) => {
        listener(late ? null : answer);
      });
  }
}
