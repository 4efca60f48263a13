/* How many pixels a file says that it holds, found without decoding it: a small file may unfold to more than there is
   memory for. */
import { Fault } from "../answer/worker.mjs";

/** @typedef {{width: number, height: number}} Size */
/** @typedef {{start: number, end: number, at: number, instead?: string}} ExifPlace */

/**
 * { width, height }, as they are stored: a camera may want them turned. null where that is not to be found.
 * @param {Uint8Array} bytes
 * @param {string | undefined} format
 * @returns {Size | null}
 */
export function sizeTold(bytes, format) {
  try {
    return SIZES[format ?? ""]?.(new DataView(bytes.buffer)) ?? null;
  } catch {
    return null; // the file ends before
  }
}

/** @type {Record<string, (view: DataView) => Size | null>} */
const SIZES = {
  PNG: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  GIF: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  JPEG: frameOf,
  WebP: chunkOf,
};

/**
 * Of a JPEG's frame header (ITU T.81, B.2.2): of the markers 0xC0 to 0xCF those that are no tables.
 * @param {DataView} view
 */
function frameOf(view) {
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if ((marker & 0xf0) === 0xc0 && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
  }
  return null;
}

/**
 * Of the first chunk of a WebP (RFC 9649), of three kinds.
 * @param {DataView} view
 */
function chunkOf(view) {
  const kind = String.fromCharCode(view.getUint8(15)),
    three = (/** @type {number} */ at) => view.getUint16(at, true) + 2 ** 16 * view.getUint8(at + 2);
  if (kind === "X") return { width: 1 + three(24), height: 1 + three(27) };
  if (kind === " ") return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

/* Which way up a photograph is shown. Of all that cameras write about one (Exif), that alone is asked, and the browser is
   not let see it: browsers differ in what they make of odd values, and in which formats they look at all. */
const EXIF = "Exif\0\0",
  ORIENTATION = 0x112,
  AS_BYTE = 1,
  AS_LONG = 4; // TIFF 6.0, section 2
const SWAPPED = 5; // from this value on width and height change places
const FROM_RIGHT = [2, 3, 7, 8],
  FROM_BELOW = [3, 4, 6, 7];

/**
 * @param {DataView} view
 * @param {number} at
 * @param {number} count
 */
const textAt = (view, at, count) => String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, count));

/**
 * Where a file's Exif lies: its TIFF begins `at`, and without the bytes from `start` to `end` (or with others of the same
 * length `instead`) it is nobody's Exif any more.
 * @type {Record<string, (view: DataView) => Iterable<ExifPlace>>}
 */
const EXIF_IN = {
  *JPEG(view) {
    for (let start = 2, end; view.getUint8(start) === 0xff && view.getUint8(start + 1) !== 0xda; start = end) {
      end = start + 2 + view.getUint16(start + 2);
      if (view.getUint8(start + 1) === 0xe1 && textAt(view, start + 4, 6) === EXIF) yield { start, end, at: start + 4 };
    }
  },
  *PNG(view) {
    for (let start = 8, end; ; start = end) {
      end = start + 12 + view.getUint32(start);
      if (textAt(view, start + 4, 4) === "eXIf") yield { start, end, at: start + 8 };
    }
  },
  *WebP(view) {
    // whose head tells how long it is
    for (let start = 12; ; start += 8 + 2 * Math.ceil(view.getUint32(start + 4, true) / 2)) {
      if (textAt(view, start, 4) === "EXIF") yield { start, end: start + 4, at: start + 8, instead: "none" };
    }
  },
};

/**
 * @param {Uint8Array} bytes
 * @param {string | undefined} format
 */
function exifIn(bytes, format) {
  const view = new DataView(bytes.buffer);
  /** @type {ExifPlace[]} */
  const found = [];
  try {
    for (const place of EXIF_IN[format ?? ""]?.(view) ?? []) found.push(place);
  } catch {} // it ends there
  return found;
}

/**
 * A file without its Exif, and the value of Exif's orientation, 1 to 8.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string | undefined} format
 */
export function bare(bytes, format) {
  const found = exifIn(bytes, format);
  /** @type {BlobPart[]} */
  const parts = [];
  let from = 0;
  for (const { start, end, instead = "" } of found) {
    parts.push(bytes.subarray(from, start), instead);
    from = end;
  }
  return {
    file: new Blob([...parts, bytes.subarray(from)]),
    way: found.length ? orientationAt(new DataView(bytes.buffer), found[0].at) : 1,
  };
}

/**
 * @param {DataView} view
 * @param {number} at
 */
function orientationAt(view, at) {
  try {
    while (textAt(view, at, 6) === EXIF) at += 6; // some programs write it twice
    const little = view.getUint16(at) === 0x4949,
      first = at + view.getUint32(at + 4, little);
    for (let i = 0, entry = first + 2; i < view.getUint16(first, little); i += 1, entry += 12) {
      if (view.getUint16(entry, little) !== ORIENTATION) continue;
      const kind = view.getUint16(entry + 2, little),
        value = /** @type {Record<number, number>} */ ({
          [AS_BYTE]: view.getUint8(entry + 8),
          [AS_LONG]: view.getUint32(entry + 8, little),
        });
      const way = value[kind] ?? view.getUint16(entry + 8, little);
      return way >= 1 && way <= 8 ? way : 1;
    }
  } catch {} // it points to nowhere
  return 1;
}

