/* The header: its buttons change the language and the theme, and make a link to what is seen. */
import { contextOf } from "./context.mjs";
import * as theatre from "./theatre.mjs";

const { find } = contextOf("header");
const press = (/** @type {string} */ selector, /** @type {() => void} */ act) =>
  find(selector)?.addEventListener("click", act);

press(".theatre-language", () => theatre.setLanguage(theatre.language === "en" ? "ko" : "en"));
press(".theatre-theme", () => theatre.setTheme(theatre.theme === "dark" ? "light" : "dark"));
press(".theatre-share", () => theatre.share());
