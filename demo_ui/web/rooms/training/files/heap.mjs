/* A heap of pictures out of the files that a visitor chose: grey, 28 x 28, white on black, as `train dcgan --data` makes
   them (gan_core.data.digit_pixels, picture_sets). All of it happens in the page; the server gets the pictures alone. */
import { DIGITS, DRAWINGS } from "../../../contract.mjs";
import { centred } from "../../../nets/centring.mjs";
import { Wrong, entriesOf, stem } from "./bytes.mjs";
import { isPicture, pictureOf } from "./photographs.mjs";
import { isTable, tableOf } from "./tables.mjs";

/** @typedef {import("./bytes.mjs").Entry} Entry */
/** @typedef {import("./tables.mjs").Table} Table */
/** @typedef {(share: number) => Promise<void>} Tell is told the share done, from 0 to 1; throws where it is to be stopped */
/**
 * @typedef {object} Heap
 * @property {Uint8Array} pictures each of 28 x 28 bytes
 * @property {[what: string, values: Values][]} notes what was done, by the last parts of keys "training.files.note.*"
 */

const { SIDE } = DIGITS,
  { LEAST, MOST } = DRAWINGS;
export const AREA = SIDE * SIDE;
const OFTEN = 500, // pictures between two words on how far it is
  TOGETHER = 4; // that are decoded at a time
const PAPER = 127; // a border lighter than that is white paper
const TRAINING = /train/i,
  HELD_BACK = /t10k|test|valid|(?<![a-z])(?:val|dev)(?![a-z])/i;

/**
 * @param {File[]} files
 * @param {Tell} tell
 * @returns {Promise<Heap>}
 */
export async function heapOf(files, tell) {
  const entries = await entriesOf(files);
  const tables = entries.filter(({ name, chosen }) => (chosen ? !isPicture(name) : isTable(name))),
    photographs = entries.filter(({ name }) => isPicture(name));
  if (!tables.length && !photographs.length) throw new Wrong("nothing", { name: files[0].name });
  const heap = tables.length ? await fromTables(tables, files, tell) : await fromPhotographs(photographs, tell);
  if (isPaper(heap.pictures)) {
    heap.pictures.forEach((level, i) => (heap.pictures[i] = 255 - level));
    heap.notes.push(["inverted", {}]);
  }
  return heap;
}

/**
 * Which of `count` pictures are taken: all, or as many as may be, evenly spread.
 * @param {number} count
 * @returns {(i: number) => boolean}
 */
function spread(count) {
  const before = (/** @type {number} */ i) => Math.floor((i * MOST) / count);
  return count <= MOST ? () => true : (i) => before(i + 1) > before(i);
}

/**
 * @param {number} count
 * @returns {Heap["notes"]}
 */
const thinned = (count) => (count > MOST ? [["thinned", { count, most: MOST }]] : []);

/**
 * @param {Entry[]} entries
 * @param {Tell} tell
 * @returns {Promise<Heap>}
 */
async function fromPhotographs(entries, tell) {
  const wanted = spread(entries.length),
    names = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)).filter((_, i) => wanted(i)),
    pictures = new Uint8Array(AREA * names.length);
  for (let i = 0; i < names.length; i += TOGETHER) {
    const some = await Promise.all(names.slice(i, i + TOGETHER).map(pictureOf));
    some.forEach((picture, j) => pictures.set(picture, AREA * (i + j)));
    if (i % 64 === 0) await tell(i / names.length);
  }
  return { pictures, notes: thinned(entries.length) };
}

/**
 * @param {Entry[]} entries
 * @param {File[]} files
 * @param {Tell} tell
 * @returns {Promise<Heap>}
 */
async function fromTables(entries, files, tell) {
  /** @type {Table[]} */
  const tables = [];
  /** @type {unknown[]} */
  const faults = [];
  for (const entry of entries) {
    const found = await tableOf(entry).catch((fault) => void faults.push(fault));
    if (found) tables.push(found);
  }
  if (!tables.length) throw faults[0] ?? new Wrong("labels", { name: entries[0].name });
  const table = tables.toSorted((a, b) => rank(b) - rank(a))[0];
  const onItsSide = table.raw && [table.name, ...files.map(({ name }) => name)].some((name) => /emnist/i.test(name));
  const seen = await lookedAt(table, tell);
  const pictures = await written(table, seen, onItsSide, tell);
  /** @type {Heap["notes"]} */
  const notes = thinned(seen.count);
  if (entries.length > 1) notes.unshift(["aside", { name: stem(table.name), count: entries.length - 1 }]);
  if (onItsSide) notes.push(["stood_up", {}]);
  return { pictures, notes };
}

