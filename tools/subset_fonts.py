"""Cut the page's fonts out of Noto Sans CJK KR (Debian: apt-get install fonts-noto-cjk).

    python tools/subset_fonts.py [--source /usr/share/fonts/opentype/noto] [--out demo_ui/page/fonts]

Two weights, each in two files, so that a visitor who reads English fetches no Korean: "latin" holds
Latin, punctuation, arrows, signs and the name of the Korean language for the language button; "korean"
holds the 2,350 syllables of KS X 1001, the jamo, and whatever ko.json uses beyond them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = {400: "NotoSansCJK-Regular.ttc", 700: "NotoSansCJK-Bold.ttc"}
FAMILY = "Noto Sans CJK KR"
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "tnum", "pnum", "lnum"]
SIGNS = "●○◆◇■□▲△▶▷▼▽◀◁◐↺↻⏎±×÷−≈≠≤≥∞√∑∂∇σμλπαβγδεθφψωΔΣΠΩ⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉½¼¾"
LATIN = {chr(c) for block in ((0x20, 0x17F), (0x2010, 0x2044), (0x2190, 0x21FF)) for c in range(block[0], block[1])}


def latin() -> set[str]:
    """Everything outside Korean that the page may show, and the word on the language button."""
    return LATIN | set(SIGNS) | set("한국어")


def korean() -> set[str]:
    """KS X 1001's syllables, the compatibility jamo, Korean punctuation, and the strings of ko.json."""
    syllables = {bytes((row, cell)).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)}
    jamo = {chr(c) for c in range(0x3131, 0x318F)}
    written = set((ROOT / "demo_ui/page/locales/ko.json").read_text(encoding="utf-8"))
    return (syllables | jamo | set("、。〈〉《》「」『』【】・") | written) - latin()


def cut(collection: Path, characters: set[str], out: Path) -> int:
    """Write the glyphs of `characters` as woff2; returns the file's size in bytes."""
    fonts = TTCollection(collection, lazy=True).fonts
    font = next(font for font in fonts if font["name"].getDebugName(1) == FAMILY)
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in characters if c.isprintable()])
    subsetter.subset(font)
    subset.save_font(font, str(out), options)
    return out.stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description="Cut the fonts of the page.")
    parser.add_argument("--source", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    parser.add_argument("--out", type=Path, default=ROOT / "demo_ui/page/fonts")
    arguments = parser.parse_args()
    for weight, name in WEIGHTS.items():
        for part, characters in {"latin": latin(), "korean": korean()}.items():
            out = arguments.out / f"theatre-sans-{part}-{weight}.woff2"
            print(f"{out.name}: {cut(arguments.source / name, characters, out):,} bytes")


if __name__ == "__main__":
    main()
