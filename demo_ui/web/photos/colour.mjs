/* Lightness and chroma, and CIE Lab: gan_core.base.colour and gan_core.base.lab once more, for the browser. */
import { COLOURS } from "../contract.mjs";
import { even, resized } from "../nets/resize.mjs";

/** @typedef {import("./state.mjs").Mask} Mask floats; how many a pixel has, its length says */
/** @typedef {{lightness: Mask, chroma: Mask}} Planes in [-1, 1]; chroma has two channels, blueness and redness */

const { BEND, BLUE, COLOURLESS, FLAT, GRAIN, GREEN, LEVELS, LOOKED_AT, OFF_TONE, OF_ONE_TONE, RED } = COLOURS;
const OF_BLUE = 2 * (1 - BLUE),
  OF_RED = 2 * (1 - RED); // how far blue and red are from lightness for a chroma of 1

/* ---- lightness and chroma ---- */

/**
 * @param {Picture} picture
 * @returns {Planes}
 */
export function planes({ data, width, height }) {
  const lightness = new Float32Array(width * height),
    chroma = new Float32Array(2 * width * height);
  for (let i = 0, at = 0; i < lightness.length; i += 1, at += 3) {
    const [red, green, blue] = [data[at] / 127.5 - 1, data[at + 1] / 127.5 - 1, data[at + 2] / 127.5 - 1];
    lightness[i] = RED * red + GREEN * green + BLUE * blue;
    chroma[2 * i] = (blue - lightness[i]) / OF_BLUE;
    chroma[2 * i + 1] = (red - lightness[i]) / OF_RED;
  }
  return { lightness: { data: lightness, width, height }, chroma: { data: chroma, width, height } };
}

/**
 * The picture of a lightness and `strength` times a chroma; a chroma that no colour of this lightness has is weakened.
 * @param {Mask} lightness
 * @param {Mask} chroma
 * @returns {Picture}
 */
export function laidOver({ data: lightness, width, height }, { data: chroma }, strength = 1) {
  const data = new Uint8Array(3 * lightness.length);
  for (let i = 0; i < lightness.length; i += 1) {
    const red = strength * OF_RED * chroma[2 * i + 1],
      blue = strength * OF_BLUE * chroma[2 * i],
      green = -(RED * red + BLUE * blue) / GREEN;
    let share = 1;
    for (const away of [red, green, blue]) {
      const room = away > 0 ? 1 - lightness[i] : 1 + lightness[i],
        far = Math.abs(away);
      if (far > room) share = Math.min(share, room / Math.max(far, 1e-9));
    }
    data[3 * i] = level(lightness[i] + share * red);
    data[3 * i + 1] = level(lightness[i] + share * green);
    data[3 * i + 2] = level(lightness[i] + share * blue);
  }
  return { data, width, height };
}

/** @param {number} value in [-1, 1] */
const level = (value) => even(Math.max(-1, Math.min(1, value)) * 127.5 + 127.5);

/**
 * `chroma` of any size, times `strength`, over the lightness of a picture.
 * @param {Picture} picture
 * @param {Mask} chroma
 */
export function strengthened(picture, chroma, strength = 1) {
  const { lightness } = planes(picture);
  return laidOver(lightness, chromaAt(chroma, lightness), strength);
}

/**
 * Its lightness as a grey picture.
 * @param {Picture} picture
 */
export const grey = (picture) => {
  const { lightness, chroma } = planes(picture);
  return laidOver(lightness, chroma, 0);
};

/**
 * Mean absolute difference of the colour channels of two pictures, 0 to 1.
 * @param {Picture} truth
 * @param {Picture} picture
 */
export function chromaError(truth, picture) {
  const one = planes(truth).chroma.data,
    other = planes(picture).chroma.data;
  return one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length / 2;
}

/**
 * Chroma at the size of its lightness, which guides it (a guided filter): colours end where things end.
 * @param {Mask} chroma
 * @param {Mask} lightness
 * @returns {Mask}
 */
export function chromaAt(chroma, lightness) {
  const { width, height } = chroma;
  if (width === lightness.width && height === lightness.height) return chroma;
  const guide = resized(lightness, width, height, "box").data,
    by = (/** @type {Float32Array} */ data, /** @type {number} */ deep) =>
      around({ data: data.map((value, i) => value * guide[Math.floor(i / deep)]), width, height }).data;
  const mean = around({ data: guide, width, height }).data,
    means = around(chroma).data,
    products = by(chroma.data, 2),
    squares = by(guide, 1);
  const lines = new Float32Array(4 * width * height); // two slopes, and two levels
  for (let i = 0; i < guide.length; i += 1) {
    for (let c = 0; c < 2; c += 1) {
      const slope = (products[2 * i + c] - mean[i] * means[2 * i + c]) / (squares[i] - mean[i] ** 2 + GRAIN ** 2);
      lines[4 * i + c] = slope;
      lines[4 * i + 2 + c] = means[2 * i + c] - slope * mean[i];
    }
  }
  const { data } = resized(around({ data: lines, width, height }), lightness.width, lightness.height, "bilinear");
  const found = new Float32Array(2 * lightness.data.length);
  for (let i = 0; i < lightness.data.length; i += 1)
    for (let c = 0; c < 2; c += 1) found[2 * i + c] = data[4 * i + c] * lightness.data[i] + data[4 * i + 2 + c];
  return { ...lightness, data: found };
}

/**
 * Means over 3x3 places of each channel; the edge is repeated.
 * @param {Mask} mask
 * @returns {Mask}
 */
