/* Where the outline of a drawing is open. An outline is closed if paint poured in from the paper's edge does not come
   inside; the joins that would close it lie between ends of lines, the shortest first. */

const GRID = 80; // places on a side of the paper
const INSIDE = 0.1; // of the box around all ink: a drawing with less inside is open
const SMALL = 0.06; // of the paper: too little ink for an outline
const FAR = 0.4; // of the paper's side: ends further apart are no gap
const MOST = 4; // joins
const FEET = 0.15; // of the drawing's height: two ends in its lowest part end two legs
const HOOF = 0.08; // of the paper's side: unless they are so near to each other

/** @typedef {[number, number, number, number]} Join from x, y to x, y, as shares of the paper's side */
/** @typedef {import("../../core/drawing_pad.mjs").Stroke} Stroke */

/**
 * The joins that close an open outline; none where it is closed, where nothing would close it, and where a photograph
 * lies on the paper, whose lines are not known.
 * @param {Stroke[]} strokes
 * @returns {Join[]}
 */
export function gaps(strokes) {
  if (strokes.some(({ picture }) => picture)) return [];
  const ink = new Uint8Array(GRID * GRID);
  for (const { points = [], erases } of strokes) trace(ink, points, erases ? 0 : 1, erases ? 2 : 1);
  if (closed(ink)) return [];
  /** @type {Join[]} */
  const found = [];
  for (const join of joins(strokes)) {
    found.push(join);
    trace(ink, join, 1, 1);
    if (closed(ink)) return found;
    if (found.length === MOST) break;
  }
  return [];
}

/**
 * Marks the places along a line.
 * @param {Uint8Array} ink
 * @param {number[]} points
 * @param {number} mark
 * @param {number} wide in places to each side
 */
function trace(ink, points, mark, wide) {
  for (let i = 0; i < points.length; i += 2) {
    const [x, y, u = x, v = y] = points.slice(i, i + 4).map((share) => share * GRID);
    const steps = Math.ceil(2 * Math.max(Math.abs(u - x), Math.abs(v - y), 0.5));
    for (let step = 0; step <= steps; step += 1)
      dot(ink, Math.floor(x + ((u - x) * step) / steps), Math.floor(y + ((v - y) * step) / steps), mark, wide);
  }
}

/**
 * @param {Uint8Array} ink
 * @param {number} x
 * @param {number} y
 * @param {number} mark
 * @param {number} wide
 */
function dot(ink, x, y, mark, wide) {
  for (let row = Math.max(0, y - wide + 1); row <= Math.min(GRID - 1, y + wide - 1); row += 1)
    for (let column = Math.max(0, x - wide + 1); column <= Math.min(GRID - 1, x + wide - 1); column += 1)
      ink[row * GRID + column] = mark;
}

/**
 * Too little ink to be an outline counts as closed: somebody is only beginning.
 * @param {Uint8Array} ink
 */
function closed(ink) {
  let [left, top, right, bottom] = [GRID, GRID, -1, -1];
  ink.forEach((mark, at) => {
    if (!mark) return;
    const [x, y] = [at % GRID, Math.floor(at / GRID)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  });
  const box = Math.max(0, right - left + 1) * Math.max(0, bottom - top + 1);
  return box < SMALL * GRID * GRID || inside(ink) >= INSIDE * box;
}

/**
 * How many places paint from outside does not reach.
 * @param {Uint8Array} ink
 */
function inside(ink) {
  const wide = GRID + 2; // an empty row around, from which it is poured
  const wet = new Uint8Array(wide * wide),
    next = [0];
  wet[0] = 1;
  let reached = 0;
  while (next.length) {
    const at = /** @type {number} */ (next.pop()),
      [x, y] = [at % wide, Math.floor(at / wide)];
    if (x && y && x <= GRID && y <= GRID) reached += 1;
    for (const [u, v] of [
      [x - 1, y],
      [x + 1, y],
      [x, y - 1],
      [x, y + 1],
    ]) {
      const to = v * wide + u;
      if (u < 0 || v < 0 || u >= wide || v >= wide || wet[to]) continue;
      if (u && v && u <= GRID && v <= GRID && ink[(v - 1) * GRID + u - 1]) continue;
      wet[to] = 1;
      next.push(to);
    }
  }
  return GRID * GRID - reached - ink.reduce((sum, mark) => sum + mark, 0);
}

/**
 * Pairs of ends of lines, each end in one of them at most, the nearest first; none of two legs that are one line each.
 * @param {Stroke[]} strokes
 * @returns {Join[]}
 */
function joins(strokes) {
  const ends = strokes
    .filter(({ erases, points }) => !erases && points && points.length > 2)
    .flatMap(({ points = [] }) => [points.slice(0, 2), points.slice(-2)]);
  const apart = (/** @type {number} */ i, /** @type {number} */ j) =>
    Math.hypot(ends[i][0] - ends[j][0], ends[i][1] - ends[j][1]);
  const heights = strokes.flatMap(({ erases, points = [] }) => (erases ? [] : points.filter((_, at) => at % 2)));
  const top = heights.reduce((a, b) => Math.min(a, b), 1); // not spread: a long drawing has more points than arguments fit
  const bottom = heights.reduce((a, b) => Math.max(a, b), 0);
  const low = (/** @type {number} */ i) => ends[i][1] > bottom - FEET * (bottom - top);
  const pairs = ends
    .flatMap((_, i) => ends.slice(i + 1).map((_, k) => [i, i + 1 + k]))
    .filter(([i, j]) => apart(i, j) > 1 / GRID && apart(i, j) < (low(i) && low(j) ? HOOF : FAR))
    .sort(([i, j], [k, l]) => apart(i, j) - apart(k, l));
  const used = new Set();
  return pairs
    .filter(([i, j]) => !used.has(i) && !used.has(j) && used.add(i).add(j))
    .map(([i, j]) => /** @type {Join} */ ([...ends[i], ...ends[j]]));
}
