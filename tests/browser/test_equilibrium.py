"""The Equilibrium room as a visitor uses it. `visit` demands a clean console and no foreign request."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tools.chromium import OVERHANG

Visit = Callable[..., Any]
READY = "document.querySelector('.lab')?.dataset.state === 'ready'"


def enter(visit: Visit, url: str, query: str = "", **context: Any) -> Any:
    page = visit(f"{url}?room=equilibrium&lang=en{query}", **context)
    page.wait_for_function(READY)
    return page


def counts(page: Any) -> tuple[int, int, int]:
    """Steps, how often D learned, how often G did."""
    step, d, g = re.findall(r"[\d,]+", page.locator(".lab .count").inner_text())
    return int(step.replace(",", "")), int(d.replace(",", "")), int(g.replace(",", ""))


def until(page: Any, step: str) -> None:
    page.wait_for_function(
        f"Number(document.querySelector('.lab .count').textContent.match(/[\\d,]+/)[0].replace(',', '')) {step}"
    )


def press(page: Any, name: str) -> None:
    page.locator("#equilibrium-lab").get_by_role("button", name=name, exact=True).click()


def choose(page: Any, name: str) -> None:
    page.locator("#equilibrium-lab").get_by_role("radio", name=name, exact=True).check()


def headline(page: Any) -> str:
    return page.locator(".lab .headline").inner_text()


def test_play_and_pause(visit: Visit, bare_url: str) -> None:
    page = enter(visit, bare_url)
    assert counts(page) == (0, 0, 0)
    press(page, "Play")
    until(page, "> 20")
    press(page, "Pause")
    at = counts(page)
    assert at[0] == at[1] == at[2]
    assert page.get_by_role("button", name="Play", exact=True).is_visible()


def test_steps_forward_and_back_and_by_one_of_the_two(visit: Visit, bare_url: str) -> None:
    page = enter(visit, bare_url)
    assert page.locator(".lab .back").is_disabled()
    press(page, "One step forward")
    until(page, "=== 1")
    press(page, "D learns once")
    page.wait_for_function("document.querySelector('.lab .count').textContent.includes('D learned 2')")
    assert counts(page) == (1, 2, 1)
    press(page, "G learns once")
    until(page, "=== 2")
    assert counts(page) == (2, 2, 2)
    for expected in [(1, 2, 1), (1, 1, 1), (0, 0, 0)]:
        page.keyboard.press("ArrowLeft")
        page.wait_for_function(
            f"document.querySelector('.lab .count').textContent.includes('D learned {expected[1]}, G {expected[2]}')"
        )
        assert counts(page) == expected
    page.locator(".lab .back:disabled").wait_for()


def best_value(page: Any) -> float:
    """The best D's V, as it is said to whoever plays G."""
    found = re.search(r"\u2212\d\.\d{3}", page.locator(".lab .why").inner_text())
    assert found
    return -float(found[0][1:])


def at(page: Any, across: float, down: float) -> tuple[float, float]:
    """A place of the scene, in shares of its size."""
    box = page.locator(".lab .scene").bounding_box()
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def test_a_visitor_is_the_generator_and_loses_nothing_on_the_way(visit: Visit, app_url: str) -> None:
    page = enter(visit, app_url, reduced_motion="reduce")  # D learns at each move, and nothing moves by itself
    press(page, "One step forward")
    until(page, "=== 1")
    press(page, "Be the generator")
    page.wait_for_function("document.querySelector('.lab .headline').textContent.startsWith('You are G now')")
    assert counts(page) == (0, 0, 0) and page.locator(".lab .one-g").is_hidden()
    begun = best_value(page)
    page.mouse.move(*at(page, 0.6, 0.6))
    page.mouse.down()
    for i in range(8):
        page.mouse.move(*at(page, 0.6 + 0.03 * i, 0.35))
    page.mouse.up()
    page.wait_for_function(
        f"parseFloat(document.querySelector('.lab .why').textContent.match(/\\d\\.\\d{{3}}/)) > {-begun}"
    )
    until(page, "> 0")
    low = best_value(page)
    page.locator(".lab .scene").press("ArrowUp")
    page.wait_for_function("document.querySelector('.lab .why').textContent.includes('the lowest you reached')")
    press(page, "Be the generator")
    page.locator(".lab .one-g").wait_for()
    page.wait_for_function("document.querySelector('.lab .count').textContent.startsWith('step 1 ')")
    assert counts(page) == (1, 1, 1)
    press(page, "Be the generator")
    page.wait_for_function("document.querySelector('.lab .why').textContent.includes('the lowest you reached')")
    assert best_value(page) < begun and low < begun  # where it was left
    choose(page, "Draw your own")
    page.wait_for_function("!document.querySelector('.lab').hasAttribute('data-hand')")
    page.locator(".scene.sketching:not(.held)").wait_for()


