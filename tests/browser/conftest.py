"""Chromium for the tests of the page: without it they are skipped with one line, in CI they fail."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Error as PlaywrightError

from demo_ui.settings import AppSettings
from tests.conftest import serve
from tools import chromium

NOBODY = ";"  # the marks of a visitor who has never been here
PATIENCE = 60_000  # ms that is waited for anything: two cores may be busy with other tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")
            # A browser on two busy cores is late in ways that no wait foresees. What had to be asked twice is named at
            # the end, and is to be mended; what is broken fails twice.
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if any(chromium.MISSING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(f"Browser tests were skipped: {chromium.MISSING}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium, one for all tests."""
    path = chromium.find()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(chromium.MISSING)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def no_simd(browser: Any) -> Iterator[Any]:
    """A Chromium as it is on processors without SSE4: its WebAssembly has no SIMD."""
    with browser.browser_type.launch(
        executable_path=chromium.find(), args=[*chromium.ARGUMENTS, "--js-flags=--no-enable-sse4-1"]
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
def photo_index(photo_networks: Any) -> Path:
    from gan_core.photos.in_browser import INDEX

    return photo_networks.folder / INDEX


@pytest.fixture(scope="module")
def colour_index(colour_networks: Any) -> Path:
    from gan_core.photos.in_browser import COLOURS

    return colour_networks.folder / COLOURS


@pytest.fixture(scope="module")
def photo_url(services: Any, photo_networks: Any, colour_networks: Any) -> Iterator[str]:
    """Fake networks on the server, and the shipped ones for the page."""
    from demo_ui.app import build_demo

    with serve(
        build_demo(replace(services, photo_networks=photo_networks, colour_networks=colour_networks), AppSettings())
    ) as url:
        yield url


@pytest.fixture
def unwatched(browser: Any) -> Iterator[Any]:
    """A page in a context of its own whose console may say what it likes."""
    context = chromium.context(browser, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


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
    """Its server, at a site of its own: `localhost` is another one than `127.0.0.1`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Blog)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def hosted(browser: Any, blog: Any) -> Iterator[Callable[..., Any]]:
    """`page = hosted(html, width)`: a page of another site that holds `html`, whose console must stay clean."""
    context, said = browser.new_context(), list[list[str]]()
    context.set_default_timeout(PATIENCE)

    def host(html: str, width: int = 1440, script: str = "") -> Any:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        said.append(chromium.watch(page))
        if script:
            page.add_init_script(script)
        blog.html = html
        page.goto(f"http://localhost:{blog.server_port}/")
        return page

    yield host
    context.close()
    assert [fault for faults in said for fault in faults] == []


@dataclass
class Seat:
    """A page in a context of its own, and what it should not have said."""

    page: Any
    faults: list[str]
    tools: Any  # its session of Chromium's protocol
    kind: str | None  # what its context was opened with; None: for one test alone

    def cleared(self) -> bool:
        """Make the page as empty as a new one; False where that cannot be done."""
        context, page = self.page.context, self.page
        try:
            for another in context.pages:
                if another != page:
                    another.close()
            context.unroute_all(behavior="wait")
            page.unroute_all(behavior="wait")
            origin = page.evaluate("origin")
            page.goto("about:blank")
            self.tools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
            page.mouse.move(0, 0)
        except PlaywrightError:
            return False
        return True


class Seats:
    """Pages that are used again: whoever has read the theatre's scripts once opens it in less than half the time.

    They are kept by what a context was opened with, and cleared between two tests.
    """

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._free: dict[str, list[Seat]] = defaultdict(list)

    def take(self, marks: str, context: dict[str, Any], alone: bool) -> Seat:
        kind = None if alone else repr((marks, sorted(context.items())))
        if kind and self._free[kind]:
            return self._free[kind].pop()
        opened = chromium.context(self._browser, marks, **context)
        opened.set_default_timeout(PATIENCE)
        page = opened.new_page()
        return Seat(page, chromium.watch(page), opened.new_cdp_session(page), kind)

    def give_back(self, seat: Seat) -> None:
        if seat.kind and seat.cleared():
            self._free[seat.kind].append(seat)
        else:
            seat.page.context.close()


def there(page: Any) -> None:
    """Wait for a page that is being loaded: its tabs, what all its scripts share, and its first room; the question
    may lie over them."""
    page.get_by_role("tab", include_hidden=True).first.wait_for(state="attached")
    page.wait_for_function("window.theatre && !document.querySelector('#theatre-first')")


def pause(page: Any) -> None:
    """At a second from now, which on a busy machine may be gone before it is known here."""
    for _ in range(20):
        with suppress(PlaywrightError):
            return page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    raise AssertionError("the page's clock could not be paused")


def each(places: Any) -> list[Any]:
    """Every element that a locator finds, at least one: what is asked of none holds."""
    found = places.all()
    assert found
    return found


@pytest.fixture(scope="session")
def seats(browser: Any) -> Seats:
    return Seats(browser)


@pytest.fixture
def visit(seats: Seats) -> Iterator[Callable[..., Any]]:
    """`page = visit(url, width=1440, height=900, **context)`: a visitor whose page must stay clean.

    At the end of the test the console must have been silent (no error, no warning, no exception) and
    every request must have stayed on 127.0.0.1. A `first` visit is greeted by the guide; one that is `asked` is asked
    the question before it, which no other test meets. With `clock` the test may
    set the page's clock, `page.clock`. A test that leaves something on a page that cannot be taken away (listeners,
    scripts of its own, an emulated medium), or that counts what is fetched, asks for one `alone`. An address that is
    not `whole` is no page of the theatre: it stands for its origin. `context` goes to Playwright's `new_context`.
    """
    taken: list[Seat] = []

    def opened(
        url: str,
        width: int = 1440,
        height: int = 900,
        first: bool = False,
        asked: bool = False,
        clock: bool = False,
        alone: bool = False,
        whole: bool = True,
        **context: Any,
    ) -> Any:
        marks = NOBODY if asked else chromium.ASKED if first else chromium.MET
        seat = seats.take(marks, context, alone or clock)
        taken.append(seat)
        seat.faults.clear()
        page = seat.page
        page.set_viewport_size({"width": width, "height": height})
        if clock:
            page.clock.install()
        page.goto(url)
        if whole:
            there(page)
        return page

    yield opened
    for seat in taken:
        if not seat.kind:
            seats.give_back(seat)  # what it says while it closes counts, too
    faults = [fault for seat in taken for fault in seat.faults]
    for seat in taken:
        if seat.kind:
            seats.give_back(seat)
    assert faults == []
