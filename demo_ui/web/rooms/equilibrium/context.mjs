/* What the room was mounted with, once for all of its modules. */
/** @type {HTMLElement} */
export let element;
/** @type {HTMLElement} the template's outermost element */
export let root;

/** @param {Given} given */
export function begin(given) {
  ({ element } = given);
  root = /** @type {HTMLElement} */ (element.firstElementChild);
}

/** @type {(selector: string) => any} an element of the room's template */
export const find = (selector) => element.querySelector(selector);
