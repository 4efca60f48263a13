/* Plain borders around a picture: gan_core.photos.borders once more, for the browser; they find the same boxes. */
import { BORDERS } from "../contract.mjs";
import { even, resized } from "../nets/resize.mjs";

/** @typedef {import("./state.mjs").Mask} Mask */
/** @typedef {{top: number, bottom: number, left: number, right: number}} Box */
/** @typedef {{data: Uint8Array, length: number, across: number, at(line: number, place: number): number}} Lines rows of a picture, or columns */
/** @typedef {{whole: Picture, box: Box | null, picture: Picture}} Frame a picture with its border set aside: `picture` is what the networks are to see */

const { ABRUPT, EDGE, GAP, LEAST, NEAR, PLAIN, ROUNDS, WIDE } = BORDERS;

/**
 * { top, bottom, left, right }, or null where a picture has no border.
 * @param {Picture} picture
 * @returns {Box | null}
 */
function inside({ data, width, height }) {
  let { top, bottom, left, right } = { top: 0, bottom: height, left: 0, right: width };
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows = within(linesOf(data, width, { top, bottom, left, right }, true));
    if (rows) [top, bottom] = rows.map((place) => top + place);
    const columns = within(linesOf(data, width, { top, bottom, left, right }, false));
    if (columns) [left, right] = columns.map((place) => left + place);
    if (!rows && !columns) break;
  }
  return top || left || bottom < height || right < width ? { top, bottom, left, right } : null;
}

/**
 * Part of a picture as lines: rows, or else columns.
 * @param {Uint8Array} data
 * @param {number} width
 * @param {Box} box
 * @param {boolean} down
 * @returns {Lines}
 */
function linesOf(data, width, { top, bottom, left, right }, down) {
  const [length, across] = down ? [bottom - top, right - left] : [right - left, bottom - top];
  const [step, stride] = down ? [3 * width, 3] : [3, 3 * width],
    first = 3 * (top * width + left);
  return {
    data,
    length,
    across,
    at: (/** @type {number} */ line, /** @type {number} */ place) => first + line * step + place * stride,
  };
}

/** @param {Lines} lines */
function within(lines) {
  const { length, across } = lines,
    colour = middle(lines, 0),
    other = middle(lines, length - 2);
  if (Math.min(length, across) < LEAST || colour.some((level, c) => Math.abs(level - other[c]) > NEAR)) return null;
  const isNear = (/** @type {number} */ line, /** @type {number} */ place) =>
    nearly(lines.data, lines.at(line, place), colour);
  const plainIn = (/** @type {number} */ line) => {
    let count = 0;
    for (let place = 0; place < across; place += 1) if (isNear(line, place)) count += 1;
    return count;
  };
  if ([0, length - 1].some((line) => 100 * plainIn(line) < EDGE * across)) return null;
  const plain = Array.from({ length }, (_, line) => plainIn(line));
  const [start, end] = longest(
    plain.map((count) => 100 * count < PLAIN * across),
    Math.floor(length / GAP),
  );
  const before = start,
    after = length - end;
  if (Math.min(before, after) * WIDE < length || end - start < LEAST) return null;
  const outside = plain.reduce((sum, count, line) => (line < start || line >= end ? sum + count : sum), 0);
  if (100 * outside < PLAIN * across * (before + after)) return null;
  return abrupt(isNear, across, start, end) ? [start, end] : null;
}

/**
 * @param {Uint8Array} data
 * @param {number} at
 * @param {number[]} colour
 */
const nearly = (data, at, colour) =>
  Math.abs(data[at] - colour[0]) <= NEAR &&
  Math.abs(data[at + 1] - colour[1]) <= NEAR &&
  Math.abs(data[at + 2] - colour[2]) <= NEAR;

/**
 * Whether the picture begins or ends all along its width.
 * @param {(line: number, place: number) => boolean} isNear
 * @param {number} across
 * @param {number} start
 * @param {number} end
 */