/**
 * Of several tables the one to learn from: that is called so, and the largest.
 * @param {Table} table
 */
function rank({ name, count }) {
  const part = TRAINING.test(stem(name)) ? 2 : HELD_BACK.test(stem(name)) ? 0 : 1;
  return 1e9 * part + (count ?? 0);
}

/**
 * @typedef {{count: number, low: number, high: number}} Seen of all numbers of a table
 * @param {Table} table
 * @param {Tell} tell
 * @returns {Promise<Seen>}
 */
async function lookedAt({ name, count: told, side, rows }, tell) {
  let [count, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const margin = new Set(),
    wide = (side - SIDE) / 2;
  for await (const row of rows()) {
    for (let i = 0; i < row.length; i += 1) {
      if (!Number.isFinite(row[i])) throw new Wrong("no_number", { name });
      if (row[i] < low) low = row[i];
      if (row[i] > high) high = row[i];
      if (wide && margin.size < 2 && outside(i % side) + outside(Math.floor(i / side))) margin.add(row[i]);
    }
    count += 1;
    if (count % OFTEN === 0) await tell(Math.min(1, count / (told ?? MOST)) / 2);
  }
  if (margin.size > 1) throw new Wrong("sides", { name, shape: `${side} × ${side}`, side: SIDE });
  if (!count) throw new Wrong("none", { name });
  return { count, low, high };

  function outside(/** @type {number} */ place) {
    return Number(place < wide || place >= side - wide);
  }
}

/**
 * The pictures, a margin cut off, from 0 to 255.
 * @param {Table} table
 * @param {Seen} seen
 * @param {boolean} onItsSide rows and columns are exchanged
 * @param {Tell} tell
 */
async function written({ name, side, rows }, { count, low, high }, onItsSide, tell) {
  const [factor, offset] = scaleOf(name, low, high),
    wanted = spread(count),
    wide = (side - SIDE) / 2,
    pictures = new Uint8Array(AREA * Math.min(count, MOST));
  let [i, at] = [0, 0];
  for await (const row of rows()) {
    if (wanted(i)) {
      for (let y = wide; y < side - wide; y += 1)
        for (let x = wide; x < side - wide; x += 1, at += 1)
          pictures[at] = Math.round(row[onItsSide ? x * side + y : y * side + x] * factor + offset);
    }
    i += 1;
    if (i % OFTEN === 0) await tell(0.5 + i / count / 2);
  }
  return pictures;
}

/**
 * What to multiply with and to add for 0 to 255.
 * @param {string} name
 * @param {number} low
 * @param {number} high
 */
function scaleOf(name, low, high) {
  if (low === high) throw new Wrong("blank", { name });
  if (low >= 0 && high <= 1) return [255, 0];
  if (low >= -1 && high <= 1) return [127.5, 127.5];
  if (low >= 0 && high <= 255) return [1, 0];
  throw new Wrong("range", { name, low, high });
}

/**
 * Do the pictures lie on white paper? So says the median of their outermost pixels.
 * @param {Uint8Array} pictures
 */
function isPaper(pictures) {
  const levels = new Uint32Array(256);
  for (let start = 0; start < pictures.length; start += AREA)
    for (let i = 0; i < SIDE; i += 1)
      for (const place of [i, AREA - SIDE + i, SIDE * i, SIDE * i + SIDE - 1]) levels[pictures[start + place]] += 1;
  const dark = levels.subarray(0, PAPER + 1).reduce((sum, each) => sum + each, 0);
  return 2 * dark < (4 * SIDE * pictures.length) / AREA;
}

/**
 * Why a GAN cannot learn from them, as the server would say; null: it can.
 * @param {Uint8Array} pictures
 * @returns {FaultTold | null}
 */
export function unfit(pictures) {
  const count = pictures.length / AREA;
  if (count < LEAST) return { code: "drawings_few", details: { count, least: LEAST } };
  for (let i = AREA; i < pictures.length; i += 1) if (pictures[i] !== pictures[i - AREA]) return null;
  return { code: "drawings_equal", details: { count } };
}

/**
 * Each picture by MNIST's rule; one that cannot be centred (it has no ink, say) stays as it is.
 * @param {Uint8Array} pictures
 * @param {Tell} tell
 */
export async function centredAll(pictures, tell) {
  const found = pictures.slice();
  for (let start = 0; start < found.length; start += AREA) {
    found.set(centredOne(pictures.subarray(start, start + AREA)), start);
    if ((start / AREA) % OFTEN === 0) await tell(start / found.length);
  }
  return found;
}

/** @param {Uint8Array} picture */
export function centredOne(picture) {
  const found = centred({ data: picture, width: SIDE, height: SIDE });
  return "picture" in found ? found.picture : picture;
}
