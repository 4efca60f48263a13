/* What the room was opened with, what is known and set in it now. */
import { contextOf } from "../../core/context.mjs";

/** @type {Context<{}, {}>} */
export const { element, find, root } = contextOf("equilibrium");

/** @typedef {import("./lab/session.mjs").Settings} Settings */
/** @typedef {import("./lab/session.mjs").Fixed} Fixed */
/** @typedef {import("./lab/session.mjs").Moment} Moment */
/** @typedef {import("./lab/measures.mjs").Traced} Traced */
/** @typedef {number[][]} Stroke places [x, y] that a line goes through */
/** @typedef {Settings & {strokes?: Stroke[]}} Opening */

/**
 * @typedef {object} Hands somebody plays G, and where D is drawn, too, a second one plays D
 * @property {Float32Array} [curve] q on a line
 * @property {Float32Array} [points] q on a plane
 * @property {Float32Array | null} [belief] D on a line
 * @property {number} moves
 * @property {number} lowest V of the best D so far
 */

export const state = {
  fixed: /** @type {Fixed} */ (/** @type {unknown} */ (null)), // known, as `now` is, once a first game is open
  now: /** @type {Moment} */ (/** @type {unknown} */ (null)),
  trace: /** @type {Traced[]} */ ([]),
  settings: /** @type {Settings} */ (/** @type {unknown} */ (null)),
  strokes: /** @type {Stroke[]} */ ([]),
  hands: /** @type {Hands | null} */ (null), // while somebody plays by hand
  rested: /** @type {Hands | null} */ (null), // those of a game that was left in the middle
  aside: /** @type {Traced[]} */ ([]), // the trace of the game that waits: the networks', or the one by hand
  playing: false,
  fast: false,
  slow: false,
  showBest: true,
  preset: /** @type {string | null} */ (null),
};

/** The measures taken last; there are some as soon as a game is open. */
export const lastMeasures = () => state.trace[state.trace.length - 1];