function abrupt(isNear, across, start, end) {
  const deep = Math.floor((end - start) / 100) + 1;
  /** @type {number[]} */
  const reached = [];
  for (let place = 0; place < across; place += 1) {
    let count = 0;
    for (let line = start; line < end; line += 1) if (!isNear(line, place)) count += 1;
    if (100 * count >= 5 * (end - start)) reached.push(place);
  }
  const edge = (/** @type {number} */ line) =>
    100 * reached.filter((place) => !isNear(line, place)).length >= ABRUPT * reached.length;
  return reached.length >= LEAST && (edge(start + deep) || edge(end - 1 - deep));
}

/**
 * Start and end of the longest run of what is marked, over gaps shorter than `gap`.
 * @param {boolean[]} marked
 * @param {number} gap
 */
function longest(marked, gap) {
  let best = [0, 0],
    start = -1,
    last = -1;
  marked.forEach((mark, place) => {
    if (!mark) return;
    if (start < 0 || place - last > gap + 1) start = place;
    last = place;
    if (last + 1 - start > best[1] - best[0]) best = [start, last + 1];
  });
  return best;
}

/**
 * The lower median of each channel of two lines.
 * @param {Lines} lines
 * @param {number} line
 */
function middle({ data, across, at }, line) {
  const places = Array.from({ length: 2 * across }, (_, i) => at(line + Math.floor(i / across), i % across));
  return [0, 1, 2].map((c) => places.map((place) => data[place + c]).sort((a, b) => a - b)[across - 1]);
}

/**
 * The part of a picture that a box holds.
 * @param {Picture} picture
 * @param {Box} box
 * @returns {Picture}
 */
function cut({ data, width }, { top, bottom, left, right }) {
  const w = right - left,
    h = bottom - top,
    into = new Uint8Array(3 * w * h);
  for (let y = 0; y < h; y += 1)
    into.set(data.subarray(3 * ((top + y) * width + left), 3 * ((top + y) * width + right)), 3 * y * w);
  return { data: into, width: w, height: h };
}

/**
 * A picture with its border set aside: `picture` is what the networks are to see.
 * @param {Picture} whole
 * @returns {Frame}
 */
function framed(whole) {
  const box = inside(whole);
  return { whole, box, picture: box ? cut(whole, box) : whole };
}

/**
 * Left, top, right and bottom of what lies inside, as shares; null without a border.
 * @param {Frame} frame
 */
const shares = ({ whole: { width, height }, box }) =>
  box && [box.left / width, box.top / height, box.right / width, box.bottom / height];

/**
 * The border, or that of another image, around what became of the picture, at the scale of that.
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {Picture}
 */
function around({ whole, box }, picture, border = whole) {
  if (!box) return picture;
  const { width: w, height: h } = picture,
    wide = w / (box.right - box.left),
    tall = h / (box.bottom - box.top);
  const [over, under] = [tall * box.top, tall * (whole.height - box.bottom)].map(even);
  const [before, after] = [wide * box.left, wide * (whole.width - box.right)].map(even);
  const width = before + w + after,
    height = over + h + under;
  const same = border.width === width && border.height === height,
    into = same ? border : resized(border, width, height, "lanczos");
  const data = into.data.slice();
  for (let y = 0; y < h; y += 1)
    data.set(picture.data.subarray(3 * y * w, 3 * (y + 1) * w), 3 * ((over + y) * width + before));
  return { data, width, height };
}

/**
 * A mask of the picture as one of the image: 0 where the border is.
 * @param {Frame} frame
 * @param {Mask} mask
 * @returns {Mask}
 */
function maskAround({ whole: { width, height }, box, picture }, mask) {
  if (!box) return mask;
  const grown = resized(mask, picture.width, picture.height, "bilinear"),
    data = new Float32Array(width * height);
  for (let y = 0; y < picture.height; y += 1)
    data.set(grown.data.subarray(y * picture.width, (y + 1) * picture.width), (box.top + y) * width + box.left);
  return { data, width, height };
}

export const borders = { inside, framed, shares, around, maskAround };
