/* What a visitor asks the generator for, and the latent vectors that it means: gan_core.digits.latent and
   demo_ui.generate.wish once more, for the browser. Vectors are Float32Arrays. */
import { Fault } from "../../../answer/worker.mjs";
import { DIGITS } from "../../../contract.mjs";
import { latent } from "../../../nets/numpy_random.mjs";
import { lineIn, wrongLine } from "../line.mjs";
import { isWhole, lengthOf, slerp } from "../vectors.mjs";
import { blended, closedWay } from "./loop.mjs";

/** @typedef {import("../state.mjs").GenerateRequest} GenerateRequest */

const { COUNT, LARGEST_SEED } = DIGITS;
const SEEDS_KEPT = 64;
/** @type {Map<string, Float32Array>} the latest seeds' vectors */
const seeds = new Map();

/**
 * A seed as it may be typed in.
 * @param {number | string} value
 */
function seedOf(value) {
  const whole = typeof value === "string" && /^\d{1,20}$/.test(value) ? Number(value) : value;
  if (typeof whole === "number" && Number.isInteger(whole) && whole >= 0 && whole <= LARGEST_SEED) return whole;
  throw new Fault("seed_wrong", { value: String(value).slice(0, 40), largest: String(LARGEST_SEED) });
}

/** @param {unknown} text */
function checked(text) {
  const line = lineIn(text);
  if (line) return line;
  throw new Fault("text_wrong", wrongLine(text));
}

/**
 * @param {number} seed
 * @param {number} digit
 * @param {number} length
 * @returns {Float32Array}
 */
function drawnFrom(seed, digit, length) {
  const key = `${seed} ${digit}`;
  if (!seeds.has(key)) {
    if (seeds.size >= SEEDS_KEPT * COUNT) seeds.delete(/** @type {string} */ (seeds.keys().next().value));
    seeds.set(key, latent(seed, digit, length));
  }
  return /** @type {Float32Array} */ (seeds.get(key));
}

/**
 * z + sum of amounts along the directions, brought back to z's length.
 * @param {Float32Array} z
 * @param {Float32Array[]} vectors
 * @param {number[]} amounts
 */
function move(z, vectors, amounts) {
  if (!amounts.some(Boolean)) return z;
  const moved = z.map((value, i) => amounts.reduce((sum, amount, j) => sum + amount * vectors[j][i], value));
  const length = lengthOf(moved),
    wanted = lengthOf(z);
  return length ? moved.map((value) => (value / length) * wanted) : z;
}

/**
 * z before any slider. The pad mixes along great circles, first across, then down.
 * @param {GenerateRequest} wish
 * @param {number} length
 */
export function baseOf(wish, length) {
  const { digit, across = 0, down = 0, others = [] } = wish,
    corner = (/** @type {number | string} */ seed) => drawnFrom(seedOf(seed), digit, length);
  const z = corner(wish.seed),
    far = others.map(corner);
  if (!far.length || !(across || down)) return z;
  return slerp(slerp(z, far[0], across), slerp(far[1], far[2], across), down);
}

/**
 * z as the generator gets it.
 * @param {GenerateRequest} wish
 * @param {{vectors: Float32Array[], length: number}} sliders
 */
export function latentOf(wish, { vectors, length }) {
  const z = baseOf(wish, length).slice();
  for (const [i, value] of Object.entries(wish.raw ?? {})) z[Number(i)] = value;
  const { truncation = 1, directions = [] } = wish;
  return move(z, vectors, directions).map((value) => value * Math.fround(truncation));
}

/**
 * The class that is asked for, one of so many.
 * @param {GenerateRequest} wish
 * @param {number} classes
 */
export function labelOf({ label = null, text = "", digit }, classes) {
  const known = label ?? (text ? Number(text[0]) : digit % classes);
  if (Number.isInteger(known) && known >= 0 && known < classes) return known;
  throw new Fault("count_wrong", { name: "label", low: "0", high: String(classes - 1), value: String(label) });
}

/**
 * What the generator takes: z, and behind it the class as one of `classes` inputs; of none, z itself.
 * @param {GenerateRequest} wish
 * @param {{vectors: Float32Array[], length: number}} sliders
 * @param {number} classes
 */
export function inputOf(wish, sliders, classes) {
  const z = zOf(wish, sliders);
  if (!classes) return z;
  const input = new Float32Array(z.length + classes);
  input.set(z);
  if (onLoop(wish)) {
    const labels = wish.loop.map((place) => labelOf({ ...wish, ...place, text: "" }, classes));
    input.set(blended(labels, wish.at ?? 0, classes), z.length);
  } else input[z.length + labelOf(wish, classes)] = 1;
  return input;
}

/** @param {GenerateRequest} wish */
const onLoop = ({ loop = [], at = null }) => loop.length > 0 && at !== null;

/**
 * z as the generator gets it, also on a loop.
 * @param {GenerateRequest} wish
 * @param {{vectors: Float32Array[], length: number}} sliders
 */
function zOf(wish, sliders) {
  if (!onLoop(wish)) return latentOf(wish, sliders);
  const points = wish.loop.map((place) => latentOf({ ...wish, ...place, truncation: 1 }, sliders));
  return closedWay(
    points,
    wish.at ?? 0,
    wish.loop.map(({ truncation }) => truncation),
  );
}

/**
 * The digits of the line that is asked for, as wishes of one digit each, in its hand or in the next ones in turn.
 * @param {GenerateRequest} wish
 * @returns {GenerateRequest[]}
 */
export function lineOf(wish) {
  const labels = [...checked(wish.text)].filter((character) => character !== " ").map(Number);
  /**
   * @template {import("../state.mjs").Place} Kind
   * @param {Kind} place
   * @param {number} i of a line's hands, from this one on
   * @returns {Kind}
   */
  const hand = (place, i) => (wish.varied && i ? { ...place, digit: (place.digit + i) % COUNT, raw: {} } : place);
  return labels.map((label, i) => {
    const loop = (wish.loop ?? []).map((place) => ({ ...hand(place, i), label }));
    return { ...hand(wish, i), text: "", label, loop };
  });
}

/** @param {number} count */
export const evenly = (count) => Array.from({ length: count }, (_, i) => i / (count - 1));
/**
 * @param {GenerateRequest} wish
 * @returns {GenerateRequest[]}
 */
export const gridOf = (wish) =>
  Array.from({ length: COUNT }, (_, digit) => ({ ...wish, digit, raw: digit === wish.digit ? wish.raw : {} }));
/**
 * Without a z that is held as a whole, such as that of a written digit: it lies between no seeds.
 * @param {GenerateRequest} wish
 * @returns {GenerateRequest}
 */
const seeded = (wish) => (isWhole(wish) ? { ...wish, raw: {} } : wish);
/**
 * @param {GenerateRequest} wish
 * @param {number} side
 */
export const mapOf = (wish, side) =>
  evenly(side).flatMap((down) => evenly(side).map((across) => ({ ...seeded(wish), across, down })));
/**
 * @param {GenerateRequest} wish
 * @param {number} count
 */
export const walkOf = (wish, count) => evenly(count).map((across) => ({ ...seeded(wish), across, down: 0 }));
