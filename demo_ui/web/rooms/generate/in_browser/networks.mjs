/* Networks out of templates and weights; gan_core.digits.in_browser tells what they are. */
import { kept } from "../../../nets/cache.mjs";
import { floatsOf } from "../../../nets/halves.mjs";
import { compiled } from "../../../nets/litert.mjs";

/* What the page's own networks are made from: what gan_core.digits.in_browser writes. */

/** @typedef {{bytes: number, holes: [number, number, number][], backs?: [number, number][], rest: string}} Template a network without its weights: where they go (start, rows, columns; kernels for the way back: start, places), and all other bytes in base64 */
/**
 * @typedef {object} Networks of one checkpoint
 * @property {{generator: Template, discriminator: Template}} templates
 * @property {Record<string, string>} weights files by step, or "finished"
 * @property {string} vectors of the directions, in base64
 * @property {{length: number, vectors: Float32Array[]}} sliders the same, read
 */
/** @typedef {{generator: string, templates: {encoder: Template, descent: Template}, weights: string, percentiles: number[], n: number}} Encoder */
/**
 * @typedef {object} Index
 * @property {string} digest
 * @property {import("../state.mjs").Facts[]} checkpoints
 * @property {Record<string, Networks>} networks
 * @property {{file: string, count: number}} reals
 * @property {Encoder} [encoder]
 */

export const state = {
  index: /** @type {Index} */ (/** @type {unknown} */ (null)), // known once the worker has begun
};

/** @typedef {{generator: Network, discriminator: Network}} Pair */

/** @type {Map<string, Promise<Pair>>} by checkpoint and snapshot */
const networks = new Map();
/** @type {Set<string>} the keys of those that have come */
export const there = new Set();
/** @param {string} base64 */
export const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

/**
 * The same kernel for the way back: its input channels come first.
 * @param {Float32Array} kernel output channels x places x input channels
 * @param {number} outputs
 * @param {number} places
 */
function turned(kernel, outputs, places) {
  const inputs = kernel.length / outputs / places,
    back = new Float32Array(kernel.length);
  for (let o = 0, at = 0; o < outputs; o += 1)
    for (let p = 0; p < places; p += 1)
      for (let i = 0; i < inputs; i += 1, at += 1) back[(i * places + p) * outputs + o] = kernel[at];
  return back;
}

/**
 * A whole .tflite: the template's own bytes, and the weights that begin at `from`. Also says where the next ones begin.
 * @param {Template} template
 * @param {ArrayBuffer} weights
 * @param {number} from
 */
export function poured({ bytes, holes, backs = [], rest }, weights, from) {
  const whole = new Uint8Array(bytes),
    own = bytesOf(rest);
  let at = 0,
    taken = 0;
  const sizes = holes.map(([start, rows, columns]) => [start, rows * Math.max(1, columns)]);
  const solid = sizes.filter((_, i) => holes[i][2]).map(([, size]) => size);
  const all = [...sizes, ...backs.map(([start], i) => [start, solid[i]])];
  for (const [start, size] of all.sort(([a], [b]) => a - b)) {
    whole.set(own.subarray(taken, (taken += start - at)), at);
    at = start + 4 * size;
  }
  whole.set(own.subarray(taken), at);
  /** @param {number} count */
  const floats = (count) => new Float32Array(weights.slice(from, (from += 4 * count)));
  /**
   * @param {number} start
   * @param {Float32Array} numbers
   */
  const put = (start, numbers) => whole.set(new Uint8Array(numbers.buffer), start);
  /** @type {[number, number, number, Float32Array][]} */
  const kernels = [];
  for (const [start, rows, columns] of holes) {
    if (columns) kernels.push([start, rows, columns, floats(rows)]);
    else put(start, floats(rows));
  }
  kernels.forEach(([start, rows, columns, scale], layer) => {
    const kernel = floatsOf(new Uint16Array(weights.slice(from, (from += 2 * rows * columns))));
    const numbers = kernel.map((value, i) => value * scale[Math.floor(i / columns)]);
    put(start, numbers);
    if (backs[layer]) put(backs[layer][0], turned(numbers, rows, backs[layer][1]));
  });
  return { whole, from };
}

/**
 * The two networks of a checkpoint's snapshot; `step` null: the finished ones. Loaded once, when first asked for.
 * @param {string} checkpoint
 * @param {number | null} step
 * @returns {Promise<Pair>}
 */
export function networksOf(checkpoint, step) {
  const key = `${checkpoint} ${step}`;
  if (!networks.has(key)) {
    const loading = load(checkpoint, step);
    loading.then(
      () => there.add(key),
      () => networks.delete(key),
    ); // after a fault the next wish tries again
    networks.set(key, loading);
  }
  return /** @type {Promise<Pair>} */ (networks.get(key));
}

/**
 * @param {string} checkpoint
 * @param {number | null} step
 * @returns {Promise<Pair>}
 */
async function load(checkpoint, step) {
  const { templates, weights } = state.index.networks[checkpoint];
  const data = await kept(weights[step ?? "finished"]);
  const generator = poured(templates.generator, data, 0);
  const discriminator = poured(templates.discriminator, data, generator.from);
  if (discriminator.from !== data.byteLength) throw new Error("weights of another shape");
  return { generator: await compiled(generator.whole), discriminator: await compiled(discriminator.whole) };
}