def test_two_fingers_move_q_and_d_at_once(visit: Visit, app_url: str) -> None:
    page = enter(visit, app_url, reduced_motion="reduce", width=1440, height=900, has_touch=True)
    press(page, "Be the generator")
    press(page, "Second player: D")
    page.wait_for_function("document.querySelector('.lab .why').textContent.startsWith('One pushes q')")
    before = page.locator(".lab .why").inner_text()
    tools = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        tools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", at(page, 0.6, 0.64), at(page, 0.85, 0.36))  # on q's foot, and on D's line at 0.5
    touch("touchMove", at(page, 0.6, 0.4), at(page, 0.85, 0.08))
    touch("touchEnd")
    page.wait_for_function("text => document.querySelector('.lab .why').textContent !== text", arg=before)
    page.wait_for_function("document.querySelector('.lab .count').textContent.includes('D learned 0')")
    drawn, best = (-float(v[1:]) for v in re.findall(r"\u2212\d\.\d{3}", page.locator(".lab .why").inner_text())[:2])
    assert drawn <= best < 0


def test_what_is_said_starts_from_what_is_seen(visit: Visit, bare_url: str) -> None:
    page = enter(visit, bare_url, "&preset=strong&play=yes")
    page.wait_for_function("document.querySelector('.lab .headline').textContent.startsWith('D wins')")
    page.get_by_role("button", name="Language").click()
    page.wait_for_function("document.querySelector('.lab .headline').textContent.startsWith('D가 이깁니다')")


def test_training_asks_the_server_for_nothing(visit: Visit, bare_url: str) -> None:
    page = enter(visit, bare_url, alone=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    choose(page, "Nine clusters")
    page.wait_for_function("document.querySelector('.lab').dataset.dimension === '2'")
    press(page, "Play")
    until(page, "> 10")
    press(page, "The best D")
    page.locator(".lab .of-rateG input").press("ArrowRight")
    until(page, "> 20")
    assert [url for url in asked if "heartbeat" not in url] == []


def test_slow_motion_tells_the_four_steps_as_they_happen(visit: Visit, bare_url: str) -> None:
    page = enter(visit, bare_url)
    press(page, "Slow motion")
    told = []
    for number in "1234":
        page.wait_for_function(f"document.querySelector('.lab .headline').textContent.startsWith('{number}.')")
        assert page.locator(".lab .four [aria-current=step]").inner_text() == headline(page)
        told.append(counts(page))
    assert told[0] == (0, 0, 0)
    assert told[-1] == (1, 1, 1)


@pytest.mark.parametrize("touch", [False, True])
def test_a_distribution_is_drawn(visit: Visit, bare_url: str, touch: bool) -> None:
    context = {"width": 360, "height": 740, "has_touch": True} if touch else {}
    page = enter(visit, bare_url, **context)
    choose(page, "Draw your own")
    page.locator(".scene.sketching").scroll_into_view_if_needed()
    page.locator(".lab .play").click()  # nothing is there yet
    assert "Draw at least one point" in page.locator(".lab .fault").inner_text()
    page.locator(".scene.sketching").scroll_into_view_if_needed()
    box = page.locator(".scene").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if touch:
        page.touchscreen.tap(x, y)
    else:
        page.mouse.move(x - 60, y)
        page.mouse.down()
        page.mouse.move(x + 60, y + 30, steps=8)
        page.mouse.up()
    page.wait_for_function(READY)
    assert page.locator(".lab .fault").is_hidden()
    page.locator(".lab .play").click()
    until(page, "> 3")


def test_a_distribution_is_drawn_by_keys_alone(visit: Visit, bare_url: str) -> None:
    page = enter(visit, bare_url)
    page.get_by_role("radio", name="Draw your own").focus()
    page.keyboard.press(" ")
    page.locator(".scene.sketching:focus").wait_for()
    for key in ["ArrowUp", "ArrowUp", " ", "ArrowRight", "Enter"]:
        page.keyboard.press(key)
    page.wait_for_function(READY)
    page.locator(".lab .play").press("Enter")
    until(page, "> 3")


def test_a_link_opens_a_game_and_the_room_tells_its_own(visit: Visit, bare_url: str) -> None:
    page = enter(visit, bare_url, "&shape=ring&game=minimax&rateD=0.02&stepsD=3&seed=9")
    page.wait_for_function("document.querySelector('.lab').dataset.dimension === '2'")
    address = page.evaluate("theatre.address()")
    for part in ("shape=ring", "game=minimax", "rateD=0.02", "stepsD=3", "seed=9"):
        assert part in address
    choose(page, "Oscillation")
    page.wait_for_function("theatre.address().includes('preset=oscillation')")


@pytest.mark.parametrize("query", ["&preset=nothing", "&shape=cube", "&rateD=-1", "&stepsD=1e9", "&seed=%3Cb%3E"])
def test_nonsense_in_a_link_is_told_and_changes_nothing(visit: Visit, bare_url: str, query: str) -> None:
    page = enter(visit, bare_url, query)
    page.locator(".theatre-told").wait_for()
    assert counts(page) == (0, 0, 0)
    assert page.evaluate("theatre.address()").count("preset=balanced") == 1
    press(page, "One step forward")
    until(page, "=== 1")


def test_a_same_seed_is_a_same_game(visit: Visit, bare_url: str) -> None:
    """What was measured of the presets in one place holds in every other."""
    said = []
    for _ in range(2):
        page = enter(visit, bare_url, "&preset=collapse")
        for _ in range(3):
            press(page, "One step forward")
        until(page, "=== 3")
        said.append(
            [page.locator(f".lab .{name}").inner_text() for name in ("value-real", "value-fake", "of-losses .name")]
        )
    assert said[0] == said[1]


def test_another_room_stops_the_game_and_coming_back_goes_on(visit: Visit, bare_url: str) -> None:
    page = enter(visit, bare_url)
    press(page, "Play")
    until(page, "> 3")
    page.get_by_role("tab", name="Training").click()
    page.wait_for_function("!document.querySelector('.lab').offsetParent")
    at = page.locator(".lab .count").text_content()
    page.get_by_role("tab", name="Equilibrium").click()
    page.wait_for_function("(at) => document.querySelector('.lab .count').textContent !== at", arg=at)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900), (3840, 2160)])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_screen(visit: Visit, app_url: str, width: int, height: int, language: str) -> None:
    page = visit(f"{app_url}?room=equilibrium&lang={language}", width, height)
    page.wait_for_function(READY)
    assert page.evaluate(OVERHANG) <= 0
    if width >= 1440:
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        knobs = page.locator(".lab .knobs")
        assert knobs.evaluate("(card) => card.scrollHeight - card.clientHeight") <= 1
    small = page.evaluate(
        "[...document.querySelectorAll('.lab button, .lab .pick')].filter((b) => b.offsetParent)"
        ".map((b) => b.getBoundingClientRect())"
        ".filter(({width, height}) => Math.min(width, height) < 44).length"
    )
    assert small == 0


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1440, 900), (2560, 1440)])
def test_the_plane_fills_its_card(visit: Visit, app_url: str, width: int, height: int) -> None:
    """What D believes is painted from the left end of the canvas to the right one."""
    page = visit(f"{app_url}?room=equilibrium&preset=collapse", width, height)
    page.wait_for_function(READY)
    page.wait_for_function(
        """() => {
            const scene = document.querySelector('.lab .scene'), {width, height} = scene;
            const copy = Object.assign(document.createElement('canvas'), {width, height}).getContext('2d');
            copy.drawImage(scene, 0, 0); // read once: the scene itself stays where it is fast
            const {data} = copy.getImageData(0, 0, width, height);
            const painted = (column) => Array.from({length: height}, (_, y) => data[4 * (y * width + column) + 3]);
            return [4, width - 5].every((column) => painted(column).some((alpha) => alpha > 0));
        }"""
    )


