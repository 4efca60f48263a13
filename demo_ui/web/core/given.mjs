/* What the page was made with. The server, and the static edition, put their own in this file's place
   (demo_ui/page/web.py); these stand here for the tests and for the types. */
/** @type {Record<string, Record<string, string>>} by language and key */
export const TABLES = { en: {}, ko: {} };
/** @type {Chapters} */
export const CHAPTERS = { doors: {}, chapters: [], first: "", tour: { seconds: 0, stops: [] }, plans: [], sources: {} };
/** Where the libraries lie: from the page, with a slash. */
export const VENDOR = "";
