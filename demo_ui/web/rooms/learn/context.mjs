/* What the room was mounted with, once for all of its modules. */

/** @typedef {{kind: string, shape: number[], weights: number}} Layer */
/** @typedef {{frames: string, sheet: {columns: number, tile: number}, l1: number[], colourful: number[]}} Racer a recorded training */
/** @typedef {{epoch: number, accuracy_real: number, accuracy_fake: number, n_real: number, n_fake: number}} Snapshot */
/**
 * @typedef {object} Props
 * @property {{checkpoint?: string, seed: number, digit: number}} start
 * @property {Record<string, Layer[]>} layers by network
 * @property {{frames: string, sheet: {columns: number, count: number}, snapshots: Snapshot[]} | null} run
 * @property {{file: string, lines: {number: number, text: string, note?: string}[]}[]} code
 * @property {{steps: number[], runs: Record<string, Racer | null>, pictures: (string | null)[], n: number, reference: {l1_grey: number, colourful_truth: number}}} partners
 */
/** @type {HTMLElement} */
export let element;
/** @type {Props} */
export let props;
/** @type {Server} */
export let server;
/** @type {HTMLElement} the template's outermost element */
export let root;

/** @param {Given<Props>} given */
export function begin(given) {
  ({ element, props, server } = given);
  root = /** @type {HTMLElement} */ (element.firstElementChild);
}

/** @type {(selector: string) => any} an element of the room's template */
export const find = (selector) => element.querySelector(selector);
