/* Random numbers from a seed, the same on every machine. Their whole state is one number, so that a step can be gone
   back and taken again. */

/** A source of random numbers: `state` may be kept and set. mulberry32 (public domain), period 2^32. */
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

  /**
   * One of a list.
   * @template Item
   * @param {Item[]} list
   */
  pick(list) {
    return list[Math.floor(this.next() * list.length)];
  }

  /**
   * So many of a list, none of them twice.
   * @template Item
   * @param {Item[]} list
   * @param {number} count
   */
  some(list, count) {
    const left = [...list];
    return Array.from({ length: count }, () => left.splice(Math.floor(this.next() * left.length), 1)[0]);
  }
}
