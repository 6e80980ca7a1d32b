// @ts-check
/**
 * Virtual time: ten minutes of timers and packets in a fraction of a second.
 *
 * Published packages call the global timers, so a run puts its own in their place and gives the
 * real ones back at the end; promises are drained after each event.
 */
const real = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate };
const drained = () => new Promise((resolve) => real.setImmediate(resolve));

export class VirtualTime {
  constructor() {
    /** True time, which is also the server's session time, in seconds. */
    this.now = 0;
    this.count = 0;
    /** @type {Array<{at: number, id: number, run: () => void}>} a binary heap */
    this.heap = [];
    /** @type {Set<number>} */
    this.cancelled = new Set();
  }

  /** @param {number} at true time, s @param {() => void} run @returns {number} */
  at(at, run) {
    const event = { at: Math.max(at, this.now), id: (this.count += 1), run };
    let i = this.heap.push(event) - 1;
    while (i > 0 && before(event, this.heap[(i - 1) >> 1])) {
      this.heap[i] = this.heap[(i - 1) >> 1];
      i = (i - 1) >> 1;
    }
    this.heap[i] = event;
    return event.id;
  }

  /** @param {number} afterS @param {() => void} run @returns {number} */
  after(afterS, run) {
    return this.at(this.now + afterS, run);
  }

  /**
   * @param {number} until true time, s
   * @param {{promises?: boolean}} [options] whether anything waits for promises
   */
  async run(until, { promises = false } = {}) {
    while (this.heap.length && this.heap[0].at <= until) {
      const { at, id, run } = this.#pop();
      this.now = at;
      if (this.cancelled.delete(id)) continue;
      run();
      if (promises) await drained();
    }
    this.now = until;
  }

  /**
   * From now on the global timers are this time's; call before anything is constructed.
   * @param {(at: number) => number} awake when something due at a time is done: later in a sleep
   */
  takeOver(awake) {
    const wait = (/** @type {Function} */ fn, ms = 0) => {
      return this.at(awake(this.now + ms / 1e3), () => fn());
    };
    const cancel = (/** @type {number} */ id) => this.cancelled.add(id);
    const repeat = (/** @type {Function} */ fn, /** @type {number} */ ms) => {
      const again = () => { fn(); wait(again, ms); };
      return wait(again, ms);
    };
    Object.assign(globalThis, {
      setTimeout: wait,
      clearTimeout: cancel,
      setInterval: repeat,
      clearInterval: cancel,
    });
  }

  giveBack() {
    Object.assign(globalThis, real);
  }

  #pop() {
    const [first] = this.heap;
    const last = /** @type {typeof first} */ (this.heap.pop());
    if (this.heap.length) this.#sink(last);
    return first;
  }

  /** @param {{at: number, id: number, run: () => void}} event */
  #sink(event) {
    const { heap } = this;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child += 1;
      if (before(event, heap[child])) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = event;
  }
}

/** @param {{at: number, id: number}} a @param {{at: number, id: number}} b */
function before(a, b) {
  return a.at < b.at || (a.at === b.at && a.id < b.id);
}
