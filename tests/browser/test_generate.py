"""The Generate tab under a visitor's hands, over fake networks."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.app import build_demo
from demo_ui.generate.api import DigitApi
from demo_ui.page.i18n import t, table
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime
from gan_core.digits.rooms import DigitRooms
from tools import chromium

Visit = Callable[..., Any]
SHOWN = re.compile("^data:image/png;base64,")


@pytest.fixture(scope="module")
def stage(browser: Any, app_url: str) -> Iterator[Any]:
    """One page for most of these tests, which must stay clean through all of them."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(chromium.MET)
    page = context.new_page()
    faults = chromium.watch(page)
    page.goto(app_url)
    yield opened(page)
    context.close()
    assert faults == []


@pytest.fixture
def room(stage: Any, services: Services) -> Any:
    """The room as a visitor finds it: reset, unlocked, in English."""
    stage.evaluate(
        """(stage) => {
            theatre.setLanguage("en");
            document.activeElement.blur();
            stage.querySelector(".lock[aria-pressed=true]")?.click();
            stage.querySelector(".opener[aria-expanded=true]")?.click();
            stage.querySelector(".reset").click();
        }"""
    )
    expect(stage.locator(".digit")).to_have_attribute("src", drawn(services))
    return stage


def opened(page: Any) -> Any:
    """The room of a page, as soon as it shows a digit."""
    room = page.locator("#digit-stage")
    expect(room.locator(".digit")).to_have_attribute("src", SHOWN)
    return room


def picture(room: Any) -> str:
    return room.locator(".digit").get_attribute("src")


def drawn(services: Services, **wish: Any) -> str:
    """The picture that the server gives for a wish."""
    return DigitApi(services.digits).look({"seed": 7, "digit": 1, **wish})["digit"]


def film(room: Any, name: str) -> Any:
    return room.get_by_role("slider", name=name)


def test_the_first_digit_is_the_seeds_own(room: Any, services: Services) -> None:
    expect(room.locator(".caption")).to_have_text("seed 7, digit no. 1")
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services))
    assert room.locator(".digit").evaluate("e => getComputedStyle(e).imageRendering") == "auto"  # smooth


def test_the_films_are_of_the_digit_on_the_stage(room: Any, services: Services) -> None:
    room.locator('.tiles input[value="5"]').check(force=True)
    films = DigitApi(services.digits).look({"seed": 7, "digit": 5, "parts": ["films"]})["films"]
    for i, url in enumerate(films):
        expect(room.locator(".directions .strip").nth(i)).to_have_attribute("src", url)


def test_a_drag_changes_the_picture_and_its_end_is_what_is_shown(room: Any, services: Services) -> None:
    slider = room.locator(".directions input").first
    box = slider.bounding_box()
    mouse, middle = room.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] / 2, middle)
    mouse.down()
    for share in (0.6, 0.2, 0.9, 0.4, 0.8):
        mouse.move(box["x"] + box["width"] * share, middle, steps=5)
    mouse.up()
    value = float(slider.input_value())
    assert 1 < value < 3
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, directions=[value]))


def test_a_direction_that_leads_to_another_digit_says_so(room: Any) -> None:
    sentence, slider = room.locator(".ways .say"), room.locator(".directions input").first
    changed = [t("generate.ways.became", **{"from": of, "to": 11 - of}) for of in (5, 6)]
    seen = []
    for key in ("Home", "End"):
        with room.page.expect_response(lambda answer: '"became"' in (answer.request.post_data or "")) as asked:
            slider.press(key)
        told = asked.value.json()["became"]
        seen.append(told)
        expect(sentence).to_have_text(changed[told[0] - 5] if told else t("generate.ways.say"))
    assert [told for told in seen if told]  # at one end at least it is another digit than it was
    room.locator(".reset").click()
    expect(sentence).to_have_text(t("generate.ways.say"))


