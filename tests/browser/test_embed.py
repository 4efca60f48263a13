"""A room in a page of somebody else's: what is copied is what that page holds."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import pytest

from tests.browser.conftest import PATIENCE
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


class Blog(BaseHTTPRequestHandler):
    """A page of somebody else's; its server's `html` is what it holds."""

    def do_GET(self) -> None:
        html = cast(Any, self.server).html
        body = f"<!doctype html><title>A blog</title><link rel=icon href=data:,><body style='margin: 0'>{html}".encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def blog() -> Iterator[Any]:
    """Its server, at an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Blog)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def hosted(browser: Any, blog: Any) -> Iterator[Hosted]:
    """`page = hosted(html, width)`: a page of another origin that holds `html`, whose console must stay clean."""
    context, said = browser.new_context(), list[list[str]]()
    context.set_default_timeout(PATIENCE)

    def host(html: str, width: int = 1440, script: str = "") -> Any:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        said.append(chromium.watch(page))
        if script:
            page.add_init_script(script)
        blog.html = html
        page.goto(f"http://127.0.0.1:{blog.server_port}/")
        return page

    yield host
    context.close()
    assert [fault for faults in said for fault in faults] == []


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
