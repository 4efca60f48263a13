/* One GAN at play: two networks, two optimizers, one source of chance, and the way back through its states. */
import { GRID, SHAPES, centres, drawn, heldByG, heldByReal, optimal, places } from "./distributions.mjs";
import { GAMES, charge } from "./games.mjs";
import { BANDS, EDGE, LOOKS, MEASURED, Measures, UNSURE } from "./measures.mjs";
import { Adam, Network, TANH } from "./network.mjs";
import { Random, drawNoise } from "./random.mjs";

/** @typedef {import("./distributions.mjs").Bells} Bells */
/** @typedef {{g: import("./network.mjs").Saved, d: import("./network.mjs").Saved, chance: number, step: number, stepsD: number, stepsG: number}} Kept */
/**
 * @typedef {object} Settings
 * @property {string} shape
 * @property {string} game
 * @property {number} rateD
 * @property {number} rateG
 * @property {number} stepsD of D for each of G
 * @property {number} settle steps after which both rates have halved; 0: they stay
 * @property {number} momentum
 * @property {boolean} perfect G is given p
 * @property {number[]} hidden
 * @property {number} seed
 */
/** @typedef {ReturnType<View["fixed"]>} Fixed what stays the same as long as a session does */
/**
 * @typedef {object} Moment
 * @property {number} step
 * @property {number} stepsD
 * @property {number} stepsG
 * @property {Float32Array} fakes
 * @property {Float32Array} believed
 * @property {Float32Array} arrows the way each fake is pushed
 * @property {Float32Array} belief D of each cell
 * @property {number} past states to go back through
 * @property {Float32Array} q with D* and its accuracy: of the last exact look
 * @property {Float32Array} best
 * @property {number} accuracy
 * @property {Float32Array} [warped] G's grid, of a plane
 * @property {import("./measures.mjs").Measured} [measures]
 */
/** @typedef {{do: string, steps?: number, budget?: number, running?: boolean, settings?: any, shape?: any, strokes?: any}} Wish */

export const BATCH = 128;
const SMOOTH = { activation: TANH, reach: 3 }; // G on a line: measured against leaky ReLU in docs/trials/equilibrium.md
const KEPT = 400; // states to go back through

/** `settings`: seed, game, rateD, rateG, stepsD (of D for each of G), hidden, momentum, and `settle`, the steps after
    which both rates have halved (0: they stay); `perfect`: G is given p. `real`: a Bells. */
export class Session {
  /**
   * @param {Bells} real
   * @param {Settings} settings
   */
  constructor(real, settings) {
    this.real = real;
    this.settings = { ...settings };
    const { dimension } = real,
      { seed, hidden, momentum } = settings;
    this.random = new Random(seed);
    /** @type {Network | Forger} */
    this.g = settings.perfect
      ? new Forger(real)
      : new Network([dimension, ...hidden, dimension], dimension === 1 ? SMOOTH : {});
    this.d = new Network([dimension, ...hidden, 1]);
    this.g.initialise(this.random);
    this.d.initialise(this.random);
    this.climbD = new Adam(this.d, { momentum });
    this.climbG = new Adam(this.g, { momentum });
    this.x = new Float32Array(BATCH * dimension);
    this.z = new Float32Array(BATCH * dimension);
    this.pull = new Float32Array(BATCH);
    this.step = this.stepsD = this.stepsG = 0;
    /** @type {Kept[]} */
    this.past = [];
  }

  get game() {
    return GAMES[this.settings.game];
  }

  /** What the two rates are multiplied by now. On a line D's falls with the root of G's: so it stays ahead of what it
      judges (two time scales: Heusel et al. 2017, arXiv:1706.08500). */
  get calm() {
    const { settle } = this.settings,
      g = settle ? settle / (settle + this.step) : 1;
    return { g, d: this.real.dimension === 1 ? Math.sqrt(g) : g };
  }

  /** D learns once from a batch of reals and one of fakes; returns its loss before that. */
  learnD() {
    const { d, g, game, pull } = this;
    let loss = charge(game.real, d.forward(this.real.draw(this.random, this.x), BATCH), pull);
    d.backward(pull);
    loss += charge(game.fake, d.forward(g.forward(drawNoise(this.random, this.z), BATCH), BATCH), pull);
    d.backward(pull);
    this.climbD.step(this.settings.rateD * this.calm.d);
    this.stepsD += 1;
    return loss;
  }

  /** G learns once from what D says of a batch of fakes; returns its loss before that. */
  learnG() {
    const { d, g, game, pull } = this;
    const loss = charge(game.generator, d.forward(g.forward(drawNoise(this.random, this.z), BATCH), BATCH), pull);
    g.backward(d.backward(pull, { learning: false, inputsToo: true }));
    this.climbG.step(this.settings.rateG * this.calm.g);
    this.stepsG += 1;
    return loss;
  }

  /** One step of the game, kept so that it can be taken back: D as often as the settings say, then G. */
  forward() {
    this.keep();
    for (let i = 0; i < this.settings.stepsD; i += 1) this.learnD();
    this.learnG();
    this.step += 1;
  }

  /** Keep the present state; the oldest is forgotten when there are too many. */
  keep() {
    this.past.push({
      d: this.climbD.save(),
      g: this.climbG.save(),
      chance: this.random.state,
      step: this.step,
      stepsD: this.stepsD,
      stepsG: this.stepsG,
    });
    if (this.past.length > KEPT) this.past.shift();
  }

  /** Back to the state kept last; false if there is none. */
  back() {
    const state = this.past.pop();
    if (!state) return false;
    this.climbD.restore(state.d);
    this.climbG.restore(state.g);
    this.random.state = state.chance;
    for (const count of /** @type {const} */ (["step", "stepsD", "stepsG"])) this[count] = state[count];
    return true;
  }
}

