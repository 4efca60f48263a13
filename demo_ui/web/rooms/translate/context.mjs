/* What the room was mounted with, once for all of its modules. */

/**
 * @typedef {object} Props
 * @property {string[]} networks
 * @property {{name: string, url: string, networks: string[], credit?: string}[]} examples
 * @property {string} start the example that comes first
 * @property {{accept: string, bytes: number, pixels: number, whole: number}} limits of a file
 * @property {Record<string, any> | null} own what the page's own answers begin with
 * @property {Record<string, any> | null} intake what reading photographs begins with
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
