"""The browsers that people hold beside Chromium. Whoever asks for these tests has them: what is missing fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from demo_ui.settings import AppSettings
from tests.conftest import serve
from tests.engines import firefox, webkit

ENGINES: dict[str, Any] = {"firefox": firefox, "webkit": webkit}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("engines")


@pytest.fixture(scope="session")
def url(services: Any, photo_networks: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Fake networks on the server, the shipped ones in the page, which begins with WebKit's recorder."""
    from demo_ui.app import build_demo
    from demo_ui.page.networks import PageNetworks
    from demo_ui.page.served import OURS

    networks = PageNetworks(AppSettings(), tmp_path_factory.mktemp("networks"))
    networks.write()
    assert networks.digits
    demo = build_demo(replace(services, networks=networks, photo_networks=photo_networks), AppSettings())
    needs = getattr(demo, OURS)
    setattr(demo, OURS, replace(needs, first=replace(needs.first, head=webkit.RECORDER + needs.first.head)))
    with serve(demo) as url:
        yield url


@pytest.fixture(scope="module", params=sorted(ENGINES))
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page in each engine."""
    engine = ENGINES[request.param]
    if engine.missing():
        pytest.fail(f"{request.param} is missing (Debian: apt-get install {engine.PACKAGES})", pytrace=False)
    with engine.opened(tmp_path_factory.mktemp("profile")) as browser:
        yield browser
