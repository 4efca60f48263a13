/* gan_core.photos.colour once more, for the browser: a photograph in the colours that networks find likely. */
import { COLOURS } from "../contract.mjs";
import { run } from "../nets/litert.mjs";
import { resized } from "../nets/resize.mjs";
import { chromaAt, chromaError, chromaOf, coloursOf, grey, planes, strengthened } from "./colour.mjs";
import { fieldOf, guided } from "./hints.mjs";
import { inputOf, networkFor, padded, seen } from "./networks.mjs";
import { state } from "./state.mjs";

/** @typedef {import("./state.mjs").Mask} Mask */
/** @typedef {import("./hints.mjs").Hint} Hint */
/** @typedef {import("./hints.mjs").Field} Field */
/**
 * @typedef {object} Look what the generator says of a photograph
 * @property {Picture} x what it saw, without padding
 * @property {Mask} lightness of what it saw
 * @property {Mask} told a and b at a quarter of that, or, without eyes, its chroma
 * @property {Mask} [likely] how likely each cell is there
 * @property {Mask} [features]
 */
/** @typedef {{input: Picture, picture: Picture, truth: Picture | null, kind: string, x: Picture, patches: Mask, figures: Record<string, number>}} Coloured as gan_core.photos.colour.Coloured has it */

const { QUARTER } = COLOURS;

/**
 * What a network makes of a picture, without what its shape adds to the right and below; `scale`: of its sides.
 * @param {string} name
 * @param {Picture} picture
 * @returns {Promise<Mask>}
 */
async function through(name, picture, scale = 0) {
  const { shape, numbers } = inputOf(name, picture),
    [across, down] = shape;
  const data = await run(await networkFor(name, shape), numbers, [1, down, across, 3]);
  const by = scale || Math.round(Math.sqrt((across * down) / data.length)); // of one channel
  return cut({ data, width: Math.ceil(across / by), height: Math.ceil(down / by) }, picture, by);
}

/**
 * The upper left part of a mask: what a picture `by` times as large lies on.
 * @param {Mask} mask
 * @param {{width: number, height: number}} picture
 * @param {number} by
 * @returns {Mask}
 */
function cut(mask, { width, height }, by = 1) {
  const [across, down] = [Math.ceil(width / by), Math.ceil(height / by)];
  if (across === mask.width && down === mask.height) return mask;
  const deep = mask.data.length / (mask.width * mask.height),
    data = new Float32Array(deep * across * down);
  for (let y = 0; y < down; y += 1)
    data.set(mask.data.subarray(deep * y * mask.width, deep * (y * mask.width + across)), deep * y * across);
  return { data, width: across, height: down };
}

/**
 * A mask of some channels of another, from one on.
 * @param {Mask} mask
 * @param {number} from
 * @param {number} count
 * @returns {Mask}
 */
function channels({ data, width, height }, from, count) {
  const deep = data.length / (width * height),
    found = new Float32Array(count * width * height);
  for (let i = 0; i < width * height; i += 1)
    found.set(data.subarray(deep * i + from, deep * i + from + count), count * i);
  return { data: found, width, height };
}

/** @param {Picture} picture */
export async function lookAt(picture) {
  const x = seen(picture, state.index.seen),
    given = padded(x, state.index.stride),
    { lightness } = planes(given);
  if (!state.index.eyes) return { x, lightness, told: await through("colours", given, 1) };
  const found = await through("colours", given, QUARTER),
    cells = state.index.cells.length,
    deep = found.data.length / (found.width * found.height);
  return {
    x,
    lightness,
    told: channels(found, 0, 2),
    likely: channels(found, 2, cells),
    features: channels(found, 2 + cells, deep - 2 - cells),
  };
}

/**
 * What a network with eyes says of the part of the picture that is no padding.
 * @param {Look} look
 * @returns {Field | null}
 */
export function fieldIn({ x, told, likely, features }) {
  if (!likely || !features) return null;
  return fieldOf(cut(told, x, QUARTER), cut(likely, x, QUARTER), cut(features, x, QUARTER));
}

/**
 * The chroma of `look.x`, once the hints have spread.
 * @param {Look} look
 * @param {Hint[]} hints
 * @returns {Mask}
 */
export function chromaIn({ x, lightness, told, likely, features }, hints = []) {
  let chroma = told;
  if (likely && features) {
    const across = x.width / lightness.width,
      down = x.height / lightness.height,
      within = hints.map(([h, v, a, b]) => /** @type {Hint} */ ([h * across, v * down, a, b]));
    const ab = within.length ? guided(fieldOf(told, likely, features), within) : told;
    chroma = chromaOf(resized(lightness, told.width, told.height, "box"), ab);
  }
  const large = cut(chromaAt(chroma, lightness), x);
  return { ...large, data: large.data.map((value) => state.index.gain * value) };
}

/**
 * Loads what a photograph needs, so that its figures tell how long the networks took.
 * @param {Picture} picture
 */
async function loadedFor(picture) {
  const given = padded(seen(picture, state.index.seen), state.index.stride);
  for (const name of ["colours", "judge"]) await networkFor(name, inputOf(name, given).shape);
}

/**
 * Everything about a photograph; `look`: what the generator said of it before.
 * @param {Picture} picture
 * @param {{look?: Look, strength?: number, hints?: Hint[]}} asked
 * @returns {Promise<{look: Look, coloured: Coloured}>}
 */
export async function coloured(picture, { look: before, strength = 1, hints = [] } = {}) {
  await loadedFor(picture);
  const start = performance.now(),
    look = before ?? (await lookAt(picture)),
    chroma = chromaIn(look, hints);
  const patches = await through("judge", padded(strengthened(look.x, chroma, strength), state.index.stride)),
    end = performance.now();
  const shown = strengthened(picture, chroma, strength),
    kind = coloursOf(picture),
    truth = kind === "coloured" ? picture : null;
  const figures = {
    score: patches.data.reduce((sum, value) => sum + value, 0) / patches.data.length,
    ms: end - start,
    ...(truth && { l1: chromaError(truth, shown) }),
  };
  return { look, coloured: { input: grey(picture), picture: shown, truth, kind, x: look.x, patches, figures } };
}
