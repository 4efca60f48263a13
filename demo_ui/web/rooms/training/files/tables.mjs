/* Pictures as numbers in a file: npy, IDX and CSV, read as gan_core.data.digit_formats reads them. Nothing is unpickled:
   the head of an array is matched, not evaluated. */
import { DIGITS } from "../../../contract.mjs";
import { LARGEST, MEGA, Wrong, headOf, pulled, stem, unpacked } from "./bytes.mjs";

/** @typedef {import("./bytes.mjs").Entry} Entry */
/**
 * @typedef {object} Table pictures, each of `side` x `side` numbers; they are read anew each time that they are asked for
 * @property {string} name
 * @property {number | null} count null: known when all were read
 * @property {number} side 28, or 32
 * @property {boolean} raw EMNIST's own IDX and CSV lie on their side, what was made of them does not
 * @property {() => AsyncGenerator<ArrayLike<number>>} rows
 */
/** @typedef {[bytes: number, get: (view: DataView, at: number, little: boolean) => number]} Kind of a number */

const { SIDE } = DIGITS;
const PADDED = 32; // a side with a margin of 2 pixels around
const HEAD = 512,
  LONGEST_LINE = 2 ** 16; // bytes
const CLASSES = 62; // of EMNIST: an array of no more columns holds labels
/** @type {Record<string, Kind>} by numpy's names */
const KINDS = {
  u1: [1, (view, at) => view.getUint8(at)],
  b1: [1, (view, at) => view.getUint8(at)],
  i1: [1, (view, at) => view.getInt8(at)],
  u2: [2, (view, at, little) => view.getUint16(at, little)],
  i2: [2, (view, at, little) => view.getInt16(at, little)],
  u4: [4, (view, at, little) => view.getUint32(at, little)],
  i4: [4, (view, at, little) => view.getInt32(at, little)],
  i8: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  u8: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
  f4: [4, (view, at, little) => view.getFloat32(at, little)],
  f8: [8, (view, at, little) => view.getFloat64(at, little)],
};
/** @type {Record<number, string>} an IDX file's types */
const IDX = { 8: "u1", 9: "i1", 11: "i2", 12: "i4", 13: "f4", 14: "f8" };
const NPY = /^\{'descr': '([<>|])([a-zA-Z]\d*)[^']*', 'fortran_order': (False|True), 'shape': \(([\d, ]*)\),? ?\} *\n$/;
const LABELS = ["label", "labels", "class", "classes", "target", "digit", "y"],
  NUMBERED = ["", "index", "id", "unnamed: 0"];

/**
 * The pictures of a file. null: labels, and what else belongs to pictures but is none.
 * @param {Entry} entry
 * @returns {Promise<Table | null>}
 */
export async function tableOf(entry) {
  const head = await headOf(entry, HEAD),
    text = new TextDecoder("latin1").decode(head);
  if (text.startsWith("\u201cNUMPY")) return npy(entry); // 0x93 in what browsers call latin1
  if (head[0] === 0 && head[1] === 0 && head[2] in IDX && head[3] >= 1 && head[3] <= 4) return idx(entry, head);
  if (head[0] === 0x80 && head[1] >= 2 && head[1] <= 5) throw new Wrong("pickled", { name: entry.name });
  if (!head.length) throw new Wrong("empty", { name: entry.name });
  if (head.includes(0) || /^(?:\u2030PNG|\xff\xd8\xff|GIF8|Rar!|BZh|%PDF|PAR1|MATLAB)/.test(text)) throw other(entry);
  return csv(entry);
}

/** @param {Entry} entry */
const other = (entry) => new Wrong("other", { name: entry.name });

