// @ts-check
/** A steady timer: browsers slow the timers of hidden pages down, but not those of workers. */

/** @type {ReturnType<typeof setInterval> | undefined} */
let running;

self.onmessage = (event) => {
  clearInterval(running);
  running = setInterval(() => postMessage(0), event.data);
};
