"""A stand in a real browser, its clock set by hand: the attract loop, the question, forgetting, keys, a lost server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.page import i18n
from demo_ui.settings import AppSettings
from tests.bare_page import PATH
from tests.browser.axe import findings
from tests.browser.conftest import each, pause
from tests.conftest import serve

Visit = Callable[..., Any]
IDLE, ASK = 10, 30  # seconds
KIOSK = AppSettings(kiosk=True, idle=IDLE, stands={"hall": {"rooms": ("training", "generate"), "lang": "ko"}})
STATE = "document.documentElement.dataset.stand"
READY = "document.querySelector('#digit-stage [data-state=ready]')"


@pytest.fixture(scope="module")
def stand_url(services: Any) -> Iterator[str]:
    from demo_ui.app import build_demo

    with serve(build_demo(services, KIOSK), KIOSK) as url:
        yield f"{url}{PATH}"


@pytest.fixture
def stand(visit: Visit, stand_url: str) -> Callable[..., Any]:
    """`page = stand(query, **visit's)`: a stand whose rooms are there, with its clock in the test's hand; in Gradio's
    page where that is asked for."""

    def opened(query: str = "", gradio: bool = False, **options: Any) -> Any:
        url = stand_url.removesuffix(PATH) if gradio else stand_url
        page = visit(f"{url}{query}", clock=True, **options)
        runs(page, 1)
        page.wait_for_function(READY)
        pause(page)
        return page

    return opened


def enter(page: Any, room: str) -> None:
    """Into a room, until all that it shows is there."""
    page.clock.resume()
    page.evaluate("(room) => theatre.enter(room)", room)
    page.wait_for_function(COMING)


def under_axe(page: Any, part: str | None = None) -> list[str]:
    """axe needs a clock that goes."""
    page.clock.resume()
    found = findings(page, part)
    pause(page)
    return found


def runs(page: Any, seconds: float) -> None:
    """Let the page's clock run on, every timer with it."""
    page.clock.run_for(round(1000 * seconds))


def state(page: Any) -> str:
    return page.evaluate(STATE)


def room(page: Any) -> str:
    return page.get_by_role("tab", selected=True).get_attribute("data-tab-id")


def touch(page: Any, x: float = 700, y: float = 450) -> None:
    page.mouse.click(x, y)


