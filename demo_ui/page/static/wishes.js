  /* The language and the theme of a visitor's page: as a link asks, as they chose before, as the stand or their browser has
     it. theme.py puts this into each script that has to know. */
  const LANGUAGES = __LANGUAGES__, THEMES = ["dark", "light"];

  /* Storage may be forbidden inside a frame. */
  function kept(name) {
    try {
      return localStorage.getItem(`theatre.${name}`);
    } catch {
      return null;
    }
  }

  /* "ko-KR", "KO" and "ko_kr" are "ko". */
  const languageOf = (tag) => LANGUAGES.find((language) => language === tag?.toLowerCase().split(/[-_]/)[0]);

  /* Gradio's own ?__theme=light is heard, too: a Space that frames the page asks by it. */
  function themeOf(asked) {
    const named = asked.get("theme") ?? asked.get("__theme");
    return named === "system" ? THEMES[Number(matchMedia("(prefers-color-scheme: light)").matches)] : THEMES.find((theme) => theme === named);
  }

  /* `stands`: the language that the stand has, if any. */
  function wished(asked, stands) {
    const language = languageOf(asked.get("lang")) ?? languageOf(kept("lang")) ?? stands ?? languageOf(navigator.language) ?? "en";
    return { language, theme: themeOf(asked) ?? THEMES.find((theme) => theme === kept("theme")) ?? "dark" };
  }
