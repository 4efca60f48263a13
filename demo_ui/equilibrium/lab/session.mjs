/* One GAN at play: two networks, two optimizers, one source of chance, and the way back through its states. */
import { TANH } from "./dense.mjs";
import { Forger } from "./forger.mjs";
import { GAMES, charge } from "./games.mjs";
import { Adam, Network } from "./network.mjs";
import { Random, drawNoise } from "./random.mjs";

export const BATCH = 128;
const SMOOTH = { activation: TANH, reach: 3 }; // G on a line: measured against leaky ReLU in docs/trials/equilibrium.md
const KEPT = 400; // states to go back through

/** `settings`: seed, game, rateD, rateG, stepsD (of D for each of G), hidden, momentum, and `settle`, the steps after
    which both rates have halved (0: they stay); `perfect`: G is given p. `real`: a Bells. */
export class Session {
  constructor(real, settings) {
    this.real = real;
    this.settings = { ...settings };
    const { dimension } = real, { seed, hidden, momentum } = settings;
    this.random = new Random(seed);
    this.g = settings.perfect ? new Forger(real) : new Network([dimension, ...hidden, dimension], dimension === 1 ? SMOOTH : {});
    this.d = new Network([dimension, ...hidden, 1]);
    this.g.initialise(this.random);
    this.d.initialise(this.random);
    this.climbD = new Adam(this.d, { momentum });
    this.climbG = new Adam(this.g, { momentum });
    this.x = new Float32Array(BATCH * dimension);
    this.z = new Float32Array(BATCH * dimension);
    this.pull = new Float32Array(BATCH);
    this.step = this.stepsD = this.stepsG = 0;
    this.past = [];
  }

  get game() {
    return GAMES[this.settings.game];
  }

  /** What the two rates are multiplied by now. On a line D's falls with the root of G's: so it stays ahead of what it
      judges (two time scales: Heusel et al. 2017, arXiv:1706.08500). */
  get calm() {
    const { settle } = this.settings, g = settle ? settle / (settle + this.step) : 1;
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
      d: this.climbD.save(), g: this.climbG.save(), chance: this.random.state,
      step: this.step, stepsD: this.stepsD, stepsG: this.stepsG,
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
    for (const count of ["step", "stepsD", "stepsG"]) this[count] = state[count];
    return true;
  }
}
