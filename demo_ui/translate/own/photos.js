/* The answers of the Translate room about a photograph, given by the visitor's own browser: what demo_ui.translate.desk
   gives, from the same networks. Whatever is not sure to come out the same is left to the server. */
const LARGEST_FILE = 64 * 2 ** 20, MOST_PIXELS = 50e6, REDUCED = 4096, LEAST_SIDE = 8; // Pillow takes short cuts from REDUCED on
const FINEST = 192, PATCH = 8, WHITE = 0.25;
const BELIEVED = 0.6, DOUBTED = 0.4, FOUND = 0.05, LOST = 0.1;
let newest = 0;

async function begin({ index: url }) {
  index = await json(url);
  await keepOnly(index.digest, "gan-theatre-photos-");
}

/* ---- a photograph in ---- */

/* A JPEG or a still PNG, opaque, as 8-bit colours of at most `largest` on the long side; null: the server decodes it. */
async function read(blob) {
  if (!["image/jpeg", "image/png"].includes(blob.type) || blob.size > LARGEST_FILE || (await moves(blob))) return null;
  const picture = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const { width, height } = picture;
  if (Math.max(width, height) >= REDUCED || width * height > MOST_PIXELS || Math.min(width, height) < LEAST_SIDE) return null;
  const brush = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  brush.drawImage(picture, 0, 0);
  picture.close();
  const rgba = brush.getImageData(0, 0, width, height).data, data = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    if (rgba[from + 3] !== 255) return null;
    for (let c = 0; c < 3; c += 1, to += 1) data[to] = rgba[from + c];
  }
  return scaled({ data, width, height });
}

async function moves(blob) {
  return blob.type === "image/png" && new TextDecoder("latin1").decode(await blob.slice(0, 4096).arrayBuffer()).includes("acTL");
}

function scaled(picture) {
  const scale = Math.min(1, index.largest / Math.max(picture.width, picture.height));
  const sides = [picture.width, picture.height].map((side) => Math.max(1, even(side * scale)));
  return { ...resized(picture, ...thumbnail(picture, ...sides), "bicubic"), scaled: scale < 1 };
}

/* ---- a board out ---- */

/* As a PNG, whose colours are those that were computed. */
async function pictureUrl({ data, width, height }) {
  const deep = data.length / (width * height), rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i += 1) for (let c = 0; c < 3; c += 1) rgba[4 * i + c] = data[deep * i + (deep > 1 ? c : 0)];
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d").putImageData(new ImageData(rgba, width, height), 0, 0);
  return new FileReaderSync().readAsDataURL(await canvas.convertToBlob());
}

const grey = (error) => ({ ...error, data: Uint8Array.from(error.data, (value) => even(Math.min(1, value / WHITE) * 255)) });

function shares({ data, width, height }) {
  const levels = Array.from(data, (value) => String.fromCharCode(even(Math.max(0, Math.min(1, value)) * 255)));
  return { columns: width, rows: height, bytes: btoa(levels.join("")) };
}

/* A patch map where its patches lie on the picture, one place for every PATCH pixels. */
function patches(map, picture) {
  const { width, height } = padded(picture), grown = resized(map, width, height, "bilinear");
  const places = (side) => Array.from({ length: Math.ceil((side - PATCH / 2) / PATCH) }, (_, i) => PATCH / 2 + i * PATCH);
  const rows = places(picture.height), columns = places(picture.width);
  return shares({ data: rows.flatMap((y) => columns.map((x) => grown.data[y * width + x])), width: columns.length, height: rows.length });
}

/* The keys of three sentences; see demo_ui.translate.sight. */
function said({ direction, figures }, chance) {
  const { score_translated: score, cycle_l1: error } = figures;
  const belief = score >= BELIEVED ? "believed" : score <= DOUBTED ? "doubted" : "torn";
  const found = error <= FOUND ? "found" : error >= LOST ? "lost" : "nearly";
  return [`translate.happened.${direction}_${chance >= 0.5 ? "passes" : "fails"}`, `translate.belief.${direction}_${belief}`, `translate.back.${found}`];
}

async function shown(blob, direction) {
  const number = (newest += 1), photograph = blob && (await read(blob));
  if (!photograph) return NOT_MINE;
  const before = await verdict(photograph), way = direction === "auto" ? before.direction : direction;
  if (!back[way]) return NOT_MINE;
  await breath();
  if (number !== newest) return {}; // the visitor has sent another one meanwhile
  const found = await board(photograph, way), after = await verdict(found.translated);
  const target = [before, after].map(({ zebra }) => (way === "ab" ? zebra : 1 - zebra));
  const { input, reconstructed, identity, maps, mask, figures } = found;
  const pictures = { input: photograph, translated: found.result, reconstructed, identity, error: grey(found.error) };
  const urls = await Promise.all(Object.entries(pictures).map(async ([name, picture]) => [name, await pictureUrl(picture)]));
  return {
    ticket: `${HERE}${number}`,
    direction: way,
    size: [photograph.width, photograph.height],
    notes: photograph.scaled ? ["scaled"] : [],
    looks: { like: before.like, direction: before.direction },
    target,
    said: said(found, target[1]),
    pictures: Object.fromEntries(urls),
    maps: Object.fromEntries(Object.entries(maps).map(([name, map]) => [name, patches(map, input)])),
    mask: mask && shares(resized(mask, ...thumbnail(mask, FINEST, FINEST), "box")),
    figures,
  };
}

const HERE = "here-"; // tickets begin with it; the server has never heard of them

const answers = {
  translate: ({ data: { file, direction } }) => shown(file, direction),
  example: async ({ url, direction }) => shown(url && (await (await fetched(url)).blob()), direction),
};