export function around({ data, width, height }) {
  const row = data.length / height,
    deep = row / width,
    sums = new Float32Array(data.length),
    found = new Float32Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const above = Math.max(0, y - 1) * row,
      below = Math.min(height - 1, y + 1) * row;
    for (let i = 0; i < row; i += 1) sums[y * row + i] = data[above + i] + data[y * row + i] + data[below + i];
    for (let i = 0; i < row; i += 1) {
      const at = y * row + i;
      found[at] = (sums[i < deep ? at : at - deep] + sums[at] + sums[i < row - deep ? at + deep : at]) / 9;
    }
  }
  return { data: found, width, height };
}

/* ---- which colours a photograph came with ---- */

/** @param {Float32Array} chroma */
const strongOf = (chroma) => chroma.reduce((sum, value) => sum + Math.abs(value), 0) / chroma.length;

/**
 * "coloured"; "toned" if its colours tell no more than its lightness does; "grey".
 * @param {Picture} picture
 */
export function coloursOf(picture) {
  if (strongOf(planes(picture).chroma.data) < COLOURLESS) return "grey";
  const scale = Math.min(1, LOOKED_AT / Math.max(picture.width, picture.height)),
    [width, height] = [picture.width, picture.height].map((side) => Math.max(1, even(side * scale)));
  const { lightness, chroma } = planes(resized(picture, width, height, "box")),
    mean = lightness.data.reduce((sum, value) => sum + value, 0) / lightness.data.length,
    spread = lightness.data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / lightness.data.length;
  if (Math.sqrt(spread) < FLAT) return "coloured";
  /** @type {number[][]} by level of lightness: the places that have it */
  const places = Array.from({ length: LEVELS }, () => []);
  lightness.data.forEach((value, i) =>
    places[Math.trunc(Math.max(0, Math.min(LEVELS - 1, ((value + 1) / 2) * LEVELS)))].push(i),
  );
  let near = 0,
    strong = 0;
  for (const ofLevel of places) {
    const tone = [0, 1].map((c) => median(ofLevel.map((i) => chroma.data[2 * i + c])));
    strong += (ofLevel.length * (Math.abs(tone[0]) + Math.abs(tone[1]))) / 2;
    near += ofLevel.filter((i) => [0, 1].every((c) => Math.abs(chroma.data[2 * i + c] - tone[c]) <= OFF_TONE)).length;
  }
  if (near / lightness.data.length < OF_ONE_TONE) return "coloured";
  return strong / lightness.data.length >= COLOURLESS ? "toned" : "grey";
}

/** @param {number[]} numbers */
function median(numbers) {
  if (!numbers.length) return 0;
  const sorted = numbers.sort((a, b) => a - b),
    middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/* ---- CIE Lab ---- */

const TO_XYZ = [0, 3, 6].map((at) => COLOURS.TO_XYZ.slice(at, at + 3));
const WHITE = TO_XYZ.map(([x, y, z]) => x + y + z);
const TO_LINEAR = inverse(TO_XYZ);

/**
 * Of 3x3, by its cofactors.
 * @param {number[][]} m
 */
function inverse(m) {
  const cofactor = (/** @type {number} */ i, /** @type {number} */ j) => {
    const [a, b, c, d] = [(i + 1) % 3, (i + 2) % 3, (j + 1) % 3, (j + 2) % 3];
    return m[a][c] * m[b][d] - m[a][d] * m[b][c];
  };
  const whole = [0, 1, 2].reduce((sum, j) => sum + m[0][j] * cofactor(0, j), 0);
  return [0, 1, 2].map((i) => [0, 1, 2].map((j) => cofactor(j, i) / whole));
}

/**
 * L, a and b of red, green and blue in [0, 1].
 * @param {number[]} rgb
 */
export function toLab(rgb) {
  const linear = rgb.map((value) => (value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92));
  const [x, y, z] = TO_XYZ.map((row, i) => {
    const share = row.reduce((sum, weight, j) => sum + weight * linear[j], 0) / WHITE[i];
    return share > BEND ** 3 ? Math.cbrt(share) : share / (3 * BEND ** 2) + 4 / 29;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/**
 * The inverse; beyond [0, 1] where no colour is meant.
 * @param {number[]} lab
 */
export function fromLab([lightness, a, b]) {
  const y = (lightness + 16) / 116;
  const xyz = [y + a / 500, y, y - b / 200].map(
    (f, i) => WHITE[i] * (f > BEND ? f ** 3 : 3 * BEND ** 2 * (f - 4 / 29)),
  );
  return TO_LINEAR.map((row) => {
    const linear = row.reduce((sum, weight, j) => sum + weight * xyz[j], 0);
    return linear > 0.0031308 ? 1.055 * linear ** (1 / 2.4) - 0.055 : 12.92 * linear;
  });
}

/**
 * a and b at a lightness of the same size -> the chroma that goes with it; see gan_core.models.colour.
 * @param {Mask} lightness
 * @param {Mask} ab of two channels
 * @returns {Mask}
 */
export function chromaOf({ data: lightness, width, height }, { data: ab }) {
  const data = new Float32Array(ab.length);
  for (let i = 0; i < lightness.length; i += 1) {
    const tone = lightness[i] / 2 + 0.5,
      [red, green, blue] = fromLab([toLab([tone, tone, tone])[0], ab[2 * i], ab[2 * i + 1]]).map((v) => 2 * v - 1),
      own = RED * red + GREEN * green + BLUE * blue;
    data[2 * i] = (blue - own) / OF_BLUE;
    data[2 * i + 1] = (red - own) / OF_RED;
  }
  return { data, width, height };
}
