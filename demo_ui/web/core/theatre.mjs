/* What every room may use of the page: `import * as theatre from "../../core/theatre.mjs"`. The same stands in
   `window.theatre`, for the console, for the stand and for whoever looks from outside. */
import * as theatre from "./theatre.mjs";

export { enter, keep, language, put, setLanguage, setTheme, t, theme } from "./i18n.mjs";
export { address, go, has, missing, offers, read, readers, register, room, seen, tell } from "./links.mjs";
export { guide } from "./guide.mjs";
export { kept, languageOf } from "./preferences.mjs";

/** @type {Record<string, Act>} by room: what it shows by itself while nobody is there */
export const acts = {};

/** The dialog with a link to what is seen now; its module comes when it is first asked for. */
export const share = () => import("./share.mjs").then(({ open }) => open());

window.theatre = theatre;
