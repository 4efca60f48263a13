/* The real distributions. Each is a mixture of round bells, so that its density is known exactly everywhere. Their size
   suits the networks: a perceptron's first bends lie about 1 apart. */
import { EDGE, totalVariation } from "./measures.mjs";

/** @typedef {{at: number[], width: number, share: number}} Bell */
/** @typedef {1 | 2} Dimension */
/** @typedef {{forward(z: Float32Array, rows: number): Float32Array}} Generator */
/** @typedef {import("./random.mjs").Random} Random */

/** A mixture of isotropic normal distributions in `dimension` 1 or 2; `bells` are {at: [x] or [x, y], width, share}. */
export class Bells {
  /**
   * @param {Dimension} dimension
   * @param {{at: number[], width: number, share?: number}[]} bells
   */
  constructor(dimension, bells) {
    this.dimension = dimension;
    const whole = bells.reduce((sum, { share = 1 }) => sum + share, 0);
    /** @type {Bell[]} */
    this.bells = bells.map(({ at, width, share = 1 }) => ({ at, width, share: share / whole }));
  }

  /**
   * p at `point` ([x] or [x, y]); `blur`: as if seen through a normal kernel of that width.
   * @param {number[] | Float32Array} point
   */
  density(point, blur = 0) {
    let sum = 0;
    for (const { at, width, share } of this.bells) {
      const variance = width * width + blur * blur;
      let square = 0;
      for (let d = 0; d < this.dimension; d += 1) square += (point[d] - at[d]) ** 2;
      sum += (share * Math.exp(-square / (2 * variance))) / Math.sqrt(2 * Math.PI * variance) ** this.dimension;
    }
    return sum;
  }

  /**
   * Fills `points` (rows x dimension) with draws.
   * @param {Random} random
   * @param {Float32Array} points
   */
  draw(random, points) {
    for (let i = 0; i < points.length; i += this.dimension) {
      const { at, width } = this.#pick(random.next());
      for (let d = 0; d < this.dimension; d += 1) points[i + d] = at[d] + width * random.normal();
    }
    return points;
  }

  /** @param {number} chance */
  #pick(chance) {
    for (const bell of this.bells) {
      chance -= bell.share;
      if (chance < 0) return bell;
    }
    return this.bells[this.bells.length - 1];
  }
}

const SIZE = 3; // of everything that is written down below
/** @param {number[][]} bells [x, width, share] */
const line = (...bells) =>
  new Bells(
    1,
    bells.map(([x, width, share]) => ({ at: [SIZE * x], width: SIZE * width, share })),
  );
/**
 * @param {number[][]} points
 * @param {number} width
 */
const plane = (points, width) =>
  new Bells(
    2,
    points.map(([x, y]) => ({ at: [SIZE * x, SIZE * y], width: SIZE * width })),
  );
/**
 * @template Item
 * @param {number} count
 * @param {(share: number, i: number) => Item} place
 */
const many = (count, place) => Array.from({ length: count }, (_, i) => place(i / count, i));
/**
 * @param {number} angle
 * @param {number} radius
 */
const turn = (angle, radius) => [radius * Math.cos(angle), radius * Math.sin(angle)];

/** @type {Record<string, Bells>} by name */
export const SHAPES = {
  one: line([0.4, 0.3]),
  two: line([-0.7, 0.22], [0.7, 0.22]),
  uneven: line([-0.8, 0.15, 1], [0.45, 0.35, 2]),
  three: line([-1, 0.14], [0, 0.14], [1, 0.14]),
  ring: plane(
    many(48, (share) => turn(2 * Math.PI * share, 1)),
    0.07,
  ),
  grid: plane(
    many(9, (_, i) => [(i % 3) - 1, Math.floor(i / 3) - 1]),
    0.1,
  ),
  spiral: plane(
    many(60, (share) => turn(3.5 * Math.PI * Math.sqrt(share) + 0.5, 0.15 + 1.05 * Math.sqrt(share))),
    0.05,
  ),
  moons: plane(
    many(60, (_, i) => {
      const angle = (Math.PI * (i >> 1)) / 29;
      return i % 2
        ? [0.45 - 0.9 * Math.cos(angle), 0.3 - 0.9 * Math.sin(angle)]
        : [0.9 * Math.cos(angle) - 0.45, 0.9 * Math.sin(angle) - 0.3];
    }),
    0.08,
  ),
};

const NEAR = 0.06; // what is drawn gets a bell this often along its lines
const MOST_DRAWN = 240;

/**
 * What a visitor drew, as a distribution: `strokes` are lists of [x, y], 1 across where the shapes above
 * have SIZE. Null without a point.
 * @param {number[][][]} strokes
 */
export function drawn(strokes) {
  const places = strokes.flatMap(alongLine).filter((at) => at.every(Number.isFinite));
  if (!places.length) return null;
  const every = Math.max(1, places.length / MOST_DRAWN);
  return plane(
    many(Math.min(places.length, MOST_DRAWN), (_, i) => places[Math.floor(i * every)]),
    0.06,
  );
}

/** @param {number[][]} points */
function alongLine(points) {
  const places = points.slice(0, 1);
  for (let i = 1; i < points.length; i += 1) {
    const [ax, ay] = points[i - 1],
      [bx, by] = points[i];
    const pieces = Math.ceil(Math.hypot(bx - ax, by - ay) / NEAR);
    for (let k = 1; k <= pieces; k += 1) places.push([ax + ((bx - ax) * k) / pieces, ay + ((by - ay) * k) / pieces]);
  }
  return places;
}

