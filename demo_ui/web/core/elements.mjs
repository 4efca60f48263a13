/* Small helpers for the page's elements and numbers. */
import { language, put } from "./i18n.mjs";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/**
 * A colour of the theme as red, green and blue, each 0 to 255. Its variable will not do for that: where the system chooses
 * the colours (forced colours), a name stands in it.
 * @param {string} name of the variable, without the dashes
 * @returns {number[]}
 */
export function tone(name) {
  const probe = make("i", { style: `color: var(--${name})` });
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/**
 * Runs `act` only where what it would show has changed: the page is painted at every move of a finger.
 * @type {WeakMap<Element, unknown>}
 */
export const shownLast = new WeakMap();
/**
 * @param {Element} node
 * @param {unknown} what
 * @param {() => void} act
 */
export function whenNew(node, what, act) {
  if (shownLast.get(node) === what) return;
  shownLast.set(node, what);
  act();
}

/**
 * theatre.put, for what is painted often.
 * @param {HTMLElement} node
 * @param {string} key
 * @param {Values} values
 */
export function say(node, key, values = {}) {
  whenNew(node, key + JSON.stringify(values), () => put(node, key, values));
}

/**
 * A number in the visitor's language, with a real minus sign; what is rounded to zero has none.
 * @type {Map<string, Intl.NumberFormat>}
 */
const formats = new Map();
/**
 * @param {number} number
 * @param {number} places
 * @param {"auto" | "always" | "exceptZero"} signDisplay
 */
export function written(number, places = 0, signDisplay = "auto") {
  const which = language + places + signDisplay;
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  const format = formats.get(which) ?? new Intl.NumberFormat(language, { ...digits, signDisplay });
  formats.set(which, format);
  return format
    .format(number)
    .replace(/^-(?=[0.]*$)/, "")
    .replace("-", "\u2212");
}

/**
 * A share in hundredths. What is nearly all is not written as 100, nor what is hardly any as 0: 99.96 is 99.9.
 * @param {number} share 0 to 1
 */
export function ofHundred(share) {
  const sure = share === Math.round(share),
    near = Math.abs(share - 0.5) > 0.49;
  return written(sure ? 100 * share : Math.min(99.9, Math.max(0.1, 100 * share)), !sure && near ? 1 : 0);
}

/**
 * Early snapshots lie within an epoch, late ones are told by whole epochs.
 * @param {number} epoch
 */
export const writtenEpoch = (epoch) => written(epoch, epoch < 1 ? 2 : 0);

/**
 * Resolves as soon as `node` is in sight: its room is open, and so is the window.
 * @param {Element} node
 * @returns {Promise<void>}
 */
export function firstSeen(node) {
  return new Promise((seen) => {
    const watch = new IntersectionObserver((changes) => {
      if (!changes.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      seen();
    });
    watch.observe(node);
  });
}

/**
 * The status of networks that are ready. Until then the room says what it waits for, and asks once a second.
 * @param {(selector: string) => any} find an element of the room's template
 * @param {() => Promise<any>} ask for the status
 * @param {(status: any) => boolean} told tells a fault; true: there is none
 */
export async function whenReady(find, ask, told) {
  for (const opened = performance.now(); ; ) {
    const status = await ask();
    if (status?.state === "ready") return status;
    put(find(".doing"), told(status) ? "generate.waiting.loading" : "generate.waiting.failed");
    put(find(".waiting .note"), "generate.waiting.note", { seconds: Math.round((performance.now() - opened) / 1000) });
    await new Promise((go) => setTimeout(go, 1000));
  }
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Scrolls a row of choices, and nothing else, until `chosen` of them is in sight.
 * @param {Element} row
 * @param {Element | null | undefined} chosen
 */
export function bringIntoRow(row, chosen) {
  if (chosen) row.scrollBy({ left: chosen.getBoundingClientRect().left - row.getBoundingClientRect().left - 40 });
}

/**
 * Hands `url` to the visitor as a file called `name`.
 * @param {string} url
 * @param {string} name
 */
export function handOver(url, name) {
  const link = make("a", { href: url, download: name });
  link.click();
}
