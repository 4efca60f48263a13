/* Before anything is painted: the visitor's language and theme, whether the first room is the one that they come for, and
   whether they are asked the question (web/core/question.mjs); ?question=1 asks it again. */
(() => {
  __PREFERENCES__;
  const root = document.documentElement,
    asked = new URLSearchParams(location.search);
  const { language, theme } = wished(asked, __LANG__);
  root.lang = language;
  root.dataset.theme = theme;
  const elsewhere = asked.has("room") ? asked.get("room") !== __ROOM__ : Boolean(kept("training"));
  root.toggleAttribute("data-embed", asked.get("embed") === "1");
  root.toggleAttribute("data-elsewhere", elsewhere || asked.get("view") === "api");
  // Whoever may not say where they are from is sent no module: a page out of a file, a frame without allow-same-origin.
  if (origin === "null") root.dataset.lost = __LOST__[language][Number(location.protocol === "file:")];
  const led = ["room", "embed", "view"].some((name) => asked.has(name)) || kept("training");
  const wanted = asked.has("question") ? !asked.has("room") : !led && !kept("asked");
  root.toggleAttribute("data-question", wanted && !("lost" in root.dataset)); // whose doors would lead nowhere
})();
