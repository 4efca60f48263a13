/* The noise that G begins with. */
import { Random } from "../../../core/random.mjs";

export { Random };

/**
 * Fills `z` with noise: uniform between -1 and 1 in each direction.
 * @param {Random} random
 * @param {Float32Array} z
 */
export function drawNoise(random, z) {
  for (let i = 0; i < z.length; i += 1) z[i] = random.between(-1, 1);
  return z;
}