/* q, which nobody draws from: the density that G makes of the noise; and the optimal discriminator beside D. */
export const GRID = { 1: 181, 2: 32 }; // cells between -EDGE and EDGE, along each direction
const SLICES = 720,
  LATTICE = 64;

/**
 * Centres of the cells along one direction.
 * @param {Dimension} dimension
 */
export function centres(dimension) {
  const cells = GRID[dimension];
  return Float32Array.from({ length: cells }, (_, i) => EDGE * ((2 * i + 1) / cells - 1));
}

/**
 * The cells' centres as points, (cells ^ dimension) x dimension; x runs first.
 * @param {Dimension} dimension
 */
export const places = (dimension) => (dimension === 1 ? centres(1) : crossed(centres(2), centres(2)));

/**
 * @param {Float32Array} across
 * @param {Float32Array} along
 */
function crossed(across, along) {
  const points = new Float32Array(2 * across.length * along.length);
  along.forEach((y, row) => across.forEach((x, column) => points.set([x, y], 2 * (row * across.length + column))));
  return points;
}

/* A plane is shown in a card wider than high: what D believes is known WIDE times as far to the left and to the right. */
export const WIDE = 2;
const BESIDE = ((WIDE - 1) * GRID[2]) / 2; // cells on either side
export const widePlaces = () =>
  crossed(
    Float32Array.from({ length: WIDE * GRID[2] }, (_, i) => EDGE * ((2 * (i - BESIDE) + 1) / GRID[2] - 1)),
    centres(2),
  );
/**
 * What the square in the middle of a wide plane holds.
 * @param {Float32Array} wide
 */
export const middle = (wide) =>
  wide.filter((_, i) => {
    const column = (i % (WIDE * GRID[2])) - BESIDE;
    return column >= 0 && column < GRID[2];
  });

/**
 * What each cell holds of the real distribution; in two dimensions seen through the same lens as `heldByG`.
 * @param {Bells} real
 */
export function heldByReal(real) {
  const { dimension } = real,
    points = places(dimension),
    cell = (2 * EDGE) / GRID[dimension];
  const lens = dimension === 2 ? cell / Math.sqrt(6) : 0; // the deviation of a triangle of two cells' width
  const shares = Float64Array.from(
    { length: points.length / dimension },
    (_, i) => real.density(points.subarray(i * dimension, (i + 1) * dimension), lens) * cell ** dimension,
  );
  return shares;
}

/**
 * What each cell holds of G's distribution.
 * @param {Generator} g
 * @param {Dimension} dimension
 */
export function heldByG(g, dimension) {
  return dimension === 1 ? pushLine(g) : pushPlane(g);
}

/**
 * The change of variables: G carries a slice of z, and the probability in it, to an interval of x. Within a slice G is
 * all but straight, so with many slices that is all but exact.
 * @param {Generator} g
 */
function pushLine(g) {
  const z = Float32Array.from({ length: SLICES + 1 }, (_, i) => (2 * i) / SLICES - 1);
  const ends = g.forward(z, SLICES + 1),
    cells = GRID[1],
    shares = new Float64Array(cells);
  const place = (/** @type {number} */ x) => ((x + EDGE) / (2 * EDGE)) * cells;
  for (let i = 0; i < SLICES; i += 1) {
    const a = place(Math.min(ends[i], ends[i + 1])),
      b = place(Math.max(ends[i], ends[i + 1])),
      length = Math.max(b - a, 1e-9);
    for (let cell = Math.max(0, Math.floor(a)); cell < Math.min(cells, b); cell += 1) {
      shares[cell] +=
        (Math.max(0, Math.min(b, cell + 1) - Math.max(a, cell)) / length + (length === 1e-9 ? 1 : 0)) / SLICES;
    }
  }
  return shares;
}

/**
 * In two dimensions an even lattice of z is carried over, and each point is dealt to the four cells around it.
 * @param {Generator} g
 */
function pushPlane(g) {
  const z = new Float32Array(2 * LATTICE ** 2),
    cells = GRID[2],
    shares = new Float64Array(cells ** 2);
  const along = (/** @type {number} */ i) => (2 * i + 1) / LATTICE - 1;
  for (let i = 0; i < LATTICE ** 2; i += 1) z.set([along(i % LATTICE), along(Math.floor(i / LATTICE))], 2 * i);
  const points = g.forward(z, LATTICE ** 2);
  const place = (/** @type {number} */ x) =>
    Math.min(cells - 1.001, Math.max(0, ((x + EDGE) / (2 * EDGE)) * cells - 0.5));
  for (let i = 0; i < points.length; i += 2) {
    const x = place(points[i]),
      y = place(points[i + 1]),
      column = Math.floor(x),
      row = Math.floor(y);
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]) {
      const share = (dx ? x - column : 1 - x + column) * (dy ? y - row : 1 - y + row);
      shares[(row + dy) * cells + column + dx] += share / LATTICE ** 2;
    }
  }
  return shares;
}

/**
 * D* = p / (p + q) in each cell (Goodfellow et al. 2014, proposition 1), NaN where there is next to nothing of
 * either; and the accuracy that it would have, 1/2 + total variation / 2.
 * @param {Float64Array} p
 * @param {Float64Array} q
 */
export function optimal(p, q) {
  const least = 4e-3 * Math.max(...p),
    best = new Float32Array(p.length);
  for (let i = 0; i < p.length; i += 1) best[i] = p[i] + q[i] > least ? p[i] / (p[i] + q[i]) : NaN;
  return { best, accuracy: 0.5 + totalVariation(p, q) / 2 };
}
