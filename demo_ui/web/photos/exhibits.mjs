/* What the page's own answers about photographs have in common: where one comes from, how many are kept, and how pictures
   and maps go out. */
import { PHOTOS } from "../contract.mjs";
import { fetched, json, keepOnly } from "../nets/cache.mjs";
import { even, resized } from "../nets/resize.mjs";
import { padded } from "./networks.mjs";
import { canvasOf, read } from "./photograph.mjs";
import { state } from "./state.mjs";

/** @typedef {import("./state.mjs").Mask} Mask */
/** @typedef {{file?: Blob, url?: string}} From */

const { PATCH, STRIDE } = PHOTOS;
export const HERE = "here-"; // tickets of this page begin with it; the server has never heard of them
const PLACES = 2; // photographs that are kept, of about 8 MB each

/**
 * Reads the index that the settings name. `shelves`: how the names of the caches of its networks begin.
 * @param {any} settings of the worker
 * @param {string} shelves
 */
export async function awake(settings, shelves) {
  state.made = settings.made;
  state.limits = settings.limits;
  state.index = await json(settings.index);
  state.longest = state.index.largest;
  await keepOnly(state.index.digest, shelves);
}

/** @param {From} from */
export async function photographOf({ file, url }) {
  if (file) return read(file);
  return url ? read(await (await fetched(url)).blob()) : null;
}

/**
 * Keeps an exhibit beside the newest ones.
 * @template Kept
 * @param {Map<string, Kept>} exhibits by ticket
 * @param {string} ticket
 * @param {Kept} exhibit
 */
export function shelve(exhibits, ticket, exhibit) {
  exhibits.set(ticket, exhibit);
  for (const old of [...exhibits.keys()].slice(0, -PLACES)) exhibits.delete(old);
  return exhibit;
}

/**
 * As a PNG, whose colours are those that were computed.
 * @param {Picture} picture
 */
export const pictureUrl = async (picture) =>
  new FileReaderSync().readAsDataURL(await canvasOf(picture).convertToBlob());

/** @param {Record<string, Picture>} pictures */
export async function pictureUrls(pictures) {
  const urls = await Promise.all(
    Object.entries(pictures).map(async ([name, picture]) => [name, await pictureUrl(picture)]),
  );
  return Object.fromEntries(urls);
}

/** @param {{data: ArrayLike<number>, width: number, height: number}} map */
export function shares({ data, width, height }) {
  const levels = Array.from(data, (value) => String.fromCharCode(even(Math.max(0, Math.min(1, value)) * 255)));
  return { columns: width, rows: height, bytes: btoa(levels.join("")) };
}

/**
 * A patch map where its patches lie on the picture, one place for every PATCH pixels. `stride`: of the sides that the
 * picture was padded to before D saw it.
 * @param {Mask} map
 * @param {Picture} picture
 */
export function patches(map, picture, stride = STRIDE) {
  const { width, height } = padded(picture, stride),
    grown = resized(map, width, height, "bilinear");
  const places = (/** @type {number} */ side) =>
    Array.from({ length: Math.ceil((side - PATCH / 2) / PATCH) }, (_, i) => PATCH / 2 + i * PATCH);
  const rows = places(picture.height),
    columns = places(picture.width);
  return shares({
    data: rows.flatMap((y) => columns.map((x) => grown.data[y * width + x])),
    width: columns.length,
    height: rows.length,
  });
}
