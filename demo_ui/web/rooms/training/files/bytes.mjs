/* The bytes of files that a visitor chose, unpacked as they are read: gzip, and what lies in a zip. A file takes no more
   memory than what is asked of it, whatever it would grow to. */
import { FILES } from "../../../contract.mjs";

export const { LARGEST } = FILES; // bytes of a file, and of what comes out of it
export const MEGA = 2 ** 20;
const PIECE = 2 ** 15; // bytes
const END = 22,
  ENTRY = 46,
  LOCAL = 30; // bytes of a zip's records, without names (APPNOTE 4.3)
const [STORED, DEFLATED] = [0, 8];

/** @typedef {ReadableStream<Uint8Array<ArrayBuffer>>} Bytes */
/** @typedef {{name: string, size: number, open(): Promise<Bytes>, chosen: boolean}} Entry a file that was chosen, or a member of a zip; `size` in bytes, of a member unpacked */

/** What is wrong with a file: the last part of a key "training.files.wrong.*", and the values of its sentence. */
export class Wrong extends Error {
  /**
   * @param {string} what
   * @param {Values} values
   */
  constructor(what, values = {}) {
    super(what);
    this.what = what;
    this.values = values;
  }
}

/** @param {string} name */
export const stem = (name) => name.split(/[\\/]/).at(-1) ?? name;

/**
 * The next bytes of a stream, as many as are asked for.
 * @param {Bytes} stream
 * @param {string} name of the file, for what is said of it
 */
export function pulled(stream, name) {
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  let chunks = [];
  let [held, out] = [0, 0];

  async function more() {
    const { value, done } = await reader.read().catch(() => {
      throw new Wrong("damaged", { name });
    });
    if (done) return false;
    out += value.length;
    if (out > LARGEST) throw new Wrong("bomb", { name, megabytes: LARGEST / MEGA });
    chunks.push(value);
    held += value.length;
    return true;
  }

  /** @param {number} count at most so many: fewer where the stream ends */
  async function upTo(count) {
    while (held < count && (await more()));
    const all = chunks.length === 1 ? chunks[0] : joined(chunks, held),
      taken = all.subarray(0, count),
      rest = all.subarray(taken.length);
    [chunks, held] = [rest.length ? [rest] : [], rest.length];
    return taken;
  }

  /** @param {number} count exactly so many */
  async function take(count) {
    const taken = await upTo(count);
    if (taken.length < count) throw new Wrong("damaged", { name });
    return taken;
  }

  const end = () => reader.cancel().catch(() => null);
  return { take, upTo, end };
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} length
 */
function joined(chunks, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * The first bytes of an entry, unpacked.
 * @param {Entry} entry
 * @param {number} count
 */
export async function headOf(entry, count) {
  const from = pulled(await unpacked(entry), entry.name),
    head = await from.upTo(count);
  await from.end();
  return head;
}

/**
 * An entry's bytes; of a gzip what is in it.
 * @param {Entry} entry
 * @returns {Promise<Bytes>}
 */
export async function unpacked(entry) {
  const from = pulled(await entry.open(), entry.name),
    [first, second] = await from.upTo(2);
  await from.end();
  const stream = await entry.open();
  return first === 0x1f && second === 0x8b ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
}

/**
 * The files that were chosen, and in the place of a zip what is in it; what systems leave in zips stays away.
 * @param {File[]} files
 * @returns {Promise<Entry[]>}
 */
export async function entriesOf(files) {
  const found = [];
  for (const file of files) {
    if (!file.size) throw new Wrong("empty", { name: file.name });
    if (file.size > LARGEST) throw new Wrong("large", { name: file.name, megabytes: LARGEST / MEGA });
    const start = await file
      .slice(0, 4)
      .arrayBuffer()
      .catch(() => {
        throw new Wrong("unread", { name: file.name }); // a folder, say
      });
    const mark = new Uint8Array(start);
    if (mark[0] === 0x50 && mark[1] === 0x4b) found.push(...(await members(file)));
    else found.push({ name: file.name, size: file.size, open: async () => bytesOf(file), chosen: true });
  }
  return found;
}

/**
 * In small pieces, each when it is asked for: what unpacks to a thousand times its size is unpacked piece by piece.
 * @param {Blob} blob
 * @returns {Bytes}
 */
function bytesOf(blob) {
  let at = 0;
  return new ReadableStream({
    async pull(taker) {
      const piece = await blob.slice(at, (at += PIECE)).arrayBuffer();
      if (piece.byteLength) taker.enqueue(new Uint8Array(piece));
      else taker.close();
    },
  });
}

/**
 * What a zip holds, by its directory.
 * @param {File} file
 * @returns {Promise<Entry[]>}
 */
async function members(file) {
  const wrong = new Wrong("zip", { name: file.name });
  const tail = new DataView(await file.slice(-END).arrayBuffer());
  if (tail.byteLength < END || tail.getUint32(0, true) !== 0x06054b50) throw wrong;
  const [count, size, start] = [tail.getUint16(10, true), tail.getUint32(12, true), tail.getUint32(16, true)];
  if (start + size + END !== file.size) throw wrong; // more than 65,535 files, too: zip64
  const directory = await file.slice(start, start + size).arrayBuffer(),
    view = new DataView(directory);
  const found = [];
  for (let at = 0, i = 0; i < count; i += 1) {
    if (at + ENTRY > size || view.getUint32(at, true) !== 0x02014b50) throw wrong;
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [packed, whole] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [named, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const offset = view.getUint32(at + 42, true),
      name = new TextDecoder().decode(new Uint8Array(directory, at + ENTRY, Math.min(named, size - at - ENTRY)));
    at += ENTRY + named + extra + comment;
    if (name.endsWith("/") || name.includes("__MACOSX") || stem(name).startsWith(".")) continue;
    if (flags & 1) throw new Wrong("locked", { name: file.name });
    if (method !== STORED && method !== DEFLATED) throw wrong;
    if (whole > LARGEST) throw new Wrong("bomb", { name, megabytes: LARGEST / MEGA });
    found.push({ name, size: whole, open: () => member(file, name, offset, packed, method), chosen: false });
  }
  if (!found.length) throw new Wrong("zip_empty", { name: file.name });
  return found;
}

/**
 * @param {File} file
 * @param {string} name
 * @param {number} offset of its own record
 * @param {number} packed bytes
 * @param {number} method
 * @returns {Promise<Bytes>}
 */
async function member(file, name, offset, packed, method) {
  const head = new DataView(await file.slice(offset, offset + LOCAL).arrayBuffer());
  if (head.byteLength < LOCAL || head.getUint32(0, true) !== 0x04034b50) throw new Wrong("damaged", { name });
  const start = offset + LOCAL + head.getUint16(26, true) + head.getUint16(28, true),
    data = file.slice(start, start + packed);
  if (data.size < packed) throw new Wrong("damaged", { name });
  return method === STORED ? bytesOf(data) : bytesOf(data).pipeThrough(new DecompressionStream("deflate-raw"));
}
