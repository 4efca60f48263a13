/* What the page's own networks are made from: what gan_core.digits.in_browser writes. */

/** @typedef {{bytes: number, holes: [number, number, number][], rest: string}} Template a network without its weights: where they go (start, rows, columns), and all other bytes in base64 */
/**
 * @typedef {object} Networks of one checkpoint
 * @property {{generator: Template, discriminator: Template}} moulds
 * @property {Record<string, string>} weights files by step, or "finished"
 * @property {string} vectors of the directions, in base64
 * @property {{length: number, vectors: Float32Array[]}} sliders the same, read
 */
/**
 * @typedef {object} Index
 * @property {string} digest
 * @property {import("../state.mjs").Facts[]} checkpoints
 * @property {Record<string, Networks>} networks
 * @property {{file: string, count: number}} reals
 */

export const state = {
  index: /** @type {Index} */ (/** @type {unknown} */ (null)), // known once the worker has begun
};
