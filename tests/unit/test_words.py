"""A newcomer's questions: one search for the field's word leads to the place, and the glossary tells the truth."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    *sorted((ROOT / "gan_core").rglob("*.py")),
    *sorted((ROOT / "demo_ui").rglob("*.py")),
    *sorted((ROOT / "docs").glob("*.md")),
]
MOST = 16  # files: more than that is no answer
WORDS = {
    "dataset": "gan_core/data/digits.py",
    "cycle loss": "gan_core/models/losses.py",
    "languages": "demo_ui/page/i18n.py",
    "upload limit": "gan_core/pictures/limits.py",
    "number of sliders": "gan_core/digits/directions.py",
    "accuracy on real": "gan_core/measures/equilibrium.py",
    "static edition leaves out": "demo_ui/site/build.py",
    "who answers": "docs/architecture.md",
    "deploy": "docs/deploy.md",
    "checkpoint is checked": "gan_core/store/checkpoints.py",
    "augmentation": "gan_core/data/crops.py",
    "preprocessing": "gan_core/photos/files.py",
}
ROW = re.compile(r"^\| .+ \| .+ \| `(\w+)` \| (\S+) \|$", re.M)
ROWS = ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("word", WORDS)
def test_one_search_for_the_fields_word_finds_the_place(word: str) -> None:
    found = {path.relative_to(ROOT).as_posix() for path in TEXTS if word in path.read_text(encoding="utf-8").lower()}
    assert WORDS[word] in found
    assert len(found) <= MOST, sorted(found)


def test_the_glossary_has_rows() -> None:
    table = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert len(ROWS) == table.count("\n| ") - 1 > 20  # every row but the head is read


@pytest.mark.parametrize(("symbol", "place"), ROWS, ids=[symbol for symbol, _ in ROWS])
def test_the_glossarys_symbols_exist(symbol: str, place: str) -> None:
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / place).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    assert symbol in names
