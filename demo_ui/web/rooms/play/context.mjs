/* What the room was mounted with, once for all of its modules. */
export let element, props, server;
export let root; // the template's outermost element

export function begin(given) {
  ({ element, props, server } = given);
  root = element.firstElementChild;
}

export const find = (selector) => element.querySelector(selector);
