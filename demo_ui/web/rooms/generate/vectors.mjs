/* Vectors of the latent space, by what gan_core.digits.latent does with them. They are Float32Arrays. */
import { DIGITS } from "../../contract.mjs";

/** @typedef {Float32Array | number[]} Vector */

const { LATENT } = DIGITS;
/**
 * Does the visitor hold a z as a whole, such as that of a written digit?
 * @param {{raw?: Record<number, number>}} wish
 */
export const isWhole = ({ raw }) => Object.keys(raw ?? {}).length === LATENT;

/**
 * @param {Vector} a
 * @param {Vector} b
 */
function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}
/** @param {Vector} v */
export const lengthOf = (v) => Math.sqrt(dot(v, v));

/**
 * From a (t = 0) to b (t = 1) along the great circle, the length changing evenly (Shoemake 1985).
 * @param {Float32Array} a
 * @param {Float32Array} b
 * @param {number} t
 */
export function slerp(a, b, t) {
  const from = lengthOf(a),
    to = lengthOf(b),
    forward = Array.from(a, (value) => (from ? value / from : value));
  const along = dot(forward, b);
  let aside = forward.map((value, i) => b[i] - along * value),
    across = lengthOf(aside);
  if (across < 1e-9 * Math.max(to, 1e-30)) {
    aside = perpendicular(forward);
    across = 0;
  }
  const angle = t * Math.atan2(across, along),
    sideways = lengthOf(aside),
    length = (1 - t) * from + t * to;
  return Float32Array.from(
    forward,
    (value, i) => (Math.cos(angle) * value + Math.sin(angle) * (aside[i] / sideways)) * length,
  );
}

/**
 * Parallel or opposite vectors have no great circle of their own: any perpendicular will do.
 * @param {number[]} unit
 */
function perpendicular(unit) {
  const axis = unit.reduce((least, value, i) => (Math.abs(value) < Math.abs(unit[least]) ? i : least), 0);
  return unit.map((value, i) => (i === axis ? 1 : 0) - unit[axis] * value);
}