def test_an_answer_that_was_overtaken_is_not_shown(room: Any, services: Services) -> None:
    """The server answers the first two wishes late, and after the third."""
    page, held = room.page, []

    def late(route: Any) -> None:
        asks_for_a_digit = '"digit"]' in (route.request.post_data or "")
        if asks_for_a_digit and len(held) < 1:
            held.append(route)
        else:
            route.continue_()

    page.route("**/component_server/", late)
    slider = room.locator(".directions input").first
    for value in (-2, -1, 2):
        slider.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", value)
    final = drawn(services, directions=[float(slider.input_value())])
    expect(room.locator(".digit")).to_have_attribute("src", final)
    with page.expect_response("**/component_server/"):
        held[0].continue_()
    page.unroute("**/component_server/")
    expect(room.locator(".caption")).to_have_text("seed 7, digit no. 1")
    assert picture(room) == final


def test_arrow_keys_move_the_sliders(room: Any, services: Services) -> None:
    diversity = film(room, "Diversity")
    diversity.press("ArrowLeft")
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, truncation=0.99))
    assert diversity.get_attribute("aria-valuetext") == "99%"


def test_a_tile_becomes_the_digit_on_stage(room: Any, services: Services) -> None:
    room.get_by_role("radio", name="digit no. 6").check()
    expect(room.locator(".caption")).to_have_text("seed 7, digit no. 6")
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, digit=6))
    room.get_by_role("radio", name="digit no. 6").press("ArrowDown")
    expect(room.get_by_role("radio", name="digit no. 10")).to_be_checked()
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, digit=10))


def test_the_dice_throws_another_seed_unless_it_is_locked(room: Any) -> None:
    seed = room.get_by_label("Seed", exact=True)
    room.get_by_role("button", name="New digit").click()
    thrown = seed.input_value()
    assert thrown != "7"
    expect(room.locator(".caption")).to_have_text(f"seed {thrown}, digit no. 1")
    room.get_by_role("button", name="Keep this seed").click()
    expect(room.get_by_role("button", name="New digit")).to_be_disabled()
    expect(seed).not_to_be_editable()
    film(room, "Diversity").press("Home")
    room.get_by_role("button", name="Reset").click()
    assert seed.input_value() == thrown
    assert film(room, "Diversity").input_value() == "1"
    room.get_by_role("button", name="Keep this seed").click()
    room.get_by_role("button", name="Reset").click()
    assert seed.input_value() == "7"


def test_a_wrong_seed_is_told_in_the_visitors_language_and_nothing_else_changes(room: Any) -> None:
    before = picture(room)
    seed = room.get_by_label("Seed", exact=True)
    seed.fill("seven")
    seed.press("Enter")
    fault = room.get_by_role("alert")
    expect(fault).to_have_text("A seed is a whole number from 0 to 4294967295; got seven.")
    room.page.evaluate("theatre.setLanguage('ko')")
    expect(fault).to_have_text(
        table("ko")["error.seed_wrong"].format(largest=4294967295, value="seven").replace("'", "")
    )
    assert picture(room) == before
    room.locator(".seed").fill("8")
    room.locator(".seed").press("Enter")
    expect(fault).to_be_hidden()
    expect(room.locator(".caption")).to_have_text(table("ko")["generate.stage.caption"].format(seed=8, digit=1))


def test_a_walk_does_not_write_where_somebody_types(room: Any) -> None:
    room.get_by_role("button", name="Walk", exact=True).click()
    seed = room.get_by_label("Seed", exact=True)
    seed.fill("12")
    where = film(room, "seed 7").input_value()
    expect(film(room, "seed 7")).not_to_have_value(where)
    assert seed.input_value() == "12"
    seed.press("Enter")
    expect(room.locator(".caption")).to_contain_text("12")


def test_every_word_follows_the_language_also_where_numbers_are_in_it(room: Any) -> None:
    room.page.evaluate("theatre.setLanguage('ko')")
    expect(room.locator(".caption")).to_have_text("시드 7, 1번 숫자")
    expect(film(room, "다양성")).to_be_visible()
    expect(room.get_by_role("radio", name="6번 숫자")).to_be_attached()
    assert "시드 7" in room.locator(".digit").get_attribute("alt")
    expect(room.locator(".verdict .figures")).to_contain_text("에포크 10")


def test_the_epoch_slider_puts_both_networks_back(room: Any, services: Services) -> None:
    slider = film(room, "every epoch")
    slider.press("ArrowLeft")
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, step=60))
    expect(room.locator(".verdict .figures")).to_contain_text("D of epoch 1, step 60")
    slider.press("End")
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services))


