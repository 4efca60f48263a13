/* What is measured, and what a perfect G would read. Sums are over held-out reals and as many fakes. */
import { auc } from "../../../core/auc.mjs";
import { accuracyBand, aucBand, balancedBand } from "../../../core/bands.mjs";
import { Random, drawNoise } from "./random.mjs";

export { accuracyBand, auc, aucBand, balancedBand };

/** @typedef {import("./session.mjs").Session} Session */
/** @typedef {ReturnType<Measures["take"]>} Measured the figures of a moment */
/** @typedef {Measured & {at: number, step: number, best: number, state?: string}} Traced `best`: how often the best D would be right; `at`: steps of D and of G */
/** @typedef {{now: Traced, floor: number, looks: Traced[], swung: number}} Figures */
/** @typedef {Float32Array | Float64Array} Numbers */

export const MEASURED = 1000; // reals and fakes, of each
export const EDGE = 4.5; // densities are looked at between -EDGE and EDGE
const CELLS = { 1: 50, 2: 20 }; // of a histogram, along each direction
export const UNSURE = 0.02; // a belief so near to 0.5 is no opinion: D tosses a coin, which is right half of the time
const FLOORS = 20; // pairs of real samples that the floor is the mean of

/**
 * How much a belief counts of a picture of which "real" is right: 1, 0, or 1/2 where it is none.
 * @param {number} belief
 */
const right = (belief) => (belief > 0.5 + UNSURE ? 1 : belief < 0.5 - UNSURE ? 0 : 0.5);

/**
 * Jensen-Shannon divergence in nats of two histograms (shares that sum to 1): 0 to log 2.
 * @param {Numbers} p
 * @param {Numbers} q
 */
export function jensenShannon(p, q) {
  let sum = 0;
  for (let i = 0; i < p.length; i += 1) {
    const middle = (p[i] + q[i]) / 2;
    if (p[i] > 0) sum += (p[i] * Math.log(p[i] / middle)) / 2;
    if (q[i] > 0) sum += (q[i] * Math.log(q[i] / middle)) / 2;
  }
  return Math.max(0, sum);
}

/**
 * Total variation of two histograms: half the sum of |p - q|, 0 to 1.
 * @param {Numbers} p
 * @param {Numbers} q
 */
export function totalVariation(p, q) {
  let sum = 0;
  for (let i = 0; i < p.length; i += 1) sum += Math.abs(p[i] - q[i]);
  return sum / 2;
}

/**
 * Shares of `points` (rows x dimension) in equal cells between -EDGE and EDGE; what lies outside counts at the edge.
 * @param {Float32Array} points
 * @param {import("./distributions.mjs").Dimension} dimension
 */
export function histogram(points, dimension, cells = CELLS[dimension]) {
  const shares = new Float64Array(cells ** dimension);
  for (let i = 0; i < points.length; i += dimension) {
    let cell = 0;
    for (let d = dimension - 1; d >= 0; d -= 1) {
      const at = Math.floor(((points[i + d] + EDGE) / (2 * EDGE)) * cells);
      cell = cell * cells + Math.min(cells - 1, Math.max(0, at));
    }
    shares[cell] += dimension / points.length;
  }
  return shares;
}

/**
 * The share of p's bells of which G draws at least a quarter of what it should; `fakes` are rows x dimension.
 * @param {import("./distributions.mjs").Bells} real
 * @param {Float32Array} fakes
 */
export function covered(real, fakes) {
  const { dimension, bells } = real,
    drawn = new Float64Array(bells.length),
    rows = fakes.length / dimension;
  for (let i = 0; i < fakes.length; i += dimension) {
    let nearest = -1,
      least = 9; // squared widths: three widths away is nobody's
    bells.forEach(({ at, width }, b) => {
      let square = 0;
      for (let d = 0; d < dimension; d += 1) square += ((fakes[i + d] - at[d]) / width) ** 2;
      if (square < least) [nearest, least] = [b, square];
    });
    if (nearest >= 0) drawn[nearest] += 1 / rows;
  }
  return bells.reduce((sum, { share }, b) => sum + (drawn[b] >= share / 4 ? share : 0), 0);
}

/** The measuring of one session: the same held-out reals and latents all the time, drawn apart from its training. */
export class Measures {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const { dimension } = session.real,
      random = new Random(session.settings.seed ^ 0x5eed);
    const sample = () => session.real.draw(random, new Float32Array(MEASURED * dimension));
    this.reals = sample();
    this.z = drawNoise(random, new Float32Array(MEASURED * dimension));
    this.shares = histogram(this.reals, dimension);
    const floors = Array.from({ length: FLOORS }, () =>
      jensenShannon(histogram(sample(), dimension), histogram(sample(), dimension)),
    );
    this.floor = floors.reduce((sum, floor) => sum + floor) / FLOORS;
    this.floorHigh = Math.max(...floors);
  }

  /** D's two accuracies and mean beliefs, AUC, V, both losses, and the divergence, at this moment. */
  take() {
    const { real, d, g, game } = this.session,
      { dimension } = real;
    const fakes = g.forward(this.z, MEASURED).slice();
    const scoresReal = d.forward(this.reals, MEASURED).slice(),
      scoresFake = d.forward(fakes, MEASURED);
    const mean = (/** @type {Float32Array} */ scores, /** @type {(score: number) => number} */ of) =>
      scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
    const belief = (/** @type {number} */ score) => Math.min(1 - 1e-6, Math.max(1e-6, game.belief(score)));
    return {
      accuracyReal: mean(scoresReal, (score) => right(game.belief(score))),
      accuracyFake: mean(scoresFake, (score) => 1 - right(game.belief(score))),
      auc: auc(scoresReal, scoresFake),
      meanReal: mean(scoresReal, game.belief),
      meanFake: mean(scoresFake, game.belief),
      value:
        mean(scoresReal, (score) => Math.log(belief(score))) + mean(scoresFake, (score) => Math.log(1 - belief(score))),
      lossD: mean(scoresReal, game.real.loss) + mean(scoresFake, game.fake.loss),
      lossG: mean(scoresFake, game.generator.loss),
      divergence: jensenShannon(this.shares, histogram(fakes, dimension)),
      covered: covered(real, fakes),
      bells: real.bells.length,
      push: mean(scoresFake, (score) => Math.abs(game.generator.slope(score))),
    };
  }
}

