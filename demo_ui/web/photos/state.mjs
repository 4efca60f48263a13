/* What the page's own networks and its reading of photographs have been given. */

/** @typedef {Picture<Float32Array>} Mask one channel; a patch map is the same */
/** @typedef {{pixels: number, side: number, bytes: number, whole: number}} Limits of what is taken (gan_core.pictures.limits) */
/** @typedef {{template: string, weights: string}} Files of a network: its template's, and its weights' */
/**
 * @typedef {object} Index what gan_core.photos.in_browser writes
 * @property {string} digest
 * @property {Record<string, Files>} networks by name and shape
 * @property {number} largest the long side of a photograph that is kept
 * @property {number} seen the long side that the discriminators see
 * @property {number} painted the long side that the generators see
 * @property {{side: number, shares: Record<string, number>}} near they see that one first, and so it stays where their mask's mean is above their direction's share
 * @property {boolean} masked
 * @property {boolean} residual
 * @property {number} threshold of the guard: beyond it a photograph is of neither
 * @property {boolean} [half] weights lie in half precision
 */
/**
 * @typedef {object} Colours what gan_core.photos.colours_in_browser writes besides
 * @property {number} stride of the sides that the networks take
 * @property {number} gain of chroma
 * @property {boolean} eyes they say how likely all `cells` are, at a quarter of the size
 * @property {[number, number][]} cells of a and b
 */
/** @typedef {{names: Record<string, string>, words: Record<string, string>, cutOnly: string}} Made what a picture that is taken away says of its making */
/** @typedef {{name: string, shape: number[], numbers: Float32Array, data: Float32Array}} Painted by a generator */

export const state = {
  limits: /** @type {Limits} */ (/** @type {unknown} */ (null)), // known, as the others are, once the worker has begun
  longest: 0, // side of what is kept
  index: /** @type {Index & Colours} */ (/** @type {unknown} */ (null)),
  forTrial: /** @type {Painted | null} */ (null), // what was painted without the card last
  made: /** @type {Made} */ (/** @type {unknown} */ (null)),
};
