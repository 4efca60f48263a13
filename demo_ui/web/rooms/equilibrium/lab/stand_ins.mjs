/* Who may stand where a network stands, with nothing to learn: the perfect G, and whoever plays G or D by hand. */
import { sigmoid } from "./games.mjs";
import { EDGE, jensenShannon } from "./measures.mjs";

/** @typedef {{curve?: Float32Array, points?: Float32Array, belief?: Float32Array | null}} Hands q as a curve or as points, and D where somebody draws it */

/* The perfect G: it knows p, and carries each z to the x below which there is as much of p as there is noise below z
   (the inverse of p's distribution function), so that q = p exactly. Only a line has such an order. */
const FINE = 4096;

/** Stands where a Network stands, and has nothing to learn. */
export class Forger {
  /** @param {{density(at: number[]): number}} real */
  constructor(real) {
    this.parameters = this.gradients = new Float32Array(0);
    const at = (/** @type {number} */ i) => 1.5 * EDGE * ((2 * i) / FINE - 1);
    this.at = at;
    this.below = new Float64Array(FINE + 1);
    for (let i = 1; i <= FINE; i += 1) this.below[i] = this.below[i - 1] + real.density([(at(i) + at(i - 1)) / 2]);
    for (let i = 0; i <= FINE; i += 1) this.below[i] /= this.below[FINE];
  }

  /** @param {unknown} _random */
  initialise(_random) {}

  /**
   * @param {Float32Array} z
   * @param {number} rows
   */
  forward(z, rows) {
    return Float32Array.from(z.subarray(0, rows), (noise) => this.#quantile((noise + 1) / 2));
  }

  /** @param {unknown} _pull */
  backward(_pull) {}

  /** @param {number} share */
  #quantile(share) {
    const { below, at } = this;
    let low = 0,
      high = FINE;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (below[middle] <= share) low = middle;
      else high = middle;
    }
    return at(low + (share - below[low]) / Math.max(below[high] - below[low], 1e-12));
  }
}

/* G by hand, on a line: q as heights at places, which a hand pushes up and down. */
export const KNOTS = 91;
const BRUSH = 0.3, // how far around a finger the curve gives way
  THIN = 1e-4; // a density that is never left, so that there is always something to push
const STEP = (2 * EDGE) / (KNOTS - 1);
const knot = (/** @type {number} */ i) => i * STEP - EDGE;

/**
 * A curve at x: straight between its knots, `beyond` outside.
 * @param {ArrayLike<number>} curve
 * @param {number} x
 */
export function heightAt(curve, x, beyond = 0) {
  const place = (x + EDGE) / STEP,
    i = Math.floor(place);
  if (!(place >= 0 && place <= KNOTS - 1)) return beyond;
  return i === KNOTS - 1 ? curve[i] : curve[i] + (place - i) * (curve[i + 1] - curve[i]);
}

/**
 * A curve with an area of 1, as a density has.
 * @param {Float32Array} curve
 */
function whole(curve) {
  const held = curve.map((height) => Math.max(height, THIN)),
    area = STEP * held.reduce((sum, height, i) => sum + (i % (KNOTS - 1) ? height : height / 2), 0);
  return held.map((height) => height / area);
}

/** The q that a hand begins with: a hill on the left. */
export const firstCurve = () =>
  whole(Float32Array.from({ length: KNOTS }, (_, i) => Math.exp(-0.5 * (knot(i) + 1.5) ** 2)));

/**
 * The curve pushed to `height` at x; near x it gives way, and everywhere else it makes up for that.
 * @param {Float32Array} curve
 * @param {number} x
 * @param {number} height
 */
export const pushed = (curve, x, height) => whole(bent(curve, x, Math.max(0, height)));

/** The D that a hand begins with: no opinion anywhere. */
export const firstBelief = () => new Float32Array(KNOTS).fill(0.5);

/**
 * D's curve drawn to `belief`, 0 to 1, at x and around it.
 * @param {Float32Array} curve
 * @param {number} x
 * @param {number} belief
 */
export const believed = (curve, x, belief) => bent(curve, x, Math.min(1, Math.max(0, belief)));

/**
 * @param {Float32Array} curve
 * @param {number} x
 * @param {number} height
 */
const bent = (curve, x, height) =>
  curve.map((old, i) => old + Math.exp(-0.5 * ((knot(i) - x) / BRUSH) ** 2) * (height - old));

/* G by hand, on a plane: points that a hand moves, with a round bell around each. */
export const POINTS = 18;
const WIDE = 0.4; // of a bell, where the real ones are too many to be met one by one

/** Where the points lie at first: close together in the middle. */
export function firstPoints() {
  const points = new Float32Array(2 * POINTS);
  for (let i = 0; i < POINTS; i += 1) {
    const [angle, radius] = [2.39996 * i, 0.22 * Math.sqrt(i + 0.5)];
    points.set([radius * Math.cos(angle), radius * Math.sin(angle)], 2 * i);
  }
  return points;
}

