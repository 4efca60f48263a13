/* All the arithmetic of the two networks: a multilayer perceptron, its gradients, and Adam.
   Nothing else of the room knows how they are computed. Everything is float32 in flat arrays, so that a network's
   whole state is three copies. tests/model/equilibrium holds it to Keras on the same numbers. */

/** @typedef {{inputs: number, outputs: number, weights: Float32Array, biases: Float32Array}} Layer weights are inputs x outputs */
/**
 * @typedef {object} Activation bends values in place, and on the way back their slopes, by what came out
 * @property {(values: Float32Array, from: number, to: number) => void} bend
 * @property {(pull: Float32Array, values: Float32Array, from: number, to: number) => void} unbend
 */
/** @typedef {{parameters: Float32Array, mean: Float32Array, square: Float32Array, steps: number}} Saved everything that a later step depends on */

/** A perceptron of `sizes` (inputs, hidden..., outputs): `activation` between the layers, none at the end. The first
    layer begins `reach` times as steep as the others, so that its bends lie close enough for what is narrow. */
export class Network {
  /**
   * @param {number[]} sizes
   * @param {{activation?: Activation, reach?: number}} kind
   */
  constructor(sizes, { activation = LEAKY, reach = 1 } = {}) {
    this.sizes = sizes;
    this.activation = activation;
    this.reach = reach;
    const count = sizes.slice(1).reduce((sum, outputs, l) => sum + (sizes[l] + 1) * outputs, 0);
    this.parameters = new Float32Array(count);
    this.gradients = new Float32Array(count);
    this.layers = layersOf(sizes, this.parameters);
    this.slopes = layersOf(sizes, this.gradients);
    this.rows = this.count = 0;
    this.inputs = /** @type {Float32Array} */ (new Float32Array(0));
    this.inputPull = new Float32Array(0);
    /** @type {Float32Array[]} */
    this.values = [];
    /** @type {Float32Array[]} */
    this.pulls = [];
  }

  /**
   * Weights uniform as He et al. have them (2015), and biases too: with biases 0 every bend would lie at x = 0.
   * @param {import("./random.mjs").Random} random
   */
  initialise(random) {
    for (const [l, { weights, biases, inputs }] of this.layers.entries()) {
      const limit = (Math.sqrt(6 / inputs) / 2) * (l ? 1 : this.reach);
      for (let i = 0; i < weights.length; i += 1) weights[i] = random.between(-limit, limit);
      for (let j = 0; j < biases.length; j += 1) biases[j] = random.between(-limit, limit);
    }
  }

  /**
   * Outputs (rows x outputs) of `inputs` (rows x inputs); valid until the next call.
   * @param {Float32Array} inputs
   * @param {number} rows
   */
  forward(inputs, rows) {
    this.#makeRoom(rows);
    this.inputs = inputs;
    this.count = rows;
    this.layers.forEach((layer, l) => {
      const last = l === this.layers.length - 1;
      pushForward(l ? this.values[l - 1] : inputs, layer, this.values[l], rows, last ? null : this.activation);
    });
    return this.values[this.values.length - 1].subarray(0, rows * this.sizes[this.sizes.length - 1]);
  }

  /**
   * Carries `pull`, the loss's slope at each output of the last `forward`, back. Adds to `gradients` if `learning`;
   * returns the slope at each input if `inputsToo`.
   * @param {Float32Array} pull
   */
  backward(pull, { learning = true, inputsToo = false } = {}) {
    const rows = this.count,
      last = this.layers.length - 1;
    this.pulls[last].set(pull);
    for (let l = last; l >= 0; l -= 1) {
      const below = l ? this.values[l - 1] : this.inputs;
      if (learning) addGradients(below, this.pulls[l], this.slopes[l], rows);
      if (l) pullBack(this.layers[l], this.pulls[l], below, this.pulls[l - 1], rows, this.activation);
      else if (inputsToo) pullBack(this.layers[l], this.pulls[l], below, this.inputPull, rows, null);
    }
    return this.inputPull.subarray(0, inputsToo ? rows * this.sizes[0] : 0);
  }

