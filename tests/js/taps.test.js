// @ts-check
/** Laws of taps.js: nothing played is lost, nothing is sent before it may be. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TapQueue, TapSender } from "../../web/unisono_web/static/js/taps.js";

/** @typedef {import("../../web/unisono_web/static/js/taps.js").TapRow} TapRow */

/** A place to keep things, as a browser has it: only text survives. */
function paper() {
  let text = "null";
  return {
    load: () => JSON.parse(text),
    /** @param {unknown} state */
    save: (state) => {
      text = JSON.stringify(state);
    },
  };
}

/** A server that stores taps once each and may go deaf. */
class PaperServer {
  isOpen = true;
  deaf = false;
  /** @type {import("../../web/unisono_web/static/js/wire.js").Problem | undefined} */
  problem = undefined;
  /** @type {Map<number, TapRow>} */
  stored = new Map();
  batches = 0;
  /** @type {any[]} */
  bodies = [];

  /**
   * @param {string} _
   * @param {any} body
   */
  async ask(_, body) {
    const { taps } = body;
    this.bodies.push(body);
    this.batches += 1;
    if (this.deaf) throw new Error("no answer");
    if (this.problem) return { problem: this.problem };
    for (const row of taps) this.stored.set(row[0], row);
    return {};
  }

  get upto() {
    let upto = 0;
    while (this.stored.has(upto + 1)) upto += 1;
    return upto;
  }
}

const settle = () => new Promise((done) => setImmediate(done));

/** @param {TapQueue} queue @param {number} count @param {number} [fromS] */
function play(queue, count, fromS = 0) {
  for (let i = 0; i < count; i += 1) {
    const timeS = fromS + i * 0.25;
    queue.push(timeS, 0.002, "touch", 1000 + timeS);
  }
}

test("taps are numbered from 1 without gaps, across a reload too", () => {
  const store = paper();
  const first = new TapQueue(store);
  play(first, 3);
  first.persist();
  const second = new TapQueue(store);
  play(second, 2);
  assert.deepEqual(
    second.batch().map(([seq]) => seq),
    [1, 2, 3, 4, 5],
  );
});

test("a tap leaves the queue only when the server has said that it is stored", () => {
  const queue = new TapQueue(paper());
  play(queue, 5);
  queue.markSent(queue.batch());
  assert.deepEqual([queue.waiting, queue.batch().length], [5, 0]);
  queue.saved(4);
  assert.equal(queue.waiting, 1);
  queue.welcome(4);
  assert.deepEqual(
    queue.batch().map(([seq]) => seq),
    [5],
  );
});

test("a device that lost its memory goes on where the server stands", () => {
  const queue = new TapQueue(paper());
  queue.welcome(17);
  play(queue, 1);
  assert.equal(queue.batch()[0][0], 18);
});

test("a lost connection in the middle costs no tap and stores none twice", async () => {
  const [server, queue] = [new PaperServer(), new TapQueue(paper())];
  const sender = new TapSender(queue, server);
  sender.seated = true;
  play(queue, 6);
  sender.turn();
  await settle();
  server.deaf = true;
  play(queue, 4, 10);
  sender.turn();
  await settle();
  [server.deaf, server.isOpen] = [false, false];
  play(queue, 5, 20);
  sender.turn();
  server.isOpen = true;
  queue.welcome(server.upto);
  sender.turn();
  await settle();
  queue.saved(server.upto);
  assert.deepEqual([server.stored.size, server.upto, queue.waiting], [15, 15, 0]);
});

test("before there is a seat nothing is sent; afterwards everything, 200 at a time", async () => {
  const [server, queue] = [new PaperServer(), new TapQueue(paper())];
  const sender = new TapSender(queue, server);
  play(queue, 450);
  sender.turn();
  assert.equal(server.batches, 0);
  sender.seated = true;
  for (let i = 0; i < 3; i += 1) {
    sender.turn();
    sender.turn();
    await settle();
  }
  assert.deepEqual([server.batches, server.upto], [3, 450]);
});

test("a clock exchange rides along with a few taps, never with many", async () => {
  const [server, queue] = [new PaperServer(), new TapQueue(paper())];
  /** @type {unknown[]} */
  const rides = [];
  const clock = { ride: () => ({ question: { t0: 7, ago: [0.5] }, done: (/** @type {unknown} */ a) => rides.push(a) }) };
  const sender = new TapSender(queue, server, clock);
  sender.seated = true;
  play(queue, 8);
  sender.turn();
  await settle();
  play(queue, 9, 10);
  sender.turn();
  await settle();
  assert.deepEqual(server.bodies.map(({ t0, ago }) => [t0, ago]), [[7, [0.5]], [undefined, undefined]]);
  assert.equal(rides.length, 1);
  server.deaf = true;
  play(queue, 1, 30);
  sender.turn();
  await settle();
  assert.deepEqual(rides[1], null, "no answer: the exchange is lost");
});

test("ten minutes of fast playing can be kept, and a batch fits into a message", () => {
  const store = paper();
  const queue = new TapQueue(store);
  for (let i = 0; i < 10 * 60 * 8; i += 1) {
    queue.push(123456.123456 + i / 8, 0.012345, "touch", 987654.123456 + i / 8);
  }
  queue.persist(true);
  assert.equal(new TapQueue(store).waiting, 4800);
  assert.ok(JSON.stringify(store.load()).length < 1_000_000);
  assert.ok(JSON.stringify({ taps: queue.batch() }).length < 14_000);
});

test("session times keep a microsecond, the device's own times ten", () => {
  const queue = new TapQueue(paper());
  queue.push(1234.567891, 0.00123, "key", 987654.321234);
  assert.deepEqual(queue.batch()[0], [1, 1234.567891, 0.00123, "key", null, 987654.32123]);
});
