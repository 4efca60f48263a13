"""The about box says what CITATION.cff says."""

from __future__ import annotations

import re
from pathlib import Path

from demo_ui.page import about
from gan_core import __version__

CITATION = (Path(__file__).resolve().parents[3] / "CITATION.cff").read_text(encoding="utf-8")


def cited(field: str) -> str:
    found = re.search(rf"^(?:  - )?{field}: (.+)$", CITATION, re.M)
    assert found
    return found[1]


def test_it_cites_as_the_file_does() -> None:
    assert cited("version") == __version__
    wanted = f"{cited('name')}. {cited('title')}, version {cited('version')}. Software, {cited('license')} licence."
    assert wanted == about.CITATION
    assert wanted in about.BOX


def test_what_opens_it_and_what_closes_it_name_it() -> None:
    assert re.findall(r'popovertarget="([^"]+)"', about.TITLE + about.BOX) == [about.ID, about.ID]
    assert f'id="{about.ID}" popover' in about.BOX
