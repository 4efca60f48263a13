/* A visitor's photograph, decoded here: what gan_core.photos.files makes of a file, in the colours of sRGB. Up to REDUCED
   pixels a side it is the same to the last bit for what a browser decodes as Pillow does; beyond, both take short cuts of
   their own. */
import { Fault } from "../answer/worker.mjs";
import { even, resized, thumbnail } from "../nets/resize.mjs";
import { bare, ended, sizeTold, turned } from "./photo_file.mjs";
import { state } from "./state.mjs";

/** @typedef {import("./photo_file.mjs").Size} Size */

const REDUCED = 4096,
  MEGA = 2 ** 20;
const HEAD = 4096; // bytes in which a file says what it is
/** @type {Record<string, string>} by what a file begins with */
const SIGNS = {
  "\xff\xd8\xff": "JPEG",
  "\u2030PNG": "PNG",
  GIF8: "GIF",
  RIFF: "WebP",
  BM: "BMP",
  "II*\0": "TIFF",
  "MM\0*": "TIFF",
};
const AVIF = ["avif", "avis"],
  HEIC = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"]; // their brands
const EVERYWHERE = ["JPEG", "PNG", "GIF", "WebP", "BMP"]; // what every browser reads, if it is whole
const AVIF_PIXEL =
  "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOltZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAHmls" +
  "b2MAAAAARAAAAQABAAAAAQAAAQ0AAAAbAAAAKGlpbmYAAAAAAAEAAAAaaW5mZQIAAAAAAQAAYXYwMUNvbG9yAAAAAGhpcHJwAAAASWlwY28AAAAUaXNwZQAAAAAA" +
  "AAABAAAAAQAAAA5waXhpAAAAAAEIAAAADGF2MUOBABwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAAI21kYXQSAAoHGAAGmAho" +
  "NTIOGUYhh55oAJBAyp+NrPg=";
/** @type {Record<string, string>} */
const MOVING = { PNG: "acTL", WebP: "ANIM" };

/**
 * What browsers call latin1 is windows-1252, in which 0x89 is a per-mille sign.
 * @param {Uint8Array} bytes
 */
const letters = (bytes) => new TextDecoder("latin1").decode(bytes.subarray(0, HEAD));

/**
 * 8-bit colours, upright, on paper where it is transparent, and what the file is: its format, and whether it was whole.
 * `most` gives the long side that is kept of { width, height }.
 * @param {Blob} blob
 * @param {(size: Size) => number} most
 */
export async function read(blob, most = () => state.longest) {
  if (!blob.size) throw new Fault("photo_empty");
  const bytes = new Uint8Array(await blob.arrayBuffer()),
    format = formatOf(bytes),
    told = sizeTold(bytes, format);
  if (told) checkSize(told);
  const { file, way } = bare(bytes, format),
    ending = await ended(file, bytes, format, told);
  const picture = await decoded(ending, format, told),
    size = turnedLike(picture, told);
  checkSize(size);
  const kept = most(size),
    large = Math.max(picture.width, picture.height) >= Math.max(REDUCED, 2 * kept);
  const found = scaled(colours(large ? await reduced(picture, 2 * kept) : picture), size, kept);
  const notes = /** @type {[string, boolean][]} */ ([
    ["first_frame", moves(bytes, format)],
    ["scaled", Math.max(size.width, size.height) > state.longest],
  ]);
  return {
    ...turned(found, way),
    format,
    whole: ending === file,
    notes: notes.flatMap(([note, holds]) => (holds ? [note] : [])),
  };
}

/** @param {Size} size */
function checkSize({ width, height }) {
  if (width * height > state.limits.pixels) throw tooLarge();
  if (Math.min(width, height) < state.limits.side)
    throw new Fault("photo_too_small", { width, height, least: state.limits.side });
}

/**
 * How large a picture was before it was brought down, lying or upright as it came out: some formats turn theirs.
 * @param {Size} size
 * @param {Size | null} told
 */
function turnedLike({ width, height }, told) {
  if (!told || Math.max(told.width, told.height) <= Math.max(width, height)) return { width, height };
  return told.width > told.height === width > height ? told : { width: told.height, height: told.width };
}

const tooLarge = () =>
  new Fault("photo_too_large", {
    megabytes: state.limits.bytes / MEGA,
    millions: state.limits.pixels / 1e6,
    whole: state.limits.whole / 1e6,
  });

/** @param {Uint8Array} bytes */
function formatOf(bytes) {
  const head = letters(bytes),
    sign = Object.keys(SIGNS).find((sign) => head.startsWith(sign));
  if (sign) return SIGNS[sign];
  if (head.slice(4, 8) === "ftyp") return familyOf(head.slice(8, bytes[3]).match(/.{4}/gs) ?? []);
  return head.toLowerCase().includes("<svg") ? "SVG" : undefined;
}

/**
 * A file names several brands; HEIC's are in AVIF, too.
 * @param {string[]} brands
 */
function familyOf(brands) {
  const one = (/** @type {string[]} */ names) => names.some((name) => brands.includes(name));
  return one(AVIF) ? "AVIF" : one(HEIC) ? "HEIC" : undefined;
}

/**
 * @param {Uint8Array} bytes
 * @param {string | undefined} format
 */
function moves(bytes, format) {
  if (format === "GIF") return framesOf(bytes) > 1;
  return format !== undefined && format in MOVING && letters(bytes).includes(MOVING[format]);
}

