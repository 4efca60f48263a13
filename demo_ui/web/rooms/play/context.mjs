/* What the room was mounted with, once for all of its modules. */
/** @type {HTMLElement} */
export let element;
/** @type {Server} */
export let server;

/** @param {Given} given */
export function begin(given) {
  ({ element, server } = given);
}

/** @type {(selector: string) => any} an element of the room's template */
export const find = (selector) => element.querySelector(selector);
