/* What the page needs to draw one moment of a session: plain arrays, nothing of the networks. */
import { GRID, centres, heldByG, heldByReal, optimal, places } from "./densities.mjs";
import { BANDS, LOOKS } from "./diagnosis.mjs";
import { EDGE, MEASURED, Measures, UNSURE } from "./measures.mjs";
import { Random, drawNoise } from "./random.mjs";

const THREADS = 31; // lines from z to x
const SHOWN = 180; // points of each kind
const WARPED = 13; // lines of G's grid, each way

/** Draws what the page asks of one session; what does not change is worked out once. */
export class View {
  constructor(session) {
    this.session = session;
    this.measures = new Measures(session);
    const { real } = session, { dimension } = real, random = new Random(session.settings.seed ^ 0xface);
    this.p = heldByReal(real);
    this.places = places(dimension);
    this.reals = real.draw(random, new Float32Array(SHOWN * dimension));
    this.z = dimension === 1 ? evenly(THREADS) : drawNoise(random, new Float32Array(2 * SHOWN));
  }

  /** What stays the same as long as the session does. */
  fixed() {
    const { session, measures, p, reals } = this, { dimension } = session.real;
    return {
      dimension, edge: EDGE, cells: GRID[dimension], along: centres(dimension), p: Float32Array.from(p), reals, z: this.z,
      measured: MEASURED, band: BANDS.needle, looks: LOOKS, unsure: UNSURE, floor: measures.floor, floorHigh: measures.floorHigh,
      reference: session.game.reference,
    };
  }

  /** This moment. `exact`: with D* and q, which cost most in two dimensions; `measured`: with the measures. */
  now({ exact = true, measured = true } = {}) {
    const { session } = this, { d, g, game, step, stepsD, stepsG } = session, { dimension } = session.real;
    const rows = this.z.length / dimension;
    const fakes = g.forward(this.z, rows).slice();
    const scores = d.forward(fakes, rows), believed = Float32Array.from(scores, game.belief);
    const arrows = d.backward(scores.map((score) => -game.generator.slope(score)), { learning: false, inputsToo: true }).slice();
    const belief = Float32Array.from(d.forward(this.places, this.places.length / dimension), game.belief);
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

const evenly = (count) => Float32Array.from({ length: count }, (_, i) => (2 * i + 1) / count - 1);

function lattice() {
  const points = new Float32Array(2 * WARPED ** 2), along = (i) => (2 * i) / (WARPED - 1) - 1;
  for (let i = 0; i < WARPED ** 2; i += 1) points.set([along(i % WARPED), along(Math.floor(i / WARPED))], 2 * i);
  return points;
}
