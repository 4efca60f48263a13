/* The perfect G: it knows p, and carries each z to the x below which there is as much of p as there is noise below z
   (the inverse of p's distribution function), so that q = p exactly. Only a line has such an order. */
import { EDGE } from "./measures.mjs";

const FINE = 4096;

/** Stands where a Network stands, and has nothing to learn. */
export class Forger {
  constructor(real) {
    this.parameters = this.gradients = new Float32Array(0);
    const at = (i) => 1.5 * EDGE * ((2 * i) / FINE - 1);
    this.at = at;
    this.below = new Float64Array(FINE + 1);
    for (let i = 1; i <= FINE; i += 1) this.below[i] = this.below[i - 1] + real.density([(at(i) + at(i - 1)) / 2]);
    for (let i = 0; i <= FINE; i += 1) this.below[i] /= this.below[FINE];
  }

  initialise() {}

  forward(z, rows) {
    return Float32Array.from(z.subarray(0, rows), (noise) => this.#quantile((noise + 1) / 2));
  }

  backward() {}

  #quantile(share) {
    const { below, at } = this;
    let low = 0, high = FINE;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (below[middle] <= share) low = middle;
      else high = middle;
    }
    return at(low + (share - below[low]) / Math.max(below[high] - below[low], 1e-12));
  }
}
