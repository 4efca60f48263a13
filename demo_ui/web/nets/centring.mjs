/* A written digit as MNIST centred its own: gan_core.digits.centring once more, for the browser. */
import { DIGITS } from "../contract.mjs";
import { even, resized } from "./resize.mjs";

export const LINE = 0.075; // of the side: MNIST's strokes are about a tenth of a digit's height
const PAPER = 224; // pixels of the side that is centred: eight of each of the 28
const { BOX, DOT, INKED, MOST_INK, SIDE } = DIGITS;

/**
 * The first and the last place with ink, and how many there are between; none: null.
 * @param {boolean[]} inked
 */
function extent(inked) {
  const first = inked.indexOf(true);
  return first < 0 ? null : { first, length: inked.lastIndexOf(true) + 1 - first };
}

/**
 * Where a box begins whose ink is `profile` along an axis, for its centre of mass to be the picture's middle.
 * @param {number[]} profile
 */
function start(profile) {
  const all = profile.reduce((a, b) => a + b, 0),
    mass = profile.reduce((sum, ink, i) => sum + ink * i, 0) / all;
  return Math.min(Math.max(Math.floor(SIDE / 2 - mass + 0.5), 0), SIDE - profile.length);
}

/**
 * @param {Picture} ink 0 paper, 255 ink
 * @returns {{picture: Uint8Array} | {fault: FaultTold}}
 */
export function centred({ data, width, height }) {
  const line = (/** @type {number} */ y) => data.subarray(y * width, (y + 1) * width);
  const rows = extent(Array.from({ length: height }, (_, y) => line(y).some((ink) => ink >= INKED)));
  if (!rows) return { fault: { code: "digit_empty", details: {} } };
  const inked = Array.from({ length: width }, () => false);
  for (let y = rows.first; y < rows.first + rows.length; y += 1)
    line(y).forEach((ink, x) => (inked[x] ||= ink >= INKED));
  const columns = /** @type {NonNullable<typeof rows>} */ (extent(inked)),
    longest = Math.max(rows.length, columns.length);
  if (longest < DOT * Math.max(width, height)) {
    const details = { width: columns.length, height: rows.length, of: Math.max(width, height) };
    return { fault: { code: "digit_dot", details } };
  }
  const [across, down] = [columns.length, rows.length].map((side) => Math.max(1, even((side * BOX) / longest)));
  const box = new Uint8Array(columns.length * rows.length);
  for (let y = 0; y < rows.length; y += 1)
    box.set(line(rows.first + y).subarray(columns.first, columns.first + columns.length), y * columns.length);
  return placed(resized({ data: box, width: columns.length, height: rows.length }, across, down, "bilinear"));
}

/** @param {Picture} small */
function placed({ data, width, height }) {
  const picture = new Uint8Array(SIDE * SIDE),
    at = (/** @type {number} */ x, /** @type {number} */ y) => data[y * width + x];
  const xs = Array.from({ length: width }, (_, x) => x),
    ys = Array.from({ length: height }, (_, y) => y);
  const top = start(ys.map((y) => xs.reduce((sum, x) => sum + at(x, y), 0))),
    left = start(xs.map((x) => ys.reduce((sum, y) => sum + at(x, y), 0)));
  for (const y of ys) picture.set(data.subarray(y * width, (y + 1) * width), (top + y) * SIDE + left);
  const share = picture.reduce((sum, ink) => sum + ink, 0) / (255 * SIDE * SIDE);
  if (share <= MOST_INK) return { picture };
  return { fault: { code: "digit_full", details: { percent: Math.round(100 * share), most: 100 * MOST_INK } } };
}

/**
 * What is on a pad, as MNIST would have it.
 * @param {{drawOn(canvas: HTMLCanvasElement, side: number, ink: string, under: string): void}} pad
 * @param {HTMLCanvasElement} canvas to draw on, used again by whoever draws often
 */
export function centredFrom(pad, canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  pad.drawOn(canvas, PAPER, "#fff", "#000");
  const inked = context.getImageData(0, 0, PAPER, PAPER).data;
  const data = Uint8Array.from({ length: PAPER * PAPER }, (_, i) => inked[4 * i]);
  return centred({ data, width: PAPER, height: PAPER });
}

/**
 * @param {HTMLCanvasElement} canvas of 28 x 28
 * @param {Uint8Array | null} picture null: nothing
 */
export function showCentred(canvas, picture) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  const pixels = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < SIDE * SIDE; i += 1) {
    const grey = picture ? picture[i] : 0;
    pixels.data.set([grey, grey, grey, 255], 4 * i);
  }
  context.putImageData(pixels, 0, 0);
}