def test_a_browser_without_workers_is_told_what_to_do(unwatched: Any, bare_url: str) -> None:
    page = unwatched
    page.add_init_script("window.Worker = class { constructor() { throw new Error('none'); } };")
    page.goto(f"{bare_url}?room=equilibrium&lang=en")
    page.locator(".lab .fault:not([hidden])").wait_for()
    assert "Use a current version" in page.locator(".lab .fault").inner_text()


@pytest.mark.parametrize("shape", ["Nine clusters", "Draw your own"])
def test_axe_finds_nothing_on_a_plane_or_with_the_pen(visit: Visit, app_url: str, shape: str) -> None:
    page = enter(visit, app_url)
    choose(page, shape)
    page.wait_for_function("document.querySelector('.lab').dataset.dimension === '2'")
    assert findings(page, "#equilibrium-lab") == []


def test_the_next_visitor_finds_the_first_preset_at_rest(visit: Visit, bare_url: str) -> None:
    page = enter(visit, bare_url, "&preset=strong&play=yes")
    until(page, "> 5")
    page.evaluate("document.dispatchEvent(new CustomEvent('theatre:forget', { detail: { wait() {} } }))")
    until(page, "=== 0")
    assert page.locator("#equilibrium-lab .programme input:checked").input_value() == "balanced"
    assert page.get_by_role("button", name="Play", exact=True).is_visible()


def test_nothing_can_be_changed_before_there_is_a_game(visit: Visit, bare_url: str) -> None:
    page, held, free = visit(f"{bare_url}?lang=en", alone=True), list[Any](), False
    page.context.route("**/lab/worker.mjs", lambda route: route.continue_() if free else held.append(route))
    page.get_by_role("tab", name="Equilibrium").click()
    knobs = page.locator(".lab .knobs")
    expect(knobs).to_have_attribute("inert", "")
    page.wait_for_function("document.querySelectorAll('.lab .shapes input').length > 0")
    free = True
    for route in held:
        route.continue_()
    expect(knobs).not_to_have_attribute("inert", "")
    assert page.evaluate(READY)