/**
 * The points with one of them moved, inside of what is looked at.
 * @param {Float32Array} points
 * @param {number} i
 * @param {number[]} to
 */
export function moved(points, i, to) {
  const next = points.slice();
  next.set(
    to.map((value) => Math.min(EDGE, Math.max(-EDGE, value))),
    2 * i,
  );
  return next;
}

/** Half of z says which point and how far from it, the other half in which direction (Box and Muller 1958). */
class Points {
  /**
   * @param {Float32Array} points
   * @param {number} width
   */
  constructor(points, width) {
    this.parameters = this.gradients = new Float32Array(0);
    this.points = points;
    this.width = width;
  }

  /** @param {unknown} _random */
  initialise(_random) {}

  /**
   * @param {Float32Array} z
   * @param {number} rows
   */
  forward(z, rows) {
    const { points, width } = this,
      places = new Float32Array(2 * rows);
    for (let i = 0; i < 2 * rows; i += 2) {
      const share = (POINTS * (z[i] + 1)) / 2,
        k = Math.min(POINTS - 1, Math.floor(share)),
        radius = width * Math.sqrt(-2 * Math.log(Math.max(share - k, 1e-6))),
        angle = Math.PI * z[i + 1];
      places[i] = points[2 * k] + radius * Math.cos(angle);
      places[i + 1] = points[2 * k + 1] + radius * Math.sin(angle);
    }
    return places;
  }

  /** @param {unknown} _pull */
  backward(_pull) {}
}

/** The noise that leads to the points themselves, all but exactly. */
export const noiseOfPoints = () =>
  Float32Array.from({ length: 2 * POINTS }, (_, i) => (i % 2 ? 0 : (2 * (i / 2 + 0.999)) / POINTS - 1));

/* D by hand, on a line. */
const SURE = 0.02; // nearer to 0 and 1 no hand's D comes: there V would be without end

/** Stands where D's network stands. */
class Believer {
  /**
   * @param {Float32Array} curve what it believes at the knots, 0 to 1
   * @param {import("./games.mjs").Game} game
   */
  constructor(curve, game) {
    this.curve = curve;
    this.squashes = game.belief === sigmoid;
    this.places = new Float32Array(0);
  }

  /** @param {number} x */
  score(x) {
    const belief = Math.min(1 - SURE, Math.max(SURE, heightAt(this.curve, x, SURE)));
    return this.squashes ? Math.log(belief / (1 - belief)) : belief;
  }

  /**
   * @param {Float32Array} places
   * @param {number} rows
   */
  forward(places, rows) {
    this.places = places.slice(0, rows);
    return this.places.map((x) => this.score(x));
  }

  /** @param {Float32Array} pull */
  backward(pull, _how = {}) {
    const near = STEP / 2;
    return this.places.map((x, i) => (pull[i] * (this.score(x + near) - this.score(x - near))) / (2 * near));
  }
}

/**
 * G as the hands have it.
 * @param {Hands} hands
 * @param {import("./distributions.mjs").Bells} real
 */
export function generatorOf({ curve, points }, { dimension, bells }) {
  if (dimension === 2) return new Points(points ?? firstPoints(), bells.length > POINTS ? WIDE : bells[0].width);
  const held = curve ?? firstCurve();
  return new Forger({ density: ([x]) => heightAt(held, x) });
}

/**
 * D as the hands have it; null where a network plays.
 * @param {Hands} hands
 * @param {import("./games.mjs").Game} game
 */
export const discriminatorOf = ({ belief }, game) => (belief ? new Believer(belief, game) : null);

/**
 * What may be said of somebody who plays G by hand, the first that holds: `moves` of the hand, and `best`, V of the best D.
 * @type {Record<string, (figures: {moves: number, best: number}) => boolean>}
 */
export const BY_HAND = {
  begin: ({ moves }) => moves === 0,
  there: ({ best }) => best <= 0.01 - 2 * Math.LN2,
  near: ({ best }) => best <= 0.1 - 2 * Math.LN2,
  apart: () => true,
};

/**
 * V of the best D, of shares of p and q by cell: 2 JSD - log 4 (Goodfellow et al. 2014, theorem 1), never below -log 4.
 * @param {Float64Array} p
 * @param {Float64Array} q
 */
export const bestValue = (p, q) => 2 * jensenShannon(shared(p), shared(q)) - 2 * Math.LN2;

/**
 * V of a D that believes `belief` of each cell; never above `bestValue`.
 * @param {Float64Array} p
 * @param {Float64Array} q
 * @param {Float32Array} belief
 */
export function valueUnder(p, q, belief) {
  const [real, fake] = [shared(p), shared(q)];
  return belief.reduce((sum, d, i) => {
    const sure = Math.min(1 - 1e-6, Math.max(1e-6, d));
    return sum + real[i] * Math.log(sure) + fake[i] * Math.log(1 - sure);
  }, 0);
}

/** @param {Float64Array} shares */
function shared(shares) {
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => share / sum);
}
