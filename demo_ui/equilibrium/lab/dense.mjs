/* The three loops in which all the time goes: a dense layer forwards, its gradients, and back to its inputs. Rows lie
   one after the other; a layer's weights are inputs x outputs. Four rows or inputs at a time: half the time. */

/* What bends a layer's values, in place; and what that does to the slopes on the way back, told by what came out. */

/** Straight on both sides of 0; below it a unit lets through a fifth. */
export const LEAKY = {
  bend(values, from, to) {
    for (let i = from; i < to; i += 1) if (values[i] < 0) values[i] *= 0.2;
  },
  unbend(pull, values, from, to) {
    for (let i = from; i < to; i += 1) if (values[i] < 0) pull[i] *= 0.2;
  },
};

/** Smooth everywhere: of a network of these the density that it makes of noise has no steps. */
export const TANH = {
  bend(values, from, to) {
    for (let i = from; i < to; i += 1) values[i] = Math.tanh(values[i]);
  },
  unbend(pull, values, from, to) {
    for (let i = from; i < to; i += 1) pull[i] *= 1 - values[i] * values[i];
  },
};

/** `above` = `below` times the weights, plus the biases; then bent by `activation`, if any. */
export function pushForward(below, { weights, biases, inputs, outputs }, above, rows, activation) {
  for (let r = 0; r < rows; r += 1) {
    const from = r * inputs, to = r * outputs;
    for (let j = 0; j < outputs; j += 1) above[to + j] = biases[j];
    let k = 0;
    for (; k + 3 < inputs; k += 4) {
      const a = below[from + k], b = below[from + k + 1], c = below[from + k + 2], d = below[from + k + 3];
      const wa = k * outputs, wb = wa + outputs, wc = wb + outputs, wd = wc + outputs;
      for (let j = 0; j < outputs; j += 1) {
        above[to + j] += a * weights[wa + j] + b * weights[wb + j] + c * weights[wc + j] + d * weights[wd + j];
      }
    }
    for (; k < inputs; k += 1) {
      const a = below[from + k], wa = k * outputs;
      for (let j = 0; j < outputs; j += 1) above[to + j] += a * weights[wa + j];
    }
    activation?.bend(above, to, to + outputs);
  }
}

/** Adds to the slopes of weights and biases what `pull`, the slope at each output, asks of them. */
export function addGradients(below, pull, { weights, biases, inputs, outputs }, rows) {
  let r = 0;
  for (; r + 3 < rows; r += 4) {
    const xa = r * inputs, xb = xa + inputs, xc = xb + inputs, xd = xc + inputs;
    const pa = r * outputs, pb = pa + outputs, pc = pb + outputs, pd = pc + outputs;
    for (let j = 0; j < outputs; j += 1) biases[j] += pull[pa + j] + pull[pb + j] + pull[pc + j] + pull[pd + j];
    for (let k = 0; k < inputs; k += 1) {
      const a = below[xa + k], b = below[xb + k], c = below[xc + k], d = below[xd + k], w = k * outputs;
      for (let j = 0; j < outputs; j += 1) {
        weights[w + j] += a * pull[pa + j] + b * pull[pb + j] + c * pull[pc + j] + d * pull[pd + j];
      }
    }
  }
  for (; r < rows; r += 1) {
    const x = r * inputs, p = r * outputs;
    for (let j = 0; j < outputs; j += 1) biases[j] += pull[p + j];
    for (let k = 0; k < inputs; k += 1) {
      const a = below[x + k], w = k * outputs;
      for (let j = 0; j < outputs; j += 1) weights[w + j] += a * pull[p + j];
    }
  }
}

/** `pullBelow` = `pull` times the weights' transpose; through the activation that gave `below`, if any. */
export function pullBack({ weights, inputs, outputs }, pull, below, pullBelow, rows, activation) {
  for (let r = 0; r < rows; r += 1) {
    const p = r * outputs, x = r * inputs;
    let k = 0;
    for (; k + 3 < inputs; k += 4) {
      const wa = k * outputs, wb = wa + outputs, wc = wb + outputs, wd = wc + outputs;
      let a = 0, b = 0, c = 0, d = 0;
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
