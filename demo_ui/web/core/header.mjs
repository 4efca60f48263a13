/* The header: its buttons change the language and the theme, and make a link to what is seen. */
import * as theatre from "./theatre.mjs";

/** @param {{ element: HTMLElement }} given */
export function mount({ element }) {
  const press = (/** @type {string} */ selector, /** @type {() => void} */ act) =>
    element.querySelector(selector)?.addEventListener("click", act);
  press(".theatre-language", () => theatre.setLanguage(theatre.language === "en" ? "ko" : "en"));
  press(".theatre-theme", () => theatre.setTheme(theatre.theme === "dark" ? "light" : "dark"));
  press(".theatre-share", () => theatre.share());
}
