/* A visitor's photograph, decoded here: what gan_core.photos.files makes of a file. Up to REDUCED pixels a side it is the
   same to the last bit for what a browser decodes as Pillow does; beyond, both take short cuts of their own. */
const LARGEST_FILE = 64 * 2 ** 20, MOST_PIXELS = 50e6, REDUCED = 4096, LEAST_SIDE = 8;
const HEAD = 4096; // bytes in which a file says what it is
const SIGNS = { "\xff\xd8\xff": "JPEG", "\u2030PNG": "PNG", GIF8: "GIF", RIFF: "WebP" };
const MOVING = { PNG: "acTL", WebP: "ANIM" };
/* What browsers call latin1 is windows-1252, in which 0x89 is a per-mille sign. */
const letters = async (blob) => new TextDecoder("latin1").decode(await blob.arrayBuffer());

/* 8-bit colours, at most `index.largest` on the long side, on paper where it is transparent. */
async function read(blob) {
  const format = await formatOf(blob), told = await sizeTold(blob, format);
  if (told) checkSize(told);
  const picture = await decoded(blob, format, told), whole = turnedLike(picture, told);
  checkSize(whole);
  const large = Math.max(picture.width, picture.height) >= REDUCED;
  const found = scaled(colours(large ? await reduced(picture) : picture), whole);
  const notes = [["first_frame", await moves(blob, format)], ["scaled", Math.max(whole.width, whole.height) > index.largest]];
  return { ...found, notes: notes.flatMap(([note, holds]) => (holds ? [note] : [])) };
}

function checkSize({ width, height }) {
  if (width * height > MOST_PIXELS) throw tooLarge();
  if (Math.min(width, height) < LEAST_SIDE) throw new Fault("photo_too_small", { width, height, least: LEAST_SIDE });
}

/* How large a picture was before it was brought down, lying or upright as it came out: cameras turn theirs. */
function turnedLike({ width, height }, told) {
  if (!told || Math.max(told.width, told.height) <= Math.max(width, height)) return { width, height };
  return told.width > told.height === width > height ? told : { width: told.height, height: told.width };
}

const tooLarge = () => new Fault("photo_too_large", { megabytes: LARGEST_FILE / 2 ** 20, millions: MOST_PIXELS / 1e6, whole: MOST_PIXELS / 1e6 });

async function formatOf(blob) {
  if (!blob.size) throw new Fault("photo_empty");
  if (blob.size > LARGEST_FILE) throw tooLarge();
  const head = await letters(blob.slice(0, 4)), sign = Object.keys(SIGNS).find((sign) => head.startsWith(sign));
  const format = sign && SIGNS[sign];
  if (format === "JPEG" && !(await ends(blob))) throw new Fault("photo_cut_off", { format });
  return format;
}

/* Browsers show what came of a JPEG that was cut off. Within its last scan there is no mark of its end. */
async function ends(blob) {
  const bytes = await letters(blob);
  return bytes.lastIndexOf("\xff\xd9") > bytes.lastIndexOf("\xff\xda");
}

async function moves(blob, format) {
  if (format === "GIF") return framesOf(new Uint8Array(await blob.arrayBuffer())) > 1;
  return format in MOVING && (await letters(blob.slice(0, HEAD))).includes(MOVING[format]);
}

/* How many pictures a GIF holds; two are as good as many (GIF89a specification, sections 18 to 24). */
function framesOf(bytes) {
  const table = (flags) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let frames = 0, at = 13 + table(bytes[10]);
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

/* Large ones are brought down while they are decoded, which takes half the memory. Their width alone is told, since
   nobody knows yet whether they lie. */
async function decoded(blob, format, told) {
  const sides = told ? [told.width, told.height] : [0], large = Math.max(...sides) >= REDUCED, wide = 2 * index.largest;
  const smaller = { resizeWidth: wide, resizeQuality: "high" };
  const how = large && Math.min(...sides) >= wide ? smaller : { premultiplyAlpha: "none" };
  try {
    return await createImageBitmap(blob, { colorSpaceConversion: "none", ...how });
  } catch {
    if (large) throw new Fault("photo_memory"); // the likelier cause
    throw format ? new Fault("photo_cut_off", { format }) : new Fault("photo_unreadable");
  }
}

/* The same smaller, so that its pixels need not be had twice. */
async function reduced(picture) {
  const scale = (2 * index.largest) / Math.max(picture.width, picture.height);
  const [resizeWidth, resizeHeight] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const small = await createImageBitmap(picture, { resizeWidth, resizeHeight, resizeQuality: "high" }).catch(() => null);
  picture.close();
  if (!small) throw new Fault("photo_memory");
  return small;
}

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

function isOpaque(rgba) {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] < 255) return false;
  return true;
}

/* The colour of the paper on which what is not transparent can be seen; see gan_core.pictures.paper. */
function paperFor(rgba) {
  let visible = 0, light = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const level = (19595 * rgba[at] + 38470 * rgba[at + 1] + 7471 * rgba[at + 2] + 32768) >> 16; // as Pillow has it
    visible += rgba[at + 3];
    if (level >= 224) light += rgba[at + 3];
  }
  return visible && light >= 0.9 * visible ? "black" : "white";
}

/* Three channels of four. */
function opaque({ data: rgba, width, height }) {
  const data = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; from < rgba.length; from += 4) for (let c = 0; c < 3; c += 1, to += 1) data[to] = rgba[from + c];
  return { data, width, height };
}

/* `whole`: the picture as large as it was. */
function scaled(picture, whole) {
  const scale = Math.min(1, index.largest / Math.max(whole.width, whole.height));
  const sides = [whole.width, whole.height].map((side) => Math.max(1, even(side * scale)));
  return resized(picture, ...thumbnail(whole, ...sides), "bicubic");
}
