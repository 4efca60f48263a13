/* Files that were cut off, which some browsers show as far as they come; and those that lack no more than the mark of
   their end, which others refuse. */
const JPEG_END = Uint8Array.of(0xff, 0xd9), PNG_END = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);
const COMPARED = 64, NOISE = 2 ** 16, PIXELS_A_BYTE = 4; // pixels across; bytes; of a JPEG, at least

/* A file that some browser reads, or a fault. `file` is what is left of its `bytes`. */
async function ended(file, bytes, format, told) {
  const end = { JPEG: jpegEnds, PNG: pngEnds }[format]?.(bytes) ?? true;
  if (end === true) return file;
  const mended = format === "JPEG" ? new Blob([file, JPEG_END]) : new Blob([file.slice(0, file.size - end.after), PNG_END]);
  if (format === "JPEG" ? told && (await allPainted(file, told)) : await allInflated(end.pixels)) return mended;
  throw new Fault("photo_cut_off", { format });
}

/* Whether a JPEG comes to its end mark: within a scan no other mark stands than restarts, and a value of 255 is followed by
   0 (ITU T.81, B.1.1.2). What comes after it, such as a film, is another file. */
function jpegEnds(bytes) {
  for (let at = 2; (at = bytes.indexOf(0xff, at)) >= 0 && at + 1 < bytes.length; ) {
    const mark = bytes[at + 1];
    if (mark === 0xd9) return true;
    if (mark === 0xff) at += 1; // padding
    else if (mark < 2 || (mark >= 0xd0 && mark <= 0xd8)) at += 2;
    else at += 2 + 256 * bytes[at + 2] + bytes[at + 3];
  }
  return false;
}

/* Whether all of a JPEG is there that has no end mark: then it looks the same with noise behind it. One that breaks off
   where it was to begin anew waits for a restart mark first. */
async function allPainted(file, { width, height }) {
  const noise = Uint8Array.from({ length: NOISE }, (_, i) => (i * i * 31 + i * 17) % 255);
  const much = new Array(Math.ceil((width * height) / PIXELS_A_BYTE / NOISE)).fill(noise);
  const anew = Array.from({ length: 16 }, (_, i) => [Uint8Array.of(0xff, 0xd0 + (i % 8)), noise]).flat();
  const looks = new Set();
  for (const tail of [[], much, anew]) looks.add(await lookOf([file, ...tail, JPEG_END]));
  return looks.size === 1 && !looks.has(null);
}

async function lookOf(parts) {
  try {
    const picture = await createImageBitmap(new Blob(parts), { resizeWidth: COMPARED, resizeHeight: COMPARED, resizeQuality: "high" });
    const brush = new OffscreenCanvas(COMPARED, COMPARED).getContext("2d", { willReadFrequently: true });
    brush.drawImage(picture, 0, 0);
    picture.close();
    return brush.getImageData(0, 0, COMPARED, COMPARED).data.join();
  } catch {
    return null;
  }
}

/* true, or a PNG's packed `pixels`, and how many bytes come `after` its last whole chunk (PNG, third edition, 5.3). */
function pngEnds(bytes) {
  const view = new DataView(bytes.buffer), pixels = [];
  let at = 8;
  while (at + 12 <= bytes.length && at + 12 + view.getUint32(at) <= bytes.length) {
    const end = at + 12 + view.getUint32(at), kind = textAt(view, at + 4, 4);
    if (kind === "IEND") return true;
    if (kind === "IDAT") pixels.push(bytes.subarray(at + 8, end - 4));
    at = end;
  }
  return { pixels, after: bytes.length - at };
}

async function allInflated(pixels) {
  const inflated = new Blob(pixels).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  try {
    while (!(await inflated.read()).done);
    return true;
  } catch {
    return false;
  }
}
