"""Languages: every visible string, in English and Korean, and how it gets on the page.

THE RULE for whoever writes a tab or a widget:

1. A string lives in `locales/en.json` and `locales/ko.json` under one flat key, "tab.name".
   Placeholders are plain `{name}`; round and format numbers before they are put in.
2. Native components (labels, infos, placeholders, buttons, choices, tabs, Markdown): write the
   English string with `t`::

       gr.Slider(label=t("generate.diversity"))

   Nothing else is needed. The page's script (static/theatre.js) knows every English string, notices
   it wherever Gradio shows it (at the start, after an update, in a toast) before it is painted, and
   shows it in the visitor's language. No handler has to know the language, and the API stays English.
3. Inside gr.HTML, say the key: `h("generate.nearest", "p", distance=4.6)` in Python gives
   `<p data-i18n="generate.nearest" data-i18n-values='{"distance": 4.6}'>…</p>`; in a template, write
   `<p data-i18n="generate.nearest"></p>` (attributes: `data-i18n-title`, `data-i18n-aria-label`,
   `data-i18n-placeholder`, `data-i18n-alt`).
4. In a widget's script.js: `theatre.put(element, "generate.nearest", {distance: 4.6})` sets the text of
   an element for good, in whatever language comes; `theatre.t(key, values)` gives a string (for a canvas:
   draw again on the document's `theatre:language` event). `theatre.language` is "en" or "ko".
5. A fault: `raise refusal(fault)` (plain.py) with a GanError; the script recognizes "error.<code>".

Two keys may share an English string only if they share the Korean one too, or are used only through
`data-i18n` (then list the key in `MARKED_ONLY`); tests/unit/page/test_locales.py holds this.
"""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path

from gan_core.base.errors import MESSAGES

LANGUAGES = ("en", "ko")
LOCALES = Path(__file__).parent / "locales"

# Keys whose English string has another Korean one under another key; rule 3 or 4 is their only way in.
MARKED_ONLY = frozenset({"training.play"})  # the room of that name is called otherwise in Korean


@cache
def table(language: str) -> dict[str, str]:
    """All strings of one language: key -> text. Raises KeyError for a language that does not exist.

    The English sentences of errors are those of `GanError`, which the command line prints as well.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    told = json.loads((LOCALES / f"{language}.json").read_text(encoding="utf-8"))
    return {**told, **{f"error.{code}": text for code, text in MESSAGES.items()}} if language == "en" else told


def t(key: str, **values: object) -> str:
    """The English string `key` with its placeholders filled in. Raises KeyError for an unknown key."""
    return table("en")[key].format(**values)


def h(key: str, tag: str = "span", classes: str = "", **values: object) -> str:
    """An HTML element that carries its key (and values), so that the page can show it in any language."""
    carried = f" data-i18n-values='{html.escape(json.dumps(values), quote=True)}'" if values else ""
    styled = f' class="{html.escape(classes)}"' if classes else ""
    return f'<{tag}{styled} data-i18n="{key}"{carried}>{html.escape(t(key, **values))}</{tag}>'


def tables_json() -> str:
    """Every table as JSON that is safe inside a `<script>` element."""
    return json.dumps({lang: table(lang) for lang in LANGUAGES}, ensure_ascii=False).replace("</", "<\\/")
