/* Pillow's resampling, so that the page and the server see the same: separable, across first, then down. 8-bit
   pictures are weighed in whole numbers of 22 bits and rounded between the two passes; float ones are not rounded. */
const BITS = 22;
const sinc = (x) => (x ? Math.sin(Math.PI * x) / (Math.PI * x) : 1);
const FILTERS = {
  box: [0.5, (x) => (x > -0.5 && x <= 0.5 ? 1 : 0)],
  bilinear: [1, (x) => Math.max(0, 1 - Math.abs(x))],
  bicubic: [2, (x) => cubic(Math.abs(x))],
  lanczos: [3, (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0)],
};

function cubic(x) {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/* For each of `to` places: where its sources among `size` begin, and their weights. [from, until]: the part in use. */
function weighed(size, from, until, to, filter, whole) {
  const [reach, weight] = FILTERS[filter], scale = (until - from) / to, wide = Math.max(scale, 1), support = reach * wide;
  return Array.from({ length: to }, (_, i) => {
    const middle = from + (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(middle - support + 0.5)), end = Math.min(size, Math.trunc(middle + support + 0.5));
    const weights = Array.from({ length: end - first }, (_, j) => weight((j + first - middle + 0.5) / wide));
    const sum = weights.reduce((a, b) => a + b, 0) || 1, shares = weights.map((w) => w / sum);
    return { first, weights: whole ? shares.map((w) => Math.trunc(w * 2 ** BITS + (w < 0 ? -0.5 : 0.5))) : shares };
  });
}

/* Along one axis of `lines` x `places.length` results; `step` and `stride` lead along the axis and across it. */
function pass(from, into, places, { lines, deep, step, stride, stepInto, strideInto, whole }) {
  places.forEach(({ first, weights }, place) => {
    for (let line = 0; line < lines; line += 1) {
      for (let c = 0; c < deep; c += 1) {
        let sum = whole ? 2 ** (BITS - 1) : 0, at = line * stride + first * step + c;
        for (let k = 0; k < weights.length; k += 1, at += step) sum += from[at] * weights[k];
        const value = whole ? sum >> BITS : sum;
        into[line * strideInto + place * stepInto + c] = whole ? Math.max(0, Math.min(255, value)) : value;
      }
    }
  });
  return into;
}

/* { data, width, height } -> the same at another size; `data` is a Uint8Array, or a Float32Array, of `deep` channels.
   `box`, [left, top, right, bottom], is the part of it that is taken. */
function resized(picture, width, height, filter, box = [0, 0, picture.width, picture.height]) {
  const { width: w, height: h } = picture, Kind = picture.data.constructor, whole = Kind !== Float32Array;
  const deep = picture.data.length / (w * h), [left, top, right, bottom] = box;
  let { data } = picture;
  if (width !== w || left || right !== w) {
    const ways = { lines: h, deep, step: deep, stride: w * deep, stepInto: deep, strideInto: width * deep, whole };
    data = pass(data, new Kind(width * h * deep), weighed(w, left, right, width, filter, whole), ways);
  }
  if (height !== h || top || bottom !== h) {
    const row = width * deep, ways = { lines: width, deep, step: row, stride: deep, stepInto: row, strideInto: deep, whole };
    data = pass(data, new Kind(row * height), weighed(h, top, bottom, height, filter, whole), ways);
  }
  return { data, width, height };
}

/* Half to even, as Python rounds. */
function even(x) {
  const down = Math.floor(x), rest = x - down;
  return rest === 0.5 ? down + (down % 2) : Math.round(x);
}

/* The size of Pillow's thumbnail within width x height: the side that follows is the one nearest in shape. */
function thumbnail(picture, width, height) {
  const shape = picture.width / picture.height;
  if (width >= picture.width && height >= picture.height) return [picture.width, picture.height];
  const nearest = (x, off) => [Math.floor(x), Math.ceil(x)].map((n) => Math.max(1, n)).reduce((a, b) => (off(b) < off(a) ? b : a));
  if (width / height >= shape) return [nearest(height * shape, (n) => Math.abs(shape - n / height)), height];
  return [width, nearest(width / shape, (n) => Math.abs(shape - width / n))];
}
