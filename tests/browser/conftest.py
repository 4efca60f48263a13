"""Chromium for the tests of the page: without it they are skipped with one line, in CI they fail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tools import chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if any(chromium.MISSING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(f"Browser tests were skipped: {chromium.MISSING}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium, one for all tests."""
    path = chromium.find()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(chromium.MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def photo_networks(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The shipped CycleGAN as the page takes it: as `python -m gan_core export` left it, or else for a square, for
    two of the examples and a small mirror."""
    from demo_ui.translate.own_networks import KEPT, PhotoNetworks
    from gan_core.photos.in_browser import made_before, write_for_browser
    from gan_core.store.checkpoints import Registry

    if made_before(Registry(), KEPT):
        return PhotoNetworks(Registry().root, KEPT)
    networks = PhotoNetworks(Registry().root, tmp_path_factory.mktemp("photos"))
    networks._index = write_for_browser(Registry(), networks.folder, [(256, 256), (576, 432)], [(128, 96)])
    networks._looked = True
    return networks


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """`page = visit(url, width=1440, height=900, **context)`: a visitor whose page must stay clean.

    At the end of the test the console must have been silent (no error, no warning, no exception) and
    every request must have stayed on 127.0.0.1. A `first` visit is greeted by the guide. With `clock` the test may
    set the page's clock, `page.clock`. `context` goes to Playwright's `new_context`.
    """
    contexts: list[Any] = []
    watched: list[list[str]] = []

    def opened(
        url: str, width: int = 1440, height: int = 900, first: bool = False, clock: bool = False, **context: Any
    ) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **context))
        if not first:
            contexts[-1].add_init_script(chromium.MET)
        page = contexts[-1].new_page()
        watched.append(chromium.watch(page))
        if clock:
            page.clock.install()
        page.goto(url)
        page.get_by_role("tab").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert sum(watched, []) == []
