/* What the room was mounted with, once for all of its modules. */

/**
 * @typedef {object} Props
 * @property {import("./state.mjs").Run[]} runs
 * @property {string[]} failures ids of the museum's
 * @property {{presets: Record<string, import("./state.mjs").Knobs>} | null} live null: nobody trains here
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
