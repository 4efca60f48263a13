/* The photographs' networks, each for pictures of one size; gan_core.photos.in_browser tells what they are. */
import { PHOTOS } from "../contract.mjs";
import { kept, shelf, unzipped } from "../nets/cache.mjs";
import { floatsOf } from "../nets/halves.mjs";
import { compiled } from "../nets/litert.mjs";
import { even, grown, resized } from "../nets/resize.mjs";
import { state } from "./state.mjs";

/** @type {Map<string, Promise<Network>>} by name and size */
const networks = new Map(); // by name and size: a promise of the compiled network

const text = new TextDecoder();
/** @param {string} base64 */
const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

/**
 * A whole .tflite: the template's own bytes, and between them the weights, in the order of its holes.
 * @param {{bytes: number, holes: [number, number][], rest: string}} template
 * @param {Uint8Array} weights
 */
function poured({ bytes, holes, rest }, weights) {
  const whole = new Uint8Array(bytes),
    own = bytesOf(rest);
  let at = 0,
    taken = 0,
    from = 0;
  for (const [start, count] of [...holes].sort(([a], [b]) => a - b)) {
    whole.set(own.subarray(taken, (taken += start - at)), at);
    at = start + 4 * count;
  }
  whole.set(own.subarray(taken), at);
  for (const [start, count] of holes) whole.set(weights.subarray(from, (from += 4 * count)), start);
  if (from !== weights.length) throw new Error("weights of another shape");
  return whole;
}

/**
 * [width, height] of each shape that a network was made for.
 * @param {string} name
 */
export const shapesOf = (name) =>
  Object.keys(state.index.networks).flatMap((key) => {
    const [known, shape] = key.split(" ");
    return known === name ? [shape.split("x").map(Number).reverse()] : [];
  });

/**
 * The shape that a picture is given in: its own, or else the smallest that it fits into.
 * @param {string} name
 * @param {{width: number, height: number}} picture
 */
export function shapeFor(name, { width, height }) {
  const [found] = shapesOf(name)
    .filter(([w, h]) => w >= width && h >= height)
    .sort(([a, b], [c, d]) => a * b - c * d);
  if (!found) throw new Error(`there is no ${name} for ${width} x ${height} here`);
  return found;
}

/**
 * @param {string} name
 * @param {number[]} shape
 * @returns {Promise<Network>}
 */
export function networkFor(name, [width, height]) {
  const key = `${name} ${height}x${width}`;
  if (!networks.has(key)) {
    const loading = load(state.index.networks[key]);
    loading.catch(() => networks.delete(key)); // the next photograph tries again
    networks.set(key, loading);
  }
  return /** @type {Promise<Network>} */ (networks.get(key));
}

/** @param {import("./state.mjs").Files} files */
async function load({ template, weights }) {
  const shape = JSON.parse(text.decode(await unzipped(await bytesKept(template))));
  const found = await unzipped(await bytesKept(weights));
  return compiled(poured(shape, new Uint8Array(state.index.half ? floatsOf(new Uint16Array(found)).buffer : found)));
}

/**
 * A picture of at most `longest` on its long side.
 * @param {Picture} picture
 * @param {number} longest
 */
export function seen(picture, longest) {
  const scale = longest / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, even(side * scale)));
  return scale >= 1 ? picture : resized(picture, width, height, "lanczos");
}

/**
 * The right and the lower edge mirrored until the networks take it: to multiples of `stride`.
 * @param {Picture} picture
 */
export function padded(picture, stride = PHOTOS.STRIDE) {
  const fitting = (/** @type {number} */ side) => Math.max(Math.ceil(side / stride) * stride, PHOTOS.LEAST_SEEN);
  return grown(picture, fitting(picture.width), fitting(picture.height));
}

/**
 * What a network is given for an 8-bit picture: the shape that it was made for, and the numbers.
 * @param {string} name
 * @param {Picture} picture
 */
export function inputOf(name, picture) {
  const shape = shapeFor(name, picture),
    { data } = grown(picture, shape[0], shape[1]),
    numbers = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 1) numbers[i] = data[i] / 127.5 - 1; // far quicker than Float32Array.from
  return { shape, numbers };
}

/**
 * All files beforehand, so that the page can go on without whoever serves them.
 */
export async function fetchAll() {
  const files = Object.values(state.index.networks).flatMap(({ weights, template }) => [weights, template]);
  for (const name of new Set(files)) await bytesKept(name);
}

/**
 * Where the browser keeps no files for us they are held here.
 * @type {Map<string, ArrayBuffer>}
 */
const held = new Map();
/**
 * @param {string} name
 * @returns {Promise<ArrayBuffer>}
 */
export async function bytesKept(name) {
  if (shelf) return kept(name);
  if (!held.has(name)) held.set(name, await kept(name));
  return /** @type {ArrayBuffer} */ (held.get(name));
}