def test_the_pad_goes_between_four_seeds_by_finger_and_by_key(room: Any, services: Services) -> None:
    pad = room.get_by_role("slider", name="between four seeds")
    box = pad.bounding_box()
    room.page.mouse.click(box["x"] + box["width"] - 2, box["y"] + 2)
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, seed=8))
    expect(room.locator(".caption")).to_have_text("between the seeds 7, 8, 9, 10; digit no. 1")
    pad.press("ArrowLeft")
    assert pad.get_attribute("aria-valuetext") == "95% across, 0% down"
    pad.press("Home")
    expect(room.locator(".caption")).to_have_text("seed 7, digit no. 1")


def test_the_hundred_numbers_are_made_when_they_are_asked_for(room: Any, services: Services) -> None:
    assert room.locator(".latent").count() == 0, "only this test opens them"
    room.get_by_role("button", name="All 100").click()
    expect(room.locator(".latent")).to_have_count(100)
    slider = room.get_by_label("z 0", exact=True)
    slider.press("End")
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, raw={"0": 3}))
    room.get_by_role("button", name="Reset").click()
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services))


def test_a_walk_moves_by_itself_and_stops(room: Any) -> None:
    room.get_by_role("button", name="Walk", exact=True).click()
    expect(room.locator(".caption")).to_contain_text("between the seeds")
    room.get_by_role("button", name="Stop").click()
    where = film(room, "seed 7").input_value()
    expect(room.get_by_role("button", name="Walk", exact=True)).to_be_visible()
    assert film(room, "seed 7").input_value() == where


@pytest.mark.parametrize(
    ("button", "name"), [("Save", "seed-7-digit-1.png"), ("GIF", "7-to-8-digit-1.gif"), ("WebP", ".webp")]
)
def test_files_are_handed_over(room: Any, button: str, name: str) -> None:
    with room.page.expect_download() as download:
        room.get_by_role("button", name=button).click()
    assert download.value.suggested_filename.endswith(name)


def test_the_verdict_is_a_sentence_first(room: Any) -> None:
    assert room.locator(".believes").inner_text() in {
        t(f"generate.verdict.{k}") for k in ("fake", "leans_fake", "torn", "leans_real", "real")
    }
    expect(room.locator(".verdict .figures")).to_contain_text("D of epoch 10, step 600")
    expect(room.locator(".distance")).to_have_text(
        "distance 5.1; a real digit is 4.6 from its nearest (median of 10,000)"
    )
    expect(room.locator(".likeness")).to_have_text(
        "Further from any real digit than 75% of real digits are from each other."
    )


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_phone_shows_the_smooth_digit_and_its_verdict_at_once(visit: Visit, app_url: str, language: str) -> None:
    page = visit(f"{app_url}?room=generate&lang={language}", 360, 780)
    page.wait_for_function("theatre.offers('generate')")
    seen = """['.digit', '.believes', '.belief', '.dice'].every((part) => {
        const {top, bottom, height} = document.querySelector(`#digit-stage ${part}`).getBoundingClientRect();
        return height > 0 && top >= 0 && bottom <= innerHeight;
    })"""
    page.wait_for_function(seen)
    assert page.locator("#digit-stage .smooth").get_attribute("aria-pressed") == "true"
    drawn = page.locator("#digit-stage .digit")
    assert drawn.evaluate("(image) => getComputedStyle(image).imageRendering") == "auto"


def test_dragging_leaves_nothing_in_the_visitors_browser(room: Any) -> None:
    film(room, "Diversity").press("Home")
    expect(room.locator(".film-slider output").last).to_be_attached()
    kept = room.page.evaluate("JSON.stringify(localStorage)")
    assert "data:image" not in kept and len(kept) < 500


def test_the_room_comes_alive_by_itself_and_then_asks_no_more(visit: Visit, connect: Any, services: Services) -> None:
    held = threading.Event()

    def load() -> DigitRooms:
        held.wait()
        return services.digits.engine

    loading = Services(Runtime(load), services.photos)
    with connect(build_demo(loading, AppSettings())) as (_, url):
        page = visit(url)
        room = page.locator("#digit-stage")
        expect(room.get_by_role("status")).to_contain_text("The networks are loading")
        expect(room.get_by_role("button", name="New digit")).to_be_disabled()
        held.set()
        opened(page)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.post_data or ""))
        film(room, "Diversity").press("Home")
        expect(room.locator(".digit")).to_have_attribute("src", drawn(services, truncation=0))
        assert asked and not any('"status"' in body for body in asked)
        page.close()  # before the server is gone: it would ask in vain


