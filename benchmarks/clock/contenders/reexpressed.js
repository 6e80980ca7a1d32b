// @ts-check
/**
 * Other people's published ideas, written anew from their descriptions; none of their code.
 *
 * Each exchanges over the same lanes; only what it sends when, and what it believes, differ.
 */

/** @typedef {import("../world.js").Seat} Seat */
/** @typedef {import("../world.js").Clock} Clock */
/** @typedef {{offset: number, roundTrip: number, t0: number, t1: number}} Reading */

/**
 * @param {Seat} seat
 * @param {(reading: Reading) => void} then
 */
function ping({ local, session, up, down }, then) {
  const t0 = local();
  up(() => {
    const t1 = session();
    down(() => {
      const t3 = local();
      then({ offset: t1 - (t0 + t3) / 2, roundTrip: t3 - t0, t0, t1 });
    });
  });
}

/** @param {Reading[]} readings @returns {Reading} */
const quickest = (readings) => readings.reduce((a, b) => (b.roundTrip < a.roundTrip ? b : a));

/**
 * Pairs of probes a known gap apart; a pair whose gap the network stretched is thrown away, of
 * the others the quickest among the last sixteen is believed.
 * @param {Seat} seat
 * @returns {Clock}
 */
export function beatsync(seat) {
  const [gapS, toleranceS, window, fastS, slowS] = [0.025, 0.005, 16, 0.05, 2.5];
  /** @type {Reading[]} */
  let believed = [];
  const pair = () => {
    /** @type {Reading | null} */
    let first = null;
    ping(seat, (reading) => { first = reading; });
    seat.after(gapS, () => ping(seat, (second) => {
      if (!first) return;
      const stretched = Math.abs(second.t1 - first.t1 - (second.t0 - first.t0));
      if (stretched <= toleranceS) {
        believed = [...believed, quickest([first, second])].slice(-window);
      }
    }));
    seat.after(believed.length < window ? fastS : slowS, pair);
  };
  pair();
  return { now: (localS) => (believed.length ? localS + quickest(believed).offset : NaN) };
}

/**
 * One ping a second, the quickest of the last sixty is believed.
 * @param {Seat} seat
 * @returns {Clock}
 */
export function timingProvider(seat) {
  /** @type {Reading[]} */
  let readings = [];
  const again = () => {
    ping(seat, (reading) => { readings = [...readings.slice(-59), reading]; });
    seat.after(1, again);
  };
  again();
  return { now: (localS) => (readings.length ? localS + quickest(readings).offset : NaN) };
}

/**
 * The clock filter of the network time protocol: of the last eight exchanges the quickest is
 * believed; fast at first, then every two seconds.
 * @param {Seat} seat
 * @returns {Clock}
 */
export function ntp8(seat) {
  /** @type {Reading[]} */
  let readings = [];
  let sent = 0;
  const again = () => {
    ping(seat, (reading) => { readings = [...readings.slice(-7), reading]; });
    sent += 1;
    seat.after(sent < 8 ? 0.25 : 2, again);
  };
  again();
  return { now: (localS) => (readings.length ? localS + quickest(readings).offset : NaN) };
}

/**
 * Ping-pong without pause until a hundred offsets are in; their median is believed; again every
 * thirty seconds. Five silences of 50 ms in a row end a measurement without result, and one that
 * never had a result is tried again soon.
 * @param {Seat} seat
 * @returns {Clock}
 */
export function link(seat) {
  const [points, patience, silenceS, everyS, retryS] = [100, 5, 0.05, 30, 0.25];
  let believed = NaN;
  const measure = () => {
    /** @type {number[]} */
    const data = [];
    const state = { started: 0, alarm: 0, over: false };
    const finish = (/** @type {boolean} */ well) => {
      if (state.over) return;
      state.over = true;
      if (well) believed = median(data);
      seat.after(well || !Number.isNaN(believed) ? everyS : retryS, measure);
    };
    const watch = () => {
      const alarm = (state.alarm += 1);
      seat.after(silenceS, () => {
        if (alarm !== state.alarm || state.over) return;
        if (state.started >= patience) { finish(false); return; }
        state.started += 1;
        send(NaN);
        watch();
      });
    };
    const send = (/** @type {number} */ lastSession) => {
      const hostBefore = seat.local();
      seat.up(() => {
        const ghost = seat.session();
        seat.down(() => {
          if (state.over) return;
          state.started = 0;
          const host = seat.local();
          data.push(ghost - (host + hostBefore) / 2);
          if (!Number.isNaN(lastSession)) data.push((ghost + lastSession) / 2 - hostBefore);
          if (data.length > points) finish(true);
          else { watch(); send(ghost); }
        });
      });
    };
    send(NaN);
    watch();
  };
  measure();
  return { now: (localS) => localS + believed };
}

/** @param {number[]} values @returns {number} */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
