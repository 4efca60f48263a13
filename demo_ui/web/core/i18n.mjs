/* The page's languages and themes. demo_ui/page/i18n.py tells the rules. */
import { TABLES as tables } from "./given.mjs";
import { kept, wished } from "./preferences.mjs";

export let language = "en",
  theme = "dark";

const attributes = ["title", "placeholder", "aria-label", "alt"];
const TABS = "[role=tab][data-tab-id]"; // Gradio writes their labels in English
const marks = ["data-i18n", ...attributes.map((name) => `data-i18n-${name}`)];
const MARKED = [TABS, ...marks.map((name) => `[${name}]`)].join();

/**
 * @param {string} key
 * @param {Values} values
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = tables[language][key] ?? tables.en[key] ?? key;
  return text.replace(/\{(\w+)[^}]*\}/g, (whole, name) => String(name in values ? values[name] : whole));
}

/** @param {HTMLElement} element */
function showMarked(element) {
  const { tabId, i18n = tabId && `${tabId}.tab`, i18nValues } = element.dataset;
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

/** @param {Node} root */
function show(root) {
  if (!(root instanceof Element)) return;
  if (root.matches(MARKED)) showMarked(/** @type {HTMLElement} */ (root));
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(MARKED))) showMarked(element);
}

/** @param {MutationRecord[]} changes */
function observe(changes) {
  for (const { type, target, addedNodes } of changes) {
    if (type === "attributes") showMarked(/** @type {HTMLElement} */ (target));
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
  holdTitle();
  show(document.documentElement);
  document.dispatchEvent(new CustomEvent("theatre:language", { detail: { language } }));
}

/* Gradio writes the browser's language there when it comes up; the words are in ours. */
function holdLanguage() {
  setAttribute(document.documentElement, "lang", language);
}

/* Gradio writes the English one when it comes up. */
function holdTitle() {
  const title = t("app.title");
  if (document.title !== title) document.title = title;
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
new MutationObserver(holdTitle).observe(document.head, { subtree: true, childList: true });
new MutationObserver(holdTheme).observe(document.body, { attributeFilter: ["class"] });
matchMedia("(forced-colors: active)").addEventListener("change", () => useTheme(theme)); // canvases are drawn anew
// A run of this visitor goes on: back to it, unless a link asks for another room.
if (kept("training") && !asked.has("room")) enter("training");
new MutationObserver(observe).observe(document.documentElement, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: [...marks, "data-i18n-values"],
});
