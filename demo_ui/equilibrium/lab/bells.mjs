/* The real distributions. Each is a mixture of round bells, so that its density is known exactly everywhere. Their size
   suits the networks: a perceptron's first bends lie about 1 apart. */

/** A mixture of isotropic normal distributions in `dimension` 1 or 2; `bells` are {at: [x] or [x, y], width, share}. */
export class Bells {
  constructor(dimension, bells) {
    this.dimension = dimension;
    const whole = bells.reduce((sum, { share = 1 }) => sum + share, 0);
    this.bells = bells.map(({ at, width, share = 1 }) => ({ at, width, share: share / whole }));
  }

  /** p at `point` ([x] or [x, y]); `blur`: as if seen through a normal kernel of that width. */
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

  /** Fills `points` (rows x dimension) with draws. */
  draw(random, points) {
    for (let i = 0; i < points.length; i += this.dimension) {
      const { at, width } = this.#pick(random.next());
      for (let d = 0; d < this.dimension; d += 1) points[i + d] = at[d] + width * random.normal();
    }
    return points;
  }

  #pick(chance) {
    for (const bell of this.bells) {
      chance -= bell.share;
      if (chance < 0) return bell;
    }
    return this.bells.at(-1);
  }
}

const SIZE = 3; // of everything that is written down below
const line = (...bells) => new Bells(1, bells.map(([x, width, share]) => ({ at: [SIZE * x], width: SIZE * width, share })));
const plane = (points, width) => new Bells(2, points.map(([x, y]) => ({ at: [SIZE * x, SIZE * y], width: SIZE * width })));
const many = (count, place) => Array.from({ length: count }, (_, i) => place(i / count, i));
const turn = (angle, radius) => [radius * Math.cos(angle), radius * Math.sin(angle)];

/** By name. */
export const SHAPES = {
  one: line([0.4, 0.3]),
  two: line([-0.7, 0.22], [0.7, 0.22]),
  uneven: line([-0.8, 0.15, 1], [0.45, 0.35, 2]),
  three: line([-1, 0.14], [0, 0.14], [1, 0.14]),
  ring: plane(many(48, (share) => turn(2 * Math.PI * share, 1)), 0.07),
  grid: plane(many(9, (_, i) => [(i % 3) - 1, Math.floor(i / 3) - 1]), 0.1),
  spiral: plane(many(60, (share) => turn(3.5 * Math.PI * Math.sqrt(share) + 0.5, 0.15 + 1.05 * Math.sqrt(share))), 0.05),
  moons: plane(
    many(60, (share, i) => {
      const angle = (Math.PI * (i >> 1)) / 29;
      return i % 2 ? [0.45 - 0.9 * Math.cos(angle), 0.3 - 0.9 * Math.sin(angle)] : [0.9 * Math.cos(angle) - 0.45, 0.9 * Math.sin(angle) - 0.3];
    }),
    0.08,
  ),
};

const NEAR = 0.06; // what is drawn gets a bell this often along its lines
export const MOST_DRAWN = 240;

/** What a visitor drew, as a distribution: `strokes` are lists of [x, y], 1 across where the shapes above
    have SIZE. Null without a point. */
export function drawn(strokes) {
  const places = strokes.flatMap(alongLine).filter((at) => at.every(Number.isFinite));
  if (!places.length) return null;
  const every = Math.max(1, places.length / MOST_DRAWN);
  return plane(many(Math.min(places.length, MOST_DRAWN), (_, i) => places[Math.floor(i * every)]), 0.06);
}

function alongLine(points) {
  const places = points.slice(0, 1);
  for (let i = 1; i < points.length; i += 1) {
    const [ax, ay] = points[i - 1], [bx, by] = points[i];
    const pieces = Math.ceil(Math.hypot(bx - ax, by - ay) / NEAR);
    for (let k = 1; k <= pieces; k += 1) places.push([ax + ((bx - ax) * k) / pieces, ay + ((by - ay) * k) / pieces]);
  }
  return places;
}
