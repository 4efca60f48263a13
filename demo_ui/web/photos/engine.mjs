/* gan_core.photos.engine once more, for the browser. Pictures are { data, width, height }: 8-bit red, green and blue;
   masks and maps are the same with one float channel. */
import { PHOTOS } from "../contract.mjs";
import { even, resized } from "../nets/resize.mjs";
import { networkFor, padded, seen, shapeFor, shapesOf } from "./networks.mjs";
import { state } from "./state.mjs";
import { through } from "./webgpu.mjs";

/** @typedef {import("./state.mjs").Mask} Mask */
/** @typedef {Record<string, number>} Figures */
/** @typedef {{direction: string, input: Picture, translated: Picture, reconstructed: Picture, identity: Picture, result: Picture, maps: Record<string, Mask>, error: Mask, mask: Mask | null, figures: Figures}} Board everything about a photograph, as gan_core.photos.engine.Board has it */
/** @typedef {{like: string, direction: string, zebra: number}} Verdict of the guard */

const { OUTER, PATCH } = PHOTOS;
/** @type {Record<string, string>} the way back of each way */
export const back = { ab: "ba", ba: "ab" };
/** @param {number} value */
export const clip8 = (value) => Math.max(0, Math.min(255, even(value)));

/**
 * A direction's translation of a picture and its mask, both of the picture's size, and who painted it.
 * @param {string} way
 * @param {Picture} picture
 */
export async function translation(way, picture) {
  const { side, shares } = state.index.near,
    share = shares[way];
  if (share !== undefined && Math.max(picture.width, picture.height) > side) {
    const near = await paintedAt(way, picture, side);
    if (near.mask && mean(near.mask.data) > share) return near;
  }
  return paintedAt(way, picture);
}

/**
 * The same at one size, whatever is near.
 * @param {string} way
 * @param {Picture} picture
 * @param {number} longest side that the generator sees
 */
export async function paintedAt(way, picture, longest = state.index.painted) {
  const x = seen(picture, longest),
    { data: given, width: across, by } = await through(`generator_${way}`, padded(x));
  const deep = state.index.masked ? 4 : 3,
    places = x.width * x.height;
  const painted = { ...x, data: new Uint8Array(3 * places) };
  const mask = state.index.masked ? { ...x, data: new Float32Array(places) } : null;
  for (let i = 0; i < places; i += 1) {
    const from = deep * (Math.floor(i / x.width) * across + (i % x.width));
    for (let c = 0; c < 3; c += 1) painted.data[3 * i + c] = clip8(given[from + c] * 127.5 + 127.5);
    if (mask) mask.data[i] = given[from + 3];
  }
  return { ...laidOver(picture, x, painted, mask), by };
}

/**
 * What was made of `x` at the size of `picture`: enlarged, and besides it, where the mask is black, what that lost; what
 * residual networks add is added to all that the photograph shows.
 * @param {Picture} picture
 * @param {Picture} x
 * @param {Picture} painted
 * @param {Mask | null} mask
 * @returns {{picture: Picture, mask: Mask | null}}
 */
export function laidOver(picture, x, painted, mask) {
  const { width, height } = picture;
  if (x.width === width && x.height === height) return { picture: painted, mask };
  const large = resized(painted, width, height, "lanczos");
  if (!mask && !state.index.residual) return { picture: large, mask };
  const grown = mask && resized(mask, width, height, "bilinear"),
    smooth = resized(x, width, height, "lanczos");
  grown?.data.forEach((share, i) => (grown.data[i] = Math.max(0, Math.min(1, share))));
  const kept = (/** @type {number} */ i) => 1 - (grown?.data[Math.floor(i / 3)] ?? 0);
  const data = large.data.map((value, i) => clip8(value + kept(i) * (picture.data[i] - smooth.data[i])));
  return { picture: { data, width, height }, mask: grown };
}

/**
 * What the discriminator of the domain that a direction leads to says of a picture.
 * @param {string} towards
 * @param {Picture} picture
 * @returns {Promise<Mask>}
 */
async function scores(towards, picture) {
  const given = padded(picture),
    found = await through(`discriminator_${towards[1]}`, given);
  const [width, height, across] = [given.width, given.height, found.width].map((side) => Math.ceil(side / PATCH));
  const rows = Array.from({ length: height }, (_, y) => [...found.data.subarray(y * across, y * across + width)]);
  return { data: Float32Array.from(rows.flat()), width, height };
}

/**
 * |x - y|, mean of the colours, 0 to 1.
 * @param {Picture} x
 * @param {Picture} y
 * @returns {Mask}
 */
function difference(x, y) {
  const data = new Float32Array(x.width * x.height);
  x.data.forEach((value, i) => (data[Math.floor(i / 3)] += Math.abs(value - y.data[i]) / 765));
  return { ...x, data };
}

/** @param {Iterable<number> & {length: number}} numbers */
function mean(numbers) {
  let sum = 0;
  for (const value of numbers) sum += value;
  return sum / numbers.length;
}

