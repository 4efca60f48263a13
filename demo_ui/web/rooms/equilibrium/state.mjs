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

export const state = {
  fixed: /** @type {Fixed} */ (/** @type {unknown} */ (null)), // known, as `now` is, once a first game is open
  now: /** @type {Moment} */ (/** @type {unknown} */ (null)),
  trace: /** @type {Traced[]} */ ([]),
  settings: /** @type {Settings} */ (/** @type {unknown} */ (null)),
  strokes: /** @type {Stroke[]} */ ([]),
  playing: false,
  fast: false,
  slow: false,
  showBest: true,
  preset: /** @type {string | null} */ (null),
};

/** The measures taken last; there are some as soon as a game is open. */
export const lastMeasures = () => state.trace[state.trace.length - 1];
