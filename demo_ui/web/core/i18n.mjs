/* The page's languages and themes. demo_ui/page/i18n.py tells the rules. */
import { MARKED_ONLY, TABLES as tables } from "./given.mjs";
import { LANGUAGES, kept, wished } from "./preferences.mjs";

export let language = "en",
  theme = "dark";

const attributes = ["title", "placeholder", "aria-label", "alt"];
const skipped = "script, style, textarea, code, pre, [data-i18n]";
// Gradio's own words come in the browser's language; ours are all written in English.
const gradios = LANGUAGES.flatMap((language) => Object.entries(tables[language])).filter(([key]) =>
  key.startsWith("gradio."),
);
const markedOnly = new Set(MARKED_ONLY); // never looked for by their English
const ours = Object.entries(tables.en).filter(([key]) => !markedOnly.has(key));
const keyOf = new Map([...gradios, ...ours].map(([key, text]) => [text, key]));
const patterns = Object.entries(tables.en)
  .filter(([key]) => key.startsWith("error."))
  .map(pattern);
/**
 * What we put somewhere, and why.
 * @typedef {{ key: string, values: Values, text?: string }} Known
 */
/** @type {WeakMap<Node, Known>} by text node */
const shown = new WeakMap();

/**
 * A message with placeholders, as an expression that recognizes it and finds their values.
 * @param {[string, string]} entry
 */
function pattern([key, text]) {
  /** @type {string[]} */
  const names = [];
  const source = text.split(/(\{\w+[^}]*\})/).map((part) => {
    const name = /^\{(\w+)/.exec(part)?.[1];
    if (!name) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    names.push(name);
    return "([\\s\\S]*)";
  });
  return { key, names, expression: new RegExp(`^${source.join("")}$`) };
}

/**
 * @param {string} text
 * @returns {Known | null}
 */
function recognize(text) {
  const key = keyOf.get(text);
  if (key) return { key, values: {} };
  for (const { key, names, expression } of patterns) {
    const found = expression.exec(text);
    if (found) return { key, values: Object.fromEntries(names.map((name, i) => [name, found[i + 1]])) };
  }
  return null;
}

/**
 * @param {string} key
 * @param {Values} values
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = tables[language][key] ?? tables.en[key] ?? key;
  return text.replace(/\{(\w+)[^}]*\}/g, (whole, name) => String(name in values ? told(values[name]) : whole));
}

/**
 * A value may be a sentence itself: the reason of a fault.
 * @param {unknown} value
 */
function told(value) {
  const known = typeof value === "string" && recognize(value);
  return known ? t(known.key, known.values) : value;
}

/** @param {Text} node */
function showText(node) {
  let known = shown.get(node) ?? null;
  if (!known || node.data !== known.text) {
    const trimmed = node.data.trim();
    if (!trimmed || node.parentElement?.closest(skipped)) return;
    known = recognize(trimmed);
    if (!known) return void shown.delete(node);
    shown.set(node, known);
  }
  known.text = t(known.key, known.values);
  if (node.data !== known.text) node.data = known.text;
}

/** @param {HTMLElement} element */
function showMarked(element) {
  const { i18n, i18nValues } = element.dataset;
  if (i18n) {
    const text = t(i18n, i18nValues ? JSON.parse(i18nValues) : {});
    if (element.textContent !== text) element.textContent = text;
  }
  for (const name of attributes) {
    const key = element.getAttribute(`data-i18n-${name}`);
    if (key) setAttribute(element, name, t(key));
  }
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} text
 */
function setAttribute(element, name, text) {
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** @type {WeakMap<Element, Record<string, Known | null>>} by element and name */
const shownAttributes = new WeakMap();
/** @param {Element} element */
function showAttributes(element) {
  for (const name of attributes) {
    const text = element.getAttribute(name);
    if (!text || element.hasAttribute(`data-i18n-${name}`)) continue;
    const all = shownAttributes.get(element) ?? {};
    if (text !== all[name]?.text) all[name] = recognize(text.trim());
    const known = all[name];
    if (!known) continue;
    known.text = t(known.key, known.values);
    shownAttributes.set(element, all);
    setAttribute(element, name, known.text);
  }
}

/** @param {Node} root */
function show(root) {
  if (root instanceof Text) return showText(root);
  if (!(root instanceof Element)) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = /** @type {Node | null} */ (root); node; node = walker.nextNode()) {
    if (node instanceof Text) showText(node);
    else {
      showMarked(/** @type {HTMLElement} */ (node));
      showAttributes(/** @type {HTMLElement} */ (node));
    }
  }
}

const watched = ["data-i18n", "data-i18n-values", ...attributes];
/** @param {MutationRecord[]} changes */
function observe(changes) {
  for (const { type, target, addedNodes } of changes) {
    const at = /** @type {any} */ (target); // a text, or an element
    if (type === "characterData") showText(at);
    else if (type === "attributes") showMarked(at), showAttributes(at);
    else addedNodes.forEach(show);
  }
}

/**
 * Storage may be forbidden inside a frame; what is kept then lasts as long as the page.
 * @param {string} name
 * @param {string | null} value
 */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(`theatre.${name}`);
    else localStorage.setItem(`theatre.${name}`, value);
  } catch {
    /* as said */
  }
}

/**
 * Opens a room as soon as it has a door.
 * @param {string} room
 */
export function enter(room) {
  const door = /** @type {HTMLElement | null} */ (document.querySelector(`[role=tab][data-tab-id="${room}"]`));
  if (door) door.click();
  else requestAnimationFrame(() => enter(room));
}

/** @param {string} one */
function useLanguage(one) {
  language = one;
  holdLanguage();
  show(document.documentElement);
  document.dispatchEvent(new CustomEvent("theatre:language", { detail: { language } }));
}

/* Gradio writes the browser's language there when it comes up; the words are in ours. */
function holdLanguage() {
  setAttribute(document.documentElement, "lang", language);
}

/* Gradio reads ?__theme= and the system's wish when it comes up. */
function holdTheme() {
  document.body.classList.toggle("dark", theme === "dark");
}

/** @param {string} one */
function useTheme(one) {
  theme = one;
  document.documentElement.dataset.theme = theme;
  holdTheme();
  document.dispatchEvent(new CustomEvent("theatre:theme", { detail: { theme } }));
}

/**
 * @param {HTMLElement} element
 * @param {string} key
 * @param {Values} [values]
 */
export function put(element, key, values) {
  if (values) element.dataset.i18nValues = JSON.stringify(values);
  else delete element.dataset.i18nValues;
  element.dataset.i18n = key;
  showMarked(element);
}

/**
 * What the visitor chooses is kept for the next time.
 * @param {string} one
 */
export function setLanguage(one) {
  keep("lang", one);
  useLanguage(one);
}

/** @param {string} one */
export function setTheme(one) {
  keep("theme", one);
  useTheme(one);
}

const asked = new URLSearchParams(location.search),
  wish = wished(asked, window.theatreStand?.lang);
useTheme(wish.theme);
useLanguage(wish.language);
new MutationObserver(holdLanguage).observe(document.documentElement, { attributeFilter: ["lang"] });
new MutationObserver(holdTheme).observe(document.body, { attributeFilter: ["class"] });
matchMedia("(forced-colors: active)").addEventListener("change", () => useTheme(theme)); // canvases are drawn anew
// A run of this visitor goes on: back to it, unless a link asks for another room.
if (kept("training") && !asked.has("room")) enter("training");
new MutationObserver(observe).observe(document.documentElement, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: watched,
});
