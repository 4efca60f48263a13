"""A room in a page of somebody else's: what is copied is what that page holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from demo_ui.page.i18n import t
from tools import chromium

Visit = Callable[..., Any]
Hosted = Callable[..., Any]
ROOMS = ("generate", "translate", "draw", "training", "equilibrium", "play", "learn")
FITS = """() => { const frame = document.querySelector('iframe'); return frame.style.height
    && frame.getBoundingClientRect().height }"""
FOOT = "document.querySelector('.embed-foot').getBoundingClientRect().bottom"
READY = "window.theatre && !document.querySelector('#theatre-first') && theatre.offers(theatre.room())"
NO_STORAGE = """for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })"""


def iframe(url: str, room: str, more: str = "") -> str:
    return f'<iframe src="{url}?room={room}&amp;embed=1{more}" width="100%" height="900" style="border: 0"></iframe>'


def room_of(page: Any, index: int = 0) -> Any:
    """The frame, once its room can be used."""
    handle = page.locator("iframe").nth(index).element_handle()
    frame = handle.content_frame()
    frame.wait_for_function(READY)
    return frame


def copied(visit: Visit, url: str, room: str) -> str:
    page = visit(f"{url}?room={room}")
    page.wait_for_function("theatre.offers(theatre.room())")
    page.get_by_role("button", name="Copy a link to what you see").click()
    page.get_by_role("button", name="Copy this iframe").click()
    page.wait_for_function("document.querySelector('.share-copied').textContent")
    return page.locator(".share-address").input_value()


def test_what_is_copied_shows_the_room_alone_and_as_high_as_it_is(visit: Visit, hosted: Hosted, app_url: str) -> None:
    page = hosted(copied(visit, app_url, "generate"), 800)
    frame = room_of(page)
    assert frame.evaluate("theatre.room()") == "generate"
    assert not frame.locator("#header").is_visible() and frame.get_by_role("tab").count() == 0
    page.wait_for_function(FITS)
    inside, before = frame.evaluate(FOOT), page.evaluate(FITS)
    for _ in range(200):  # the room grows while its parts come, and tells its page a moment later
        if inside <= before < inside + 100:
            break
        frame.evaluate("new Promise(requestAnimationFrame)")
        inside, before = frame.evaluate(FOOT), page.evaluate(FITS)
    assert inside <= before < inside + 100  # nothing has to be scrolled, and little is empty
    page.set_viewport_size({"width": 360, "height": 700})
    page.wait_for_function(f"before => ({FITS})() !== before", arg=before)
    assert frame.evaluate(chromium.OVERHANG) <= 0
    whole = frame.locator(".embed-foot a")
    whole.focus()
    assert whole.get_attribute("href") == frame.evaluate("theatre.address()")


@pytest.mark.parametrize(
    ("room", "wanted"),
    [("generate", {"clipboard-write"}), ("translate", {"camera", "clipboard-write", "cross-origin-isolated"})],
)
def test_what_is_copied_allows_what_the_room_needs(visit: Visit, app_url: str, room: str, wanted: set[str]) -> None:
    [allow] = re.findall(r' allow="([^"]*)"', copied(visit, app_url, room))
    assert wanted <= set(allow.split("; ")) and ("camera" in allow) == ("camera" in wanted)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_room_fits_into_a_narrow_frame(hosted: Hosted, app_url: str, lang: str) -> None:
    for room in ROOMS:
        frame = room_of(hosted(iframe(app_url, room, f"&amp;lang={lang}"), 320))
        assert frame.evaluate("theatre.room()") == room
        assert frame.evaluate(chromium.OVERHANG) <= 0, room


def test_a_room_embedded_twice_is_two(hosted: Hosted, app_url: str) -> None:
    page = hosted(f'<div style="display: flex">{2 * iframe(app_url, "generate")}</div>')  # both in sight
    first, second = room_of(page, 0), room_of(page, 1)
    seed = "theatre.seen('generate').seed"
    before = second.evaluate(seed)
    first.evaluate("theatre.go({room: 'generate', seed: 4321})")
    first.wait_for_function("theatre.seen('generate').seed === 4321")
    assert second.evaluate(seed) == before


def test_a_frame_without_storage_plays_a_round(hosted: Hosted, app_url: str) -> None:
    page = hosted(iframe(app_url, "play"), script=f"if (top !== self) {{ {NO_STORAGE} }}")
    frame = room_of(page)
    for place in range(1, 4):
        frame.locator(".says-fake:enabled").click()
        frame.locator(f".strip .cell:nth-child({place}) .mark").wait_for(state="attached")
        frame.locator("#play-stage .frame").dispatch_event("click")  # on to the next one
    assert frame.evaluate("(() => { try { return localStorage } catch { return 'none' } })()") == "none"


def test_a_door_out_of_the_room_leads_back_and_the_pages_own_history_is_left_alone(
    hosted: Hosted, app_url: str
) -> None:
    page = hosted(iframe(app_url, "learn"))
    frame, entries = room_of(page), page.evaluate("history.length")
    frame.evaluate("theatre.go({room: 'equilibrium'})")
    back = frame.get_by_role("button", name="Back to Learn")
    back.click()
    frame.wait_for_function("theatre.room() === 'learn'")
    back.wait_for(state="hidden")
    assert page.evaluate("history.length") == entries


def in_sight(page: Any, frame: Any, what: str) -> bool:
    """Does it come to lie where somebody looks? The frame is told of no scrolling, and looks by itself."""
    for _ in range(300):
        box = frame.locator(what).bounding_box()
        if box and box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]:
            return True
        frame.evaluate("new Promise(requestAnimationFrame)")
    return False


def test_what_opens_over_a_room_lies_where_somebody_looks(hosted: Hosted, app_url: str) -> None:
    tall = iframe(app_url, "training").replace('height="900"', 'height="3000"')
    page = hosted(f"<p style='height: 300px'>An article.</p>{tall}<p style='height: 900px'>More of it.</p>")
    frame = room_of(page)
    frame.locator(".open-puzzle:visible").click()  # which scrolls there
    frame.wait_for_function("document.querySelector('.theatre-game[open]')?.dataset.state === 'asked'")
    assert in_sight(page, frame, ".theatre-game")
    before = page.evaluate("scrollY")
    page.evaluate("scrollBy(0, 300)")
    page.wait_for_function("(before) => scrollY > before", arg=before)
    assert in_sight(page, frame, ".theatre-game")
    frame.evaluate("theatre.tell('link.wrong', {names: 'x=1'})")
    assert in_sight(page, frame, ".theatre-told")


def test_a_frame_that_lets_a_room_do_nothing_says_so(unwatched: Any, blog: Any, app_url: str) -> None:
    blog.html = iframe(app_url, "generate").replace("<iframe", "<iframe sandbox='allow-scripts'")
    unwatched.goto(f"http://localhost:{blog.server_port}/")
    frame = unwatched.locator("iframe").element_handle().content_frame()
    frame.wait_for_function("document.documentElement.dataset.lost")
    assert frame.evaluate("getComputedStyle(document.documentElement, '::before').content") == f'"{t("embed.lost")}"'
