/* The three loops in which all the time goes: a dense layer forwards, its gradients, and back to its inputs. Rows lie
   one after the other; a layer's weights are inputs x outputs. Four rows or inputs at a time: half the time. */

/** Below zero a unit still lets through this much. */
export const LEAK = 0.2;

/** `above` = `below` times the weights, plus the biases; leaky ReLU if `bent`. */
export function pushForward(below, { weights, biases, inputs, outputs }, above, rows, bent) {
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
    if (bent) for (let j = 0; j < outputs; j += 1) if (above[to + j] < 0) above[to + j] *= LEAK;
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

/** `pullBelow` = `pull` times the weights' transpose; through the leaky ReLU that gave `below`, if it was `bent`. */
export function pullBack({ weights, inputs, outputs }, pull, below, pullBelow, rows, bent) {
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
    if (bent) for (let i = x; i < x + inputs; i += 1) if (below[i] < 0) pullBelow[i] *= LEAK;
  }
}