/** @param {Mask} map */
function outerMean({ data, width, height }) {
  const dx = Math.max(1, even(OUTER * width)),
    dy = Math.max(1, even(OUTER * height));
  return mean(
    Array.from(data).filter((_, i) => {
      const x = i % width,
        y = Math.floor(i / width);
      return x < dx || y < dy || x >= width - dx || y >= height - dy;
    }),
  );
}

/**
 * Loads what a board needs, so that its figures tell how long the networks took.
 * @param {Picture} input
 */
function loadedFor(input) {
  const { painted, near } = state.index,
    judged = padded(input);
  const sides = (/** @type {string} */ way) => (way in near.shares ? [near.side, painted] : [painted]);
  const needed = /** @type {[string, Picture][]} */ ([
    ...["ab", "ba"].flatMap((way) => sides(way).map((side) => [`generator_${way}`, padded(seen(input, side))])),
    ["discriminator_a", judged],
    ["discriminator_b", judged],
  ]);
  return Promise.all(needed.map(([name, picture]) => networkFor(name, shapeFor(name, picture))));
}

/**
 * Everything about a photograph, as gan_core.photos.engine.Board has it.
 * @param {Picture} photograph
 * @param {string} way
 * @returns {Promise<Board>}
 */
export async function board(photograph, way) {
  const input = seen(photograph, state.index.seen);
  await loadedFor(input);
  const start = performance.now();
  const { picture: translated, mask } = await translation(way, input);
  const translatedAt = performance.now();
  const { picture: reconstructed } = await translation(back[way], translated);
  const { picture: identity } = await translation(back[way], input);
  /** @type {Record<string, Mask>} */
  const maps = { translated: await scores(way, translated) };
  for (const [name, picture] of Object.entries({ input, reconstructed, identity }))
    maps[name] = await scores(back[way], picture);
  const end = performance.now();
  const error = difference(input, reconstructed);
  const figures = {
    ...(mask && { mask: mean(mask.data) }),
    ...figuresOf(input, translated, reconstructed, maps),
    identity_l1: mean(difference(input, identity).data),
    ms: end - start,
    ms_translate: translatedAt - start,
  };
  const { picture: result } = laidOver(photograph, input, translated, mask);
  return { direction: way, input, translated, reconstructed, identity, result, maps, error, mask, figures };
}

/**
 * Those that do not tell of masks, identity or time.
 * @param {Picture} input
 * @param {Picture} translated
 * @param {Picture} reconstructed
 * @param {Record<string, Mask>} maps
 * @returns {Figures}
 */
function figuresOf(input, translated, reconstructed, maps) {
  const change = difference(input, translated);
  return {
    cycle_l1: mean(difference(input, reconstructed).data),
    change: mean(change.data),
    change_outer: outerMean(change),
    ...Object.fromEntries(Object.entries(maps).map(([name, { data }]) => [`score_${name}`, mean(data)])),
  };
}

/**
 * photograph + strength * (translation - photograph).
 * @param {Picture} photograph
 * @param {Picture} translated
 * @param {number} strength
 * @returns {Picture}
 */
export function strengthened(photograph, translated, strength) {
  const data = photograph.data.map((value, i) => clip8(value + strength * (translated.data[i] - value)));
  return { ...photograph, data };
}

/**
 * A board of `photograph` about `strength` times its translation.
 * @param {Board} board
 * @param {Picture} photograph
 * @param {number} strength
 * @returns {Promise<Board>}
 */
export async function atStrength(board, photograph, strength) {
  const { direction: way, input, result } = board,
    translated = strengthened(input, board.translated, strength);
  const { picture: reconstructed } = await translation(back[way], translated);
  const maps = {
    ...board.maps,
    translated: await scores(way, translated),
    reconstructed: await scores(back[way], reconstructed),
  };
  const figures = { ...board.figures, ...figuresOf(input, translated, reconstructed, maps) };
  const error = difference(input, reconstructed);
  return {
    ...board,
    translated,
    reconstructed,
    result: strengthened(photograph, result, strength),
    maps,
    error,
    figures,
  };
}

/**
 * The guard: what the classifier takes a picture for.
 * @param {Picture} picture
 */
export async function verdict(picture) {
  const { width: w, height: h } = picture,
    wide = w / h,
    off = (/** @type {number[]} */ [width, height]) => Math.abs(Math.log(width / height / wide));
  const [[width, height]] = shapesOf("classifier").sort((a, b) => off(a) - off(b)),
    wanted = width / height;
  const across = wide >= wanted ? wanted * h : w,
    down = wide >= wanted ? h : w / wanted;
  const left = (w - across) / 2,
    top = (h - down) / 2;
  const view = resized(picture, width, height, "bicubic", [left, top, left + across, top + down]);
  const {
      data: [horse, zebra, neither],
    } = await through("classifier", view),
    most = Math.max(horse, zebra);
  const strange = neither - (most + Math.log(Math.exp(horse - most) + Math.exp(zebra - most)));
  const like = strange > state.index.threshold ? "neither" : zebra > horse ? "zebra" : "horse";
  return { like, direction: zebra > horse ? "ba" : "ab", zebra: 1 / (1 + Math.exp(horse - zebra)) };
}