/* The perfect G: it knows p, and carries each z to the x below which there is as much of p as there is noise below z
   (the inverse of p's distribution function), so that q = p exactly. Only a line has such an order. */
const FINE = 4096;

/** Stands where a Network stands, and has nothing to learn. */
export class Forger {
  /** @param {Bells} real */
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

/* What the page needs to draw one moment of a session: plain arrays, nothing of the networks. */
const THREADS = 31; // lines from z to x
const SHOWN = 180; // points of each kind
const WARPED = 13; // lines of G's grid, each way

/** Draws what the page asks of one session; what does not change is worked out once. */
export class View {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.measures = new Measures(session);
    const { real } = session,
      { dimension } = real,
      random = new Random(session.settings.seed ^ 0xface);
    this.p = heldByReal(real);
    this.places = places(dimension);
    this.reals = real.draw(random, new Float32Array(SHOWN * dimension));
    this.z = dimension === 1 ? evenly(THREADS) : drawNoise(random, new Float32Array(2 * SHOWN));
  }

  /** What stays the same as long as the session does. */
  fixed() {
    const { session, measures, p, reals } = this,
      { dimension } = session.real;
    return {
      dimension,
      edge: EDGE,
      cells: GRID[dimension],
      along: centres(dimension),
      p: Float32Array.from(p),
      reals,
      z: this.z,
      measured: MEASURED,
      band: BANDS.needle,
      looks: LOOKS,
      unsure: UNSURE,
      floor: measures.floor,
      floorHigh: measures.floorHigh,
      reference: session.game.reference,
    };
  }

  /**
   * This moment. `exact`: with D* and q, which cost most in two dimensions; `measured`: with the measures.
   * @returns {Moment}
   */
  now({ exact = true, measured = true } = {}) {
    const { session } = this,
      { d, g, game, step, stepsD, stepsG } = session,
      { dimension } = session.real;
    const rows = this.z.length / dimension;
    const fakes = g.forward(this.z, rows).slice();
    const scores = d.forward(fakes, rows),
      believed = Float32Array.from(scores, game.belief);
    const arrows = d
      .backward(
        scores.map((/** @type {number} */ score) => -game.generator.slope(score)),
        { learning: false, inputsToo: true },
      )
      .slice();
    const belief = Float32Array.from(d.forward(this.places, this.places.length / dimension), game.belief);
    /** @type {any} */
    const found = { step, stepsD, stepsG, fakes, believed, arrows, belief, past: session.past.length };
    if (exact || dimension === 1) {
      const q = heldByG(g, dimension);
      Object.assign(found, { q: Float32Array.from(q) }, optimal(this.p, q));
    }
    if (dimension === 2) found.warped = g.forward(lattice(), WARPED ** 2).slice();
    if (measured) found.measures = this.measures.take();
    return found;
  }
}

/** @param {number} count */
const evenly = (count) => Float32Array.from({ length: count }, (_, i) => (2 * i + 1) / count - 1);

function lattice() {
  const points = new Float32Array(2 * WARPED ** 2),
    along = (/** @type {number} */ i) => (2 * i) / (WARPED - 1) - 1;
  for (let i = 0; i < WARPED ** 2; i += 1) points.set([along(i % WARPED), along(Math.floor(i / WARPED))], 2 * i);
  return points;
}

/* What can be asked: a session opened, steps taken or taken back, settings changed, the present looked at. */
const OFTEN = 100,
  SELDOM = 400; // milliseconds between measures, and between two exact looks at a plane

export class Lab {
  /** @type {Session | null} */
  session = null;
  /** @type {View | null} */
  view = null;
  exactAt = -Infinity;
  measuredAt = -Infinity;

  /**
   * `wish`: {do, ...}; `running`: that is one of many to come, and need not be looked at closely. Gives {fixed} after opening, and {now}; or {fault}, the name of what is wrong.
   * @param {Wish} wish
   */
  answer(wish) {
    if (wish.do === "open") return this.open(/** @type {any} */ (wish));
    if (!this.session) return { fault: "unopened" };
    const { session } = this,
      { past } = session;
    if (wish.do === "set") Object.assign(session.settings, wish.settings);
    if (wish.do === "advance") this.advance(wish);
    if (wish.do === "learnD") session.keep(), session.learnD();
    if (wish.do === "learnG") session.keep(), session.learnG(), (session.step += 1);
    if (wish.do === "back") for (let i = 0; i < (wish.steps ?? 0) && past.length; i += 1) session.back();
    return { now: this.look(!wish.running) };
  }

  /** @param {{shape: string, strokes?: number[][][], settings: Settings}} wish */
  open({ shape, strokes, settings }) {
    const real = shape === "drawn" ? drawn(strokes ?? []) : SHAPES[shape];
    if (!real) return { fault: shape === "drawn" ? "empty" : "shape" };
    this.session = new Session(real, settings);
    this.view = new View(this.session);
    return { fixed: this.view.fixed(), now: this.look(true) };
  }

  /**
   * At most `steps`, at most for `budget` milliseconds.
   * @param {{steps?: number, budget?: number}} wish
   */
  advance({ steps = 0, budget = Infinity }) {
    const end = performance.now() + budget;
    for (let i = 0; i < steps; i += 1) {
      this.session?.forward();
      if (performance.now() >= end) return;
    }
  }

  /**
   * Everything when one looks closely, the costly things from time to time while it runs.
   * @param {boolean} closely
   */
  look(closely) {
    const time = performance.now();
    const exact = closely || time - this.exactAt > SELDOM,
      measured = closely || time - this.measuredAt > OFTEN;
    if (exact) this.exactAt = time;
    if (measured) this.measuredAt = time;
    return this.view?.now({ exact, measured });
  }
}
