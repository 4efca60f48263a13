"""The question that a first visit and a stand open on, as a visitor answers it, passes by it, or cannot keep a mark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.page.i18n import table
from demo_ui.settings import AppSettings
from tests.browser.axe import findings
from tests.browser.conftest import each, there
from tests.conftest import serve
from tools.chromium import OVERHANG

Visit = Callable[..., Any]
QUESTION = "#theatre-question"
ROUNDS = 3
WORDS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), words = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (node.parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true })
            && !node.parentElement.closest(".unseen, script, style"))
            words.push(...node.data.match(/[\\p{L}\\p{N}]+/gu) ?? []);
    return words;
}"""


@pytest.fixture
def asked(visit: Visit, app_url: str) -> Callable[..., Any]:
    """`page = asked(query, **visit's)`: somebody who has never been here, and wants nothing to move by itself."""
    return lambda query="?lang=en", *size, **more: visit(
        f"{app_url}{query}", *size, asked=True, reduced_motion="reduce", **more
    )


def phase(page: Any, name: str) -> Any:
    place = page.locator(f"{QUESTION}[data-phase={name}]")
    place.wait_for()
    return place


def answer(page: Any, side: int = 0) -> None:
    """One round: a digit, the truth, and on."""
    phase(page, "asking").locator(".side").nth(side).click()
    phase(page, "told").locator(".on").click()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [(360, 640), (1440, 900)])
def test_three_rounds_then_the_doors(asked: Callable[..., Any], language: str, size: tuple[int, int]) -> None:
    page = asked(f"?lang={language}", *size)
    for number in range(ROUNDS):
        place = phase(page, "asking")
        assert len(page.evaluate(WORDS)) <= 12 and page.evaluate(OVERHANG) <= 0
        assert place.locator("[data-truth]").count() == 0
        assert place.locator(".rounds .done").count() == number
        for button in each(page.locator("button:visible")):
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= 44 and box["y"] + box["height"] <= size[1]
        if not number:
            assert findings(page) == []
        place.locator(".side").first.click()
        told = phase(page, "told")
        assert sorted(side.get_attribute("data-truth") for side in each(told.locator(".side"))) == ["fake", "real"]
        assert told.locator(".by-d").count() == 1 and told.locator(".by-you").count() == 1
        assert len(page.evaluate(WORDS)) <= 12
        told.locator(".on").wait_for()
        if not number:
            assert findings(page) == []
        told.locator(".on").click()
    doors = phase(page, "doors").locator(".doors button")
    assert doors.all_inner_texts() == page.evaluate(
        "[...document.querySelectorAll('[role=tab]')].map((tab) => tab.textContent)"
    )
    assert len(page.evaluate(WORDS)) <= 12 and page.evaluate(OVERHANG) <= 0
    assert findings(page) == []
    expect(doors.first).to_be_focused()
    assert page.locator(".result td:is(.right, .wrong)").count() == 2 * ROUNDS
    doors.nth(3).click()
    page.wait_for_function("theatre.room() === 'training'")
    expect(page.locator("#run-player")).to_be_visible()
    page.goto(page.url.split("?")[0])
    there(page)
    assert page.locator(QUESTION).count() == 0


def test_what_is_said_is_what_was_true(asked: Callable[..., Any]) -> None:
    """The marks beside the digits, the sentence for who hears it, and the table at the end say the same."""
    page = asked()
    rights = []
    for number in range(ROUNDS):
        phase(page, "asking").locator(".side").nth(number % 2).click()
        told = phase(page, "told")
        right = told.locator(".by-you").get_attribute("data-truth") == "fake"
        d_right = told.locator(".by-d").get_attribute("data-truth") == "fake"
        said = [f"question.you_{'right' if right else 'wrong'}", f"question.d_{'right' if d_right else 'wrong'}"]
        heard = told.locator(".status > span:not([hidden]) [data-in=en]")
        assert heard.all_text_contents() == [table("en")[key] for key in said]
        rights.append((right, d_right))
        told.locator(".on").click()
    place = phase(page, "doors")
    for row, which in ((".of-you", 0), (".of-d", 1)):
        marks = [cell.get_attribute("class") for cell in each(place.locator(f"{row} td"))]
        assert marks == ["right" if one[which] else "wrong" for one in rights]


@pytest.mark.parametrize("query", ["?room=play", "?embed=1", "?view=api"])
def test_whoever_was_led_somewhere_is_not_asked(unwatched: Any, app_url: str, query: str) -> None:
    """At ?view=api Gradio looks for what is not here, and says so."""
    page = unwatched
    page.add_init_script("localStorage.removeItem('theatre.asked')")
    page.goto(f"{app_url}{query}")
    page.wait_for_function("window.theatre")
    assert page.locator(QUESTION).count() == 0


