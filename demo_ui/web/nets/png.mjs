/* Pictures as PNGs: grey ones in one go, since what waits for a finger has no time for compression; coloured ones packed. */
const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const LARGEST_BLOCK = 65535;
const utf8 = new TextEncoder();

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** @param {Uint8Array} bytes */
function adler32(bytes) {
  let a = 1,
    b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

/** @param {number} number */
const big = (number) => [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255];
/** @param {number} number */
const little = (number) => [number & 255, number >>> 8];

/** @param {ArrayLike<number>[]} pieces */
function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  pieces.reduce((at, piece) => (whole.set(piece, at), at + piece.length), 0);
  return whole;
}

/**
 * @param {string} name
 * @param {Uint8Array} data
 */
function chunk(name, data) {
  const body = joined([utf8.encode(name), data]);
  return joined([big(data.length), body, big(crc32(body))]);
}

/**
 * zlib's format (RFC 1950) with stored blocks (RFC 1951, 3.2.4).
 * @param {Uint8Array} bytes
 */
function stored(bytes) {
  /** @type {ArrayLike<number>[]} */
  const blocks = [[0x78, 0x01]];
  for (let at = 0; at < bytes.length; at += LARGEST_BLOCK) {
    const part = bytes.subarray(at, at + LARGEST_BLOCK),
      last = at + LARGEST_BLOCK >= bytes.length;
    blocks.push([Number(last), ...little(part.length), ...little(part.length ^ 0xffff)], part);
  }
  return joined([...blocks, big(adler32(bytes))]);
}

/** @type {Record<number, number>} */
const KINDS = { 1: 0, 3: 2, 4: 6 }; // channels -> colour type: grey, colours, colours with transparency

/**
 * The rows of a picture of so many channels, each of which begins with its filter: 0, none.
 * @param {Uint8Array | Uint8ClampedArray} samples
 * @param {number} width
 * @param {number} height
 * @param {number} deep
 */
function rowsOf(samples, width, height, deep) {
  const row = width * deep,
    lines = new Uint8Array((row + 1) * height);
  for (let y = 0; y < height; y += 1) lines.set(samples.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  return lines;
}

/**
 * A whole file around the packed rows; `text` becomes its metadata.
 * @param {Uint8Array} packed
 * @param {number} width
 * @param {number} height
 * @param {number} deep
 * @param {Record<string, string>} text
 */
function pngFile(packed, width, height, deep, text) {
  const words = Object.entries(text).map(([key, value]) => chunk("iTXt", utf8.encode(`${key}\0\0\0\0\0${value}`)));
  return joined([
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk("IHDR", joined([big(width), big(height), [8, KINDS[deep], 0, 0, 0]])),
    ...words,
    chunk("IDAT", packed),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/**
 * A grey picture, row by row, as a PNG.
 * @param {Uint8Array} greys
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} text
 */
export const png = (greys, width, height, text = {}) =>
  pngFile(stored(rowsOf(greys, width, height, 1)), width, height, 1, text);

/**
 * { data, width, height } of three channels, or four, as a PNG.
 * @param {Picture<Uint8Array | Uint8ClampedArray>} picture
 * @param {Record<string, string>} text
 */
export async function packedPng({ data, width, height }, text = {}) {
  const deep = data.length / (width * height),
    rows = new Blob([rowsOf(data, width, height, deep)]).stream();
  const packed = await new Response(rows.pipeThrough(new CompressionStream("deflate"))).arrayBuffer();
  return pngFile(new Uint8Array(packed), width, height, deep, text);
}

/**
 * @param {Uint8Array} greys
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} [text]
 */
export function pngUrl(greys, width, height, text) {
  const bytes = png(greys, width, height, text),
    pieces = /** @type {string[]} */ ([]);
  for (let at = 0; at < bytes.length; at += 8192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return `data:image/png;base64,${btoa(pieces.join(""))}`;
}