/** @param {Entry} entry */
async function npy(entry) {
  const from = pulled(await unpacked(entry), entry.name),
    start = await from.take(10),
    length = start[8] + 256 * start[9];
  if (start[6] !== 1) throw other(entry);
  const head = new TextDecoder("latin1").decode(await from.take(length));
  await from.end();
  const [, order, type, columns, sides] = NPY.exec(head) ?? [];
  if (/'descr': '\|?O/.test(head)) throw new Wrong("pickled", { name: entry.name });
  if (!type || columns === "True") throw other(entry);
  const shape = sides.split(",").filter((side) => side.trim());
  const table = array(entry, 10 + length, type, order === "<", shape.map(Number));
  return table && { ...table, raw: false };
}

/**
 * Two zeros, a type, a count of sides, the sides, the numbers; big-endian.
 * @param {Entry} entry
 * @param {Uint8Array} head
 */
function idx(entry, head) {
  const length = 4 + 4 * head[3];
  if (head.length < length) throw new Wrong("damaged", { name: entry.name });
  const view = new DataView(head.buffer, head.byteOffset, head.length),
    shape = Array.from({ length: head[3] }, (_, i) => view.getUint32(4 + 4 * i));
  return array(entry, length, IDX[head[2]], false, shape);
}

/**
 * @param {Entry} entry
 * @param {number} skipped bytes before the numbers
 * @param {string} type
 * @param {boolean} little
 * @param {number[]} shape
 * @returns {Table | null}
 */
function array(entry, skipped, type, little, shape) {
  if (shape.length < 2 || (shape.length === 2 && shape[1] <= CLASSES)) return null;
  const { name } = entry,
    kind = KINDS[type],
    [count, ...sides] = shape;
  if (!kind) throw other(entry);
  const side = sideOf(name, sides),
    [bytes, get] = kind;
  if (!count) throw new Wrong("none", { name });
  if (count * side * side * bytes > LARGEST) throw new Wrong("large", { name, megabytes: LARGEST / MEGA });
  return { name, count, side, raw: true, rows };

  async function* rows() {
    const from = pulled(await unpacked(entry), name);
    await from.take(skipped);
    for (let i = 0; i < count; i += 1) {
      const data = await from.take(side * side * bytes);
      if (type === "u1") yield data;
      else yield numbers(new DataView(data.buffer, data.byteOffset, data.length));
    }
    if ((await from.upTo(1)).length) throw new Wrong("damaged", { name });
  }

  function numbers(/** @type {DataView} */ view) {
    return Float32Array.from({ length: side * side }, (_, i) => get(view, i * bytes, little));
  }
}

/**
 * The side of square pictures as (side, side), with a channel first or last, or in a line.
 * @param {string} name
 * @param {number[]} shape of one picture
 */
function sideOf(name, shape) {
  const sides = shape.length === 3 ? shape.filter((side, i) => side !== 1 || i === 1) : shape,
    line = sides.length === 1 && Math.sqrt(sides[0]),
    side = line || (sides.length === 2 && sides[0] === sides[1] ? sides[0] : 0);
  if (side === SIDE || side === PADDED) return side;
  if (sides.length === 1) throw new Wrong("line", { name, count: sides[0], area: SIDE ** 2 });
  throw new Wrong("sides", { name, shape: shape.join(" × "), side: SIDE });
}

/**
 * A picture a line. A column of labels is the one that a first line calls so, else the first of 785, or of 1025.
 * @param {Entry} entry
 * @returns {Promise<Table>}
 */
async function csv(entry) {
  const { name } = entry,
    head = new TextDecoder().decode(await headOf(entry, LONGEST_LINE)).replace(/^\uFEFF/, "");
  const [first, second] = head.split(/\r?\n/),
    separator = [",", ";", "\t", " "].reduce((best, each) => (count(first, each) > count(first, best) ? each : best));
  const cells = first.split(separator).map((cell) => cell.trim().replaceAll('"', "").toLowerCase()),
    headed = cells.some((cell) => !isNumber(cell));
  if (cells.length < 2 || (headed && !second?.split(separator).some(isNumber))) throw other(entry);
  const pixels = cells.flatMap((cell, i) => (headed && (LABELS.includes(cell) || NUMBERED.includes(cell)) ? [] : [i]));
  if (pixels.length === SIDE ** 2 + 1 || pixels.length === PADDED ** 2 + 1) pixels.shift();
  const side = sideOf(name, [pixels.length]),
    lineUp = pixels[0] + pixels.length - 1 === pixels.at(-1);
  return { name, count: null, side, raw: true, rows };

  async function* rows() {
    for await (const line of lines(entry, separator.charCodeAt(0), cells.length, headed))
      yield lineUp ? line.subarray(pixels[0], pixels[0] + pixels.length) : pixels.map((i) => line[i]);
  }
}

/**
 * @param {string} text
 * @param {string} letter
 */
const count = (text, letter) => text.split(letter).length;

/** @param {string} text */
const isNumber = (text) => text.trim() !== "" && Number.isFinite(Number(text.trim().replaceAll('"', "")));

const [ZERO, NINE, NEW_LINE, RETURN, QUOTE, ASCII] = [48, 57, 10, 13, 34, 0x7f];

/**
 * The lines of a table of numbers, each until the next is asked for. Whole numbers are put together digit by digit, which is many times as fast as text.
 * @param {Entry} entry
 * @param {number} separator
 * @param {number} columns
 * @param {boolean} headed the first line is none of them
 */
async function* lines(entry, separator, columns, headed) {
  const from = pulled(await unpacked(entry), entry.name),
    line = new Float32Array(columns);
  let [number, row, column, value] = [0, 0, 0, ""];
  let [skipping, plain, any] = [headed, true, false]; // a cell is plain while it holds digits alone
  const wrong = (/** @type {string} */ what) =>
    new Wrong(what, { name: entry.name, line: row + 1, column: column + 1 });

  function cell() {
    const found = plain ? number : Number(value);
    if (column >= columns) throw wrong("csv_wide");
    if (!any || !Number.isFinite(found)) throw wrong("csv_words");
    line[column] = found;
    [number, value, plain, any] = [0, "", true, false];
    column += 1;
  }

  for (let chunk; (chunk = await from.upTo(LONGEST_LINE)).length; ) {
    for (const byte of chunk) {
      if (skipping || byte === NEW_LINE) {
        if (byte !== NEW_LINE) continue;
        if (!skipping && (column || any)) {
          cell();
          if (column < columns) throw wrong("csv_narrow");
          yield line;
        }
        [skipping, column, row] = [false, 0, row + 1];
      } else if (plain && byte >= ZERO && byte <= NINE) [number, any] = [10 * number + byte - ZERO, true];
      else if (byte === separator) cell();
      else if (byte !== RETURN && byte !== QUOTE && !(byte > ASCII && !row && !column && !any)) {
        if (plain) value = any ? String(number) : "";
        value += String.fromCharCode(byte);
        [plain, any] = [false, true];
      }
    }
  }
  if (!column && !any) return;
  cell();
  if (column < columns) throw wrong("csv_narrow");
  yield line;
}

/** Is a file called so one of numbers? Asked of what lies in a zip; what was chosen is read whatever it is called. */
export const isTable = (/** @type {string} */ name) =>
  /(?:\.npy|\.csv|\.idx|[-.]idx\d-ubyte|-ubyte|\.gz)$/i.test(stem(name));
