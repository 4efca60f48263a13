"""The static edition: no server behind it, nobody else asked, and the rooms alive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.page.i18n import t, table
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.site.build import LARGEST, build_site
from demo_ui.translate.in_browser import PhotoNetworks
from gan_core.base.errors import GanError
from gan_core.photos.in_browser import COLOURS, INDEX
from tests.browser.conftest import each
from tests.browser.test_embed import ROOMS, Hosted, iframe, room_of
from tests.browser.test_translate import BROWN, photograph
from tests.browser.test_translate_here import put
from tests.static_site import served
from tools import chromium
from tools.chromium import OVERHANG

Visit = Callable[..., Any]
LEFT_OUT = {"draw", "play"}
ADDRESS = "https://school.example/gan/"


@pytest.fixture(scope="module")
def site(
    services: Services,
    photo_networks: PhotoNetworks,
    colour_networks: PhotoNetworks,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The shipped networks in the page, for photographs of some shapes; the examples are translated by the fakes."""
    out = tmp_path_factory.mktemp("out") / "site"
    own = photo_networks.folder / INDEX, colour_networks.folder / COLOURS
    return build_site(out, AppSettings(), services, *own, address=ADDRESS).out


@pytest.fixture(scope="module")
def site_url(site: Path) -> Iterator[str]:
    with served(site) as url:
        yield url


def alive(page: Any) -> Any:
    """The Generate room with a digit on its stage."""
    room = page.locator("#digit-stage")
    room.locator("[data-state=ready]").wait_for()
    expect(room.locator(".digit")).to_have_attribute("src", re.compile("^data:image/png"))
    return room


def test_it_is_a_static_space_of_its_size_without_gradio(site: Path) -> None:
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) <= LARGEST
    assert re.search(r"^sdk: static$", (site / "README.md").read_text(encoding="utf-8"), re.M)
    texts = [path for path in site.rglob("*") if path.suffix in {".html", ".js", ".mjs", ".css", ".json"}]
    assert not [path for path in texts if "gradio_api" in path.read_text(encoding="utf-8", errors="replace")]
    assert not list(site.rglob("*.py"))
    assert (site / "networks" / "LICENSE").read_text(encoding="utf-8").lstrip().startswith("Apache License")
    [vendored] = site.glob("vendor/*/litertjs-core")
    assert (vendored / "LICENSE").is_file() and not list(vendored.glob("*threaded*"))


