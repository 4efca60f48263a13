/* How many pixels a file says that it holds, found without decoding it: a small file may unfold to more than there is
   memory for. */
/* { width, height }, as they are stored: a camera may want them turned. null where that is not to be found. */
function sizeTold(bytes, format) {
  try {
    return SIZES[format]?.(new DataView(bytes.buffer)) ?? null;
  } catch {
    return null; // the file ends before
  }
}

const SIZES = {
  PNG: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  GIF: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  JPEG: frameOf,
  WebP: chunkOf,
};

/* Of a JPEG's frame header (ITU T.81, B.2.2): of the markers 0xC0 to 0xCF those that are no tables. */
function frameOf(view) {
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if ((marker & 0xf0) === 0xc0 && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
  }
  return null;
}

/* Of the first chunk of a WebP (RFC 9649), of three kinds. */
function chunkOf(view) {
  const kind = String.fromCharCode(view.getUint8(15)), three = (at) => view.getUint16(at, true) + 2 ** 16 * view.getUint8(at + 2);
  if (kind === "X") return { width: 1 + three(24), height: 1 + three(27) };
  if (kind === " ") return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}