/**
 * How many pictures a GIF holds; two are as good as many (GIF89a specification, sections 18 to 24).
 * @param {Uint8Array} bytes
 */
function framesOf(bytes) {
  const table = (/** @type {number} */ flags) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let frames = 0,
    at = 13 + table(bytes[10]);
  const blocks = () => {
    while (bytes[at]) at += bytes[at] + 1;
    at += 1;
  };
  while (frames < 2 && (bytes[at] === 0x21 || bytes[at] === 0x2c)) {
    if (bytes[at] === 0x2c) {
      frames += 1;
      at += 11 + table(bytes[at + 9]); // the descriptor, its colours, the width of the codes
    } else at += 2;
    blocks();
  }
  return frames;
}

/**
 * Large ones are brought down while they are decoded, which takes half the memory. Their width alone is told, since
 * nobody knows yet whether they lie. The browser turns their colours into sRGB.
 * @param {Blob} file
 * @param {string | undefined} format
 * @param {Size | null} told
 */
async function decoded(file, format, told) {
  const sides = told ? [told.width, told.height] : [0],
    large = Math.max(...sides) >= REDUCED,
    wide = 2 * state.longest;
  /** @type {ImageBitmapOptions} */
  const smaller = { resizeWidth: wide, resizeQuality: "high" };
  try {
    return await createImageBitmap(file, large && Math.min(...sides) >= wide ? smaller : { premultiplyAlpha: "none" });
  } catch {
    throw await unreadable(format, large);
  }
}

/**
 * @param {string | undefined} format
 * @param {boolean} large
 */
async function unreadable(format, large) {
  if (large) return new Fault("photo_memory"); // the likelier cause
  if (EVERYWHERE.includes(format ?? "") || (format === "AVIF" && (await readsAvif())))
    return new Fault("photo_cut_off", { format: format ?? "" });
  if (format === "HEIC") return new Fault("photo_heic");
  return format ? new Fault("photo_format", { format }) : new Fault("photo_unreadable_here");
}

/* A browser that shows one black pixel knows the format, so it is the other file that is damaged. */
async function readsAvif() {
  const file = Uint8Array.from(atob(AVIF_PIXEL), (letter) => letter.charCodeAt(0));
  return createImageBitmap(new Blob([file])).then(
    () => true,
    () => false,
  );
}

/**
 * The same smaller, so that its pixels need not be had twice.
 * @param {ImageBitmap} picture
 * @param {number} long
 */
async function reduced(picture, long) {
  const scale = long / Math.max(picture.width, picture.height);
  const [resizeWidth, resizeHeight] = [picture.width, picture.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  );
  const small = await createImageBitmap(picture, { resizeWidth, resizeHeight, resizeQuality: "high" }).catch(
    () => null,
  );
  picture.close();
  if (!small) throw new Fault("photo_memory");
  return small;
}

/** @param {ImageBitmap} picture */
function colours(picture) {
  const { width, height } = picture;
  const brush = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!brush) throw new Fault("photo_memory");
  brush.drawImage(picture, 0, 0);
  picture.close();
  const found = brush.getImageData(0, 0, width, height);
  if (isOpaque(found.data)) return opaque(found);
  brush.globalCompositeOperation = "destination-over"; // the paper lies below
  brush.fillStyle = paperFor(found.data);
  brush.fillRect(0, 0, width, height);
  return opaque(brush.getImageData(0, 0, width, height));
}

/** @param {Uint8ClampedArray} rgba */
function isOpaque(rgba) {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] < 255) return false;
  return true;
}

/**
 * The colour of the paper on which what is not transparent can be seen; see gan_core.pictures.paper.
 * @param {Uint8ClampedArray} rgba
 */
export function paperFor(rgba) {
  let visible = 0,
    light = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const level = (19595 * rgba[at] + 38470 * rgba[at + 1] + 7471 * rgba[at + 2] + 32768) >> 16; // as Pillow has it
    visible += rgba[at + 3];
    if (level >= 224) light += rgba[at + 3];
  }
  return visible && light >= 0.9 * visible ? "black" : "white";
}

/**
 * Three channels of four.
 * @param {{data: Uint8ClampedArray, width: number, height: number}} picture
 * @returns {Picture}
 */
export function opaque({ data: rgba, width, height }) {
  const data = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; from < rgba.length; from += 4)
    for (let c = 0; c < 3; c += 1, to += 1) data[to] = rgba[from + c];
  return { data, width, height };
}

/**
 * A picture of three channels, or of one, on a canvas.
 * @param {Picture} picture
 */
export function canvasOf({ data, width, height }) {
  const deep = data.length / (width * height),
    rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i += 1)
    for (let c = 0; c < 3; c += 1) rgba[4 * i + c] = data[deep * i + (deep > 1 ? c : 0)];
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d", { alpha: false })?.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}

/**
 * `size`: how large it was; `kept`: the long side that is wanted.
 * @param {Picture} picture
 * @param {Size} size
 * @param {number} kept
 */
function scaled(picture, size, kept) {
  const scale = Math.min(1, kept / Math.max(size.width, size.height));
  const sides = [size.width, size.height].map((side) => Math.max(1, even(side * scale)));
  const [width, height] = thumbnail(size, sides[0], sides[1]);
  return resized(picture, width, height, "bicubic");
}
