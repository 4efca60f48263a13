/* The language and the theme of a visitor's page: as a link asks, as they chose before, as the stand or their browser has
   it. The script that runs before anything is painted gets the text of this file (demo_ui/page/theme.py). */
const LANGUAGES = ["en", "ko"];
const THEMES = ["dark", "light"];

/**
 * Storage may be forbidden inside a frame.
 * @param {string} name
 */
export function kept(name) {
  try {
    return localStorage.getItem(`theatre.${name}`);
  } catch {
    return null;
  }
}

/**
 * "ko-KR", "KO" and "ko_kr" are "ko".
 * @param {string | null | undefined} tag
 */
export const languageOf = (tag) => LANGUAGES.find((language) => language === tag?.toLowerCase().split(/[-_]/)[0]);

/**
 * Gradio's own ?__theme=light is heard, too: a Space that frames the page asks by it.
 * @param {URLSearchParams} asked
 */
function themeOf(asked) {
  const named = asked.get("theme") ?? asked.get("__theme");
  return named === "system"
    ? THEMES[Number(matchMedia("(prefers-color-scheme: light)").matches)]
    : THEMES.find((theme) => theme === named);
}

/**
 * `stands`: the language that the stand has, if any.
 * @param {URLSearchParams} asked
 * @param {string | null | undefined} stands
 */
export function wished(asked, stands) {
  const language =
    languageOf(asked.get("lang")) ?? languageOf(kept("lang")) ?? stands ?? languageOf(navigator.language) ?? "en";
  return { language, theme: themeOf(asked) ?? THEMES.find((theme) => theme === kept("theme")) ?? "dark" };
}
