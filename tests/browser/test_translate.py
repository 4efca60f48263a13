"""The Translate tab under a visitor's hands, over fake networks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from demo_ui.app import build_demo
from demo_ui.page.i18n import t, table
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime
from tests.browser.conftest import each
from tests.fake_photos import fake_photo_room
from tools import chromium

Visit = Callable[..., Any]
PICTURE = re.compile("^data:image/")
BROWN, BLUE = (150, 95, 50), (20, 40, 200)


def opened(page: Any) -> Any:
    """The room of a page, as soon as its first example stands on the stage."""
    page.get_by_role("tab", name="Translate").click()
    room = page.locator("#photo-stage")
    expect(room.locator(".tile")).to_have_count(5)
    return room


@pytest.fixture(scope="module")
def stage(browser: Any, app_url: str) -> Iterator[Any]:
    """One page for most of these tests, which must stay clean through all of them."""
    context = chromium.context(browser, viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    faults = chromium.watch(page)
    page.goto(f"{app_url}?lang=en")
    page.get_by_role("tab").first.wait_for()
    yield opened(page)
    context.close()
    assert faults == []


@pytest.fixture
def room(stage: Any) -> Any:
    """The room with the brown horse on the board, in English."""
    choose(stage, "horse-zebra")
    stage.evaluate(
        """(stage) => {
            theatre.setLanguage("en");
            stage.querySelector(".stage [aria-pressed=true]")?.click();
            stage.querySelector(".acts button").click();
            stage.querySelector(".directions input").click();
        }"""
    )
    put(stage, BROWN)
    expect(stage.locator(".looks")).to_have_text("This looks like a horse.")
    stage.locator(".tile[data-name=translated] input").check(force=True)
    return stage


def choose(room: Any, networks: str) -> None:
    """Chooses what is to happen, and waits until it has happened."""
    room.locator(f".choice input[value={networks}]").check(force=True)
    expect(room.locator(".photos")).to_have_attribute("data-state", "ready")
    expect(room.locator(".photos")).not_to_have_attribute("data-busy", "1")
    expect(room.locator(".tile").first).to_be_visible()


def photograph(colour: tuple[int, int, int], size: tuple[int, int] = (300, 200)) -> dict[str, Any]:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return {"name": "photo.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


def put(room: Any, colour: tuple[int, int, int], size: tuple[int, int] = (300, 200)) -> None:
    """Uploads a photograph and waits for its board."""
    with room.page.expect_response("**/component_server/"):
        room.locator(".file").set_input_files(photograph(colour, size))
    expect(room.locator(".photos")).not_to_have_attribute("data-busy", "1")


def test_an_upload_gives_a_board(room: Any) -> None:
    expect(room.get_by_role("heading", name="A horse became a zebra")).to_be_visible()
    expect(room.locator(".stage .say")).to_contain_text(
        "The zebra discriminator cannot tell. The way back finds the photograph"
    )
    expect(room.locator(".stage .figures")).to_contain_text(
        "Of horse and zebra alone, P(zebra) by our classifier: 10% before, 90% after."
    )
    names = room.locator(".tile b").all_inner_texts()
    assert names == [t(f"translate.tile.{name}") for name in ("input", "translated_ab", "reconstructed", "error")] + [
        t("translate.tile.identity_ab")
    ]
    expect(room.locator(".stage .figures")).to_contain_text("way back off by 4.3% (L1)")
    assert room.evaluate("(e) => [...e.querySelectorAll('.tile img')].every((img) => img.naturalWidth === 300)")


@pytest.mark.parametrize("size", [(600, 200), (200, 600)])
def test_no_photograph_is_squashed(room: Any, size: tuple[int, int]) -> None:
    put(room, BROWN, size)
    box = room.locator(".frame").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(size[0] / size[1], rel=0.02)
    place = room.locator(".place").bounding_box()
    assert box["width"] <= place["width"] + 1 and box["height"] <= place["height"] + 1


def test_the_bar_follows_keys_and_finger(room: Any) -> None:
    bar = room.get_by_role("slider", name=t("translate.wipe"))
    bar.press("Home")
    left = room.locator(".bar").bounding_box()["x"]
    for _ in range(10):
        bar.press("ArrowRight")
    assert bar.get_attribute("aria-valuetext") == "10% photograph"
    assert room.locator(".bar").bounding_box()["x"] > left + 20
    box = bar.bounding_box()
    room.page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2)
    assert abs(int(bar.input_value()) - 70) <= 1


def test_a_chosen_tile_stands_on_the_stage(room: Any) -> None:
    for name, title in (("identity", "Horse to horse (should not change)"), ("error", "What was lost on the way")):
        room.locator(f".tile[data-name={name}]").click()
        expect(room.locator(".right")).to_have_text(title)
        shown = room.locator(".after img").get_attribute("src")
        assert shown == room.locator(f".tile[data-name={name}] img").get_attribute("src")


def test_patch_maps_lie_over_the_pictures_with_signs_and_a_legend(room: Any) -> None:
    expect(room.locator(".maps-legend")).to_be_hidden()
    room.get_by_role("button", name="Where D believes it").click()
    expect(room.locator(".maps-legend")).to_contain_text("taken for real")
    assert room.locator("canvas:visible").count() == 2 + 4  # the stage's two sides, and every tile but the error's
    left, right = room.locator(".before canvas").evaluate(
        """(canvas) => {
            const copy = Object.assign(document.createElement("canvas"), {width: canvas.width, height: canvas.height});
            const brush = copy.getContext("2d", {willReadFrequently: true});
            brush.drawImage(canvas, 0, 0);
            return [0.01, 0.99].map((x) => {
                const {data} = brush.getImageData(x * canvas.width, 1, 1, 1);
                return data[2] - data[0];
            });
        }"""
    )
    assert left < 0 < right  # orange where the fake says fake, blue where it says real


def test_the_mask_lies_over_the_pictures_it_belongs_to_instead_of_the_patch_maps(room: Any) -> None:
    room.get_by_role("button", name="Where D believes it").click()
    button = room.get_by_role("button", name="What G wants to change")
    button.focus()
    place = room.locator(".frame").bounding_box()
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert room.locator(".frame").bounding_box() == place  # what is laid over the picture does not move it
    expect(room.locator(".maps-legend")).to_be_hidden()
    expect(room.locator(".mask-legend")).to_contain_text("nobody told it what a horse is")
    assert room.locator("canvas:visible").count() == 2 + 2  # the stage's sides, and the tiles of these two
    inside, outside = room.locator(".before canvas").evaluate(
        """(canvas) => {
            const {width, height} = canvas, {data} = canvas.getContext("2d").getImageData(0, 0, width, height);
            return [0, Math.floor(0.55 * height) * width + Math.floor(0.45 * width)].reverse()
                .map((place) => [...data.slice(4 * place, 4 * place + 4)]);
        }"""
    )
    assert inside[3] < 60 and outside == [0, 0, 0, 204]  # lit and veiled, without a colour
    button.click()
    expect(room.locator(".mask-legend")).to_be_hidden()
    assert room.locator("canvas:visible").count() == 0


# What the stage shows of the translation: the largest difference to photograph + strength * (translation - photograph).
OFF_BY = """async (room) => {
    const drawn = (picture, width, height) => {
        const brush = Object.assign(document.createElement("canvas"), {width, height}).getContext("2d");
        brush.drawImage(picture, 0, 0);
        return brush.getImageData(0, 0, width, height).data;
    };
    const opened = async (url) => {
        const picture = Object.assign(new Image(), {src: url});
        await picture.decode();
        return picture;
    };
    const before = await opened(room.querySelector(".before img").src);
    const after = await opened(room.querySelector(".after img").src);
    const mixed = room.querySelector(".mixed"), strength = room.querySelector(".strength input").value / 100;
    const size = [before.naturalWidth, before.naturalHeight];
    const [x, y, shown] = [before, after, mixed.hidden ? after : mixed].map((picture) => drawn(picture, ...size));
    return shown.reduce((worst, level, i) => {
        const wanted = Math.min(255, Math.max(0, x[i] + strength * (y[i] - x[i])));
        return Math.max(worst, Math.floor(Math.abs(level - wanted)));  // half a level is rounding
    }, 0);
}"""


def test_the_slider_uses_less_and_more_of_the_translation_at_once(room: Any) -> None:
    slider = room.get_by_role("slider", name=t("translate.strength"))
    room.locator(".tile[data-name=identity]").click()
    for key, words in (("Home", "0%: the photograph"), ("End", "200%: exaggerated"), ("PageDown", "180%: exagg")):
        slider.press(key)
        expect(room.locator(".mixed")).to_be_visible()
        room.page.wait_for_function(f"async (room) => (await ({OFF_BY})(room)) === 0", arg=room.element_handle())
        expect(room.locator(".strength output")).to_contain_text(words)
        expect(room.locator(".save")).to_be_visible(visible=key != "Home")  # the photograph is the visitor's already
    expect(room.locator(".right")).to_have_text("The translation at 180%")  # moving it brings that onto the stage
    slider.fill("100")
    expect(room.locator(".right")).to_have_text("As a zebra")
    expect(room.locator(".mixed")).to_be_hidden()
    assert room.evaluate(OFF_BY) == 0
    slider.fill("150")
    put(room, BROWN, (210, 140))
    assert slider.input_value() == "100"  # another photograph begins with its translation
    expect(room.locator(".mixed")).to_be_hidden()


def test_what_is_said_is_said_of_the_strength_that_is_shown(room: Any) -> None:
    slider, photos = room.get_by_role("slider", name=t("translate.strength")), room.locator(".photos")
    whole = room.locator(".stage .figures").inner_text()
    held: list[Any] = []
    holds = True
    room.page.route("**/component_server/", lambda route: held.append(route) if holds else route.continue_())
    slider.fill("0")
    expect(photos).to_have_attribute("data-stale", "")  # until the networks have said what they make of it
    expect(room.locator(".tile[data-name=translated] b")).to_have_text("As a zebra")
    holds = False  # whoever takes the rule away lets go by itself of what is held
    for route in held:
        route.continue_()
    expect(room.get_by_role("heading", name="Nothing has been changed")).to_be_visible()
    expect(photos).not_to_have_attribute("data-stale", "")
    expect(room.locator(".stage .figures")).to_contain_text("10% before, 10% after. Changed 0.0% on average")
    expect(room.locator(".tile[data-name=translated] b")).to_have_text("The translation at 0%")
    room.locator(".tile[data-name=reconstructed]").click()
    slider.fill("200")
    expect(room.locator(".stage .figures")).to_contain_text("10% before, 90% after. Changed 42.0% on average")
    slider.fill("100")
    expect(room.locator(".stage .figures")).to_have_text(whole)
    expect(photos).not_to_have_attribute("data-stale", "")


@pytest.mark.parametrize(
    ("tile", "strength", "name"),
    [
        ("translated", "100", "horse-to-zebra-cut-out"),
        ("translated", "50", "horse-to-zebra-cut-out-50"),
        ("input", "100", "photograph-cut-out"),
    ],
)
def test_a_cut_out_is_a_png_with_transparency(room: Any, tile: str, strength: str, name: str) -> None:
    room.get_by_role("slider", name=t("translate.strength")).fill(strength)
    room.locator(f".tile[data-name={tile}] input").check(force=True)
    with room.page.expect_download() as download:
        room.get_by_role("button", name=t("translate.cut")).click()
    assert download.value.suggested_filename == f"gan-theatre-{name}.png"
    saved: Any = Image.open(download.value.path())
    assert (saved.format, saved.mode, saved.size) == ("PNG", "RGBA", (300, 200))
    assert saved.getchannel("A").getextrema() == (0, 255)


def test_what_is_neither_is_told_and_translated_all_the_same(room: Any) -> None:
    put(room, BLUE)
    expect(room.locator(".guard")).to_contain_text("neither a horse nor a zebra")
    expect(room.locator(".guard")).to_have_class("guard warns")
    expect(room.locator(".tile[data-name=translated]")).to_be_visible()


def test_the_direction_chosen_by_hand_wins_and_the_guard_says_so(room: Any) -> None:
    with room.page.expect_response("**/component_server/"):
        room.get_by_text("Zebra → horse").click()
    expect(room.locator(".looks")).to_contain_text("you asked to treat it as a zebra")
    expect(room.locator(".tile[data-name=translated] b")).to_have_text("As a horse")


def test_what_the_cycle_loss_buys(room: Any) -> None:
    room.get_by_role("button", name="Cycle loss").click()
    expect(room.get_by_role("heading", name="Without the cycle loss nobody asked")).to_be_visible()
    assert room.locator(".tile").count() == 4
    for side, name in (("before", "reconstructed"), ("after", "without_back")):  # side by side, not with the photograph
        tile = room.locator(f".tile[data-name={name}] img").get_attribute("src")
        assert room.locator(f".{side} img").get_attribute("src") == tile
    expect(room.locator(".ends")).to_have_text(t("translate.tile.with_back") + t("translate.tile.without_back"))


def test_saving_hands_over_a_marked_file(room: Any) -> None:
    with room.page.expect_download() as download:
        room.get_by_role("button", name=t("translate.save")).click()
    assert download.value.suggested_filename == "gan-theatre-horse-to-zebra-translated.png"
    saved: Any = Image.open(download.value.path())
    assert "Made by a model" in saved.text["Description"]


def test_a_bad_file_is_told_and_the_board_stays(room: Any) -> None:
    room.locator(".file").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff half"})
    expect(room.get_by_role("alert")).to_contain_text("cut off or damaged")
    assert room.locator(".after img").get_attribute("src").startswith("data:")  # the last good one, not a preview
    expect(room.locator(".tile")).to_have_count(5)
    room.evaluate("() => theatre.setLanguage('ko')")
    expect(room.get_by_role("alert")).to_contain_text("JPEG")
    expect(room.locator(".right")).to_have_text(table("ko")["translate.tile.translated_ab"])
    put(room, BROWN)
    expect(room.get_by_role("alert")).to_be_hidden()


def test_a_dropped_and_a_pasted_photograph(room: Any) -> None:
    for kind, carrier in (("drop", "dataTransfer"), ("paste", "clipboardData")):
        with room.page.expect_response("**/component_server/"):
            room.evaluate(
                """async (room, [kind, carrier]) => {
                    const canvas = Object.assign(document.createElement("canvas"), {width: 90, height: 60});
                    canvas.getContext("2d").fillRect(0, 0, 90, 60);
                    const carried = new DataTransfer();
                    const blob = await new Promise((done) => canvas.toBlob(done));
                    carried.items.add(new File([blob], "a.png", {type: "image/png"}));
                    const type = kind === "drop" ? DragEvent : ClipboardEvent;
                    const event = new type(kind, {[carrier]: carried, bubbles: true, cancelable: true});
                    (kind === "drop" ? room.querySelector(".photos") : document).dispatchEvent(event);
                }""",
                [kind, carrier],
            )
        expect(room.locator(".looks")).to_have_text("This looks like a zebra.")  # black is grey


def test_the_photograph_that_stands_there_goes_through_the_networks_that_are_chosen(room: Any) -> None:
    put(room, BROWN, (330, 220))
    choose(room, "photo-monet")
    expect(room.locator(".directions label")).to_have_text(["Photograph → Monet", "Monet → photograph"])
    expect(room.get_by_role("heading", name="On its way to a Monet")).to_be_visible()
    assert room.evaluate("(e) => e.querySelector('.before img').naturalWidth") == 330
    assert [button.is_visible() for button in room.locator(".examples button").all()].count(True) == 7
    expect(room.get_by_role("button", name="Cycle loss")).to_have_count(0)
    for away in (".guard", ".strength", ".masked", ".cut"):
        expect(room.locator(away)).to_be_hidden()
    expect(room.locator(".passed")).to_have_text(t("translate.smoothed.photo-monet_first", smoothed="3.1"))
    with room.page.expect_download() as download:
        room.get_by_role("button", name=t("translate.save")).click()
    assert download.value.suggested_filename == "gan-theatre-photo-to-monet-translated.png"
    choose(room, "horse-zebra")
    expect(room.locator(".looks")).to_have_text("This looks like a horse.")
    assert room.evaluate("(e) => e.querySelector('.before img').naturalWidth") == 330
    choose(room, "photo-monet")
    room.locator(".examples button[data-name=horse-nokota]").click()
    room.locator(".directions label").nth(1).click()  # holds for the example that is on its way
    expect(room.get_by_role("heading", name="Taken as a Monet, on its way to a photograph")).to_be_visible()
    expect(room.locator(".passed")).to_have_text(t("translate.smoothed.photo-monet_back"))
    for example, way in (("painting-langlois-bridge", "ba"), ("photo-chenonceau", "ab"), ("horse-nokota", "ab")):
        room.locator(f".examples button[data-name={example}]").click()
        expect(room.locator(f".directions input[value={way}]")).to_be_checked()
    choose(room, "grey-colour")
    expect(room.locator(".examples [aria-pressed=true]")).to_have_attribute("data-name", "horse-nokota")


def test_what_a_visitor_brings_goes_the_way_they_chose_and_not_an_examples(room: Any) -> None:
    choose(room, "photo-monet")
    there, back = (room.locator(f".directions input[value={way}]") for way in ("ab", "ba"))
    room.locator(".examples button[data-name=painting-langlois-bridge]").click()
    expect(back).to_be_checked()
    put(room, BROWN)
    expect(there).to_be_checked()
    expect(room.get_by_role("heading", name="On its way to a Monet")).to_be_visible()
    back.check(force=True)
    room.locator(".examples button[data-name=painting-langlois-bridge]").click()
    put(room, BROWN)
    expect(back).to_be_checked()
    expect(room.get_by_role("heading", name="Taken as a Monet, on its way to a photograph")).to_be_visible()


def test_the_example_that_fails_is_named_as_such(room: Any) -> None:
    room.locator(".examples .fails:visible").click()
    expect(room.locator(".examples [aria-pressed=true]")).to_have_attribute("data-name", "horse-nokota")
    told = room.get_by_text(t("translate.fault.horse-zebra.horse-nokota"))
    expect(told).to_be_visible()
    room.locator(".examples button[data-name=horse-zaniskari]").click()
    expect(told).to_be_hidden()


def test_no_networks_begin_with_an_example_that_they_fail_with(room: Any) -> None:
    chosen = room.locator(".examples [aria-pressed=true]")
    room.locator(".examples button[data-name=horse-zaniskari]").click()
    expect(chosen).to_have_attribute("data-name", "horse-zaniskari")
    choose(room, "grey-colour")
    expect(chosen).not_to_have_attribute("data-name", "horse-zaniskari")
    expect(room.locator(".weakness")).to_be_hidden()
    room.locator(".examples button[data-name=photo-canyon]").click()
    expect(room.get_by_text(t("translate.fault.grey-colour.photo-canyon"))).to_be_visible()
    choose(room, "photo-monet")
    expect(chosen).to_have_attribute("data-name", "photo-canyon")  # as a Monet it is no failure


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_fails_is_told_within_the_card(room: Any, language: str) -> None:
    faults = [key.split(".")[2:] for key in table("en") if key.startswith("translate.fault.") and key.count(".") == 3]
    assert len(faults) == 5
    for networks, example in faults:
        choose(room, networks)
        room.evaluate(f"() => theatre.setLanguage('{language}')")
        room.locator(f".examples button[data-name={example}]").click()
        expect(room.locator(".weakness")).to_be_visible()
        fits = "({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight"
        assert room.locator(".pick").evaluate(fits), (networks, example)
    room.evaluate("() => theatre.setLanguage('en')")


# How far down the board its last picture reaches, as a share of the board.
FILLED = """(room) => {
    const {top, height} = room.querySelector(".board").getBoundingClientRect();
    return ([...room.querySelectorAll(".thumb")].at(-1).getBoundingClientRect().bottom - top) / height;
}"""


def test_a_place_is_told_its_colour_and_the_picture_follows(room: Any) -> None:
    choose(room, "grey-colour")
    put(room, (128, 128, 128))
    room.get_by_role("button", name=t("translate.act.hints"), exact=True).click()
    expect(room.locator(".tile")).to_have_count(3)  # three answers, and no truth
    expect(room.locator(".happened")).to_have_text(t("translate.hints.several", count=3))
    assert room.evaluate(FILLED) > 0.8  # no board of which a half is empty
    expect(room.locator(".hints .undo")).to_be_disabled()
    room.locator(".pointing").focus()
    room.page.keyboard.press("ArrowLeft")
    room.page.keyboard.press("Enter")
    expect(room.locator(".palette .likely")).to_have_count(2)
    room.get_by_role("button", name=t("translate.hints.hue_red"), exact=True).click()
    own = room.locator(".tile[data-name=hinted]")
    expect(own.locator("input")).to_be_checked()
    assert 0.8 < room.evaluate(FILLED) <= 1
    expect(room.locator(".after img")).to_have_attribute("src", own.locator("img").get_attribute("src"))
    with room.page.expect_download() as download:
        room.get_by_role("button", name=t("translate.save")).click()
    assert download.value.suggested_filename == "gan-theatre-coloured.png"
    room.locator(".hints .undo").click()
    expect(own).to_have_count(0)
    expect(room.locator(".tile[data-name=first] input")).to_be_checked()


# Of the mixed picture: how far its lightness is at most from the grey one's, and the mean redness.
LIGHT_AND_RED = """async (room) => {
    const grey = Object.assign(new Image(), {src: room.querySelector(".before img").src});
    const mixed = room.querySelector(".mixed"), {width, height} = mixed;
    await grey.decode();
    const [x, y] = [grey, mixed].map((picture) => {
        const brush = Object.assign(document.createElement("canvas"), {width, height}).getContext("2d");
        brush.drawImage(picture, 0, 0);
        return brush.getImageData(0, 0, width, height).data;
    });
    let worst = 0, red = 0;
    for (let i = 0; i < x.length; i += 4) {
        const light = (d) => 0.299 * d[i] + 0.587 * d[i + 1] + 0.114 * d[i + 2];
        worst = Math.max(worst, Math.abs(light(x) - light(y)));
        red += (y[i] - light(y)) / (x.length / 4);
    }
    return [worst, red];
}"""


def test_a_grey_photograph_gets_colours_as_strong_as_wanted(room: Any) -> None:
    choose(room, "grey-colour")
    put(room, (128, 128, 128))
    expect(room.get_by_role("heading", name="It came without colours")).to_be_visible()
    expect(room.locator(".stage .say")).to_contain_text("The discriminator cannot tell them")
    expect(room.locator(".tile")).to_have_count(2)  # there is no truth
    expect(room.locator(".directions")).to_be_hidden()
    slider, red = room.get_by_role("slider", name=t("translate.grey-colour_strength")), []
    for key, words, belief in (("Home", "0%: grey", "takes them for real"), ("End", "200%", "does not take them")):
        slider.press(key)
        expect(room.locator(".mixed")).to_be_visible()
        expect(room.locator(".strength output")).to_contain_text(words)
        expect(room.locator(".belief")).to_contain_text(belief)  # D was asked again
        worst, redness = room.evaluate(LIGHT_AND_RED)
        red.append(redness)
        assert worst < 3
    assert abs(red[0]) < 1 and red[1] > 20
    slider.fill("150")
    with room.page.expect_download() as download:
        room.get_by_role("button", name=t("translate.save")).click()
    assert download.value.suggested_filename == "gan-theatre-coloured-150.png"
    assert "no camera saw" in Image.open(download.value.path()).text["Description"]  # type: ignore[attr-defined]


def test_the_truth_stands_beside_the_colours(room: Any) -> None:
    choose(room, "grey-colour")
    expect(room.locator(".stage .figures")).to_contain_text("Colour channels off by")
    room.locator(".tile[data-name=truth]").click()
    expect(room.locator(".ends")).to_have_text("In the network's coloursThe truth")
    for side, name in (("before", "translated"), ("after", "truth")):
        tile = room.locator(f".tile[data-name={name}] img").get_attribute("src")
        assert room.locator(f".{side} img").get_attribute("src") == tile
    expect(room.locator(".save")).to_be_hidden()
    room.get_by_role("button", name="Where D believes it").click()
    expect(room.locator(".maps-legend")).to_be_visible()
    assert room.locator("canvas:visible").count() == 1 + 1  # over the coloured one, on the stage and on its tile
    put(room, (128, 128, 128))
    expect(room.locator(".right")).to_have_text("In the network's colours")  # there is no truth to go on with


def test_what_the_discriminator_buys(room: Any) -> None:
    choose(room, "grey-colour")
    room.get_by_role("button", name="With L1 alone").click()
    heading = "settles for the middle of all likely colours, and the middle is pale"
    expect(room.get_by_role("heading", name=heading)).to_be_visible()
    expect(room.locator(".acts button")).to_have_text(
        ["The colours", "Your colours", "With L1 alone", "What pairs are for"]
    )
    expect(room.locator(".ends")).to_have_text("Leaning to the likeliestIn the middle (L1)")
    expect(room.locator(".tile")).to_have_count(4)
    assert room.evaluate(
        """(e) => {
            const bottom = (name) => [...e.querySelectorAll(name)].at(-1).getBoundingClientRect().bottom;
            return bottom(".tile .words") <= bottom(".board");
        }"""
    )  # the name of the last is not cut off
    expect(room.locator(".stage .figures")).to_contain_text("in truth")
    for away in (".save", ".strength", ".mapped"):
        expect(room.locator(away)).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1440, 900)])
def test_every_screen(visit: Visit, app_url: str, width: int, height: int) -> None:
    page = visit(f"{app_url}?lang=en", width, height)
    room = opened(page)
    for language in ("en", "ko"):
        page.evaluate(f"theatre.setLanguage('{language}')")
        for act in ("board", "cycle"):
            room.locator(f".acts button[data-act={act}]").click()
            expect(room.locator(".tile").last.locator("img")).to_have_attribute("src", PICTURE)
            assert page.evaluate(chromium.OVERHANG) <= 0
            if width == 1440:
                assert page.evaluate("document.documentElement.scrollHeight") <= height
        for networks in ("grey-colour", "photo-monet", "horse-zebra"):
            choose(room, networks)
            assert page.evaluate(chromium.OVERHANG) <= 0
            if width == 1440:
                assert page.evaluate("document.documentElement.scrollHeight") <= height
    room.locator(".masked").click()  # its words take room, too
    assert page.evaluate(chromium.OVERHANG) <= 0
    if width == 1440:
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        assert room.locator(".stage").evaluate("(card) => card.scrollHeight - card.clientHeight") <= 0
    page.evaluate("scrollTo(0, 0)")
    brought = room.locator(".choose").bounding_box()
    assert brought["y"] + brought["height"] <= height  # a photograph of one's own, without a search for it
    card = room.locator(".stage").bounding_box()
    for button in each(room.locator("button:visible, .choice label, .directions label, .tile, .strength input")):
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 43.9
    for button in each(room.locator(".stage button:visible")):
        box = button.bounding_box()
        assert box["x"] >= card["x"] and box["x"] + box["width"] <= card["x"] + card["width"]


def test_where_nothing_is_secure_the_camera_is_hidden_and_says_why(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en", alone=True)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.reload()
    room = opened(page)
    expect(room.get_by_role("button", name="Camera")).to_be_hidden()
    expect(room.get_by_role("button", name="Paste")).to_be_hidden()
    expect(room.locator(".closed")).to_contain_text("localhost or over HTTPS")


def test_without_a_checkpoint_the_room_says_so_and_the_page_works(
    visit: Visit, connect: Any, services: Services
) -> None:
    def load() -> Any:
        raise GanError("checkpoint_missing", id="horse2zebra", known="best")

    with connect(build_demo(Services(services.digits, Runtime(load)), AppSettings())) as (_, url):
        page = visit(f"{url}?lang=en")
        page.get_by_role("tab", name="Translate").click()
        room = page.locator("#photo-stage")
        expect(room.get_by_role("alert")).to_contain_text("horse2zebra")
        expect(room.get_by_role("status")).to_contain_text("There is nothing to translate with")
        expect(room.locator(".choice")).to_be_hidden()  # there is nothing to choose from
        expect(room.get_by_role("button", name="Choose a photograph")).to_be_disabled()
        page.get_by_role("tab", name="Generate").click()
        expect(page.get_by_role("button", name="New digit")).to_be_enabled()
        page.close()


def test_without_a_mask_its_controls_are_away(visit: Visit, connect: Any, services: Services) -> None:
    bare = Services(services.digits, Runtime(lambda: fake_photo_room(masked=False)))
    with connect(build_demo(bare, AppSettings())) as (_, url):
        page = visit(f"{url}?lang=en")
        room = opened(page)
        expect(room.locator(".save")).to_be_visible()
        for control in (".masked", ".cut", ".strength", ".mask-legend"):
            expect(room.locator(control)).to_be_hidden()
        page.close()


def test_without_guard_and_second_model_their_controls_are_away(visit: Visit, connect: Any, services: Services) -> None:
    bare = Services(services.digits, Runtime(lambda: fake_photo_room(guard=False, without_cycle=False)))
    with connect(build_demo(bare, AppSettings())) as (_, url):
        room = opened(visit(f"{url}?lang=en"))
        assert [room.locator(place).count() for place in (".acts button", ".directions label")] == [1, 2]
        expect(room.locator(".guard")).to_be_hidden()
        room.page.close()
