/* Which way up a photograph is shown. Of all that cameras write about one (Exif), that alone is asked, and the browser is
   not let see it: browsers differ in what they make of odd values, and in which formats they look at all. */
const EXIF = "Exif\0\0", ORIENTATION = 0x112, AS_BYTE = 1, AS_LONG = 4; // TIFF 6.0, section 2
const SWAPPED = 5; // from this value on width and height change places
const FROM_RIGHT = [2, 3, 7, 8], FROM_BELOW = [3, 4, 6, 7];

const textAt = (view, at, count) => String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, count));

/* Where a file's Exif lies: its TIFF begins `at`, and without the bytes from `start` to `end` (or with others of the same
   length `instead`) it is nobody's Exif any more. */
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
  *WebP(view) { // whose head tells how long it is
    for (let start = 12; ; start += 8 + 2 * Math.ceil(view.getUint32(start + 4, true) / 2)) {
      if (textAt(view, start, 4) === "EXIF") yield { start, end: start + 4, at: start + 8, instead: "none" };
    }
  },
};

function exifIn(bytes, format) {
  const found = [], view = new DataView(bytes.buffer);
  try {
    for (const place of EXIF_IN[format]?.(view) ?? []) found.push(place);
  } catch {} // it ends there
  return found;
}

/* A file without its Exif, and the value of Exif's orientation, 1 to 8. */
function bare(bytes, format) {
  const parts = [], found = exifIn(bytes, format);
  let from = 0;
  for (const { start, end, instead = "" } of found) {
    parts.push(bytes.subarray(from, start), instead);
    from = end;
  }
  return { file: new Blob([...parts, bytes.subarray(from)]), way: found.length ? orientationAt(new DataView(bytes.buffer), found[0].at) : 1 };
}

function orientationAt(view, at) {
  try {
    while (textAt(view, at, 6) === EXIF) at += 6; // some programs write it twice
    const little = view.getUint16(at) === 0x4949, first = at + view.getUint32(at + 4, little);
    for (let i = 0, entry = first + 2; i < view.getUint16(first, little); i += 1, entry += 12) {
      if (view.getUint16(entry, little) !== ORIENTATION) continue;
      const kind = view.getUint16(entry + 2, little), value = { [AS_BYTE]: view.getUint8(entry + 8), [AS_LONG]: view.getUint32(entry + 8, little) };
      const way = value[kind] ?? view.getUint16(entry + 8, little);
      return way >= 1 && way <= 8 ? way : 1;
    }
  } catch {} // it points to nowhere
  return 1;
}

/* The picture as it is to be shown. */
function turned(picture, way) {
  if (way === 1) return picture;
  const { data: given, width: w, height: h } = picture, swaps = way >= SWAPPED, [width, height] = swaps ? [h, w] : [w, h];
  const data = new Uint8Array(given.length);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      const [across, down] = swaps ? [y, x] : [x, y];
      const from = 3 * ((FROM_BELOW.includes(way) ? h - 1 - down : down) * w + (FROM_RIGHT.includes(way) ? w - 1 - across : across));
      for (let c = 0; c < 3; c += 1) data[to + c] = given[from + c];
    }
  }
  return { data, width, height };
}