def test_a_link_to_it_is_shown_with_a_picture_and_the_question_opens_only_what_is_here(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    [picture] = re.findall('"og:image" content="(.*?)"', page)
    assert picture.startswith(ADDRESS) and (site / picture.removeprefix(ADDRESS)).is_file()
    doors = re.findall('data-room="(.*?)"', page)
    assert set(re.findall('data-tab-id="(.*?)"', page)) - set(doors) == LEFT_OUT


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(GanError) as caught:
        build_site(tmp_path, AppSettings())
    assert caught.value.code == "folder_full" and [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_digits_are_drawn_with_the_server_gone(visit: Visit, site: Path) -> None:
    with served(site) as url:
        page = visit(url)
        room = alive(page)
        page.wait_for_function("document.querySelector('#digit-stage .epochs .strip').src.includes('image/png')")
    before = room.locator(".digit").get_attribute("src")
    room.locator(".directions input").first.fill("4")
    page.wait_for_function("(before) => document.querySelector('#digit-stage .digit').src !== before", arg=before)
    room.locator(".epochs input").press("Home")
    expect(room.locator(".verdict .figures")).to_contain_text("step 0")
    room.get_by_role("button", name="New digit").click()
    expect(room.locator(".caption")).not_to_have_text("seed 7, digit no. 1")
    with page.expect_download() as download:
        room.get_by_role("button", name="Save").click()
    assert download.value.suggested_filename.endswith(".png")
    expect(room.get_by_role("alert")).to_be_hidden()
    expect(room.get_by_role("button", name="GIF")).to_be_hidden()


def test_what_needs_a_server_says_why_it_is_left_out(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    for room in LEFT_OUT:
        page.get_by_role("tab", name=t(f"{room}.tab")).click()
        expect(page.locator(f"#room-{room}")).to_contain_text(t("site.no_room"))
    page.get_by_role("tab", name="Training").click()
    expect(page.locator("#room-training")).to_contain_text(t("site.no_training"))
    page.locator("#run-player [data-state=ready]").wait_for()
    expect(page.locator(".own-drawings")).to_have_count(0)  # nobody trains here, and no phone could send anything


def test_the_examples_were_translated_beforehand(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    page.get_by_role("tab", name="Translate").click()
    room = page.locator("#photo-stage")
    room.locator("[data-state=ready]").wait_for()
    expect(room.locator(".after img")).to_have_attribute("src", re.compile("^data:image/jpeg"))
    first = room.locator(".after img").get_attribute("src")
    room.locator(".examples button").nth(1).click()
    expect(room.locator(".examples button").nth(1)).to_have_attribute("aria-pressed", "true")
    assert room.locator(".after img").get_attribute("src") != first
    expect(room.locator(".tile")).to_have_count(5)
    expect(room.get_by_role("alert")).to_be_hidden()
    expect(room.locator(".here")).to_be_hidden()  # there is no choice
    expect(room.locator(".kept")).to_have_text(t("translate.stays"))
    expect(page.locator("#room-translate")).to_contain_text(t("site.no_translate"))


@pytest.mark.slow
def test_a_photograph_is_translated_in_the_page(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}?room=translate&lang=en")
    room = page.locator("#photo-stage")
    expect(room.locator(".tile")).to_have_count(5)
    expect(room.locator(".by")).to_be_hidden()
    room.locator(".file").set_input_files(photograph(BROWN, (256, 256)))
    expect(room.locator(".by")).to_have_text(t("translate.by.page"), timeout=240_000)
    expect(room.get_by_role("alert")).to_be_hidden()
    room.get_by_role("button", name=t("translate.act.cycle")).click()
    expect(room.get_by_role("alert")).to_have_text(t("error.not_here"))


@pytest.mark.slow
def test_a_photograph_is_coloured_in_the_page_and_hints_spread_there(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}?room=translate&lang=en")
    room = page.locator("#photo-stage")
    expect(room.locator(".tile")).to_have_count(5)
    room.locator(".choice input[value=grey-colour]").check(force=True)
    expect(room.locator(".by")).to_have_text(t("translate.by.grey-colour_page"), timeout=240_000)
    expect(room.locator(".kept")).to_have_text(t("translate.grey-colour_stays"))
    acts = room.locator(".acts button")
    assert acts.evaluate_all("(all) => all.map(({ dataset }) => dataset.act)") == ["colours", "hints"]
    put(room)
    acts.nth(1).click()
    room.locator(".pointing").click(position={"x": 60, "y": 60})
    room.locator(".palette .hue").first.click()
    expect(room.locator('.tile[data-name="hinted"] img')).to_have_attribute("src", re.compile("^data:image/png"))
    expect(room.get_by_role("alert")).to_be_hidden()


def test_a_run_leads_to_no_networks_but_those_of_its_own_steps(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}?room=training", reduced_motion="reduce")
    player = page.locator("#run-player")
    player.locator("[data-state=ready]").wait_for()
    for run in ("classic", "best"):  # what came along of `best` was trained on after this run
        player.get_by_role("radio", name=t(f"training.run.{run}")).check()
        expect(player.locator(".drawn")).to_be_visible()
        expect(player.locator(".take-over")).to_be_hidden()


def test_the_rooms_that_teach_are_open(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}?room=equilibrium")
    lab = page.locator("#room-equilibrium")
    expect(lab).to_be_visible()
    lab.get_by_role("button", name=t("training.play"), exact=True).click()
    page.get_by_role("tab", name=t("learn.tab")).click()
    expect(page.locator("#room-learn h2, #room-learn h3").first).to_be_visible()


def test_the_lesson_its_doors_and_links_are_whole(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}?room=learn&chapter=layers&lang=en")
    book = page.locator("#learn-book")
    expect(book.locator(".of-layers")).to_contain_text(t("learn.layers.no_server"))
    expect(book.locator(".of-layers .layer-list li")).to_have_count(7)
    book.locator("a[data-chapter=forger]").click()
    doors = book.locator(".doors button")
    assert doors.evaluate_all("(all) => all.map((door) => door.dataset.door)") == ["replay"]  # Play is only a sentence
    page.get_by_role("button", name=t("link.open")).click()
    page.locator(".share-code:not([hidden])").wait_for()
    address = page.get_by_role("textbox", name=t("link.address")).input_value()
    assert address == f"{site_url}?room=learn&chapter=forger&lang=en"


def test_the_tabs_follow_the_arrow_keys_and_the_language(visit: Visit, site_url: str) -> None:
    page = visit(site_url)
    page.get_by_role("tab", name="Generate").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Translate")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Language").click()
    expect(page.get_by_role("tab").nth(1)).to_have_text(table("ko")["translate.tab"])
    expect(page.get_by_role("tab").nth(5)).to_have_text(table("ko")["play.tab"])


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1440, 900), (3840, 2160)])
def test_every_screen(visit: Visit, site_url: str, width: int, height: int) -> None:
    page = visit(f"{site_url}?lang=ko", width, height)
    alive(page)
    for door in each(page.get_by_role("tab")):
        door.click()
        assert page.evaluate(OVERHANG) <= 0
        assert door.bounding_box()["height"] >= 44


