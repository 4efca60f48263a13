"""Languages: every visible string, in English and Korean, and how it gets on the page.

THE RULE for whoever writes a tab or a widget:

1. A string lives in `locales/en.json` and `locales/ko.json` under one flat key, "tab.name".
   Placeholders are plain `{name}`; round and format numbers before they are put in.
2. In HTML, say the key: `h("generate.nearest", "p", distance=4.6)` in Python gives
   `<p data-i18n="generate.nearest" data-i18n-values='{"distance": 4.6}'>…</p>`; in a template, write
   `<p data-i18n="generate.nearest"></p>` (attributes: `data-i18n-title`, `data-i18n-aria-label`,
   `data-i18n-placeholder`, `data-i18n-alt`).
3. In a module: `theatre.put(element, "generate.nearest", {distance: 4.6})` sets the text of an element for
   good, in whatever language comes; `theatre.t(key, values)` gives a string (for a canvas: draw again on
   the document's `theatre:language` event). `theatre.language` is "en" or "ko".
4. A tab's label is "room.tab", found by the tab's id. Gradio's other components are not shown: they carry
   the endpoints, which speak English.
5. A fault goes to the page as its code and its values (plain.py), and is shown as "error.<code>".

demo_ui/web/core/i18n.mjs shows what is marked so before it is painted, whoever puts it on the page.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path

from gan_core.base.errors import MESSAGES

LANGUAGES = ("en", "ko")
LOCALES = Path(__file__).parent / "locales"

WORDS = re.compile(r'data-i18n="([\w.]+)"(?: data-i18n-values=\'([^\']*)\')?>[^<]*<')


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


def in_every_language(markup: str) -> str:
    """`markup` with the words of its `data-i18n` in every language, for what is shown before any script has come.

    Each is a `<span data-in="en">`: a style shows those of the page's language. The key stands last in its tag.
    """

    def words(found: re.Match[str]) -> str:
        values = json.loads(html.unescape(found[2] or "{}"))
        each = ((lang, table(lang)[found[1]].format(**values)) for lang in LANGUAGES)
        told = (f'<span data-in="{lang}">{html.escape(text)}</span>' for lang, text in each)
        return f">{''.join(told)}<"

    return WORDS.sub(words, markup)