/* What a moment's figures mean, as a name that the page puts into words. Beside each name stands the condition under
   which it may be said; the first that holds is. tests/unit/equilibrium asks them of made figures, and of the presets. */
export const LOOKS = 10; // in a row that have to be in their bands
export const Z_LOOKS = 2.807034; // instead of 1.96: 95% that none of so many looks leaves its band by chance
const EARLY = 15; // steps of G before which nothing is said
const WINS = 0.95; // both accuracies at least this
const HARD = 0.25; // a push on G from which on nobody says that it is hardly pushed
const CLOSE = 4; // times the floor: q lies near p
const FEW = 0.5; // less than this share of p is reached
const SWING = 0.25,
  SWINGS = 3; // an accuracy leaves this band around 0.5 on the other side, so often
const RECENT = 400; // steps back

/** Half widths of what chance alone allows in `LOOKS` looks: of a needle; of their mean, and so of the best D's; of AUC. */
export const BANDS = {
  needle: accuracyBand(MEASURED, Z_LOOKS),
  mean: balancedBand(MEASURED, Z_LOOKS),
  auc: aucBand(MEASURED, Z_LOOKS),
};

/**
 * @param {number} value
 * @param {number} band
 */
const within = (value, band) => Math.abs(value - 0.5) <= band;
/** @param {Measured} one */
const mean = ({ accuracyReal, accuracyFake }) => (accuracyReal + accuracyFake) / 2;
/** @param {Measured} one */
const caught = ({ accuracyReal, accuracyFake }) => Math.min(accuracyReal, accuracyFake) >= WINS;
/** @param {Measured} one */
const needlesIn = ({ accuracyReal, accuracyFake }) =>
  within(accuracyReal, BANDS.needle) && within(accuracyFake, BANDS.needle);
/** @param {Measured} one */
const meanIn = (one) => within(mean(one), BANDS.mean);
/** @param {Measured} one */
const rankingIn = ({ auc }) => within(auc, BANDS.auc);
/** @param {Traced} one */
const bestIn = ({ best }) => best <= 0.5 + BANDS.mean; // what even the best D would be right is no more than chance allows
/** @param {Traced} one */
const allIn = (one) => needlesIn(one) && meanIn(one) && rankingIn(one) && bestIn(one);

/**
 * By name: the condition, of the present figures `now` and of what came before.
 * @type {Record<string, (figures: Figures) => boolean>}
 */
export const STATES = {
  early: ({ now }) => now.step < EARLY,
  strong: ({ now }) => caught(now) && now.push < HARD,
  pushed: ({ now }) => caught(now), // and the loss pushes G all the same
  equilibrium: ({ looks }) => looks.length === LOOKS && looks.every(allIn),
  unsettled: ({ now }) => bestIn(now), // nobody could tell, but this D is not at rest
  nearly: ({ now, floor }) => now.divergence <= CLOSE * floor,
  collapse: ({ now }) => now.bells > 1 && now.covered < FEW,
  circles: ({ swung }) => swung >= SWINGS,
  apart: ({ now }) => mean(now) > 0.5 + BANDS.mean,
  leaning: ({ now }) => now.auc > 0.5 + BANDS.auc, // it ranks them, and its threshold wastes that
  behind: ({ now }) => mean(now) < 0.5 - BANDS.mean,
  turned: ({ now }) => now.auc < 0.5 - BANDS.auc,
  asleep: ({ now }) => meanIn(now) && rankingIn(now),
};

/**
 * `trace`: the measures so far, oldest first, each with `step` and `best`, how often the best D would be right;
 * `floor`: the divergence of real from real.
 * @param {Traced[]} trace
 * @param {number} floor
 * @returns {string}
 */
export function diagnose(trace, floor) {
  const now = trace[trace.length - 1];
  if (!now) return "early";
  const figures = {
    now,
    floor,
    looks: trace.slice(-LOOKS),
    swung: swings(trace.filter(({ step }) => step > now.step - RECENT)),
  };
  return Object.keys(STATES).find((name) => STATES[name](figures)) ?? "asleep";
}

/**
 * How often D's lean, what it calls real less what it calls fake, went from one side over to the other.
 * @param {Traced[]} recent
 */
function swings(recent) {
  let side = 0,
    count = 0;
  for (const { accuracyReal, accuracyFake } of recent) {
    const lean = (accuracyReal - accuracyFake) / 2,
      next = Math.abs(lean) < SWING ? side : Math.sign(lean);
    if (side && next !== side) count += 1;
    side = next;
  }
  return count;
}
