/* What the room was mounted with, once for all of its modules. */

/**
 * @typedef {object} Props
 * @property {{seed: number, digit: number}} start
 * @property {string | null} first the first digit's address
 * @property {number} walkTiles
 * @property {number} mapTiles
 * @property {Record<string, any> | null} own what the page's own answers begin with
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
