"""The game "Why 0.5 lies", opened in the Training room and in the lesson. `visit` demands a clean console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.page import i18n
from tests.browser.axe import findings
from tools.chromium import OVERHANG

Visit = Callable[..., Any]
OPEN = "document.querySelector('.theatre-game[open]')?.dataset.state === '{}'"


def opened(page: Any) -> Any:
    page.locator(".open-puzzle:visible").click()
    page.wait_for_function(OPEN.format("asked"))
    return page.locator(".theatre-game")


def look(game: Any, name: str) -> str:
    """Buys a look; what it tells."""
    game.locator(f"[data-look='{name}'] button").click()
    told = game.locator(f"[data-look='{name}'] .puzzle-told")
    expect(told).to_be_visible()
    return told.inner_text()


def test_a_case_is_left_in_the_middle_and_solved(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?room=training&lang=en")
    game = opened(page)
    expect(game.locator(".puzzle-mean")).to_have_text("0.50")
    more = look(game, "more")
    assert "Over 400 of each" in more
    page.keyboard.press("Escape")
    expect(game).to_be_hidden()
    game = opened(page)
    assert game.locator("[data-look='more'] .puzzle-told").inner_text() == more  # the case that was begun
    look(game, "needles")
    look(game, "pictures")
    expect(game.locator("[data-look='auc'] button")).to_be_disabled()  # the coins are spent
    game.locator("[data-cause='few']").click()
    page.wait_for_function(OPEN.format("over"))
    good = game.locator(".puzzle-causes .good").get_attribute("data-cause")
    verdict = game.locator(".puzzle-verdict").inner_text()
    assert verdict.startswith("Right" if good == "few" else "No") and game.locator(".puzzle-why").inner_text()
    assert game.locator(".puzzle-score").inner_text() == f"solved {int(good == 'few')} of 1"
    page.evaluate("theatre.setLanguage('ko')")
    told = i18n.table("ko")["puzzle.cause_few"] if good == "few" else ""
    expect(game.locator(".puzzle-verdict")).to_contain_text(told or "아닙니다")
    page.evaluate("theatre.setLanguage('en')")
    game.locator(".puzzle-again").click()
    page.wait_for_function(OPEN.format("asked"))
    expect(game.locator(".puzzle-told:visible")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1440])
def test_the_lesson_opens_the_same_game_and_nobody_is_kept_out(visit: Visit, app_url: str, width: int) -> None:
    page = visit(f"{app_url}?room=learn&chapter=half&lang=ko", width=width, height=740)
    game = opened(page)
    look(game, "referee")
    assert page.evaluate(OVERHANG) <= 0 and findings(page) == []
    game.locator("[data-cause='asleep']").press("Enter")
    page.wait_for_function(OPEN.format("over"))
    assert page.evaluate("document.activeElement.classList.contains('puzzle-again')") and findings(page) == []


def test_the_next_visitor_finds_no_case(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?room=training&lang=en")
    look(opened(page), "referee")
    page.evaluate("document.dispatchEvent(new CustomEvent('theatre:forget', { detail: { wait() {} } }))")
    expect(page.locator(".theatre-game")).to_be_hidden()
    expect(opened(page).locator(".puzzle-told:visible")).to_have_count(0)
