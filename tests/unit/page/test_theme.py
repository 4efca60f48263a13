"""Text can be read on both themes (WCAG 2.2, 1.4.3: at least 4.5 to 1)."""

from __future__ import annotations

import re
from itertools import product

import pytest

from demo_ui.page import theme

GROUNDS = ("stage", "panel", "raised")
TEXTS = ("ink", "ink-soft", "real", "fake", "both", "warn")


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("palette", [theme.DARK, theme.LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("text", "ground"), [*product(TEXTS, GROUNDS), ("press-ink", "press")])
def test_contrast(palette: dict[str, str], text: str, ground: str) -> None:
    assert contrast(palette[text], palette[ground]) >= 4.5


def test_both_themes_have_every_colour_that_the_styles_use() -> None:
    assert theme.DARK.keys() == theme.LIGHT.keys()
    styles = [theme.page_css(), *(p.read_text(encoding="utf-8") for p in theme.STATIC.parent.rglob("*.css"))]
    named = {name for text in styles for name in re.findall(r"var\(--([\w-]+)", text)}
    defined = {name for text in styles for name in re.findall(r"--([\w-]+)\s*:", text)}
    scripts = [
        p.read_text(encoding="utf-8") for p in theme.STATIC.parents[1].rglob("*") if p.suffix in {".mjs", ".html"}
    ]
    set_by_scripts = {name for text in scripts for name in re.findall(r"--([\w-]+)", text)} | {"range_progress"}
    assert theme.DARK.keys() <= defined
    assert named <= defined | set_by_scripts
