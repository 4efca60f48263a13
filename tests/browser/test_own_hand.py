"""A digit of the visitor's own: written, looked for, and then on the stage. The server's networks are fakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

HAND = "#digit-stage .hand"


def lay(page: Any) -> None:
    """The paper, in the place of the cards beside the stage."""
    page.locator("#digit-stage .by-hand").click()
    expect(page.locator(HAND)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def write(page: Any, *places: tuple[float, float]) -> None:
    """One stroke on the paper, through these shares of its side."""
    paper = page.locator(f"{HAND} .paper")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def shown(page: Any) -> str:
    return page.locator("#digit-stage .digit").get_attribute("src")


def test_what_is_written_is_looked_for_and_the_sliders_go_on_from_there(
    visit: Callable[..., Any], app_url: str
) -> None:
    page = visit(app_url)
    page.locator("#digit-stage [data-state=ready] .digit[src]").wait_for()
    before = shown(page)
    lay(page)
    write(page, (0.3, 0.2), (0.7, 0.2), (0.4, 0.8))
    expect(page.locator(f"{HAND} .both")).to_contain_text("D takes yours for real")
    expect(page.locator(f"{HAND} .found")).to_contain_text("of 100, 49 stay nearer (n = 500)")
    expect(page.locator(f"{HAND} .off")).to_contain_text("off by 0.050")
    expect(page.locator("#digit-stage .caption")).to_contain_text("written after you")
    page.wait_for_function("(before) => document.querySelector('#digit-stage .digit').src !== before", arg=before)
    way = page.locator(f"{HAND} .hand-way input")
    expect(way).to_be_enabled()
    way.press("End")
    expect(page.locator("#digit-stage .caption")).to_have_text("seed 7, digit no. 1")
    page.wait_for_function("(before) => document.querySelector('#digit-stage .digit').src === before", arg=before)
    page.locator(f"{HAND} .clear").click()
    expect(way).to_be_disabled()
    expect(page.locator(f"{HAND} .both")).to_be_hidden()


def test_what_is_no_digit_is_told_and_the_pad_between_seeds_lets_go(visit: Callable[..., Any], app_url: str) -> None:
    page = visit(app_url)
    page.locator("#digit-stage [data-state=ready]").wait_for()
    lay(page)
    write(page, (0.5, 0.5))
    expect(page.locator(f"{HAND} .found")).to_contain_text("This is a dot")
    write(page, (0.5, 0.1), (0.5, 0.9))
    expect(page.locator("#digit-stage .caption")).to_contain_text("written after you")
    expect(page.locator(f"{HAND} .hand-way input")).to_be_enabled()
    page.locator(f"{HAND} .put-away").click()
    expect(page.locator(HAND)).to_be_hidden()
    page.locator("#digit-stage .mix .pad").press("ArrowRight")
    expect(page.locator("#digit-stage .caption")).to_contain_text("between the seeds")


def test_without_a_finger_a_real_digit_is_taken(visit: Callable[..., Any], app_url: str) -> None:
    page = visit(app_url)
    page.locator("#digit-stage .nearest .theirs[src]").wait_for()
    lay(page)
    page.locator(f"{HAND} .borrow").press("Enter")
    expect(page.locator("#digit-stage .caption")).to_contain_text("written after you")


def test_whoever_writes_while_the_networks_load_need_not_ask_again(visit: Callable[..., Any], bare_url: str) -> None:
    page = visit(bare_url, alone=True)
    page.locator("#digit-stage [data-state=ready]").wait_for()
    late: list[Any] = []

    def answer(route: Any) -> None:
        if '"project"' not in (route.request.post_data or "") or late:
            return route.continue_()
        late.append(route)
        return route.fulfill(json={"fault": {"code": "not_ready", "details": {}}})

    page.route("**/component_server/", answer)
    lay(page)
    write(page, (0.3, 0.2), (0.7, 0.2), (0.4, 0.8))
    expect(page.locator(f"{HAND} .both")).to_contain_text("D takes yours for real")
    assert late
