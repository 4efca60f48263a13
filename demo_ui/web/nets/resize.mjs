/* Pillow's resampling, so that the page and the server see the same: separable, across first, then down. 8-bit
   pictures are weighed in whole numbers of 22 bits and rounded between the two passes; float ones are not rounded. */
const BITS = 22;
/** @param {number} x */
const sinc = (x) => (x ? Math.sin(Math.PI * x) / (Math.PI * x) : 1);
/** @type {Record<string, [number, (x: number) => number]>} by name: reach and weight */
const FILTERS = {
  box: [0.5, (x) => (x > -0.5 && x <= 0.5 ? 1 : 0)],
  bilinear: [1, (x) => Math.max(0, 1 - Math.abs(x))],
  bicubic: [2, (x) => cubic(Math.abs(x))],
  lanczos: [3, (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0)],
};

/** @param {number} x */
function cubic(x) {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/**
 * For each of `to` places: where its sources among `size` begin, and their weights. [from, until]: the part in use.
 * @param {number} size
 * @param {number} from
 * @param {number} until
 * @param {number} to
 * @param {string} filter
 * @param {boolean} whole
 */
function weighed(size, from, until, to, filter, whole) {
  const [reach, weight] = FILTERS[filter],
    scale = (until - from) / to,
    wide = Math.max(scale, 1),
    support = reach * wide;
  return Array.from({ length: to }, (_, i) => {
    const middle = from + (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(middle - support + 0.5)),
      end = Math.min(size, Math.trunc(middle + support + 0.5));
    const weights = Array.from({ length: end - first }, (_, j) => weight((j + first - middle + 0.5) / wide));
    const sum = weights.reduce((a, b) => a + b, 0) || 1,
      shares = weights.map((w) => w / sum);
    return { first, weights: whole ? shares.map((w) => Math.trunc(w * 2 ** BITS + (w < 0 ? -0.5 : 0.5))) : shares };
  });
}

/**
 * @typedef {Uint8Array | Uint8ClampedArray | Float32Array} Samples
 * @typedef {{ first: number, weights: number[] }} Place
 * @typedef {{ lines: number, deep: number, step: number, stride: number, stepInto: number, strideInto: number,
 *   whole: boolean }} Ways
 */

/**
 * Along one axis of `lines` x `places.length` results; `step` and `stride` lead along the axis and across it.
 * @param {Samples} from
 * @param {Samples} into
 * @param {Place[]} places
 * @param {Ways} ways
 * @returns {Samples}
 */
function pass(from, into, places, { lines, deep, step, stride, stepInto, strideInto, whole }) {
  places.forEach(({ first, weights }, place) => {
    for (let line = 0; line < lines; line += 1) {
      for (let c = 0; c < deep; c += 1) {
        let sum = whole ? 2 ** (BITS - 1) : 0,
          at = line * stride + first * step + c;
        for (let k = 0; k < weights.length; k += 1, at += step) sum += from[at] * weights[k];
        const value = whole ? sum >> BITS : sum;
        into[line * strideInto + place * stepInto + c] = whole ? Math.max(0, Math.min(255, value)) : value;
      }
    }
  });
  return into;
}

/**
 * { data, width, height } -> the same at another size; `data` is a Uint8Array, or a Float32Array, of `deep` channels.
 * `box`, [left, top, right, bottom], is the part of it that is taken.
 * @template {Samples} Data
 * @param {Picture<Data>} picture
 * @param {number} width
 * @param {number} height
 * @param {string} filter one of FILTERS
 * @param {number[]} box
 * @returns {Picture<Data>}
 */
export function resized(picture, width, height, filter, box = [0, 0, picture.width, picture.height]) {
  const { width: w, height: h } = picture,
    Kind = /** @type {new (length: number) => Data} */ (picture.data.constructor),
    whole = !(picture.data instanceof Float32Array);
  const deep = picture.data.length / (w * h),
    [left, top, right, bottom] = box;
  /** @type {Samples} */
  let data = picture.data;
  if (width !== w || left || right !== w) {
    const ways = { lines: h, deep, step: deep, stride: w * deep, stepInto: deep, strideInto: width * deep, whole };
    data = pass(data, new Kind(width * h * deep), weighed(w, left, right, width, filter, whole), ways);
  }
  if (height !== h || top || bottom !== h) {
    const row = width * deep,
      ways = { lines: width, deep, step: row, stride: deep, stepInto: row, strideInto: deep, whole };
    data = pass(data, new Kind(row * height), weighed(h, top, bottom, height, filter, whole), ways);
  }
  return { data: /** @type {Data} */ (data), width, height };
}

/**
 * Half to even, as Python rounds.
 * @param {number} x
 */
export function even(x) {
  const down = Math.floor(x),
    rest = x - down;
  return rest === 0.5 ? down + (down % 2) : Math.round(x);
}

/**
 * The size of Pillow's thumbnail within width x height: the side that follows is the one nearest in shape.
 * @param {{ width: number, height: number }} picture
 * @param {number} width
 * @param {number} height
 */
export function thumbnail(picture, width, height) {
  const shape = picture.width / picture.height;
  if (width >= picture.width && height >= picture.height) return [picture.width, picture.height];
  const nearest = (/** @type {number} */ x, /** @type {(n: number) => number} */ off) =>
    [Math.floor(x), Math.ceil(x)].map((n) => Math.max(1, n)).reduce((a, b) => (off(b) < off(a) ? b : a));
  if (width / height >= shape) return [nearest(height * shape, (n) => Math.abs(shape - n / height)), height];
  return [width, nearest(width / shape, (n) => Math.abs(shape - width / n))];
}

/**
 * The right and the lower edge mirrored.
 * @param {Picture} picture of three channels
 * @param {number} w
 * @param {number} h
 * @returns {Picture}
 */
export function grown({ data, width, height }, w, h) {
  if (w === width && h === height) return { data, width, height };
  const turned = (/** @type {number} */ at, /** @type {number} */ side) => {
    const turn = Math.max(1, 2 * (side - 1)),
      place = at % turn;
    return place < side ? place : turn - place;
  };
  const into = new Uint8Array(w * h * 3);
  for (let y = 0, to = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1, to += 3) {
      const from = 3 * (turned(y, height) * width + turned(x, width));
      into.set(data.subarray(from, from + 3), to);
    }
  }
  return { data: into, width: w, height: h };
}
