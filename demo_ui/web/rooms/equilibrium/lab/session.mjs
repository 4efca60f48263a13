/* One GAN at play: two networks, two optimizers, one source of chance, and the way back through its states. */
import {
  GRID,
  SHAPES,
  centres,
  drawn,
  heldByG,
  heldByReal,
  middle,
  optimal,
  places,
  widePlaces,
} from "./distributions.mjs";
import { GAMES, charge } from "./games.mjs";
import { BANDS, EDGE, LOOKS, MEASURED, Measures, UNSURE } from "./measures.mjs";
import { Adam, Network, TANH } from "./network.mjs";
import { Random, drawNoise } from "./random.mjs";
import { Forger, bestValue, discriminatorOf, generatorOf, noiseOfPoints, valueUnder } from "./stand_ins.mjs";

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
 * @property {boolean} [hand] somebody plays G by hand, and only D learns
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
 * @property {Float32Array} [wide] and beside the square, of a plane (distributions.mjs)
 * @property {number} past states to go back through
 * @property {Float32Array} q with D* and its accuracy: of the last exact look
 * @property {Float32Array} best
 * @property {number} accuracy
 * @property {Float32Array} [warped] G's grid, of a plane
 * @property {number} [bestValue] V of the best D, and of this one, over all draws: where G is played by hand
 * @property {number} [exactValue]
 * @property {import("./measures.mjs").Measured} [measures]
 */
/** @typedef {{do: string, steps?: number, budget?: number, running?: boolean, on?: boolean, hands?: import("./stand_ins.mjs").Hands, settings?: any, shape?: any, strokes?: any}} Wish */

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
    /** @type {Network | Forger | ReturnType<typeof generatorOf>} */
    this.g = settings.hand
      ? generatorOf({}, real)
      : settings.perfect
        ? new Forger(real)
        : new Network([dimension, ...hidden, dimension], dimension === 1 ? SMOOTH : {});
    /** @type {Network | NonNullable<ReturnType<typeof discriminatorOf>>} */
    this.d = this.pupil = new Network([dimension, ...hidden, 1]);
    this.g.initialise(this.random);
    this.pupil.initialise(this.random);
    this.climbD = new Adam(this.pupil, { momentum });
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
    const { settle, hand } = this.settings,
      g = settle && !hand ? settle / (settle + this.step) : 1;
    return { g, d: this.real.dimension === 1 ? Math.sqrt(g) : g };
  }

  /** D learns once from a batch of reals and one of fakes; returns its loss before that. */
  learnD() {
    const { pupil: d, g, game, pull } = this;
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
    const { pupil: d, g, game, pull } = this;
    const loss = charge(game.generator, d.forward(g.forward(drawNoise(this.random, this.z), BATCH), BATCH), pull);
    g.backward(d.backward(pull, { learning: false, inputsToo: true }));
    this.climbG.step(this.settings.rateG * this.calm.g);
    this.stepsG += 1;
    return loss;
  }

  /** One step of the game, kept so that it can be taken back: D as often as the settings say, then G. What is played by
      hand neither learns nor is taken back. */
  forward() {
    const { hand, stepsD } = this.settings;
    if (!hand) this.keep();
    if (this.d === this.pupil) for (let i = 0; i < stepsD; i += 1) this.learnD();
    if (!hand) this.learnG();
    this.step += 1;
  }

  /**
   * The hands have moved.
   * @param {import("./stand_ins.mjs").Hands} hands
   */
  take(hands) {
    if (!this.settings.hand) return;
    this.g = generatorOf(hands, this.real);
    this.d = discriminatorOf(hands, this.game) ?? this.pupil;
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
    this.places = dimension === 1 ? places(1) : widePlaces();
    this.reals = real.draw(random, new Float32Array(SHOWN * dimension));
    const noise = () => (session.settings.hand ? noiseOfPoints() : drawNoise(random, new Float32Array(2 * SHOWN)));
    this.z = dimension === 1 ? evenly(THREADS) : noise();
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
      { dimension } = session.real,
      { hand } = session.settings;
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
    const seen = Float32Array.from(d.forward(this.places, this.places.length / dimension), game.belief),
      belief = dimension === 1 ? seen : middle(seen);
    /** @type {any} */
    const found = { step, stepsD, stepsG, fakes, believed, arrows, belief, past: session.past.length };
    if (exact || hand || dimension === 1) {
      const q = heldByG(g, dimension);
      Object.assign(found, { q: Float32Array.from(q) }, optimal(this.p, q));
      if (hand) Object.assign(found, { bestValue: bestValue(this.p, q), exactValue: valueUnder(this.p, q, belief) });
    }
    if (dimension === 2) found.wide = seen;
    if (dimension === 2 && !hand) found.warped = g.forward(lattice(), WARPED ** 2).slice();
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

/** @param {Session} session */
const seated = (session) => ({ session, view: new View(session) });

export class Lab {
  /** @type {Session | null} */
  session = null;
  /** @type {View | null} */
  view = null;
  /** @type {{session: Session, view: View} | null} the networks' own game */
  own = null;
  /** @type {{session: Session, view: View} | null} the same with somebody in G's place: either waits while the other is played */
  byHand = null;
  exactAt = -Infinity;
  measuredAt = -Infinity;

  /**
   * `wish`: {do, ...}; `running`: that is one of many to come, and need not be looked at closely. Gives {fixed} after opening, and {now}; or {fault}, the name of what is wrong.
   * @param {Wish} wish
   */
  answer(wish) {
    if (wish.do === "open") return this.open(/** @type {any} */ (wish));
    if (!this.session) return { fault: "unopened" };
    if (wish.do === "sit") return this.sit(Boolean(wish.on), wish.hands ?? {});
    const { session } = this,
      { past } = session;
    if (wish.hands) session.take(wish.hands);
    if (wish.do === "set")
      for (const game of [this.own, this.byHand]) Object.assign(game?.session.settings ?? {}, wish.settings);
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
    this.own = seated(new Session(real, settings));
    this.byHand = null;
    Object.assign(this, this.own);
    return this.seen();
  }

  /**
   * Somebody sits down in G's place, or gets up; both games are as they were left.
   * @param {boolean} on
   * @param {import("./stand_ins.mjs").Hands} hands
   */
  sit(on, hands) {
    if (!this.own) return { fault: "unopened" };
    const { real, settings } = this.own.session;
    if (on) this.byHand ??= seated(new Session(real, { ...settings, hand: true }));
    Object.assign(this, on ? this.byHand : this.own);
    this.session?.take(hands);
    return this.seen();
  }

  seen() {
    return { fixed: this.view?.fixed(), now: this.look(true) };
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
