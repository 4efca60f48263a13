"""The guide: a first visit is greeted once, and the tour goes through the real rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.axe import findings
from tests.browser.conftest import there

Visit = Callable[..., Any]
GUIDE = ".theatre-guide"


def test_a_first_visit_is_greeted_with_three_sentences_and_one_gesture(visit: Visit, app_url: str) -> None:
    page = visit(app_url, first=True)
    guide = page.locator(GUIDE)
    guide.wait_for()
    assert guide.locator(".guide-say").count() == 3
    page.wait_for_function("theatre.offers('generate')")
    assert findings(page, GUIDE) == []
    seed = page.locator("#digit-stage .seed").input_value()
    page.locator("#digit-stage .dice").click()
    guide.locator(".guide-done").wait_for()
    assert page.locator("#digit-stage .seed").input_value() != seed  # the gesture was the room's own
    guide.get_by_role("button", name="Close").click()
    assert guide.count() == 0


@pytest.mark.parametrize("language", ["en", "ko"])
def test_on_a_phone_the_first_card_leaves_the_digit_and_its_button_free(
    visit: Visit, app_url: str, language: str
) -> None:
    page = visit(f"{app_url}?lang={language}", 360, 780, first=True)
    page.locator(GUIDE).wait_for()
    page.wait_for_function("theatre.offers('generate')")
    free = """() => {
        const top = document.querySelector('.theatre-guide').getBoundingClientRect().top;
        return ['.digit', '.dice'].every((part) => {
            const box = document.querySelector(`#digit-stage ${part}`).getBoundingClientRect();
            return box.height > 0 && box.top >= 0 && box.bottom <= top;
        });
    }"""
    page.wait_for_function(free)
    page.locator("#digit-stage .dice").click()
    page.locator(f"{GUIDE} .guide-done").wait_for()
    page.wait_for_function(free)


def test_it_is_never_shown_again(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url, first=True)
    page.locator(GUIDE).get_by_role("button", name="Skip").click()
    page.reload()
    there(page)
    page.wait_for_function("theatre.offers('generate')")
    assert page.locator(GUIDE).count() == 0


@pytest.mark.parametrize("query", ["?room=training", "?room=generate&seed=3"])
def test_whoever_comes_by_a_link_is_left_alone(visit: Visit, bare_url: str, query: str) -> None:
    page = visit(f"{bare_url}{query}", first=True)
    page.wait_for_function("theatre.room() && theatre.offers(theatre.room())")
    assert page.locator(GUIDE).count() == 0


def test_it_goes_when_another_room_is_opened(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url, first=True)
    page.locator(GUIDE).wait_for()
    page.get_by_role("tab", name="Training").click()
    page.wait_for_function(f"!document.querySelector('{GUIDE}')")


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1440, 900)])
def test_the_tour_leads_through_rooms_that_are_there(visit: Visit, app_url: str, width: int, height: int) -> None:
    """What is lit is to be seen at every stop, and the card leaves free what is to be done."""
    page = visit(f"{app_url}?lang=ko", width, height)
    page.wait_for_function("theatre.room()")
    page.evaluate("theatre.guide.tour(), document.querySelector('.guide-pause').click()")  # before it goes on by itself
    stops = page.evaluate("theatre.guide.chapters.tour.stops.map(({door}) => door).filter(theatre.guide.exists)")
    for door in stops:
        room = page.evaluate("(door) => theatre.guide.chapters.doors[door].opens.room", door)
        page.wait_for_function("(room) => theatre.room() === room && theatre.offers(room)", arg=room)
        gesture = page.evaluate("(door) => theatre.guide.chapters.doors[door].gesture.on", door)
        page.wait_for_function(
            """([guide, gesture]) => {
                const target = [...document.querySelectorAll(gesture)].find((node) => node.checkVisibility());
                if (!target) return false;
                const a = target.getBoundingClientRect(), b = document.querySelector(guide).getBoundingClientRect();
                const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                const hidden = Math.max(0, wide) * Math.max(0, high);
                return a.bottom > 0 && a.top < innerHeight && hidden <= 0.25 * a.width * a.height;
            }""",
            arg=[GUIDE, gesture],
        )
        page.locator(f"{GUIDE} .guide-on").click()
    assert page.locator(GUIDE).count() == 0
    assert page.evaluate("document.querySelector('#theatre-light').textContent") == ""


def test_the_tour_goes_on_by_itself_and_can_be_held(visit: Visit, bare_url: str) -> None:
    """Its 90 seconds are shared among the stops; here the clock is the test's."""
    page = visit(bare_url, alone=True)
    page.wait_for_function("theatre.offers('generate')")
    page.clock.install()
    page.evaluate("theatre.guide.tour()")
    count = page.locator(f"{GUIDE} .guide-count")
    first = count.inner_text()
    page.get_by_role("button", name="Hold here").click()
    page.clock.run_for(60_000)
    assert count.inner_text() == first
    page.get_by_role("button", name="Continue the tour").click()
    stops = int(first.split()[-1])
    page.clock.run_for(30_000)
    assert int(count.inner_text().split()[1]) > 1
    page.clock.run_for(70_000)
    assert stops > 1 and page.locator(GUIDE).count() == 0


