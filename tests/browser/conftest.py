"""Chromium for the tests of the page: found on this machine; without it the tests are skipped, in CI they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "The browser tests need Chromium (Debian: apt-get install chromium; elsewhere set CHROMIUM to its path)."


def chromium() -> str | None:
    """The path of a Chromium: $CHROMIUM, or the first of its usual names that can be run."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if any(MISSING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(f"Skipped: {MISSING}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium, one for all tests."""
    path = chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """`page = visit(url, width=1440, height=900, **context)`: a visitor whose page must stay clean.

    At the end of the test the console must have been silent (no error, no warning, no exception) and
    every request must have stayed on 127.0.0.1. `context` goes to Playwright's `new_context`.
    """
    contexts, faults = [], []

    def watch(page: Any) -> None:
        page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda r: faults.append(r.url) if not on_this_machine(r.url) else None)

    def opened(url: str, width: int = 1440, height: int = 900, **context: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **context))
        page = contexts[-1].new_page()
        watch(page)
        page.goto(url)
        page.get_by_role("tab").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def on_this_machine(url: str) -> bool:
    """Whether asking for `url` leaves this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1"
