/* Places without a page: told apart, put into order, written into a link and read out of one. */
import { DIGITS } from "../../contract.mjs";

/** @typedef {import("./state.mjs").Place} Place */

const { COUNT, FURTHEST, LARGEST_SEED, LATENT, MOST_PLACES, RAW } = DIGITS;

/**
 * @param {Place} a
 * @param {Place} b
 */
export const samePlace = (a, b) => placeText(a) === placeText(b);

/**
 * @template Item
 * @param {Item[]} items
 * @param {number} from
 * @param {number} to
 */
export function moved(items, from, to) {
  const rest = items.filter((_, i) => i !== from);
  return [...rest.slice(0, to), items[from], ...rest.slice(to)];
}

/** @param {number} value */
const short = (value) => String(Number(value.toFixed(3)));

/**
 * A place as a link says it, its parts between ":": seed, number of the digit, class, diversity, directions, and, where
 * it lies between seeds, these and how far; numbers held by hand as "3_1.5". What is as always is left away.
 * @param {Place} place
 */
function placeText({ seed, digit, others, across, down, directions, truncation, raw, label }) {
  const mixed = across || down;
  const parts = [
    seed,
    digit,
    label ?? "",
    truncation === 1 ? "" : short(truncation),
    directions.some(Boolean) ? directions.map(short).join("_") : "",
    mixed ? [...others, short(across), short(down)].join("_") : "",
    Object.entries(raw)
      .map(([i, value]) => `${i}_${short(value)}`)
      .join("_"),
  ];
  return parts.join(":").replace(/:+$/, "");
}

/** @param {Place[]} places */
export const placesText = (places) => places.map(placeText).join(",");

/**
 * @param {string} text
 * @param {number} directions how many the generator has
 * @param {number} classes of how many it is asked for one
 * @returns {Place[] | undefined}
 */
export function readPlaces(text, directions, classes) {
  const places = text.split(",").map((part) => readPlace(part, directions, classes));
  if (places.length > MOST_PLACES || places.includes(null)) return undefined;
  return /** @type {Place[]} */ (places);
}

/**
 * @param {string} text
 * @param {number} directions
 * @param {number} classes
 * @returns {Place | null}
 */
function readPlace(text, directions, classes) {
  const parts = text.split(":");
  const [seed, digit, label = "", truncation = "", along = "", between = "", held = ""] = parts;
  const numbers = (/** @type {string} */ list) => (list ? list.split("_").map(Number) : []);
  const inside = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
    value >= low && value <= high;
  const whole = (/** @type {string | number} */ value, /** @type {number} */ high) =>
    /^\d{1,10}$/.test(String(value)) && Number(value) <= high;
  const ways = numbers(along),
    mix = numbers(between),
    pairs = numbers(held);
  const good =
    parts.length <= 7 &&
    whole(seed, LARGEST_SEED) &&
    whole(digit ?? "", COUNT - 1) &&
    (classes ? whole(label, classes - 1) : label === "") &&
    (truncation === "" || inside(Number(truncation), 0, 1)) &&
    ways.length <= directions &&
    ways.every((way) => inside(way, -FURTHEST, FURTHEST)) &&
    (!mix.length ||
      (mix.length === 5 &&
        mix.slice(0, 3).every((one) => whole(one, LARGEST_SEED)) &&
        mix.slice(3).every((share) => inside(share, 0, 1)))) &&
    pairs.length % 2 === 0 &&
    pairs.every((value, i) => (i % 2 ? inside(value, -RAW, RAW) : whole(value, LATENT - 1)));
  if (!good) return null;
  const raw = Object.fromEntries(pairs.flatMap((value, i) => (i % 2 ? [[pairs[i - 1], value]] : [])));
  return {
    seed: Number(seed),
    digit: Number(digit),
    label: classes ? Number(label) : null,
    truncation: truncation === "" ? 1 : Number(truncation),
    directions: Array.from({ length: directions }, (_, i) => ways[i] ?? 0),
    others: mix.length ? mix.slice(0, 3) : [1, 2, 3].map((i) => (Number(seed) + i) % 2 ** 32),
    across: mix[3] ?? 0,
    down: mix[4] ?? 0,
    raw,
  };
}