def test_the_tour_acts_until_a_touch_takes_over(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url, alone=True)
    page.wait_for_function("theatre.offers('generate')")
    seed = page.locator("#digit-stage .seed")
    before = seed.input_value()
    page.evaluate("theatre.guide.tour()")
    page.wait_for_function("(before) => document.querySelector('#digit-stage .seed').value !== before", arg=before)
    page.locator(f"{GUIDE} .guide-on").click()  # on to the sliders
    slider = "document.querySelector('#digit-stage .directions input').value"
    page.wait_for_function(f"Number({slider}) !== 0")
    assert page.evaluate("theatre.guide.learned().size") == 0  # that was nobody's gesture
    page.locator("#digit-stage .stage h2").click()
    held = page.get_by_role("button", name="Continue the tour")
    held.wait_for()
    value = page.evaluate(slider)
    assert float(value) != 0  # where it was
    count = page.locator(f"{GUIDE} .guide-count").inner_text()
    held.click()
    page.wait_for_function(f"(value) => {slider} !== value", arg=value)
    assert page.locator(f"{GUIDE} .guide-count").inner_text() == count
    page.keyboard.press("Escape")
    page.wait_for_function(f"!document.querySelector('{GUIDE}')")


def test_the_card_leaves_what_the_gesture_shows_in_sight(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    page.wait_for_function("theatre.room()")
    page.evaluate("theatre.guide.visit('equilibrium')")
    page.locator("#equilibrium-lab .transport .play").wait_for()
    page.wait_for_function(
        """([guide, ...shown]) => {
            const over = document.querySelector(guide).getBoundingClientRect();
            return shown.every((selector) => {
                const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
                const beside = right <= over.left || left >= over.right;
                return bottom > top && (beside || bottom <= over.top || top >= over.bottom);
            });
        }""",
        arg=[GUIDE, *(f"#equilibrium-lab {name}" for name in (".transport", ".stage", ".words", ".dial"))],
    )


def test_escape_ends_the_guide(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url)
    page.wait_for_function("theatre.room()")
    page.evaluate("theatre.guide.visit('replay')")
    page.wait_for_function("document.activeElement.className === 'theatre-guide'")
    page.keyboard.press("Escape")
    assert page.locator(GUIDE).count() == 0


def test_a_script_does_not_make_the_gesture(visit: Visit, bare_url: str) -> None:
    page = visit(bare_url)
    page.wait_for_function("theatre.offers('generate')")
    page.evaluate("theatre.guide.visit('dice')")
    page.evaluate("document.querySelector('#digit-stage .dice').click()")
    assert page.evaluate("theatre.guide.learned().size") == 0
    page.locator("#digit-stage .dice").click()
    assert page.evaluate("[...theatre.guide.learned()]") == ["dice"]
