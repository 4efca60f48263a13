"""The Translate room with networks of its own: the shipped ones in the page, while the server's are fakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.app import build_demo
from demo_ui.page.i18n import t
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.translate.in_browser import PhotoNetworks
from gan_core.photos.in_browser import INDEX, files_of
from tests.bare_page import PATH
from tests.browser.test_translate import BROWN, photograph
from tests.conftest import serve

pytestmark = [pytest.mark.slow, pytest.mark.long]
Visit = Callable[..., Any]
SIZE = (256, 256)
LONG = 240_000  # ms: on a busy machine the networks take their time
KEPT = "localStorage.setItem('theatre.here', '1')"


@pytest.fixture(scope="module")
def demo(services: Services, photo_networks: PhotoNetworks, colour_networks: PhotoNetworks) -> Any:
    own = {"photo_networks": photo_networks, "colour_networks": colour_networks}
    return build_demo(replace(services, **own), AppSettings())


@pytest.fixture(scope="module")
def url(demo: Any) -> Iterator[str]:
    with serve(demo) as url:
        yield f"{url}{PATH}"


def opened(page: Any) -> Any:
    room = page.locator("#photo-stage")
    expect(room.locator(".tile")).to_have_count(5, timeout=LONG)
    return room


def put(room: Any) -> None:
    before = room.locator(".before img").get_attribute("src")
    room.locator(".file").set_input_files(photograph(BROWN, SIZE))
    room.page.wait_for_function(
        """(before) => {
            const room = document.querySelector("#photo-stage .photos"), shown = room.querySelector(".before img").src;
            return !room.dataset.busy && shown !== before && shown.startsWith("data:");
        }""",
        arg=before,
        timeout=LONG,
    )


def sent_of(page: Any) -> list[str]:
    """The bodies of what is sent from now on."""
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.post_data or "a file"))
    return sent


def test_a_photograph_that_is_to_stay_is_sent_nowhere(visit: Visit, url: str) -> None:
    page = visit(f"{url}?room=translate&lang=en", alone=True)
    room = opened(page)
    expect(room.locator(".by")).to_have_text(t("translate.by.server"))
    room.get_by_role("switch", name=t("translate.here")).check(force=True)
    expect(room.locator(".kept")).to_have_text(t("translate.stays"))
    sent = sent_of(page)
    put(room)
    expect(room.locator(".by")).to_have_text(t("translate.by.page"))
    room.get_by_role("slider", name=t("translate.strength")).fill("0")
    expect(room.get_by_role("heading", name=t("translate.happened.nothing"))).to_be_visible(timeout=LONG)
    room.get_by_role("slider", name=t("translate.strength")).fill("100")
    with page.expect_download() as download:
        room.get_by_role("button", name=t("translate.save")).click()
    assert download.value.suggested_filename.endswith("-translated.png")
    room.get_by_role("button", name=t("translate.act.cycle")).click()
    expect(room.get_by_role("alert")).to_have_text(t("error.without_stays"))
    room.locator(".choice input[value=photo-monet]").check(force=True)
    expect(room.get_by_role("alert")).to_have_text(t("error.photo_stays"))
    expect(room.locator(".tile")).to_have_count(0)  # nothing that other networks have drawn or said
    for place in (".belief", ".back", ".measured", ".passed", ".guard"):
        expect(room.locator(place)).to_be_hidden()
    before, after = (room.locator(f".{side} img").get_attribute("src") for side in ("before", "after"))
    assert before == after
    room.locator(".choice input[value=grey-colour]").check(force=True)
    expect(room.locator(".by")).to_have_text(t("translate.by.grey-colour_page"), timeout=LONG)
    room.get_by_role("button", name=t("translate.act.l1")).click()
    expect(room.get_by_role("alert")).to_have_text(t("error.without_stays"))
    room.locator(".choice input[value=horse-zebra]").check(force=True)
    expect(room.locator(".tile")).to_have_count(5, timeout=LONG)
    assert not [body for body in sent if '"status"' not in body]
    page.reload()
    room = opened(page)
    expect(room.get_by_role("switch")).to_be_checked()
    room.get_by_role("switch").uncheck(force=True)
    expect(room.locator(".kept")).to_contain_text("5 minutes")


@pytest.mark.parametrize("missing", ["WebAssembly", "**/generator_ab-template-*.gz", "**/litert_wasm_*_internal.wasm"])
def test_a_page_that_cannot_says_so_and_sends_nothing(unwatched: Any, url: str, missing: str) -> None:
    page = unwatched
    page.add_init_script(KEPT)
    if missing == "WebAssembly":
        page.add_init_script("delete self.WebAssembly")
    else:
        page.context.route(missing, lambda route: route.abort())
    page.goto(f"{url}?room=translate&lang=en")
    room = opened(page)
    sent = sent_of(page)
    if missing == "WebAssembly":  # a photograph cannot stay, so nobody is told that it would
        expect(room.locator(".here")).to_be_hidden()
        expect(room.locator(".kept")).to_contain_text("5 minutes")
    else:
        shown = room.locator(".before img").get_attribute("src")
        room.locator(".file").set_input_files(photograph(BROWN, SIZE))
        expect(room.get_by_role("alert")).to_have_text(t("error.photo_stays"), timeout=LONG)
        expect(room.locator(".before img")).to_have_attribute("src", shown)  # the last whole board
        assert not [body for body in sent if '"status"' not in body]


def test_the_room_goes_on_when_the_server_has_gone(unwatched: Any, demo: Any, photo_networks: PhotoNetworks) -> None:
    """The last one of this file, since it takes the server away. The browser itself reports requests that fail, so the
    console is not held to be clean here."""
    page = unwatched
    with serve(demo) as url:
        page.goto(f"{url}{PATH}?room=translate&lang=en")
        room = opened(page)
        with page.expect_event("console", lambda m: m.text == "fetched", timeout=LONG):
            page.evaluate(AHEAD, len(files_of(photo_networks.folder / INDEX)))
    put(room)
    expect(room.locator(".by")).to_have_text(t("translate.by.page"))
    expect(room.get_by_role("alert")).to_be_hidden()


# Says when so many files of a room's networks lie in the browser's cache.
AHEAD = """async (most) => {
    const files = async () => (await Promise.all((await caches.keys()).filter((name) => name.includes("photos"))
        .map(async (name) => (await (await caches.open(name)).keys()).length))).reduce((a, b) => a + b, 0);
    while ((await files()) < most) await new Promise((done) => setTimeout(done, 200));
    console.log("fetched");
}"""
