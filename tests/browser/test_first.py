"""The first seconds: a digit before anything of Gradio's has come, and nothing heavy for whoever saves data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.app import build_demo
from demo_ui.generate.api import DigitApi
from demo_ui.page.i18n import t
from demo_ui.page.networks import PageNetworks
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from tests.conftest import serve
from tools import chromium

SAVING = "Object.defineProperty(navigator, 'connection', { get: () => ({ saveData: true }) })"


@pytest.fixture(scope="module")
def own_url(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    networks = PageNetworks(AppSettings(), tmp_path_factory.mktemp("networks"))
    networks.write()
    with serve(build_demo(replace(services, networks=networks), AppSettings())) as url:
        yield url


def test_a_digit_is_painted_before_gradio_has_come(browser: Any, own_url: str) -> None:
    page = chromium.context(browser, locale="ko-KR", viewport={"width": 360, "height": 740}).new_page()
    held: list[Any] = []
    free = False
    page.route("**/assets/*.js", lambda route: route.continue_() if free else held.append(route))
    page.goto(own_url, wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('theatre:digit').length")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme]") == ["ko", "dark"]
    assert held and not page.locator("#digit-stage").count()  # Gradio has not come; nobody can press the picture
    free = True
    for route in held:
        route.continue_()
    expect(page.locator("#digit-stage .digit")).to_be_visible()
    expect(page.locator("#theatre-first")).to_have_count(0)
    page.context.close()


def test_who_saves_data_plays_through_the_server(browser: Any, own_url: str, services: Services) -> None:
    page = chromium.context(browser).new_page()
    page.add_init_script(SAVING)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(own_url)
    slider = page.locator("#digit-stage .directions input").first
    slider.press("End")
    wish = {"seed": 7, "digit": 1, "directions": [float(slider.input_value())]}
    expect(page.locator("#digit-stage .digit")).to_have_attribute("src", DigitApi(services.digits).look(wish)["digit"])
    assert not page.workers and not [url for url in asked if "litert" in url]
    page.context.close()


def test_a_room_comes_when_it_is_opened(visit: Callable[..., Any], app_url: str) -> None:
    page = visit(app_url, alone=True)
    page.locator("#digit-stage [data-state=ready]").wait_for()
    parts = {"digit", "photo", "run", "equilibrium", "play", "learn"}

    def fetched() -> set[str]:
        names = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop())")
        return parts & {name.split("-")[0] for name in names}

    assert fetched() == {"digit"}
    page.get_by_role("tab", name="Training").click()
    page.locator("#run-player .programme .ticket").first.wait_for()
    assert fetched() == {"digit", "run"}


@pytest.mark.parametrize("renewed", [1, 2])
def test_a_page_older_than_its_server_loads_itself_anew_once(unwatched: Any, app_url: str, renewed: int) -> None:
    """The room's module is gone, and after the page came anew it is there (1), or is not, and that is said (2)."""
    page, loads, asked = unwatched, list[int](), list[str]()
    page.goto(f"{app_url}?lang=en")
    page.locator("#digit-stage [data-state=ready]").wait_for()
    page.on("domcontentloaded", lambda: loads.append(1))

    def answered(route: Any) -> None:
        asked.append(route.request.method)
        route.fulfill(status=404) if len(loads) < renewed else route.continue_()

    page.route("**/rooms/training/room.mjs", answered)
    page.get_by_role("tab", name="Training").click()
    if renewed == 1:
        expect(page.locator("#run-player .programme .ticket").first).to_be_visible()
        expect(page.get_by_role("tab", name="Training")).to_have_attribute("aria-selected", "true")
    else:
        expect(page.locator(".missing[role=alert]")).to_have_text(t("app.room_missing"))
        assert asked == ["GET", "HEAD"] * 2
    assert len(loads) == 1 and "room=training" in page.url
