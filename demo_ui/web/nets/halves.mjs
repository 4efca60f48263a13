/* Numbers of half precision (IEEE 754 binary16), in which weights lie in files; not every browser has Float16Array. */

/** @type {Float32Array | null} */
let values = null;

/* What each of the 65,536 numbers is. */
function halfValues() {
  values ??= Float32Array.from({ length: 65536 }, (_, half) => {
    const sign = half >> 15 ? -1 : 1,
      exponent = (half >> 10) & 31,
      part = half & 1023;
    if (exponent === 31) return part ? NaN : sign * Infinity;
    return sign * (exponent ? (1 + part / 1024) * 2 ** (exponent - 15) : (part / 1024) * 2 ** -14);
  });
  return values;
}

/** @param {Uint16Array} halves their bits */
export function floatsOf(halves) {
  const known = halfValues();
  return Float32Array.from(halves, (half) => known[half]);
}