/**
 * The picture as it is to be shown.
 * @param {Picture} picture
 * @param {number} way
 * @returns {Picture}
 */
export function turned(picture, way) {
  if (way === 1) return picture;
  const { data: given, width: w, height: h } = picture,
    swaps = way >= SWAPPED,
    [width, height] = swaps ? [h, w] : [w, h];
  const data = new Uint8Array(given.length);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      const [across, down] = swaps ? [y, x] : [x, y];
      const from =
        3 *
        ((FROM_BELOW.includes(way) ? h - 1 - down : down) * w + (FROM_RIGHT.includes(way) ? w - 1 - across : across));
      for (let c = 0; c < 3; c += 1) data[to + c] = given[from + c];
    }
  }
  return { data, width, height };
}

/* Files that were cut off, which some browsers show as far as they come; and those that lack no more than the mark of
   their end, which others refuse. */
const JPEG_END = Uint8Array.of(0xff, 0xd9),
  PNG_END = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);
const COMPARED = 64,
  NOISE = 2 ** 16,
  PIXELS_A_BYTE = 4; // pixels across; bytes; of a JPEG, at least

/**
 * A file that some browser reads, or a fault. `file` is what is left of its `bytes`.
 * @param {Blob} file
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string | undefined} format
 * @param {Size | null} told
 */
export async function ended(file, bytes, format, told) {
  const end = format === "JPEG" ? jpegEnds(bytes) : format === "PNG" ? pngEnds(bytes) : true;
  if (end === true) return file;
  const whole = end === false ? told && (await allPainted(file, told)) : await allInflated(end.pixels);
  if (!whole) throw new Fault("photo_cut_off", { format: format ?? "" });
  return end === false ? new Blob([file, JPEG_END]) : new Blob([file.slice(0, file.size - end.after), PNG_END]);
}

/**
 * Whether a JPEG comes to its end mark: within a scan no other mark stands than restarts, and a value of 255 is followed by
 * 0 (ITU T.81, B.1.1.2). What comes after it, such as a film, is another file.
 * @param {Uint8Array} bytes
 */
function jpegEnds(bytes) {
  for (let at = 2; (at = bytes.indexOf(0xff, at)) >= 0 && at + 1 < bytes.length; ) {
    const mark = bytes[at + 1];
    if (mark === 0xd9) return true;
    if (mark === 0xff)
      at += 1; // padding
    else if (mark < 2 || (mark >= 0xd0 && mark <= 0xd8)) at += 2;
    else at += 2 + 256 * bytes[at + 2] + bytes[at + 3];
  }
  return false;
}

/**
 * Whether all of a JPEG is there that has no end mark: then it looks the same with noise behind it. One that breaks off
 * where it was to begin anew waits for a restart mark first.
 * @param {Blob} file
 * @param {Size} size
 */
async function allPainted(file, { width, height }) {
  const noise = Uint8Array.from({ length: NOISE }, (_, i) => (i * i * 31 + i * 17) % 255);
  const much = new Array(Math.ceil((width * height) / PIXELS_A_BYTE / NOISE)).fill(noise);
  const anew = Array.from({ length: 16 }, (_, i) => [Uint8Array.of(0xff, 0xd0 + (i % 8)), noise]).flat();
  const looks = new Set();
  for (const tail of [[], much, anew]) looks.add(await lookOf([file, ...tail, JPEG_END]));
  return looks.size === 1 && !looks.has(null);
}

/** @param {BlobPart[]} parts */
async function lookOf(parts) {
  try {
    const picture = await createImageBitmap(new Blob(parts), {
      resizeWidth: COMPARED,
      resizeHeight: COMPARED,
      resizeQuality: "high",
    });
    const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (
      new OffscreenCanvas(COMPARED, COMPARED).getContext("2d", { willReadFrequently: true })
    );
    brush.drawImage(picture, 0, 0);
    picture.close();
    return brush.getImageData(0, 0, COMPARED, COMPARED).data.join();
  } catch {
    return null;
  }
}

/**
 * true, or a PNG's packed `pixels`, and how many bytes come `after` its last whole chunk (PNG, third edition, 5.3).
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
function pngEnds(bytes) {
  const view = new DataView(bytes.buffer);
  /** @type {BlobPart[]} */
  const pixels = [];
  let at = 8;
  while (at + 12 <= bytes.length && at + 12 + view.getUint32(at) <= bytes.length) {
    const end = at + 12 + view.getUint32(at),
      kind = textAt(view, at + 4, 4);
    if (kind === "IEND") return true;
    if (kind === "IDAT") pixels.push(bytes.subarray(at + 8, end - 4));
    at = end;
  }
  return { pixels, after: bytes.length - at };
}

/** @param {BlobPart[]} pixels */
async function allInflated(pixels) {
  const inflated = new Blob(pixels).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  try {
    while (!(await inflated.read()).done);
    return true;
  } catch {
    return false;
  }
}
