/* Pictures to take away, which say what made them: `PhotoApi.save` and gan_core.photos.masks once more. */
import { PHOTOS } from "../contract.mjs";
import { packedPng } from "../nets/png.mjs";
import { resized } from "../nets/resize.mjs";
import { borders } from "./borders.mjs";
import { atStrength, clip8, strengthened } from "./engine.mjs";
import { state } from "./state.mjs";

/** @typedef {import("./state.mjs").Mask} Mask */

export const { SMOOTHED, SOLID, STRONGEST } = PHOTOS;
const PASSES = 3;

/**
 * Pillow's Gaussian blur: three box blurs whose radius, which need not be whole, gives its standard deviation.
 * @param {number} deviation
 */
function boxRadius(deviation) {
  const each = deviation ** 2 / PASSES,
    whole = Math.floor((Math.sqrt(12 * each + 1) - 1) / 2);
  return whole + ((2 * whole + 1) * (whole * (whole + 1) - 3 * each)) / (6 * (each - (whole + 1) ** 2));
}

/**
 * A row of floats of `count` places, `step` apart, each the mean of those within the radius; the ends go on for ever.
 * @param {Float32Array} from
 * @param {Float32Array} into
 * @param {number} at
 * @param {number} step
 * @param {number} count
 * @param {number} radius
 */
function boxed(from, into, at, step, count, radius) {
  const whole = Math.floor(radius),
    rest = radius - whole,
    place = (/** @type {number} */ i) => at + step * Math.max(0, Math.min(count - 1, i));
  let sum = 0;
  for (let i = -whole; i <= whole; i += 1) sum += from[place(i)];
  for (let i = 0; i < count; i += 1) {
    into[at + step * i] = (sum + rest * (from[place(i - whole - 1)] + from[place(i + whole + 1)])) / (2 * radius + 1);
    sum += from[place(i + whole + 1)] - from[place(i - whole)];
  }
}

/**
 * @param {Mask} mask
 * @param {number} deviation
 */
function blurred({ data, width, height }, deviation) {
  const radius = boxRadius(deviation);
  /** @type {Float32Array} */
  let now = data;
  /** @type {Float32Array} */
  let next = new Float32Array(data.length);
  const turn = () => ([now, next] = [next, now === data ? new Float32Array(data.length) : now]);
  for (let i = 0; i < PASSES; i += 1, turn())
    for (let y = 0; y < height; y += 1) boxed(now, next, y * width, 1, width, radius);
  for (let i = 0; i < PASSES; i += 1, turn())
    for (let x = 0; x < width; x += 1) boxed(now, next, x, width, height, radius);
  return { data: now, width, height };
}

/**
 * What a mask covers of a picture, with transparency.
 * @param {Picture} picture
 * @param {Mask} mask
 */
function cutOut({ data, width, height }, mask) {
  const grown = resized(mask, width, height, "bilinear"),
    smooth = blurred(grown, SMOOTHED * Math.max(width, height));
  const cut = new Uint8Array(4 * width * height),
    [outside, inside] = SOLID;
  smooth.data.forEach((share, i) => {
    cut.set(data.subarray(3 * i, 3 * i + 3), 4 * i);
    cut[4 * i + 3] = clip8((255 * (share - outside)) / (inside - outside));
  });
  return { data: cut, width, height };
}

/**
 * @param {string} direction
 * @param {string} what
 * @param {number} strength
 */
function wordsOf(direction, what, strength) {
  const name = state.made.names[direction],
    much = strength === 1 ? "" : `, strength ${strength}`;
  const how = `, direction ${name}, picture ${what}${much}`;
  const cutOnly = what === "cut-out" && !strength;
  return {
    ...state.made.words,
    Description: cutOnly ? state.made.cutOnly : state.made.words.Description.replace("{facts}", how),
  };
}

/**
 * @param {{frame: import("./borders.mjs").Frame, board: import("./engine.mjs").Board}} exhibit
 * @param {{what: string, strength?: number}} asked
 */
export async function saved({ frame, board: found }, { what, strength: much = 1 }) {
  const cut = what === "cut-out",
    strength = what === "identity" ? 1 : much,
    { direction, mask } = found;
  const of = what === "reconstructed" && strength !== 1 ? await atStrength(found, frame.picture, strength) : found;
  const inside =
    /** @type {Record<string, Picture>} */ ({ reconstructed: of.reconstructed, identity: of.identity })[what] ??
    strengthened(frame.picture, found.result, strength);
  const picture = borders.around(frame, inside);
  const file = await packedPng(
    cut && mask ? cutOut(picture, borders.maskAround(frame, mask)) : picture,
    wordsOf(direction, what, strength),
  );
  const untouched = cut && !strength,
    source = untouched ? "photograph" : state.made.names[direction];
  const share = untouched || strength === 1 ? "" : `-${Math.round(100 * strength)}`;
  const url = new FileReaderSync().readAsDataURL(new Blob([file], { type: "image/png" }));
  return { name: `gan-theatre-${source}-${what}${share}.png`, url };
}
