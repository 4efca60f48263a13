/* The page's languages and themes. demo_ui/page/i18n.py tells the rules; theme.py puts the tables in. */
(() => {
  if (window.theatre) return;
__WISHES__
  const tables = __TABLES__;
  const attributes = ["title", "placeholder", "aria-label", "alt"];
  const skipped = "script, style, textarea, code, pre, [data-i18n]";
  // Gradio's own words come in the browser's language; ours are all written in English.
  const gradios = LANGUAGES.flatMap((language) => Object.entries(tables[language])).filter(([key]) => key.startsWith("gradio."));
  const markedOnly = new Set(__MARKED_ONLY__); // never looked for by their English
  const ours = Object.entries(tables.en).filter(([key]) => !markedOnly.has(key));
  const keyOf = new Map([...gradios, ...ours].map(([key, text]) => [text, key]));
  const patterns = Object.entries(tables.en).filter(([key]) => key.startsWith("error.")).map(pattern);
  const shown = new WeakMap(); // text node -> {key, values, text}: what we put there, and why

  /* A message with placeholders, as an expression that recognizes it and finds their values. */
  function pattern([key, text]) {
    const names = [];
    const source = text.split(/(\{\w+[^}]*\})/).map((part) => {
      const name = /^\{(\w+)/.exec(part)?.[1];
      if (!name) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(name);
      return "([\\s\\S]*)";
    });
    return { key, names, expression: new RegExp(`^${source.join("")}$`) };
  }

  function recognize(text) {
    const key = keyOf.get(text);
    if (key) return { key, values: {} };
    for (const { key, names, expression } of patterns) {
      const found = expression.exec(text);
      if (found) return { key, values: Object.fromEntries(names.map((name, i) => [name, found[i + 1]])) };
    }
    return null;
  }

  function t(key, values = {}) {
    const text = tables[theatre.language][key] ?? tables.en[key] ?? key;
    return text.replace(/\{(\w+)[^}]*\}/g, (whole, name) => (name in values ? told(values[name]) : whole));
  }

  /* A value may be a sentence itself: the reason of a fault. */
  function told(value) {
    const known = typeof value === "string" && recognize(value);
    return known ? t(known.key, known.values) : value;
  }

  function showText(node) {
    let known = shown.get(node);
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

  function setAttribute(element, name, text) {
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }

  const shownAttributes = new WeakMap(); // element -> {name: {key, values, text}}
  function showAttributes(element) {
    for (const name of attributes) {
      const text = element.getAttribute(name);
      if (!text || element.hasAttribute(`data-i18n-${name}`)) continue;
      const all = shownAttributes.get(element) ?? {};
      if (text !== all[name]?.text) all[name] = recognize(text.trim());
      if (!all[name]) continue;
      all[name].text = t(all[name].key, all[name].values);
      shownAttributes.set(element, all);
      setAttribute(element, name, all[name].text);
    }
  }

  function show(root) {
    if (root.nodeType === Node.TEXT_NODE) return showText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) showText(node);
      else {
        showMarked(node);
        showAttributes(node);
      }
    }
  }

  const watched = ["data-i18n", "data-i18n-values", ...attributes];
  function observe(changes) {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") showText(target);
      else if (type === "attributes") (showMarked(target), showAttributes(target));
      else addedNodes.forEach(show);
    }
  }

  /* Storage may be forbidden inside a frame; what is kept then lasts as long as the page. */
  function keep(name, value) {
    try {
      if (value === null) localStorage.removeItem(`theatre.${name}`);
      else localStorage.setItem(`theatre.${name}`, value);
    } catch {
      /* as said */
    }
  }

  /* Opens a room as soon as it has a door. */
  function enter(room) {
    const door = document.querySelector(`[role=tab][data-tab-id="${room}"]`);
    if (door) door.click();
    else requestAnimationFrame(() => enter(room));
  }

  function setLanguage(language) {
    theatre.language = language;
    holdLanguage();
    show(document.documentElement);
    document.dispatchEvent(new CustomEvent("theatre:language", { detail: { language } }));
  }

  /* Gradio writes the browser's language there when it comes up; the words are in ours. */
  function holdLanguage() {
    setAttribute(document.documentElement, "lang", theatre.language);
  }

  /* Gradio reads ?__theme= and the system's wish when it comes up. */
  function holdTheme() {
    document.body.classList.toggle("dark", theatre.theme === "dark");
  }

  function setTheme(theme) {
    theatre.theme = theme;
    document.documentElement.dataset.theme = theme;
    holdTheme();
    document.dispatchEvent(new CustomEvent("theatre:theme", { detail: { theme } }));
  }

  function put(element, key, values) {
    if (values) element.dataset.i18nValues = JSON.stringify(values);
    else delete element.dataset.i18nValues;
    element.dataset.i18n = key;
    showMarked(element);
  }

  /* A part's script comes once the part is on the page, and again where the line broke; until then nothing of the part can
     be pressed. Where the server knows no such script, it is another one than that which made this page. */
  const parts = {}; // by id: what the scripts leave here
  function part(id, address, element, server, tries = 5) {
    const script = document.createElement("script");
    const begin = () => {
      element.inert = false;
      if (element.isConnected) parts[id](element, server);
      requestAnimationFrame(dropPicture);
    };
    if (parts[id]) return begin();
    element.inert = true;
    script.src = new URL(address, document.baseURI).href;
    script.onload = begin;
    script.onerror = async () => {
      script.remove();
      const status = await fetch(script.src, { method: "HEAD" }).then((answer) => answer.status, () => null);
      const renewed = status === 404;
      if (renewed && firstTime(address)) location.reload();
      else if (renewed || !tries) tellMissing(element);
      else setTimeout(part, 1000, id, address, element, server, tries - 1);
    };
    document.head.append(script);
  }

  /* Once for each address, so that no page loads itself for ever. */
  function firstTime(address) {
    try {
      if (sessionStorage.getItem(`theatre.missing.${address}`)) return false;
      sessionStorage.setItem(`theatre.missing.${address}`, "1");
      return true;
    } catch {
      return false;
    }
  }

  function tellMissing(element) {
    const said = document.createElement("p");
    said.setAttribute("role", "alert");
    said.className = "missing";
    element.before(said);
    put(said, "app.room_missing");
    dropPicture();
  }

  /* What is painted before the rooms are there (page/first.py) goes with the first of them; in any case after a while. */
  const dropPicture = () => document.querySelector("#theatre-first")?.remove();
  addEventListener("load", () => setTimeout(dropPicture, 10000));

  window.theatre = {
    languages: LANGUAGES,
    languageOf,
    parts,
    part,
    acts: {}, // room -> {begin(), end()}: what it shows by itself while nobody is there
    t,
    put,
    keep,
    kept,
    enter,
    setLanguage: (language) => (keep("lang", language), setLanguage(language)),
    setTheme: (theme) => (keep("theme", theme), setTheme(theme)),
  };
  const asked = new URLSearchParams(location.search), wish = wished(asked, window.theatreStand?.lang);
  setTheme(wish.theme);
  setLanguage(wish.language);
  new MutationObserver(holdLanguage).observe(document.documentElement, { attributeFilter: ["lang"] });
  new MutationObserver(holdTheme).observe(document.body, { attributeFilter: ["class"] });
  matchMedia("(forced-colors: active)").addEventListener("change", () => setTheme(theatre.theme)); // canvases are drawn anew
  // A run of this visitor goes on: back to it, unless a link asks for another room.
  if (kept("training") && !asked.has("room")) enter("training");
  new MutationObserver(observe).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: watched,
  });
})();