  /** @param {number} rows */
  #makeRoom(rows) {
    if (rows <= this.rows) return;
    this.rows = rows;
    const room = (/** @type {number} */ size) => new Float32Array(rows * size);
    this.values = this.sizes.slice(1).map(room);
    this.pulls = this.sizes.slice(1).map(room);
    this.inputPull = room(this.sizes[0]);
  }
}

/**
 * @param {number[]} sizes
 * @param {Float32Array} flat
 * @returns {Layer[]}
 */
function layersOf(sizes, flat) {
  let start = 0;
  const take = (/** @type {number} */ length) => flat.subarray(start, (start += length));
  return sizes.slice(1).map((outputs, l) => {
    const inputs = sizes[l];
    return { inputs, outputs, weights: take(inputs * outputs), biases: take(outputs) };
  });
}

/** Adam (Kingma and Ba 2015, arXiv:1412.6980), in the form of the end of its section 2, as Keras has it. */
export class Adam {
  /** @param {{parameters: Float32Array, gradients: Float32Array}} network */
  constructor(network, { momentum = 0.5, memory = 0.999, epsilon = 1e-7 } = {}) {
    this.network = network;
    this.momentum = momentum;
    this.memory = memory;
    this.epsilon = epsilon;
    this.steps = 0;
    this.mean = new Float32Array(network.parameters.length);
    this.square = new Float32Array(network.parameters.length);
  }

  /**
   * One step at `rate` along the network's gradients, which are then forgotten.
   * @param {number} rate
   */
  step(rate) {
    const { network, mean, square, momentum, memory, epsilon } = this;
    const { parameters, gradients } = network;
    this.steps += 1;
    const scaled = (rate * Math.sqrt(1 - memory ** this.steps)) / (1 - momentum ** this.steps);
    for (let i = 0; i < parameters.length; i += 1) {
      const slope = gradients[i];
      mean[i] += (slope - mean[i]) * (1 - momentum);
      square[i] += (slope * slope - square[i]) * (1 - memory);
      parameters[i] -= (scaled * mean[i]) / (Math.sqrt(square[i]) + epsilon);
    }
    gradients.fill(0);
  }

  /** Everything that a later step depends on. */
  save() {
    const { network, mean, square, steps } = this;
    return { parameters: network.parameters.slice(), mean: mean.slice(), square: square.slice(), steps };
  }

  /** @param {Saved} saved */
  restore({ parameters, mean, square, steps }) {
    this.network.parameters.set(parameters);
    this.network.gradients.fill(0);
    this.mean.set(mean);
    this.square.set(square);
    this.steps = steps;
  }
}

/* The three loops in which all the time goes: a dense layer forwards, its gradients, and back to its inputs. Rows lie
   one after the other; a layer's weights are inputs x outputs. Four rows or inputs at a time: half the time. */
/* What bends a layer's values, in place; and what that does to the slopes on the way back, told by what came out. */

/**
 * Straight on both sides of 0; below it a unit lets through a fifth.
 * @type {Activation}
 */
export const LEAKY = {
  bend(values, from, to) {
    for (let i = from; i < to; i += 1) if (values[i] < 0) values[i] *= 0.2;
  },
  unbend(pull, values, from, to) {
    for (let i = from; i < to; i += 1) if (values[i] < 0) pull[i] *= 0.2;
  },
};

/**
 * Smooth everywhere: of a network of these the density that it makes of noise has no steps.
 * @type {Activation}
 */
export const TANH = {
  bend(values, from, to) {
    for (let i = from; i < to; i += 1) values[i] = Math.tanh(values[i]);
  },
  unbend(pull, values, from, to) {
    for (let i = from; i < to; i += 1) pull[i] *= 1 - values[i] * values[i];
  },
};

/**
 * `above` = `below` times the weights, plus the biases; then bent by `activation`, if any.
 * @param {Float32Array} below
 * @param {Layer} layer
 * @param {Float32Array} above
 * @param {number} rows
 * @param {Activation | null} activation
 */
