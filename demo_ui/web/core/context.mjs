/* What each part of the page was opened with. A room's modules are read once it is there (part.mjs), so that they find
   their elements at once: `export const { find, props, server } = contextOf("generate")`. */
/** @type {Record<string, Given>} by the part's name */
const contexts = {};

/**
 * @param {string} part
 * @param {Given} given
 */
export const begin = (part, given) => void (contexts[part] = given);

/**
 * @param {string} part
 * @returns {any} a Context, of the types that the part's state.mjs declares
 */
export function contextOf(part) {
  const { element } = contexts[part];
  const root = /** @type {HTMLElement} */ (element.firstElementChild);
  return { ...contexts[part], root, find: (/** @type {string} */ selector) => element.querySelector(selector) };
}
