"""Links that open a room in a given state; what is nonsense in them is told, and breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]
ROOM = """theatre.register("translate", {
    state: () => ({example: "a, b:c", seed: 7}),
    show: async (state) => { window.shown = state; return ["seed"].filter((name) => state[name] === "x"); },
})"""


def told(page: Any) -> str:
    return page.locator(".theatre-told span").inner_text()


def test_a_link_opens_its_room(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?room=training")
    page.wait_for_function("theatre.room() === 'training'")
    assert page.locator(".theatre-told").count() == 0


def test_a_room_is_shown_what_the_link_says_once_it_registers(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?lang=ko")
    page.evaluate("theatre.go({room: 'translate', seed: 7})")
    page.evaluate(ROOM)
    page.wait_for_function("window.shown?.seed === '7'")
    address = page.evaluate("theatre.address()")
    assert address == f"{app_url}?room=translate&example=a,+b:c&seed=7&lang=ko"
    assert page.locator(".theatre-told").count() == 0


def test_a_room_tells_of_another_being_opened(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    page.evaluate("document.addEventListener('theatre:room', ({detail}) => (window.opened = detail.room))")
    page.get_by_role("tab", name="Training").click()
    page.wait_for_function("window.opened === 'training'")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("room=nowhere", "nowhere"),
        ("room=%3Cimg%20src%3Dx%20onerror%3Dthrow%281%29%3E", "<img src=x"),
        ("lang=tlh", "lang=tlh"),
        ("room=" + "9" * 3000, "9" * 40 + "."),
    ],
)
def test_nonsense_is_told(visit: Visit, app_url: str, query: str, said: str) -> None:
    page = visit(f"{app_url}?{query}")
    page.locator(".theatre-told").wait_for()
    assert said in told(page)
    page.get_by_role("button", name="Close").click()
    assert page.locator(".theatre-told").count() == 0
    assert page.get_by_role("tab", selected=True).inner_text() == "Generate"


def test_what_a_room_does_not_understand_is_told(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    page.evaluate("theatre.go({room: 'translate', seed: 'x'})")
    page.evaluate(ROOM)
    page.locator(".theatre-told").wait_for()
    assert "seed=x" in told(page)


def test_what_others_put_behind_an_address_is_left_alone(visit: Visit, app_url: str) -> None:
    page = visit(f"{app_url}?utm_source=poster&__theme=dark")
    page.wait_for_function("theatre.room() === 'generate'")
    assert page.locator(".theatre-told").count() == 0


def test_the_readers_of_a_link(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    read = page.evaluate(
        """theatre.read(
            {a: "3", b: "3.5", c: "", d: "1,-2,0.5", e: "1,x", f: "yes", g: "?", toString: "1", h: "1e400", i: " "},
            {a: theatre.readers.whole(0, 5), b: theatre.readers.whole(0, 5), c: theatre.readers.number(0, 5),
             d: theatre.readers.numbers(3, -5, 5), e: theatre.readers.numbers(3, -5, 5), f: theatre.readers.oneOf("yes"),
             h: theatre.readers.number(0, 5), i: theatre.readers.number(-5, 5)})"""
    )
    assert read == {
        "values": {"a": 3, "d": [1, -2, 0.5], "f": "yes"},
        "wrong": ["b", "c", "e", "g", "toString", "h", "i"],
    }


def test_every_room_has_its_door_on_a_phone(visit: Visit, app_url: str) -> None:
    page = visit(app_url, 360, 780)
    rooms = page.evaluate("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.dataset.tabId)")
    for room in rooms:
        assert page.evaluate("(room) => theatre.go({room})", room)
        page.wait_for_function("(room) => theatre.room() === room", arg=room)
    assert page.evaluate("theatre.go({room: 'nowhere'})") is False
