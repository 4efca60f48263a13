/* Before anything is painted: the visitor's language and theme, as theatre.js finds them, and whether the first room is
   the one that they come for. */
(() => {
  const root = document.documentElement, asked = new URLSearchParams(location.search);
  const kept = (name) => {
    try {
      return localStorage.getItem(`theatre.${name}`);
    } catch {
      return null;
    }
  };
  const languageOf = (tag) => ["en", "ko"].find((language) => language === tag?.toLowerCase().split(/[-_]/)[0]);
  const themeOf = (name) => ["dark", "light"].find((theme) => theme === name);
  const system = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  const named = asked.get("theme") ?? asked.get("__theme");
  root.lang = languageOf(asked.get("lang")) ?? languageOf(kept("lang")) ?? __LANG__ ?? languageOf(navigator.language) ?? "en";
  root.dataset.theme = (named === "system" ? system : themeOf(named)) ?? themeOf(kept("theme")) ?? "dark";
  const elsewhere = asked.has("room") ? asked.get("room") !== __ROOM__ : Boolean(kept("training"));
  root.toggleAttribute("data-elsewhere", elsewhere || asked.get("view") === "api");
})();
