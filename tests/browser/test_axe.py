"""Every room under axe, in both themes and languages, on a laptop and on a phone: no finding of any impact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.axe import findings

SETTLED = """![...document.querySelectorAll('[data-state=loading], [data-state=waiting], [data-busy], [inert]')]
    .some((room) => room.offsetParent)"""
VISITS = [("dark", "en", 1440, 900), ("light", "ko", 1440, 900), ("light", "en", 360, 780), ("dark", "ko", 360, 780)]


def rooms(page: Any) -> list[str]:
    """The ids of the rooms behind the tabs."""
    ids = page.evaluate("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.dataset.tabId)")
    return list(dict.fromkeys(filter(None, ids)))


@pytest.mark.parametrize(("theme", "language", "width", "height"), VISITS)
def test_every_room(
    visit: Callable[..., Any], app_url: str, theme: str, language: str, width: int, height: int
) -> None:
    page = visit(f"{app_url}?theme={theme}&lang={language}", width, height, reduced_motion="reduce")
    found = {}
    for room in rooms(page):
        page.evaluate("(room) => theatre.enter(room)", room)
        page.wait_for_function(SETTLED)
        found[room] = findings(page)
    assert {room: lines for room, lines in found.items() if lines} == {}
    assert len(found) >= 3


def test_a_fault_is_found(visit: Callable[..., Any], app_url: str) -> None:
    """axe is at work: a picture without words and a button without a name do not pass."""
    page = visit(app_url)
    bad = '<img src="data:,"><button></button>'
    page.evaluate("(bad) => document.querySelector('#header').insertAdjacentHTML('beforeend', bad)", bad)
    assert {line.split()[0] for line in findings(page, "#header")} >= {"image-alt", "button-name"}
