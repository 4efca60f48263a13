/* Random numbers from a seed, the same on every machine. Their whole state is one number, so that a step can be gone
   back and taken again. */

/** A source of random numbers: `state` may be kept and set. mulberry32, period 2^32. */
export class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /**
   * Uniform in [low, high).
   * @param {number} low
   * @param {number} high
   */
  between(low, high) {
    return low + (high - low) * this.next();
  }

  /** Standard normal (Box and Muller 1958). */
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}

/**
 * Fills `z` with noise: uniform between -1 and 1 in each direction.
 * @param {Random} random
 * @param {Float32Array} z
 */
export function drawNoise(random, z) {
  for (let i = 0; i < z.length; i += 1) z[i] = random.between(-1, 1);
  return z;
}
