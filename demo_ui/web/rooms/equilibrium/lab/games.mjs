/* The three games that D and G can play. Each is written as functions of one score, D's output before any squashing:
   `loss` and its `slope`. gan_core/models/losses.py has the same ones, named after their equations. */

/** @typedef {{loss(score: number): number, slope(score: number): number}} Price what a score costs, and how that changes with it */
/** @typedef {{real: Price, fake: Price, generator: Price, belief(score: number): number, reference: {d: number, g: number}}} Game */

/** @param {number} score */
export const sigmoid = (score) => 1 / (1 + Math.exp(-score));
/** @param {number} score */
const softplus = (score) => Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
/** @param {number} value */
const clipped = (value) => Math.min(1, Math.max(0, value));

/** @type {Price} -log D */
const shouldBeReal = { loss: (s) => softplus(-s), slope: (s) => -sigmoid(-s) };
/** @type {Price} -log(1 - D) */
const shouldBeFake = { loss: softplus, slope: sigmoid };

/**
 * By name: what D pays for a real and for a fake, what G pays for a fake, D's belief that a score means, and both
 * losses where q = p.
 * @type {Record<string, Game>}
 */
export const GAMES = {
  // Goodfellow et al. 2014, end of section 3: G climbs log D(G(z)).
  nonsaturating: {
    real: shouldBeReal,
    fake: shouldBeFake,
    generator: shouldBeReal,
    belief: sigmoid,
    reference: { d: 2 * Math.LN2, g: Math.LN2 },
  },
  // Equation 1 of the same: G goes down log(1 - D(G(z))).
  minimax: {
    real: shouldBeReal,
    fake: shouldBeFake,
    belief: sigmoid,
    generator: { loss: (s) => -softplus(s), slope: (s) => -sigmoid(s) },
    reference: { d: 2 * Math.LN2, g: -Math.LN2 },
  },
  // Mao et al. 2017, equation 9 with a = 0, b = c = 1; G without the half.
  leastsquares: {
    real: { loss: (s) => (s - 1) ** 2 / 2, slope: (s) => s - 1 },
    fake: { loss: (s) => s ** 2 / 2, slope: (s) => s },
    generator: { loss: (s) => (s - 1) ** 2, slope: (s) => 2 * (s - 1) },
    belief: clipped,
    reference: { d: 1 / 4, g: 1 / 4 },
  },
};

/**
 * Mean loss of `scores`, whose slopes (of the mean) go into `pull`.
 * @param {Price} price
 * @param {Float32Array} scores
 * @param {Float32Array} pull
 */
export function charge({ loss, slope }, scores, pull) {
  let sum = 0;
  for (let i = 0; i < scores.length; i += 1) {
    sum += loss(scores[i]);
    pull[i] = slope(scores[i]) / scores.length;
  }
  return sum / scores.length;
}

/**
 * Games with a name each, and the settings that one starts from. How often each shows what its name says was
 * measured over seeds: docs/trials/equilibrium.md.
 * @type {import("./session.mjs").Settings}
 */
const BALANCED = {
  shape: "uneven",
  game: "nonsaturating",
  rateD: 2e-2,
  rateG: 2e-3,
  stepsD: 1,
  settle: 200,
  momentum: 0,
  perfect: false,
  hidden: [32, 32],
  seed: 1,
};

/** @type {Record<string, import("./session.mjs").Settings>} */
export const PRESETS = {
  balanced: BALANCED,
  strong: { ...BALANCED, shape: "two", game: "minimax", rateD: 1e-2, rateG: 1e-5, stepsD: 5, settle: 0 },
  collapse: { ...BALANCED, shape: "grid", rateD: 1e-3, rateG: 1e-2, settle: 0, momentum: 0.5 },
  oscillation: { ...BALANCED, shape: "one", rateD: 3e-3, rateG: 1e-2, settle: 0, momentum: 0.9 },
  perfect: { ...BALANCED, rateD: 5e-3, perfect: true },
};

/** What a plane is begun with: more is to be learned there. */
export const PLANE = { rateD: 8e-3, rateG: 3e-3, momentum: 0, settle: 600 };
