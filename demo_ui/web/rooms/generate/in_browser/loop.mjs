/* A closed way through latent vectors: gan_core.digits.loop once more, for the browser. */

/** @typedef {number[]} Vector */

/**
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 */
function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}
/** @param {ArrayLike<number>} v */
const lengthOf = (v) => Math.sqrt(dot(v, v));

/**
 * The tangent at the unit vector a whose great circle is at b after its own length (the logarithm).
 * @param {Vector} a
 * @param {Vector} b
 * @returns {Vector}
 */
function to(a, b) {
  const along = Math.max(-1, Math.min(1, dot(a, b))),
    aside = b.map((value, i) => value - along * a[i]),
    across = lengthOf(aside);
  const share = across > 1e-9 ? Math.atan2(across, along) / across : 0;
  return aside.map((value) => value * share);
}

/**
 * From the unit vector a along a great circle (the exponential), a share of `tangent`.
 * @param {Vector} a
 * @param {Vector} tangent
 * @param {number} share
 * @returns {Vector}
 */
function off(a, tangent, share) {
  const angle = Math.abs(share) * lengthOf(tangent);
  if (angle <= 1e-12) return a;
  const sideways = (Math.sin(angle) * share) / angle;
  return a.map((value, i) => Math.cos(angle) * value + sideways * tangent[i]);
}

/**
 * Where one is on the way through all `points` and back to the first; `at` 0 to 1 is once around. The length of each is
 * multiplied by its `scale`.
 * @param {Float32Array[]} points
 * @param {number} at
 * @param {number[]} scale
 */
export function closedWay(points, at, scale) {
  const n = points.length,
    place = (((at % 1) + 1) % 1) * n,
    i = Math.floor(place) % n,
    t = place - Math.floor(place);
  const by = (/** @type {number} */ k) => (i + k + 2 * n) % n;
  const unit = (/** @type {number} */ k) => {
    const point = points[by(k)],
      length = lengthOf(point);
    return Array.from(point, (value, axis) => (length ? value / length : Number(axis === 0)));
  };
  const length = (/** @type {number} */ k) => lengthOf(points[by(k)]) * scale[by(k)];
  const [before, from, next, after] = [-1, 0, 1, 2].map(unit);
  const slope = (/** @type {Vector} */ last, /** @type {Vector} */ here, /** @type {Vector} */ far) => {
    const ahead = to(here, far),
      behind = to(here, last);
    return ahead.map((value, axis) => (value - behind[axis]) / 2);
  };
  let corners = [from, off(from, slope(before, from, next), 1 / 3), off(next, slope(from, next, after), -1 / 3), next];
  while (corners.length > 1) corners = corners.slice(1).map((corner, k) => off(corners[k], to(corners[k], corner), t));
  const s = 1 - t,
    a = length(0),
    b = length(1),
    up = (b - length(-1)) / 6,
    down = (length(2) - a) / 6;
  const long = s ** 3 * a + 3 * s * s * t * (a + up) + 3 * s * t * t * (b - down) + t ** 3 * b;
  return Float32Array.from(corners[0], (value) => value * long);
}

/**
 * The class that is asked for on the way: one of `classes` at a point, two in part between.
 * @param {number[]} labels
 * @param {number} at
 * @param {number} classes
 */
export function blended(labels, at, classes) {
  const n = labels.length,
    place = (((at % 1) + 1) % 1) * n,
    i = Math.floor(place) % n,
    t = place - Math.floor(place),
    share = t * t * (3 - 2 * t); // it rests at the points
  const mixed = new Float32Array(classes);
  mixed[labels[i]] += 1 - share;
  mixed[labels[(i + 1) % n]] += share;
  return mixed;
}
