"""Every string exists in every language, means one thing, and is used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter

import pytest

from demo_ui.page import i18n
from demo_ui.translate.networks import ALL
from gan_core.base.errors import MESSAGES
from gan_core.recipes.museum import MUSEUM

PAGE = Path(i18n.__file__).parents[1]
EN, KO = i18n.table("en"), i18n.table("ko")
CODE = {
    path: path.read_text(encoding="utf-8") for path in PAGE.rglob("*") if path.suffix in {".py", ".js", ".mjs", ".html"}
}
# t("key"), h("key"), theatre.t("key"), theatre.put(x, "key"), data-i18n="key", data-i18n-title="key"
USED = re.compile(
    r"""(?:\b[th]\(|\bput\([^,()]+(?:\([^()]*\))?,)\s*["']([\w.]+)["']|data-i18n(?:-[a-z-]+)?="([\w.]+)\""""
)

WHOLE = re.compile(r"""["'`]([a-z]\w*(?:\.[\w-]+)+)["'`]""")
BEGUN = re.compile(r"""["'`](\w+\.\w[\w.-]*(?:[._](?=["'`])|(?=\$?\{)))""")
OF_NETWORKS = re.compile("|".join(f"{networks.name}_" for networks in ALL))  # what is said of these and no others


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_languages_have_the_same_keys_in_the_same_order() -> None:
    """Those of errors lie elsewhere in English: they are `GanError`'s own."""
    assert EN.keys() == KO.keys() > {f"error.{code}" for code in MESSAGES}
    english, korean = ([key for key in table if not key.startswith("error.")] for table in (EN, KO))
    assert english == korean


def test_no_string_is_empty_and_both_name_the_same_values() -> None:
    assert [key for key in EN for text in (EN[key], KO[key]) if text.strip() != text or not text] == []
    assert [key for key in EN if placeholders(EN[key]) != placeholders(KO[key])] == []


def test_korean_is_korean() -> None:
    """A sentence of more than three words has Hangul in it; names and formulas need none."""
    for key, text in KO.items():
        assert re.search("[가-힣]", text) or len(EN[key].split()) <= 3, key


def test_every_key_that_the_page_names_exists() -> None:
    named = {
        (key, path.name) for path, text in CODE.items() for pair in USED.findall(text) for key in pair if "." in key
    }
    examples = {(key, name) for key, name in named if name in {"i18n.py"}}
    assert {key for key, _ in named - examples} - EN.keys() == set()
    assert len(named) > 5


def unnamed(keys: Iterable[str]) -> list[str]:
    """Those that no code names: neither whole nor, where they are put together, by their first two parts."""
    everything = "\n".join(CODE.values())
    whole, begun = set(WHOLE.findall(everything)), tuple(set(BEGUN.findall(everything)))
    assert len(whole) > 300 and len(begun) > 30
    found = []
    for key in keys:
        room, _, name = key.partition(".")
        plain = OF_NETWORKS.sub("", key)
        if room == "error":
            named = True
        elif room in {"pictures", "photographs", "colours"}:  # said in the place of what is said of digits
            named = f"training.{name}" in EN
        elif room == "museum" and "." in name:
            exhibit, _, part = name.partition(".")
            named = exhibit in MUSEUM and part in {"name", "changed", "look", "cure"}
        elif name == "tab":
            named = (PAGE / room / "tab.py").is_file()
        else:
            named = plain in EN and (plain in whole or plain.startswith(begun))
        found += [] if named else [key]
    return found


def test_every_key_is_named_somewhere() -> None:
    assert unnamed(EN) == []
    for key in ("generate.nobody", "training.gauge.nobody", "museum.nobody.name", "nobody.tab", "colours.nobody"):
        assert unnamed([key]) == [key]


def test_an_element_carries_its_key_and_values() -> None:
    assert i18n.h("app.title", "h1") == '<h1 data-i18n="app.title">GAN Theatre</h1>'
    made = i18n.h("error.resume_missing", "p", "note", path="<a'b>")
    assert 'class="note"' in made
    assert "data-i18n-values='{&quot;path&quot;: &quot;&lt;a&#x27;b&gt;&quot;}'" in made
    assert "<a" not in made


def test_unknown_keys_and_languages_are_faults() -> None:
    with pytest.raises(KeyError):
        i18n.t("app.nothing")
    with pytest.raises(KeyError):
        i18n.table("../en")


@pytest.mark.parametrize("weight", [400, 700])
def test_the_fonts_have_every_character_of_the_strings(weight: int) -> None:
    from fontTools.ttLib import TTFont

    from demo_ui.page.theme import FONTS

    known = {
        chr(code)
        for part in ("latin", "korean")
        for code in TTFont(FONTS / f"theatre-sans-{part}-{weight}.woff2").getBestCmap() or {}
    }
    assert set("".join([*EN.values(), *KO.values()])) - known == set()