def test_a_door_passes_by_it_for_good(asked: Callable[..., Any]) -> None:
    page = asked()
    phase(page, "asking").locator("[data-room=learn]").click()
    page.wait_for_function("theatre.room() === 'learn'")
    expect(page.locator("#learn-book")).to_be_visible()
    page.evaluate("theatre.enter('generate')")
    page.goto(page.url.split("?")[0])
    there(page)
    assert page.locator(QUESTION).count() == 0
    page.locator(".theatre-guide").wait_for()  # the greeting was still to come
    page.goto(f"{page.url.split('?')[0]}?question=1")  # a teacher's link asks once more
    phase(page, "asking")


def test_keys_alone_answer_it(asked: Callable[..., Any]) -> None:
    page = asked()
    place = phase(page, "asking")
    place.locator(".side").first.focus()
    page.keyboard.press("Enter")
    phase(page, "told")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.documentElement.hasAttribute('data-question')")
    expect(page.locator("#digit-stage .dice")).to_be_visible()


def test_without_storage_it_is_asked_and_goes(asked: Callable[..., Any], unwatched: Any, app_url: str) -> None:
    page = unwatched
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })")
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{app_url}?lang=en")
    there(page)
    for _ in range(ROUNDS):
        answer(page, 1)
    phase(page, "doors").locator("[data-room=generate]").click()
    expect(page.locator("#digit-stage .dice")).to_be_visible()
    page.evaluate("theatre.enter('play')")
    expect(page.locator("#play-stage")).to_be_visible()
    assert not page.evaluate("document.documentElement.hasAttribute('data-question')")


def test_it_is_answered_before_gradio_has_come(unwatched: Any, app_url: str) -> None:
    """No module and nothing of Gradio's is there; the door that is taken opens once they are."""
    page = unwatched
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script("localStorage.removeItem('theatre.asked')")
    held: list[Any] = []
    free = False
    page.route("**/*.{js,mjs}", lambda route: route.continue_() if free else held.append(route))
    page.goto(app_url, wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('theatre:digit').length")
    phase(page, "asking").locator(".language").click()
    assert page.evaluate("document.documentElement.lang") == "ko"
    for _ in range(ROUNDS):
        answer(page)
    phase(page, "doors").locator("[data-room=training]").click()
    assert page.evaluate("!window.theatre")
    free = True
    for route in held:
        route.continue_()
    page.wait_for_function("window.theatre?.room() === 'training'")
    assert page.evaluate("theatre.language") == "ko"


def test_its_answers_are_none_of_plays(asked: Callable[..., Any]) -> None:
    page = asked()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    for _ in range(ROUNDS):
        answer(page)
    phase(page, "doors")
    assert [data for data in sent if '"fake"' in data] == []


@pytest.fixture(scope="module")
def kiosk_url(services: Any) -> Iterator[str]:
    from demo_ui.app import build_demo

    kiosk = AppSettings(kiosk=True, idle=10)
    with serve(build_demo(services, kiosk), kiosk) as url:
        yield url


def test_a_stand_asks_everybody(visit: Visit, kiosk_url: str) -> None:
    """The first touch is the first answer; the loop goes on to the rooms; after a visitor has left it asks anew."""
    page = visit(f"{kiosk_url}?lang=en", asked=True, alone=True, reduced_motion="reduce")
    page.wait_for_function("document.documentElement.dataset.stand === 'start'")
    assert len(page.evaluate(WORDS)) <= 12
    phase(page, "asking").locator(".side").first.click()
    phase(page, "told")
    assert page.evaluate("document.documentElement.dataset.stand") == "used"
    page.locator(f"{QUESTION} .on").click()
    for _ in range(ROUNDS - 1):
        answer(page)
    phase(page, "doors").locator("[data-room=generate]").click()
    expect(page.locator("#digit-stage .dice")).to_be_visible()
    with page.expect_navigation():
        page.locator(".stand .restart").click()
    page.wait_for_function("document.documentElement.dataset.stand === 'start'")
    phase(page, "asking")


def test_a_stands_loop_shows_the_rooms_and_comes_back_to_the_question(visit: Visit, kiosk_url: str) -> None:
    page = visit(f"{kiosk_url}?lang=en&rooms=generate", asked=True, clock=True)
    page.wait_for_function("document.documentElement.dataset.stand === 'start'")
    shown = "document.documentElement.hasAttribute('data-question')"
    seen = [page.evaluate(shown)]
    for _ in range(50):
        page.clock.run_for(1000)
        if page.evaluate(shown) != seen[-1]:
            seen.append(not seen[-1])
    assert seen[:3] == [True, False, True]
    assert page.evaluate("document.documentElement.dataset.stand") == "start"
    if not seen[-1]:
        page.mouse.click(5, 400)
    else:
        page.keyboard.press("ArrowDown")
    phase(page, "asking")
    assert page.evaluate("document.documentElement.dataset.stand") == "used"