def test_networks_that_cannot_be_loaded_are_told_of(visit: Visit, connect: Any, services: Services) -> None:
    def load() -> DigitRooms:
        raise GanError("checkpoint_damaged", path="best/weights.npz", reason="12 bytes instead of 34")

    with connect(build_demo(Services(Runtime(load), services.photos), AppSettings())) as (_, url):
        page = visit(url)
        room = page.locator("#digit-stage")
        expect(room.get_by_role("alert")).to_contain_text("12 bytes instead of 34")
        expect(room.get_by_role("button", name="New digit")).to_be_disabled()
        page.close()


def test_a_number_held_by_a_link_is_shown(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?room=generate&raw=3:1.5&lang=en")
    page.locator("#digit-stage .opener").click()
    held = page.locator("#digit-stage .latent").nth(3)
    expect(held.locator("output")).to_have_text("1.5")
    expect(held.locator("input")).to_have_value("1.5")


def test_a_seed_that_is_typed_while_it_walks_is_taken(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en")
    room = opened(page)
    room.get_by_role("button", name="Walk", exact=True).click()
    target = room.locator(".target")
    target.fill("123")
    target.press("Tab")
    expect(target).to_have_value("123")
    expect(room.locator(".film-place")).to_contain_text("123")


def test_a_key_asks_for_its_digit_and_a_line_for_many_by_the_same_z(
    visit: Visit, app_url: str, services: Services
) -> None:
    room = opened(visit(f"{app_url}?lang=en"))
    asked = {"checkpoint": "any-digit", "truncation": 0.5}
    room.locator(".keys").get_by_role("radio", name="7").check(force=True)
    film(room, "Diversity").fill("0.5")
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, label=7, **asked))
    expect(room.locator(".caption")).to_have_text("asked for 7: seed 7, digit no. 1")
    expect(room.locator(".better")).to_contain_text("3.25 times")
    room.get_by_role("button", name="Write a line").click()
    room.get_by_label("Line", exact=True).fill("20 26")
    sheet = drawn(services, text="20 26", **asked)
    expect(room.locator(".written")).to_have_attribute("style", re.compile(re.escape(sheet)))
    assert room.locator(".written .character").count() == 4
    room.get_by_label("Line", exact=True).fill("29 Nov")
    expect(room.get_by_role("alert")).to_contain_text("digits only")
    assert "text=20+26" in room.page.evaluate("theatre.address()")
    room.get_by_role("button", name="Write a line").click()
    expect(room.get_by_role("alert")).to_be_hidden()
    room.locator(".keys").get_by_role("radio", name="any").check(force=True)
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, truncation=0.5))


def test_kept_places_are_put_in_order_looped_and_carried_by_a_link(
    visit: Visit, app_url: str, services: Services
) -> None:
    page = visit(f"{app_url}?lang=en&class=3&seed=9")
    room = opened(page)
    keep = room.get_by_role("button", name="Keep this place")
    for label in (3, 8):
        room.locator(".keys").get_by_role("radio", name=str(label)).check(force=True)
        keep.click()
    assert "places=9:1:3,9:1:8" in page.evaluate("theatre.address()")
    room.get_by_role("button", name="Place 1 of 2").press("ArrowRight")
    link = page.evaluate("theatre.address()")
    assert "places=9:1:8,9:1:3" in link
    room.get_by_role("button", name="A loop").click()
    expect(room.locator(".caption")).to_have_text("on the loop through 2 places")
    room.get_by_role("button", name="Place 2 of 2").click()
    expect(room.locator(".digit")).to_have_attribute("src", drawn(services, seed=9, label=3, checkpoint="any-digit"))
    other = visit(link.replace("weights=fedcba98", "weights=00000000"))
    expect(other.locator(".theatre-told span")).to_have_text(t("generate.older"))
    expect(other.locator("#digit-stage .place-kept")).to_have_count(2)
