/* q, which nobody draws from: the density that G makes of the noise; and the optimal discriminator beside D. */
import { EDGE, totalVariation } from "./measures.mjs";

export const GRID = { 1: 181, 2: 32 }; // cells between -EDGE and EDGE, along each direction
const SLICES = 720, LATTICE = 64;

/** Centres of the cells along one direction. */
export function centres(dimension) {
  const cells = GRID[dimension];
  return Float32Array.from({ length: cells }, (_, i) => EDGE * ((2 * i + 1) / cells - 1));
}

/** The cells' centres as points, (cells ^ dimension) x dimension; x runs first. */
export function places(dimension) {
  const along = centres(dimension);
  if (dimension === 1) return along;
  const points = new Float32Array(2 * along.length ** 2);
  along.forEach((y, row) => along.forEach((x, column) => points.set([x, y], 2 * (row * along.length + column))));
  return points;
}

/** What each cell holds of the real distribution; in two dimensions seen through the same lens as `heldByG`. */
export function heldByReal(real) {
  const { dimension } = real, points = places(dimension), cell = (2 * EDGE) / GRID[dimension];
  const lens = dimension === 2 ? cell / Math.sqrt(6) : 0; // the deviation of a triangle of two cells' width
  const shares = Float64Array.from({ length: points.length / dimension }, (_, i) =>
    real.density(points.subarray(i * dimension, (i + 1) * dimension), lens) * cell ** dimension);
  return shares;
}

/** What each cell holds of G's distribution. */
export function heldByG(g, dimension) {
  return dimension === 1 ? pushLine(g) : pushPlane(g);
}

/* The change of variables: G carries a slice of z, and the probability in it, to an interval of x. Within a slice G is
   all but straight, so with many slices that is all but exact. */
function pushLine(g) {
  const z = Float32Array.from({ length: SLICES + 1 }, (_, i) => (2 * i) / SLICES - 1);
  const ends = g.forward(z, SLICES + 1), cells = GRID[1], shares = new Float64Array(cells);
  const place = (x) => ((x + EDGE) / (2 * EDGE)) * cells;
  for (let i = 0; i < SLICES; i += 1) {
    const a = place(Math.min(ends[i], ends[i + 1])), b = place(Math.max(ends[i], ends[i + 1])), length = Math.max(b - a, 1e-9);
    for (let cell = Math.max(0, Math.floor(a)); cell < Math.min(cells, b); cell += 1) {
      shares[cell] += (Math.max(0, Math.min(b, cell + 1) - Math.max(a, cell)) / length + (length === 1e-9 ? 1 : 0)) / SLICES;
    }
  }
  return shares;
}

/* In two dimensions an even lattice of z is carried over, and each point is dealt to the four cells around it. */
function pushPlane(g) {
  const z = new Float32Array(2 * LATTICE ** 2), cells = GRID[2], shares = new Float64Array(cells ** 2);
  const along = (i) => (2 * i + 1) / LATTICE - 1;
  for (let i = 0; i < LATTICE ** 2; i += 1) z.set([along(i % LATTICE), along(Math.floor(i / LATTICE))], 2 * i);
  const points = g.forward(z, LATTICE ** 2);
  const place = (x) => Math.min(cells - 1.001, Math.max(0, ((x + EDGE) / (2 * EDGE)) * cells - 0.5));
  for (let i = 0; i < points.length; i += 2) {
    const x = place(points[i]), y = place(points[i + 1]), column = Math.floor(x), row = Math.floor(y);
    for (const [dx, dy] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
      const share = (dx ? x - column : 1 - x + column) * (dy ? y - row : 1 - y + row);
      shares[(row + dy) * cells + column + dx] += share / LATTICE ** 2;
    }
  }
  return shares;
}

/** D* = p / (p + q) in each cell (Goodfellow et al. 2014, proposition 1), NaN where there is next to nothing of
    either; and the accuracy that it would have, 1/2 + total variation / 2. */
export function optimal(p, q) {
  const least = 4e-3 * Math.max(...p), best = new Float32Array(p.length);
  for (let i = 0; i < p.length; i += 1) best[i] = p[i] + q[i] > least ? p[i] / (p[i] + q[i]) : NaN;
  return { best, accuracy: 0.5 + totalVariation(p, q) / 2 };
}
