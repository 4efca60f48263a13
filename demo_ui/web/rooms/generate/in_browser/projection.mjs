/* A visitor's digit in the latent space: an encoder proposes z, descent through G refines it. What
   gan_core.digits.projection does, in the page. */
import { breath } from "../../../answer/worker.mjs";
import { DIGITS } from "../../../contract.mjs";
import { kept } from "../../../nets/cache.mjs";
import { compiled, run } from "../../../nets/litert.mjs";
import { poured, state } from "./networks.mjs";

const { BETAS, LATENT, RATE, SHOWN, SIDE, STEPS } = DIGITS;
const SIZE = SIDE * SIDE;
const [BETA1, BETA2] = BETAS;
/** @type {Promise<{encoder: Network, descent: Network}> | null} */
let networks = null;

async function loaded() {
  const { generator, templates, weights } = /** @type {import("./networks.mjs").Encoder} */ (state.index.encoder);
  const drawsBy = state.index.networks[generator].weights.finished;
  const [own, its] = await Promise.all([kept(weights), kept(drawsBy)]);
  const first = poured(templates.encoder, own, 0);
  if (first.from !== own.byteLength) throw new Error("weights of another shape");
  const descent = poured(templates.descent, its, 0);
  return { encoder: await compiled(first.whole), descent: await compiled(descent.whole) };
}

/**
 * At the length at which G was trained.
 * @param {Float32Array} v
 */
function onShell(v) {
  const length = Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));
  return v.map((value) => (value / Math.max(length, 1e-12)) * Math.sqrt(v.length));
}

/**
 * @param {Float32Array} drawn in [-1, 1]
 * @returns {Uint8Array<ArrayBuffer>}
 */
const greys = (drawn) => Uint8Array.from(drawn, (value) => Math.round(value * 127.5 + 127.5));

/**
 * L1, the mean absolute difference, greys counted from 0 to 1.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
const apart = (a, b) => a.reduce((sum, grey, i) => sum + Math.abs(grey - b[i]), 0) / 255 / a.length;

/**
 * The way to a digit, 28 x 28 greys: of the encoder's z and then of the nearest so far, `SHOWN` times.
 * @param {Uint8Array} picture
 */
export async function wayTo(picture) {
  if (!state.index.encoder) return null;
  networks ??= loaded();
  networks.catch(() => (networks = null)); // the next wish tries again
  const { encoder, descent } = await networks;
  const x = Float32Array.from(picture, (grey) => grey / 127.5 - 1);
  let z = onShell(await run(encoder, x, [1, SIDE, SIDE, 1]));
  let best = { z, drawn: new Uint8Array(SIZE), l1: Infinity };
  const step = adam(),
    way = [];
  for (let count = 0; count <= STEPS; count += 1) {
    const found = await run(descent, Float32Array.from([...z, ...x]), [1, LATENT + SIZE]);
    const drawn = greys(found.subarray(LATENT)),
      l1 = apart(drawn, picture);
    if (l1 < best.l1) best = { z, drawn, l1 };
    if (count % (STEPS / SHOWN) === 0) way.push(best);
    z = onShell(step(z, found.subarray(0, LATENT)));
    await breath();
  }
  return way;
}

/* A step of Adam (Kingma and Ba 2015) whose rate falls to 0 along half a cosine. */
function adam() {
  const first = new Float32Array(LATENT),
    second = new Float32Array(LATENT);
  let count = 0;
  return (/** @type {Float32Array} */ z, /** @type {Float32Array} */ slope) => {
    const rate = RATE * 0.5 * (1 + Math.cos((Math.PI * count) / STEPS));
    count += 1;
    return z.map((value, i) => {
      first[i] = BETA1 * first[i] + (1 - BETA1) * slope[i];
      second[i] = BETA2 * second[i] + (1 - BETA2) * slope[i] ** 2;
      const along = first[i] / (1 - BETA1 ** count),
        size = Math.sqrt(second[i] / (1 - BETA2 ** count));
      return value - (rate * along) / (size + 1e-8);
    });
  };
}

/**
 * How many of 100 digits that took no part stay nearer than `l1`; null where that was not measured.
 * @param {number} l1
 */
export function nearerThan(l1) {
  const { percentiles = [] } = state.index.encoder ?? {};
  return percentiles.length ? percentiles.filter((limit, k) => k && limit < l1).length : null;
}