def test_a_browser_that_cannot_run_the_networks_is_told(unwatched: Any, site_url: str) -> None:
    page = unwatched
    page.add_init_script("delete self.WebAssembly")
    page.goto(f"{site_url}?lang=ko")
    room = page.locator("#digit-stage")
    expect(room.get_by_role("alert")).to_have_text(table("ko")["error.browser_cannot"])
    expect(room.locator(".dice")).to_be_disabled()
    expect(room.locator(".digit")).to_have_attribute("src", re.compile("^data:image/png"))  # it came with the page


def test_without_simd_the_rooms_say_what_to_do(no_simd: Any, site_url: str) -> None:
    page = chromium.context(no_simd).new_page()
    page.goto(f"{site_url}?lang=en")
    expect(page.locator("#digit-stage").get_by_role("alert")).to_have_text(t("error.browser_cannot"))
    page.get_by_role("tab", name="Translate").click()
    room = page.locator("#photo-stage")
    expect(room.locator(".tile")).to_have_count(5)  # the examples were translated beforehand
    room.locator(".file").set_input_files(photograph(BROWN, (256, 256)))
    expect(room.get_by_role("alert")).to_have_text(t("error.browser_cannot"))
    page.context.close()


def test_it_is_a_stand_where_the_address_says_so(visit: Visit, site_url: str) -> None:
    page = visit(f"{site_url}?kiosk=1&idle=60")
    alive(page)
    assert page.evaluate("theatreStand.kiosk && theatreStand.idle") == 60
    assert page.locator(".theatre-told").count() == 0


@pytest.mark.parametrize("width", [320, 1024])
def test_each_room_can_stand_in_a_page_of_another_site(hosted: Hosted, site_url: str, width: int) -> None:
    for room in ROOMS:
        page = hosted(iframe(site_url, room), width)
        frame = page.locator("iframe").element_handle().content_frame()
        frame.wait_for_function(f"window.theatre && theatre.room() === '{room}'")
        if room in LEFT_OUT:
            expect(frame.locator(f"#room-{room}")).to_contain_text(t("site.no_room"))
        else:
            room_of(page)
        expect(frame.locator(".embed-foot")).to_be_visible()
        expect(frame.locator("#header")).to_be_hidden()
        assert frame.evaluate(OVERHANG) <= 0, room
        page.close()


def test_a_page_that_is_opened_as_a_file_says_what_to_do(unwatched: Any, site: Path) -> None:
    unwatched.goto(f"{(site / 'index.html').as_uri()}?lang=ko")
    shown = unwatched.evaluate("getComputedStyle(document.documentElement, '::before').content")
    assert shown == f'"{table("ko")["site.lost"]}"'
    assert unwatched.locator("#theatre-question").count() == 0  # its doors would lead nowhere
