"""A visitor's walk in the browsers that people hold: every room, and what makes it worth coming, with a clean console.

Pages are asked by roles, ids and data attributes, and pressed by script: of WebKitGTK's driver no more is to be had.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from demo_ui.page.i18n import t
from demo_ui.settings import AppSettings

pytestmark = pytest.mark.slow
Visit = Callable[[str], Any]
ROOMS = {
    "generate": "#digit-stage .digits[data-state=ready] .digit[src^='data:image/png']",
    "translate": "#photo-stage .photos[data-state=ready] .tile img[src]",
    "draw": "#draw-stage .draw[data-state=ready] .painting[src]",
    "training": "#run-player .player[data-state=ready] canvas",
    "equilibrium": "#equilibrium-lab .lab[data-state=ready] canvas",
    "play": "#play-stage .play[data-state=ready] .says-real:enabled",
    "learn": "#learn-book .book .live :is(canvas, svg, img)",
}
PATIENCE = 240_000  # ms: two cores may be busy
EXAMPLES = AppSettings().assets / "examples"
STEP = "Number(document.querySelector('#equilibrium-lab .count').textContent.match(/[\\d,]+/)[0].replace(',', ''))"

HERE = "document.querySelector('#photo-stage .here [role=switch]')"


@pytest.fixture
def visit(browser: Any, url: str) -> Iterator[Visit]:
    """`page = visit(room)`: somebody who follows a link; at the end of the test the console has been silent."""

    def opened(room: str) -> Any:
        browser.open(f"{url}?room={room}&lang=en")
        until(browser, f"document.querySelector(`{ROOMS[room]}`)")
        return browser

    yield opened
    assert browser.faults() == []


def until(page: Any, condition: str) -> None:
    """Wait for an expression of JavaScript to hold."""
    came = page.call(
        f"""async () => {{
            for (const end = performance.now() + {PATIENCE}; !({condition}); ) {{
                if (performance.now() > end) return false;
                await new Promise((done) => setTimeout(done, 50));
            }}
            return true;
        }}"""
    )
    assert came, f"{condition}\n{page.faults()}\n{page.call('() => document.body.innerText')}"


def press(page: Any, selector: str) -> None:
    page.call("(selector) => document.querySelector(selector).click()", selector)


def slide(page: Any, selector: str, value: float) -> None:
    moved = """(selector, value) => {
        const slider = document.querySelector(selector);
        slider.value = value;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    page.call(moved, selector, value)


def source(page: Any, selector: str) -> str:
    return page.call("(selector) => document.querySelector(selector).src", selector)


def test_every_room_opens_by_its_tab(visit: Visit) -> None:
    page = visit("generate")
    for room, there in ROOMS.items():
        found = "[...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent.trim() === name)"
        page.call(f"(name) => {found}.click()", t(f"{room}.tab"))
        until(page, f"document.querySelector(`{there}`)?.getClientRects().length")
        assert page.call("() => document.documentElement.scrollWidth - innerWidth") <= 0, room


def test_a_slider_changes_the_digit_that_the_page_draws(visit: Visit) -> None:
    page, digit = visit("generate"), "#digit-stage .digit"
    until(page, "document.querySelector('#digit-stage [data-answered-by=page]')")
    seen = [source(page, digit)]
    for value in (2, -2):
        slide(page, "#digit-stage .directions input[type=range]", value)
        until(page, f"document.querySelector('{digit}').src !== {seen[-1]!r}")
        seen.append(source(page, digit))
    assert len(set(seen)) == 3


@pytest.mark.parametrize("by", ["server", "page"])
def test_a_photograph_is_translated(visit: Visit, by: str) -> None:
    page, before, after = visit("translate"), "#photo-stage .before img", "#photo-stage .after img"
    wanted = "true" if by == "page" else "false"
    page.call(f"() => {{ const here = {HERE}; if (here.checked !== {wanted}) here.click(); }}")
    shown = source(page, before)
    page.choose_file("#photo-stage input[type=file]", EXAMPLES / "zebra-stamp.jpg")
    until(page, f"document.querySelector('{before}').src !== {shown!r} && !document.querySelector('[data-busy]')")
    assert page.call("() => document.querySelector('#photo-stage .by').textContent") == t(f"translate.by.{by}")
    pixels = """async (selector) => {
        const image = document.querySelector(selector), pen = new OffscreenCanvas(32, 32).getContext("2d");
        await image.decode();
        pen.drawImage(image, 0, 0, 32, 32);
        return [...pen.getImageData(0, 0, 32, 32).data];
    }"""
    ours, theirs = page.call(pixels, before), page.call(pixels, after)
    assert sum(abs(a - b) for a, b in zip(ours, theirs, strict=True)) / len(ours) > 4  # of 255


def test_a_recorded_run_plays(visit: Visit) -> None:
    moved = """async () => {
        const player = document.querySelector("#run-player"), scrub = player.querySelector(".scrub"), seen = new Set();
        scrub.value = 0;
        scrub.dispatchEvent(new Event("input", { bubbles: true }));
        player.querySelector(".play[aria-pressed=false]")?.click();
        while (seen.size < 2) {
            seen.add(Number(scrub.value));
            await new Promise((done) => setTimeout(done, 20));
        }
        return [...seen];
    }"""
    first, later = visit("training").call(moved)
    assert first == 0 < later


def test_the_two_networks_of_equilibrium_learn(visit: Visit) -> None:
    page = visit("equilibrium")
    press(page, "#equilibrium-lab .play[aria-pressed=false]")
    until(page, f"{STEP} > 20")


def test_a_round_is_played_and_answered(visit: Visit) -> None:
    page = visit("play")
    for answered in range(10):
        until(page, "document.querySelector('#play-stage .play:not([data-moment]) .says-real:enabled')")
        press(page, "#play-stage .says-real" if answered % 2 else "#play-stage .says-fake")
        until(page, f"document.querySelectorAll('#play-stage .strip .sign').length > {answered}")
    until(page, "document.querySelector('#play-stage [data-phase=ended] .gallery .tile')")


def test_a_chapter_is_turned(visit: Visit) -> None:
    page = visit("learn")
    title = page.call("() => document.querySelector('#book-title').textContent")
    press(page, "#learn-book .after")
    until(page, f"document.querySelector('#book-title').textContent !== {title!r}")


def test_what_a_page_complains_of_is_heard(browser: Any, url: str) -> None:
    """Else a clean console would mean nothing."""
    browser.open(f"{url}?room=learn&lang=en")
    until(browser, f"document.querySelector(`{ROOMS['learn']}`)")
    assert browser.faults() == []
    worker = "new Worker(URL.createObjectURL(new Blob(['lost()'])))"
    browser.call(f"() => {{ console.warn('one'); setTimeout(() => two()); Promise.reject('three'); {worker}; }}")
    missed, end = {"one", "two", "three", "lost"}, time.monotonic() + PATIENCE / 1000
    while missed:
        assert time.monotonic() < end, missed
        missed = {word for word in missed if not any(word in fault for fault in browser.faults())}