function pushForward(below, { weights, biases, inputs, outputs }, above, rows, activation) {
  for (let r = 0; r < rows; r += 1) {
    const from = r * inputs,
      to = r * outputs;
    for (let j = 0; j < outputs; j += 1) above[to + j] = biases[j];
    let k = 0;
    for (; k + 3 < inputs; k += 4) {
      const a = below[from + k],
        b = below[from + k + 1],
        c = below[from + k + 2],
        d = below[from + k + 3];
      const wa = k * outputs,
        wb = wa + outputs,
        wc = wb + outputs,
        wd = wc + outputs;
      for (let j = 0; j < outputs; j += 1) {
        above[to + j] += a * weights[wa + j] + b * weights[wb + j] + c * weights[wc + j] + d * weights[wd + j];
      }
    }
    for (; k < inputs; k += 1) {
      const a = below[from + k],
        wa = k * outputs;
      for (let j = 0; j < outputs; j += 1) above[to + j] += a * weights[wa + j];
    }
    activation?.bend(above, to, to + outputs);
  }
}

/**
 * Adds to the slopes of weights and biases what `pull`, the slope at each output, asks of them.
 * @param {Float32Array} below
 * @param {Float32Array} pull
 * @param {Layer} slopes
 * @param {number} rows
 */
function addGradients(below, pull, { weights, biases, inputs, outputs }, rows) {
  let r = 0;
  for (; r + 3 < rows; r += 4) {
    const xa = r * inputs,
      xb = xa + inputs,
      xc = xb + inputs,
      xd = xc + inputs;
    const pa = r * outputs,
      pb = pa + outputs,
      pc = pb + outputs,
      pd = pc + outputs;
    for (let j = 0; j < outputs; j += 1) biases[j] += pull[pa + j] + pull[pb + j] + pull[pc + j] + pull[pd + j];
    for (let k = 0; k < inputs; k += 1) {
      const a = below[xa + k],
        b = below[xb + k],
        c = below[xc + k],
        d = below[xd + k],
        w = k * outputs;
      for (let j = 0; j < outputs; j += 1) {
        weights[w + j] += a * pull[pa + j] + b * pull[pb + j] + c * pull[pc + j] + d * pull[pd + j];
      }
    }
  }
  for (; r < rows; r += 1) {
    const x = r * inputs,
      p = r * outputs;
    for (let j = 0; j < outputs; j += 1) biases[j] += pull[p + j];
    for (let k = 0; k < inputs; k += 1) {
      const a = below[x + k],
        w = k * outputs;
      for (let j = 0; j < outputs; j += 1) weights[w + j] += a * pull[p + j];
    }
  }
}

/**
 * `pullBelow` = `pull` times the weights' transpose; through the activation that gave `below`, if any.
 * @param {Layer} layer
 * @param {Float32Array} pull
 * @param {Float32Array} below
 * @param {Float32Array} pullBelow
 * @param {number} rows
 * @param {Activation | null} activation
 */
function pullBack({ weights, inputs, outputs }, pull, below, pullBelow, rows, activation) {
  for (let r = 0; r < rows; r += 1) {
    const p = r * outputs,
      x = r * inputs;
    let k = 0;
    for (; k + 3 < inputs; k += 4) {
      const wa = k * outputs,
        wb = wa + outputs,
        wc = wb + outputs,
        wd = wc + outputs;
      let a = 0,
        b = 0,
        c = 0,
        d = 0;
      for (let j = 0; j < outputs; j += 1) {
        const at = pull[p + j];
        a += weights[wa + j] * at;
        b += weights[wb + j] * at;
        c += weights[wc + j] * at;
        d += weights[wd + j] * at;
      }
      pullBelow[x + k] = a;
      pullBelow[x + k + 1] = b;
      pullBelow[x + k + 2] = c;
      pullBelow[x + k + 3] = d;
    }
    for (; k < inputs; k += 1) {
      let a = 0;
      for (let j = 0, w = k * outputs; j < outputs; j += 1) a += weights[w + j] * pull[p + j];
      pullBelow[x + k] = a;
    }
    activation?.unbend(pullBelow, below, x, x + inputs);
  }
}
