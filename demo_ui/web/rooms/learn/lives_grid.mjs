/* What upsampling can leave: a fine grid, hardly to be seen in a picture, plain in its spectrum. */
import { make, written } from "../../core/elements.mjs";
import { normals } from "./chance.mjs";
import { standing } from "./conditions.mjs";
import { LIVE, dial, inks, row, sentence } from "./scene.mjs";

const SIDE = 64,
  SHOWN = 5 * SIDE; // of a picture and of its spectrum, in pixels

/* Something like a photograph: noise whose power falls with the frequency, made once. */
function photograph() {
  const values = new Float32Array(SIDE * SIDE);
  for (const [wave, seed] of [
    [1, 21],
    [2, 22],
    [3, 23],
    [5, 24],
    [8, 25],
    [12, 26],
  ]) {
    const [a, b, c, d] = normals(seed, 4);
    for (let y = 0; y < SIDE; y += 1)
      for (let x = 0; x < SIDE; x += 1)
        values[y * SIDE + x] +=
          Math.sin((2 * Math.PI * (wave * x + Math.round(2 * a) * y)) / SIDE + 3 * c) / wave +
          Math.sin((2 * Math.PI * (Math.round(2 * b) * x + wave * y)) / SIDE + 3 * d) / wave;
  }
  const noise = normals(27, SIDE * SIDE);
  return values.map((value, i) => value + 0.02 * noise[i]);
}

/**
 * With the grid that remains where every other pixel was put in between.
 * @param {Float32Array} values
 * @param {number} trace
 */
const marked = (values, trace) =>
  values.map((value, i) => value + trace * 0.25 * ((Math.floor(i / SIDE) % 2 ? 1 : -1) + ((i % SIDE) % 2 ? 1 : -1)));

/* Discrete Fourier transform of one line of numbers: 64 of them need no cleverer way. */
const waves = Array.from({ length: SIDE }, (_, i) => [
  Math.cos((2 * Math.PI * i) / SIDE),
  Math.sin((2 * Math.PI * i) / SIDE),
]);
/**
 * @param {Float32Array} re
 * @param {Float32Array} im
 */
function transformed(re, im) {
  const outRe = new Float32Array(SIDE),
    outIm = new Float32Array(SIDE);
  for (let k = 0; k < SIDE; k += 1)
    for (let n = 0; n < SIDE; n += 1) {
      const [cos, sin] = waves[(k * n) % SIDE];
      outRe[k] += re[n] * cos + im[n] * sin;
      outIm[k] += im[n] * cos - re[n] * sin;
    }
  return [outRe, outIm];
}

/** @param {Float32Array} values */
function spectrum(values) {
  const lines = Array.from({ length: SIDE }, (_, y) =>
    transformed(values.subarray(y * SIDE, (y + 1) * SIDE), new Float32Array(SIDE)),
  );
  const power = new Float32Array(SIDE * SIDE);
  for (let x = 0; x < SIDE; x += 1) {
    const [re, im] = transformed(
      Float32Array.from(lines, ([line]) => line[x]),
      Float32Array.from(lines, ([, line]) => line[x]),
    );
    for (let y = 0; y < SIDE; y += 1)
      power[((y + SIDE / 2) % SIDE) * SIDE + ((x + SIDE / 2) % SIDE)] = Math.log10(re[y] ** 2 + im[y] ** 2 + 1e-3);
  }
  return power;
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {Float32Array} values
 */
function paintValues(brush, values) {
  let low = Infinity,
    high = -Infinity;
  for (const value of values) (low = Math.min(low, value)), (high = Math.max(high, value));
  const image = brush.createImageData(SIDE, SIDE),
    small = make("canvas", { width: SIDE, height: SIDE });
  values.forEach((value, i) => image.data.set([...Array(3).fill((255 * (value - low)) / (high - low)), 255], 4 * i));
  small.getContext("2d")?.putImageData(image, 0, 0);
  brush.imageSmoothingEnabled = false;
  brush.drawImage(small, 0, 0, SHOWN, SHOWN);
}

/**
 * Rings around the two points that a grid of two pixels leaves: one for each of its directions.
 * @param {CanvasRenderingContext2D} brush
 */
function ring(brush) {
  const middle = SHOWN / 2 + 2.5;
  brush.strokeStyle = inks().fake;
  brush.lineWidth = 3;
  for (const [x, y] of [
    [middle, 2.5],
    [2.5, middle],
  ]) {
    brush.beginPath();
    brush.arc(x, y, 14, 0, 2 * Math.PI);
    brush.stroke();
  }
}

/* A trace that upsampling leaves: hardly to be seen in the picture, plain in its spectrum (Frank et al. 2020). */
LIVE.found = (place) => {
  let trace = 0.25;

  const plain = photograph();
  const pair = row(place, "pair halves");
  /** @param {string} key */
  const figure = (key) => {
    const canvas = make("canvas", {
      width: SHOWN,
      height: SHOWN,
      class: "pixels",
      role: "img",
      "data-i18n-aria-label": key,
    });
    pair.append(make("figure", {}, canvas, make("figcaption", { class: "figures", "data-i18n": key })));
    return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  };
  const picture = figure("learn.grid.picture"),
    waves = figure("learn.grid.spectrum");

  const told = sentence(place);
  dial(place, "learn.grid.trace", {
    low: 0,
    high: 1,
    step: 0.05,
    value: trace,
    told: (value) => `${written(100 * value)}%`,
    moved: (value) => ((trace = value), show()),
  });

  function show() {
    const values = marked(plain, trace);
    paintValues(picture, values);
    paintValues(waves, spectrum(values));
    if (trace) ring(waves);
    told(`learn.grid.${standing("grid", { trace })}`);
  }
  show();
  document.addEventListener("theatre:theme", show);
};