def touch_on(page: Any, what: str) -> None:
    """Without asking whether it was hit, as a click does: a layer is gone as soon as the finger is down."""
    box = page.locator(what).bounding_box()
    touch(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def seed(page: Any) -> str:
    return page.locator("#digit-stage .seed").input_value()


def test_it_rests_and_a_touch_wakes_it_and_presses_nothing(stand: Callable[..., Any]) -> None:
    page = stand()
    assert state(page) == "start"
    assert page.get_by_text("Touch to start").is_visible()
    dice = page.locator("#digit-stage .dice")
    box = dice.bounding_box()
    touch(page, box["x"] + 10, box["y"] + 10)
    assert state(page) == "used"
    assert (room(page), seed(page)) == ("generate", "7")
    dice.click()  # wherever it is by now: what comes late may have moved it
    assert seed(page) != "7"


def test_the_loop_shows_every_room_at_work(stand: Callable[..., Any]) -> None:
    page = stand()
    shown = {
        "generate": "#digit-stage .digit",
        "translate": "#photo-stage .after img",
        "draw": "#draw-stage .painting",
        "training": "#run-player .stage .caption",
        "equilibrium": "#equilibrium-lab .count",
        "learn": "#learn-book .of-noise output",
    }
    for name, place in shown.items():
        seen: set[str] = set()
        for _ in range(2000):  # answers come in their own time, so the clock goes in small steps
            runs(page, 0.25)
            if room(page) == name and page.locator(place).count():
                seen.add(page.locator(place).evaluate("(e) => e.src || e.textContent"))
            if len(seen) > 3:
                break
        assert len(seen) > 3, name
    assert state(page) == "start"


def test_after_a_while_it_asks_and_any_touch_goes_on(stand: Callable[..., Any]) -> None:
    page = stand()
    touch(page)
    page.locator("#digit-stage .dice").click()
    chosen = seed(page)
    for wake in (touch, lambda page: page.keyboard.press("ArrowUp")):
        runs(page, IDLE - 1)
        assert state(page) == "used"
        runs(page, 2)
        assert state(page) == "ask"
        assert page.get_by_role("alertdialog", name="Still there?").is_visible()
        runs(page, ASK - 3)
        assert state(page) == "ask"
        wake(page)
        assert state(page) == "used"
        assert seed(page) == chosen


def test_it_asks_over_a_game_that_was_left_open(stand: Callable[..., Any]) -> None:
    """A dialog lies over everything: so the question has to lie over it. Whoever goes on finds the game as it was."""
    page = stand()
    touch(page)
    enter(page, "training")
    game = page.locator(".theatre-game")
    page.locator(".open-puzzle:visible").click()
    page.wait_for_function("document.querySelector('.theatre-game[open]')?.dataset.state")
    pause(page)
    runs(page, IDLE + 1)
    assert state(page) == "ask"
    touch_on(page, ".stand .ask .on")
    assert state(page) == "used"
    expect(game).to_be_visible()
    press(page, "ArrowDown", "ArrowRight")
    assert page.evaluate("document.activeElement.closest('.theatre-game') !== null")  # arrows stay in it
    press(page, "Escape")
    expect(game).to_be_hidden()
    press(page, "Escape")
    assert page.evaluate("document.activeElement.dataset.tabId") == "training"
    page.locator(".open-puzzle:visible").click()
    runs(page, IDLE + 1)
    with page.expect_navigation():
        touch_on(page, ".stand .ask .over")
        runs(page, 1)


TAKEN = """() => [...document.querySelectorAll("button")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => one.getAttribute("aria-label") || one.innerText || one.title)
    .filter((name) => /^(Save|Cut|Print|Paste|Take the loop|CSV|PNG|WebP|MP4)/.test(name))"""


def test_nothing_is_saved_printed_or_brought_where_no_file_is_wanted(stand: Callable[..., Any]) -> None:
    page = stand("?no-upload=1&no-camera=1")
    touch(page)
    assert page.locator("#digit-stage .save").count()  # it is there, and hidden
    for name in ("generate", "translate", "draw", "training", "learn"):
        enter(page, name)
        assert page.evaluate(TAKEN) == [], name
        assert page.locator(".sources button:visible").count() == 0, name
    page.evaluate("theatre.go({ room: 'learn', plan: 'p45' })")
    page.locator("#learn-book .plan").wait_for()
    assert page.evaluate(TAKEN) == []


def test_the_question_is_read_aloud_and_big(stand: Callable[..., Any]) -> None:
    page = stand(gradio=True)
    touch(page)
    runs(page, IDLE + 1)
    assert page.evaluate("document.activeElement.textContent") == "Go on"
    assert under_axe(page, ".stand") == []
    for button in each(page.locator(".stand .layer button:visible")):
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 54.2


def test_what_a_visitor_did_is_gone_for_the_next(stand: Callable[..., Any], stand_url: str) -> None:
    page = stand()
    touch(page)
    page.locator("#digit-stage .dice").click()
    page.get_by_role("button", name="Language").click()
    page.evaluate("theatre.keep('results', 'mine'); sessionStorage.setItem('x', 'mine'); theatre.enter('training')")
    with page.expect_navigation():
        runs(page, IDLE + 1)
        runs(page, ASK + 1)
    runs(page, 1)
    page.wait_for_function(READY)
    assert state(page) == "start"
    assert page.evaluate(LEFT) == [
        "en", 0, 0, 0,
    ]  # fmt: skip
    touch(page)
    assert (room(page), seed(page)) == ("generate", "7")
    assert page.url == stand_url


def test_restart_is_always_in_reach(stand: Callable[..., Any]) -> None:
    page = stand("?kiosk=1")
    touch(page)
    for name in ("generate", "translate", "training"):
        page.evaluate("(room) => theatre.enter(room)", name)
        box = page.get_by_role("button", name="Start over").bounding_box()
        assert 0 <= box["y"] <= 100 and min(box["width"], box["height"]) >= 55
    with page.expect_navigation():
        page.get_by_role("button", name="Start over").click()
    assert page.url.endswith("?kiosk=1")


def test_nothing_begins_in_the_middle_of_a_gesture(stand: Callable[..., Any]) -> None:
    page = stand()
    touch(page)
    page.locator("#digit-stage .pad").hover(position={"x": 20, "y": 20})
    page.mouse.down()
    runs(page, 3 * IDLE)
    assert state(page) == "used"
    page.mouse.up()
    runs(page, IDLE - 1)
    assert state(page) == "used"
    runs(page, 2)
    assert state(page) == "ask"


def test_the_address_chooses_a_stand_of_the_file(stand: Callable[..., Any]) -> None:
    page = stand("?config=hall")
    assert page.evaluate("document.documentElement.lang") == "ko"
    touch(page)
    visible = [tab.get_attribute("data-tab-id") for tab in page.get_by_role("tab").all() if tab.is_visible()]
    assert set(visible) == {"training", "generate"}
    assert page.get_by_text(i18n.table("ko")["stand.restart"]).first.is_visible()


def test_an_unknown_stand_is_told(stand: Callable[..., Any]) -> None:
    page = stand("?config=hail")
    assert "hail" in page.locator(".stand .pill").inner_text()
    assert "hall" in page.locator(".stand .pill").inner_text()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (360, 780)])
