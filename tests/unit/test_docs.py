"""The documentation: its links lead somewhere, and what it takes from the code is as the code is."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from gan_core.__main__ import COMMANDS, OF_THE_PAGE
from gan_core.store.checkpoints import CHECKPOINTS, Registry
from tools import results, write_docs

HOUSE = Path(__file__).resolve().parents[2]
PAGES = [
    HOUSE / "README.md",
    HOUSE / "CONTRIBUTING.md",
    HOUSE / "CHANGELOG.md",
    *sorted((HOUSE / "docs").rglob("*.md")),
    *sorted((HOUSE / "checkpoints").rglob("*.md")),
]
OURS = "gan_core|demo_ui|tests|tools|assets|checkpoints|docs|deploy"
PLACE = re.compile(rf"(?<![\w/.-])(?:{OURS})/[\w./*-]*\w/?")
FILE = re.compile(r"(?<![\w/.-])\w[\w./-]*\.(?:py|mjs|js|css|sh)\b(?!\.)")
LIBRARIES = {"LiteRT.js", "Node.js", "TensorFlow.js"}
EXAMPLE = re.compile(r"\b[A-Z]{2,}\b|…")  # such as NAME or ID: whoever reads it puts a name of their own
MODULE = re.compile(r"python -m ((?:tests|tools|gan_core|demo_ui)[\w.]*)(?: ([a-z][\w-]*))?")
KNOWN = {name.replace("_", "-") for name in (*COMMANDS, *OF_THE_PAGE)}
LINK = re.compile(r"""(?:\]\(|src=")([^)"\s]+)""")
HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.M)
FENCED = re.compile(r"^```.*?^```", re.M | re.S)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    words = (re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title).lower() for title in HEADING.findall(text))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in words}


def lost(page: Path) -> list[str]:
    """The links of `page` to files or headings that are not there."""
    found: list[str] = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_links_lead_somewhere(page: Path) -> None:
    assert lost(page) == []


def test_a_lost_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A title: here\n[a](page.md#a-title-here) [b](#elsewhere) [c](gone.md) [d](https://example.org/x)\n"
    )
    assert lost(page) == ["#elsewhere", "gone.md"]


@cache
def ends() -> frozenset[str]:
    """Every way to name a script of the project by the end of its path, such as train.py and commands/train.py."""
    paths = [path.relative_to(HOUSE).parts for root in OURS.split("|") for path in (HOUSE / root).rglob("*.*")]
    paths += [(path.name,) for path in HOUSE.glob("*.*")]
    return frozenset("/".join(parts[i:]) for parts in paths for i in range(len(parts)))


def missing(text: str) -> list[str]:
    """The files, folders and modules of the project that `text` names and that are not there, and unknown commands."""
    places = [place for place in PLACE.findall(text) if not EXAMPLE.search(place)]
    found = [place for place in places if not any(HOUSE.glob(place.rstrip("/")))]
    scripts = {name for name in FILE.findall(text) if not EXAMPLE.search(name)} - LIBRARIES - {*places}
    found += sorted(name for name in scripts if name not in ends())
    for module, command in MODULE.findall(text):
        path = HOUSE / module.replace(".", "/")
        if not path.with_suffix(".py").is_file() and not (path / "__main__.py").is_file():
            found.append(module)
        if module == "gan_core" and command and command not in KNOWN:
            found.append(f"{module} {command}")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_what_a_page_names_is_there(page: Path) -> None:
    assert missing(page.read_text(encoding="utf-8")) == []


def test_what_is_not_there_is_found() -> None:
    text = "gan_core/gone.py, nowhere/train.py, train.py, `python -m tests.bench.gone`, `python -m gan_core dance`"
    assert missing("checkpoints/*/spec.json, demo_ui/NAME/tab.py, `python -m gan_core card`") == []
    assert missing(text) == ["gan_core/gone.py", "nowhere/train.py", "tests.bench.gone", "gan_core dance"]


def test_every_page_is_linked_from_the_front_page() -> None:
    front = (HOUSE / "README.md").read_text(encoding="utf-8")
    pages = [page.relative_to(HOUSE).as_posix() for page in (HOUSE / "docs").glob("*.md")]
    assert [page for page in pages if f"]({page})" not in front] == []


def test_the_options_are_those_of_the_app() -> None:
    assert write_docs.CONFIGURATION.read_text(encoding="utf-8") == write_docs.configuration()


def test_the_results_are_those_of_the_checkpoints() -> None:
    text = write_docs.FRONT.read_text(encoding="utf-8")
    assert write_docs.front(text) == text


def test_results_follow_what_was_measured(tmp_path: Path) -> None:
    copy = Registry(
        shutil.copytree(CHECKPOINTS, tmp_path / "networks", ignore=shutil.ignore_patterns("*.npz", "*.png"))
    )
    assert results.table(copy) == results.table()
    spec = copy.spec("best")
    spec["figures"] |= {"frechet_ratio": 1.07, "frechet_low": 0.9, "frechet_high": 1.2, "frechet_floor": 1}
    copy.write("best", {"spec.json": json.dumps(spec).encode()})
    assert "(0.90 to 1.20) | 10,000 | 1.07 | 2.5 or less: reached |" in results.table(copy)


def test_a_front_page_without_a_place_for_results_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        write_docs.front("# GAN Theatre\n")
