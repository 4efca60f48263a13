/* Colours that somebody says, and other likely ones: gan_core.photos.hints once more, for the browser. */
import { COLOURS } from "../contract.mjs";
import { around } from "./colour.mjs";

/** @typedef {import("./state.mjs").Mask} Mask */
/** @typedef {[x: number, y: number, a: number, b: number]} Hint a place in shares, and its a and b of CIE Lab */
/**
 * @typedef {object} Field what a network with eyes says of a photograph, at a quarter of the size that it sees
 * @property {Mask} ab of the annealed mean
 * @property {Mask} likely how likely each cell is
 * @property {Mask} features of length 1, smoothed
 */

const { ALIKE, ANSWERS, APART, LEAST, LOOKS, NEAR, SMOOTH, SOFT } = COLOURS;

/**
 * The field of features as the network gives them.
 * @param {Mask} ab
 * @param {Mask} likely
 * @param {Mask} features
 * @returns {Field}
 */
export function fieldOf(ab, likely, features) {
  let smooth = features;
  for (let i = 0; i < SMOOTH; i += 1) smooth = around(smooth);
  const { data, width, height } = smooth,
    deep = data.length / (width * height);
  for (let at = 0; at < data.length; at += deep) {
    let squared = 0;
    for (let c = at; c < at + deep; c += 1) squared += data[c] ** 2;
    const length = Math.max(Math.sqrt(squared), 1e-6);
    for (let c = at; c < at + deep; c += 1) data[c] /= length;
  }
  return { ab, likely, features: smooth };
}

/**
 * The number of a place in shares.
 * @param {Mask} mask
 * @param {number} x
 * @param {number} y
 */
function placeOf({ width, height }, x, y) {
  return Math.min(Math.trunc(y * height), height - 1) * width + Math.min(Math.trunc(x * width), width - 1);
}

/**
 * How alike each place is to a hint's, at most 1.
 * @param {Field} field
 * @param {number} x
 * @param {number} y
 */
function fitOf({ features }, x, y) {
  const { data, width, height } = features,
    deep = data.length / (width * height),
    from = deep * placeOf(features, x, y);
  return Float32Array.from({ length: width * height }, (_, i) => {
    let cosine = 0;
    for (let c = 0; c < deep; c += 1) cosine += data[deep * i + c] * data[from + c];
    const far = Math.hypot(Math.floor(i / width) + 0.5 - y * height, (i % width) + 0.5 - x * width);
    return cosine - (NEAR * far) / Math.max(width, height);
  });
}

/** @param {number} fit */
const arrives = (fit) => 1 / (1 + Math.exp(Math.max(-50, Math.min(50, (ALIKE - fit) / SOFT))));

/**
 * a and b of the whole photograph once the hints have spread.
 * @param {Field} field
 * @param {Hint[]} hints
 * @returns {Mask}
 */
export function guided(field, hints) {
  if (!hints.length) return field.ab;
  const fits = hints.map(([x, y]) => fitOf(field, x, y)),
    data = field.ab.data.slice();
  for (let i = 0; i < fits[0].length; i += 1) {
    const best = Math.max(...fits.map((fit) => fit[i])),
      weights = fits.map((fit) => Math.exp((fit[i] - best) / SOFT)),
      whole = weights.reduce((sum, weight) => sum + weight, 0),
      much = arrives(best);
    for (let c = 0; c < 2; c += 1) {
      const said = hints.reduce((sum, hint, k) => sum + (weights[k] / whole) * hint[2 + c], 0);
      data[2 * i + c] += much * (said - data[2 * i + c]);
    }
  }
  return { ...field.ab, data };
}

/**
 * The likeliest a and b at a place that differ to the eye, at most `count`.
 * @param {Field} field
 * @param {[number, number][]} cells
 * @param {number} x
 * @param {number} y
 * @param {number} count
 */
export function likelyColours(field, cells, x, y, count) {
  const alike = fitOf(field, x, y).map(arrives),
    whole = alike.reduce((sum, share) => sum + share, 0),
    near = new Float64Array(cells.length);
  alike.forEach((share, i) => {
    for (let k = 0; k < cells.length; k += 1) near[k] += (share / whole) * field.likely.data[cells.length * i + k];
  });
  /** @type {[number, number][]} */
  const found = [];
  for (const cell of [...near.keys()].sort((one, other) => near[other] - near[one])) {
    if (found.length === count || near[cell] < LEAST) break;
    const [a, b] = cells[cell];
    if (found.every((other) => Math.hypot(a - other[0], b - other[1]) >= APART)) found.push([a, b]);
  }
  return found;
}

/**
 * The hints of up to ANSWERS likely colourings; the first has none: it is what the network says by itself.
 * @param {Field} field
 * @param {[number, number][]} cells
 * @returns {Hint[][]}
 */
export function answersOf(field, cells) {
  const [x, y] = leastSure(field, cells),
    at = 2 * placeOf(field.ab, x, y),
    [a, b] = [field.ab.data[at], field.ab.data[at + 1]];
  const others = likelyColours(field, cells, x, y, ANSWERS + 1).filter(
    (other) => Math.hypot(a - other[0], b - other[1]) >= APART,
  );
  return [[], ...others.slice(0, ANSWERS - 1).map((other) => [/** @type {Hint} */ ([x, y, ...other])])];
}

/**
 * Where another colour is likely and would change the most, in shares.
 * @param {Field} field
 * @param {[number, number][]} cells
 */
function leastSure(field, cells) {
  const { data, width, height } = field.likely;
  const variance = Float32Array.from({ length: width * height }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < 2; c += 1) {
      let mean = 0,
        square = 0;
      for (let k = 0; k < cells.length; k += 1) {
        const share = data[cells.length * i + k];
        mean += share * cells[k][c];
        square += share * cells[k][c] ** 2;
      }
      sum += square - mean ** 2;
    }
    return sum;
  });
  const gain = (/** @type {number[]} */ [x, y]) =>
    fitOf(field, x, y).reduce((sum, fit, i) => sum + arrives(fit) * variance[i], 0);
  const middles = Array.from({ length: LOOKS }, (_, i) => (i + 0.5) / LOOKS),
    places = middles.flatMap((y) => middles.map((x) => [x, y])),
    gains = places.map(gain);
  return places[gains.indexOf(Math.max(...gains))];
}