def test_what_is_pressed_is_large_and_nothing_leads_away(stand: Callable[..., Any], width: int, height: int) -> None:
    """15 mm on a screen of 24 inches, 1920 x 1080 pixels, are 54.2 pixels."""
    page = stand(gradio=True, width=width, height=height)
    touch(page, width // 2, height // 2)
    for name in ("generate", "translate", "draw", "training"):
        enter(page, name)
        sizes = page.evaluate(SIZES)
        assert len(sizes) > 4
        assert [button for button in sizes if button[0] < 54.2] == []
        assert page.locator("a[href]:visible").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert under_axe(page) == []


def test_a_page_of_no_stand_is_as_before(visit: Visit, app_url: str) -> None:
    page = visit(app_url)
    assert page.evaluate("'kiosk' in document.documentElement.dataset") is False
    assert page.locator(".stand").count() == 0


COMING = """![...document.querySelectorAll("[data-state=waiting], [data-state=loading], [data-busy], [inert]")]
    .some((e) => e.offsetParent)"""
SIZES = """() => [...document.querySelectorAll("button, select, .coats label")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[aria-hidden=true]"))
    .map((e) => [e.getBoundingClientRect(), e])
    .map(([box, e]) => [Math.min(box.width, box.height), e.outerHTML.slice(0, 200)])"""
LEFT = """[document.documentElement.lang,
    Object.keys(localStorage).filter((key) => !["theatre.met", "theatre.asked"].includes(key)).length,
    sessionStorage.length, scrollY]"""  # `visit` itself puts these into every page
GRAPH = """() => theatreStand.keypad.controls().map((c, i, all) => [
    c.outerHTML.slice(0, 120),
    Object.values(theatreStand.keypad.WAYS).map((way) => all.indexOf(theatreStand.keypad.neighbour(c, way))),
    c.getAttribute("aria-selected") === "true",
])"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (360, 780)])
@pytest.mark.parametrize("name", ["generate", "translate", "training"])
def test_arrows_reach_every_control(stand: Callable[..., Any], name: str, width: int, height: int) -> None:
    page = stand(gradio=True, width=width, height=height)
    touch(page, width // 2, height // 2)
    enter(page, name)
    graph = page.evaluate(GRAPH)
    (door,) = [i for i, (_, _, selected) in enumerate(graph) if selected]
    reached, coming = {door}, [door]
    while coming:
        new = {i for i in graph[coming.pop()][1] if i >= 0} - reached
        reached |= new
        coming += new
    assert len(graph) > 10
    assert [html for i, (html, _, _) in enumerate(graph) if i not in reached] == []


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_keypad_presses_holds_and_lets_go(stand: Callable[..., Any]) -> None:
    page = stand()
    press(page, "Enter")
    assert state(page) == "used" and seed(page) == "7"
    press(page, "Escape")
    assert page.evaluate("document.activeElement.dataset.tabId") == "generate"
    page.locator("#digit-stage .dice").focus()
    press(page, "Enter")
    assert seed(page) != "7"

    slider = page.locator("#digit-stage .directions input").first
    slider.focus()
    before = slider.input_value()
    press(page, "ArrowDown", "ArrowUp")
    assert slider.input_value() == before  # not held: arrows walk
    slider.focus()
    press(page, "Enter", "ArrowRight", "ArrowRight")
    assert float(slider.input_value()) > float(before)
    runs(page, 1)
    assert "Enter" in page.locator(".stand .pill").inner_text()
    assert page.locator("#digit-stage .directions output").first.inner_text() != "0.0"
    press(page, "Escape")
    held = slider.input_value()
    press(page, "ArrowRight")
    assert slider.input_value() == held

    page.locator("#digit-stage .pad").focus()
    press(page, "Enter", "ArrowRight", "ArrowDown", "Enter")
    assert "between" in page.locator("#digit-stage .stage .caption").inner_text()
    press(page, "Escape", "ArrowRight", "Enter")
    assert room(page) == "translate"


def test_a_gamepad_does_the_same(stand: Callable[..., Any]) -> None:
    page = stand()
    page.evaluate(
        """() => {
            window.pad = { axes: [0, 0], buttons: Array.from({ length: 16 }, () => ({ pressed: false })) };
            navigator.getGamepads = () => [window.pad];
            window.dispatchEvent(new Event("gamepadconnected"));
        }"""
    )

    def button(number: int, seconds: float = 0.1) -> None:
        for down in (True, False):
            page.evaluate("([i, down]) => { pad.buttons[i].pressed = down; }", [number, down])
            runs(page, seconds)

    button(0)
    assert state(page) == "used" and seed(page) == "7"
    button(5)
    assert room(page) == "translate"
    button(4)
    assert room(page) == "generate"
    slider = page.locator("#digit-stage .directions input").first
    slider.focus()
    button(0)
    button(15, 1.2)  # held down: again and again
    assert float(slider.input_value()) > 3 * float(slider.get_attribute("max")) / 20
    with page.expect_navigation():
        page.evaluate("() => { pad.buttons[9].pressed = true; }")
        runs(page, 0.1)
