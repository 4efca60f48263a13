/* Chance that can be repeated, and the distributions that the live parts are about. */
import { Random } from "../../core/random.mjs";

/** @typedef {(x: number) => number} Density */

/**
 * Standard normal numbers.
 * @param {number} seed
 * @param {number} count
 */
export function normals(seed, count) {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.normal());
}

/**
 * @param {number} x
 * @param {number} mean
 * @param {number} spread
 */
export const bell = (x, mean, spread) =>
  Math.exp(-0.5 * ((x - mean) / spread) ** 2) / (spread * Math.sqrt(2 * Math.PI));

/** @param {number} logit */
export const logistic = (logit) => 1 / (1 + Math.exp(-logit));

/**
 * Jensen-Shannon divergence of two densities on a grid: 0 where they are one, log 2 where they never meet.
 * @param {Density} p
 * @param {Density} q
 * @param {number} low
 * @param {number} high
 */
export function jensenShannon(p, q, low, high, count = 400) {
  const wide = (high - low) / count;
  let sum = 0;
  for (let i = 0; i < count; i += 1) {
    const x = low + (i + 0.5) * wide,
      a = p(x),
      b = q(x),
      middle = (a + b) / 2;
    if (a > 0) sum += (a * Math.log(a / middle) * wide) / 2;
    if (b > 0) sum += (b * Math.log(b / middle) * wide) / 2;
  }
  return sum;
}

/**
 * Total variation of two densities on a grid: half of where they differ, 0 to 1.
 * @param {Density} p
 * @param {Density} q
 * @param {number} low
 * @param {number} high
 */
export function totalVariation(p, q, low, high, count = 400) {
  const wide = (high - low) / count,
    xs = Array.from({ length: count }, (_, i) => low + (i + 0.5) * wide);
  return xs.reduce((sum, x) => sum + (Math.abs(p(x) - q(x)) * wide) / 2, 0);
}
