"""A class draws together in a real browser: two phones, and the page of whoever opened the board."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.page.i18n import t, table
from tests.browser.axe import findings
from tests.browser.test_live import Theatre, live, page_and_stage, press, scribble, theatre
from tools.chromium import OVERHANG

Visit = Callable[..., Any]
__all__ = ["page_and_stage", "theatre"]  # fixtures
PHONE = {"whole": False, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
# Beside each fake there is ink.
PAINTED = """[...document.querySelectorAll('.near-drawings canvas')].every((canvas) =>
    canvas.getContext('2d').getImageData(30, 0, 28, 28).data.some((value, i) => i % 4 < 3 && value))"""


def invited(player: Any) -> tuple[Any, str]:
    """The dialog of whoever opens a board, and the address by which others come."""
    press(player, "training.learns.own")
    dialog = player.page.get_by_role("dialog")
    press(dialog, "training.together.open")
    address = dialog.get_by_role("textbox", name=t("link.address"))
    expect(address).to_have_value(re.compile(r"board=\w{6}"))
    return dialog, address.input_value()


def add(phone: Any, bend: float) -> None:
    scribble(phone, phone.get_by_role("img", name=t("training.phone.paper")), bend)
    press(phone, "training.phone.send")
    expect(phone.get_by_role("button", name=t("training.phone.send"))).to_be_disabled()


def test_phones_draw_into_one_heap_and_hear_of_the_start(visit: Visit, theatre: Theatre) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce", alone=True))
    dialog, address = invited(player)
    expect(dialog.get_by_text(t("training.together.local"))).to_be_visible()  # at 127.0.0.1
    phones = [visit(f"{address}&lang=en", 360, 780, alone=True, **PHONE) for _ in range(2)]
    for number in range(13):
        add(phones[number % 2], 5 * number)
    for phone, own in zip(phones, (7, 6), strict=True):
        expect(phone.get_by_role("status")).to_have_text(t("training.phone.enough", count=13, own=own))
        assert phone.evaluate(OVERHANG) <= 0
        assert findings(phone) == []
    expect(dialog.get_by_role("status").filter(has_text="13 ")).to_be_visible()
    assert findings(player.page, ".own-drawings-dialog") == []
    dialog.get_by_role("button", name=t("training.drawings.strike", number=13), exact=True).click()
    start = dialog.get_by_role("button", name=t("training.drawings.start"))
    press(phones[1], "training.phone.take_back")
    expect(phones[1].get_by_role("status")).to_have_text(t("training.phone.few", count=11, own=5, least=12))
    expect(start).to_be_disabled()
    add(phones[1], 90)
    expect(start).to_be_enabled()
    start.click()
    for phone in phones:
        expect(phone.get_by_text(t("training.phone.begun", count=12))).to_be_visible()
    assert theatre.stage.drawings is not None and len(theatre.stage.drawings) == 12
    player.page.reload()  # whose run it is, and what it learns, is known again
    beside = player.page.get_by_role("region", name=t("training.drawings.near.title"))
    expect(beside.get_by_role("img")).to_have_count(16)
    painted = (
        "all => all.every(c => c.getContext('2d').getImageData(30, 0, 28, 28).data.some((v, i) => i % 4 < 3 && v))"
    )
    player.page.wait_for_function(f"({painted})([...document.querySelectorAll('.near-drawings canvas')])")


def test_a_phone_is_told_that_its_code_is_wrong_and_may_type_another(visit: Visit, theatre: Theatre) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce", alone=True))
    _, address = invited(player)
    way, code = address.split("?board=")
    phone = visit(f"{way}?board=WRONG1&lang=ko", 360, 780, alone=True, **PHONE)
    expect(phone.get_by_role("alert")).to_have_text(table("ko")["training.phone.gone"].format(code="WRONG1"))
    assert findings(phone) == []
    phone.get_by_role("textbox").fill(f" {code.lower()} ")
    phone.get_by_role("button", name=table("ko")["training.phone.join"]).tap()
    expect(phone.get_by_role("img", name=table("ko")["training.phone.paper"])).to_be_visible()
    phone.get_by_role("button", name="English").tap()
    expect(phone.get_by_role("heading")).to_have_text(t("training.phone.title"))


def test_a_stand_forgets_the_drawings_with_its_visitor(visit: Visit, theatre: Theatre) -> None:
    page = visit(f"{theatre.url}?kiosk=1", alone=True)
    page.locator(".layer.start").wait_for()
    page.mouse.click(700, 450)  # wakes it; the layer is gone before a click on it could be told to have hit
    expect(page.locator(".layer.start")).to_be_hidden()
    player = live(page)
    dialog, address = invited(player)
    press(dialog, "training.drawings.example")
    phone = visit(f"{address}&lang=en", 360, 780, alone=True, **PHONE)
    expect(phone.get_by_role("status")).to_have_text(t("training.phone.enough", count=24, own=0))
    press(dialog, "link.close")
    with page.expect_navigation():
        page.get_by_role("button", name=t("stand.restart")).click()
    expect(phone.get_by_role("alert")).to_have_text(t("training.phone.gone", code=address[-6:]))
    assert ("forget" in {call[0] for call in theatre.stage.calls}) is True


@pytest.mark.parametrize("width", [360, 1440])
def test_the_phones_page_asks_for_nothing_but_paper(visit: Visit, theatre: Theatre, width: int) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce", alone=True))
    _, address = invited(player)
    phone = visit("about:blank", width, 780, alone=True, **PHONE)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(address)
    expect(phone.get_by_role("status")).to_be_visible()
    assert asked[0] == address and all(re.search("/web/|/draw|[.]woff2$", url) for url in asked)
    assert phone.evaluate("document.documentElement.scrollHeight <= innerHeight") is True
