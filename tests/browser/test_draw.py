"""The Draw tab under a visitor's hands, over fake networks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import expect

from demo_ui.page.i18n import t
from gan_core.photos.drawing import COATS, ink_of_coat
from tests.browser.axe import findings
from tests.browser.conftest import each
from tests.fake_photos import FakeDrawingEngine
from tools import chromium

Visit = Callable[..., Any]
PICTURE = re.compile("^data:image/")


def opened(page: Any) -> Any:
    """The room of a page, as soon as its first example is painted."""
    room = page.locator("#draw-stage")
    expect(room.locator(".draw")).to_have_attribute("data-state", "ready")
    expect(room.locator(".painting")).to_have_attribute("src", PICTURE)
    return room


@pytest.fixture
def room(visit: Visit, bare_url: str) -> Any:
    return opened(visit(f"{bare_url}?room=draw&lang=en"))


def draw(room: Any, *places: tuple[float, float]) -> None:
    """One line through these places of the paper."""
    box, mouse = room.locator(".paper").bounding_box(), room.page.mouse
    for i, (x, y) in enumerate(places):
        mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
        if not i:
            mouse.down()
    mouse.up()


# Whether the painting is of a colour there: what the fake network gives for ink, or paper.
PAINTED_AT = """async ([x, y, colour]) => {
    const painting = Object.assign(new Image(), {src: document.querySelector("#draw-stage .painting").src});
    await painting.decode();
    const brush = new OffscreenCanvas(painting.naturalWidth, painting.naturalHeight).getContext("2d");
    brush.drawImage(painting, 0, 0);
    const found = brush.getImageData(x * painting.naturalWidth, y * painting.naturalHeight, 1, 1).data;
    const wanted = {brown: [150, 95, 50], black: [48, 45, 45], paper: [244, 240, 232]}[colour];
    return wanted.every((level, i) => Math.abs(level - found[i]) < 60);
}"""


def test_what_is_drawn_is_painted_and_can_be_taken_back(room: Any) -> None:
    expect(room.locator(".sketches [aria-pressed=true]")).to_have_attribute("data-name", "standing")
    expect(room.locator(".painting")).to_have_attribute("src", PICTURE)
    room.get_by_role("button", name="Clear").click()
    expect(room.get_by_role("heading", name="An empty sheet")).to_be_visible()
    expect(room.locator(".save")).to_be_hidden()
    page = room.page
    draw(room, (0.2, 0.5), (0.8, 0.5))
    expect(room.get_by_role("heading", name="Your lines as a horse")).to_be_visible()
    page.wait_for_function(PAINTED_AT, arg=[0.5, 0.5, "brown"])
    page.wait_for_function(PAINTED_AT, arg=[0.5, 0.2, "paper"])
    room.locator(".animals label", has_text="Zebra").click()
    expect(room.get_by_role("heading", name="Your lines as a zebra")).to_be_visible()
    expect(room.locator(".further")).to_contain_text("took that horse further")
    with page.expect_download() as download:
        room.get_by_role("button", name=t("translate.save")).click()
    assert download.value.suggested_filename == "gan-theatre-drawn-zebra.png"
    assert "after a drawing" in Image.open(download.value.path()).text["Description"]  # type: ignore[attr-defined]
    room.get_by_role("button", name="Undo").click()
    expect(room.get_by_role("heading", name="An empty sheet")).to_be_visible()
    expect(room.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_ink_and_what_is_painted_have_the_coat_that_is_chosen(room: Any) -> None:
    page, coats = room.page, room.get_by_role("radiogroup", name=t("draw.coat"))
    room.get_by_role("button", name="Clear").click()
    draw(room, (0.2, 0.5), (0.8, 0.5))
    page.wait_for_function(PAINTED_AT, arg=[0.5, 0.5, "brown"])
    coats.get_by_role("radio", name=t("draw.coat.bay")).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(coats.get_by_role("radio", name=t("draw.coat.black"))).to_be_checked()
    expect(coats).to_contain_text("Coat: Black")
    page.wait_for_function(PAINTED_AT, arg=[0.5, 0.5, "black"])
    page.wait_for_function(INKED, arg=list(ink_of_coat(COATS["black"])))
    swatch = "label => getComputedStyle(label, '::after').backgroundColor"
    for label, colour in zip(coats.locator("label").all(), COATS.values(), strict=True):
        assert label.evaluate(swatch) == f"rgb{colour}"  # the coat's, not the ink's


def test_nothing_that_a_visitor_chose_is_left_to_the_next(room: Any) -> None:
    page = room.page
    room.locator(".animals label", has_text="Zebra").click()
    room.get_by_role("radio", name=t("draw.coat.grey")).check()
    assert "animal=zebra&coat=grey" in page.evaluate("theatre.address()")
    page.evaluate("document.dispatchEvent(new CustomEvent('theatre:forget', { detail: { wait() {} } }))")
    expect(room.get_by_role("radio", name=t("draw.coat.bay"))).to_be_checked()
    expect(room.get_by_role("radio", name=t("draw.horse"))).to_be_checked()
    draw(room, (0.2, 0.5), (0.8, 0.5))
    page.wait_for_function(INKED, arg=list(ink_of_coat(COATS["bay"])))


def test_networks_that_know_one_coat_offer_none(visit: Visit, bare_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeDrawingEngine, "coats", ())
    room = opened(visit(f"{bare_url}?room=draw&example=grazing&coat=grey&lang=en"))
    expect(room.locator(".coats")).to_be_hidden()
    room.page.wait_for_function(INKED, arg=[0x2A, 0x24, 0x20])
    assert "coat" not in room.page.evaluate("theatre.address()")


def on_paper(*lines: tuple[int, ...]) -> dict[str, Any]:
    """A photograph of lines that a dark pen drew on a sheet lit from one side."""
    sheet = Image.new("RGB", (800, 800), "white")
    for line in lines:
        ImageDraw.Draw(sheet).line(line, (30, 30, 40), 14)
    shade = Image.linear_gradient("L").rotate(90).resize(sheet.size).point([90 + level // 2 for level in range(256)])
    buffer = io.BytesIO()
    ImageChops.multiply(sheet, Image.merge("RGB", [shade] * 3)).save(buffer, "JPEG")
    return {"name": "paper.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


INKED = """(colour) => {
    const paper = document.querySelector("#draw-stage .paper");
    const brush = new OffscreenCanvas(paper.width, paper.height).getContext("2d");
    brush.drawImage(paper, 0, 0);
    const { data } = brush.getImageData(paper.width / 2, 0, 1, paper.height); // the middle column
    return data.some((_, at) => at % 4 === 0 && colour.every((level, i) => data[at + i] === level));
}"""
INK_AT = """([x, y]) => {
    const paper = document.querySelector("#draw-stage .paper");
    const brush = new OffscreenCanvas(paper.width, paper.height).getContext("2d");
    brush.drawImage(paper, 0, 0);
    return brush.getImageData(x * paper.width, y * paper.height, 1, 1).data[0] < 100;
}"""


def test_a_photographed_drawing_lies_on_the_pad_until_it_is_taken_back(room: Any) -> None:
    room.get_by_role("button", name="Clear").click()
    room.locator(".animals label", has_text="Horse").click()
    page = room.page
    room.locator(".file").set_input_files(on_paper((100, 400, 700, 400), (400, 400, 400, 700)))
    expect(room.get_by_role("heading", name="Your lines as a horse")).to_be_visible()
    page.wait_for_function(PAINTED_AT, arg=[0.5, 0.5, "brown"])
    page.wait_for_function(PAINTED_AT, arg=[0.15, 0.9, "paper"])  # where the shadow was
    assert page.evaluate(INK_AT, [0.5, 0.7]) and not page.evaluate(INK_AT, [0.15, 0.9])
    paper = room.locator(".paper").bounding_box()
    page.mouse.click(paper["x"] + paper["width"] / 2, paper["y"] + paper["height"] / 5)
    assert page.evaluate(INK_AT, [0.5, 0.2]) and page.evaluate(INK_AT, [0.5, 0.7])  # a stroke over it
    room.locator(".file").set_input_files(on_paper())
    expect(room.get_by_role("alert")).to_have_text(t("error.drawing_unclear"))
    room.get_by_role("button", name="Undo").click()
    assert not page.evaluate(INK_AT, [0.5, 0.2]) and page.evaluate(INK_AT, [0.5, 0.7])
    room.get_by_role("button", name="Undo").click()
    expect(room.get_by_role("heading", name="An empty sheet")).to_be_visible()
    assert not page.evaluate(INK_AT, [0.5, 0.7])


def test_a_photographed_drawing_that_is_to_stay_is_sent_nowhere(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?room=draw&lang=en", alone=True)
    page.add_init_script("localStorage.setItem('theatre.here', '1')")
    page.reload()
    room = opened(page)
    expect(room.locator(".kept")).to_have_text(t("draw.stays"))
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    room.locator(".file").set_input_files(on_paper((100, 400, 700, 400)))
    expect(room.get_by_role("alert")).to_have_text(t("draw.unsent"))
    assert sent == []


def test_a_palm_beside_the_pen_draws_nothing_and_its_other_end_rubs_out(room: Any) -> None:
    paper = room.locator(".paper")
    room.locator(".clear").click()
    drawn = paper.evaluate(
        """async (paper) => {
            paper.setPointerCapture = () => {}; // no such pointers are down
            const { left, top, width } = paper.getBoundingClientRect(), seen = [];
            const told = (kind, pointerId, pointerType, share, more = {}) => {
                const place = { clientX: left + share * width, clientY: top + share * width };
                const event = { pointerId, pointerType, isPrimary: true, button: 0, buttons: 1, ...place, ...more };
                paper.dispatchEvent(new PointerEvent(`pointer${kind}`, event));
            };
            const { width: side } = paper;
            const brush = Object.assign(document.createElement("canvas"), { width: side, height: side })
                .getContext("2d", { willReadFrequently: true });
            const dark = () => {
                brush.drawImage(paper, 0, 0);
                const { data } = brush.getImageData(0, 0, side, side);
                seen.push(data.filter((value, i) => i % 4 === 0 && value < 128).length);
            };
            told("down", 5, "pen", 0.2), told("move", 5, "pen", 0.4), dark();
            told("down", 9, "touch", 0.9), told("move", 9, "touch", 0.6), told("up", 9, "touch", 0.6), dark();
            told("move", 5, "pen", 0.5), told("up", 5, "pen", 0.5), dark();
            const otherEnd = { button: 5, buttons: 32 };
            told("down", 5, "pen", 0.2, otherEnd), told("move", 5, "pen", 0.5, otherEnd), told("up", 5, "pen", 0.5);
            dark();
            return seen;
        }"""
    )
    assert 0 < drawn[0] == drawn[1] < drawn[2] and drawn[3] < drawn[0] / 4
    room.locator(".clear").click()


CORNERS = ((0.2, 0.3), (0.8, 0.3), (0.8, 0.8), (0.2, 0.8))


def test_an_open_outline_is_pointed_at_and_closed(room: Any) -> None:
    room.get_by_role("button", name="Clear").click()
    draw(room, *CORNERS, (0.2, 0.55))
    expect(room.locator(".gaps circle")).to_have_count(2)
    expect(room.locator(".open")).to_contain_text(t("draw.open"))
    room.get_by_role("button", name=t("draw.close")).click()
    expect(room.locator(".open")).to_be_hidden()
    expect(room.locator(".gaps circle")).to_have_count(0)
    room.page.wait_for_function(INK_AT, arg=[0.2, 0.42])
    room.get_by_role("button", name="Undo").click()
    expect(room.locator(".gaps circle")).to_have_count(2)  # the outline is open again


def test_links_from_before_lead_here(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?room=translate&networks=drawing-horse&example=grazing&animal=zebra&lang=en")
    room = opened(page)
    expect(room.locator(".sketches [aria-pressed=true]")).to_have_attribute("data-name", "grazing")
    expect(room.get_by_role("heading", name="Your lines as a zebra")).to_be_visible()
    expect(page.get_by_role("tab", name=t("draw.tab"))).to_have_attribute("aria-selected", "true")
    expect(page.locator(".theatre-told")).to_have_count(0)
    assert "room=draw&example=grazing&animal=zebra" in page.evaluate("theatre.address()")


def test_it_draws_by_itself_and_stops(room: Any) -> None:
    room.evaluate("() => theatre.acts.draw.begin()")
    room.page.wait_for_function("document.querySelector('#draw-stage .sketches [aria-pressed=true]') === null")
    room.evaluate("() => theatre.acts.draw.end()")
    expect(room.locator(".sketches [aria-pressed=true]")).to_have_attribute("data-name", "standing")


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1440, 900)])
def test_every_screen(visit: Visit, app_url: str, width: int, height: int) -> None:
    page = visit(f"{app_url}?room=draw&lang=en", width, height)
    room = opened(page)
    for language in ("en", "ko"):
        page.evaluate(f"theatre.setLanguage('{language}')")
        assert page.evaluate(chromium.OVERHANG) <= 0
        assert width < 1440 or page.evaluate("document.documentElement.scrollHeight") <= height
        paper, painting = (room.locator(place).bounding_box() for place in (".paper", ".painting"))
        inset = painting["y"] < paper["y"] + paper["height"] and painting["x"] < paper["x"] + paper["width"]
        assert inset == (width < 1440)  # on a phone in the paper, else beside it
        card, pens = (room.locator(place).bounding_box() for place in (".pick", ".pens"))
        assert pens["width"] > 0.8 * card["width"]  # large enough for a finger
        for coat in each(room.locator(".coats label")):
            box = coat.bounding_box()
            assert min(box["width"], box["height"]) >= 44
    assert findings(page, "#draw-stage") == []
