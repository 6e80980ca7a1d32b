// @ts-check
/** A seeded source of chance (mulberry32), so that every run of a benchmark is the same run. */
export class Chance {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** @returns {number} uniform in [0, 1) */
  random() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** @returns {number} standard normal */
  normal() {
    const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
    return radius * Math.cos(2 * Math.PI * this.random());
  }

  /** @param {number} mean @returns {number} exponential */
  exponential(mean) {
    return -mean * Math.log(1 - this.random());
  }

  /** @param {number} low @param {number} high @returns {number} */
  between(low, high) {
    return low + (high - low) * this.random();
  }
}
