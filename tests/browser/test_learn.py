"""The Learn room in a real browser: every chapter, its live part, its doors; the plans on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import expect

from demo_ui.page import i18n
from demo_ui.page.chapters import chapters
from tests.browser.axe import findings
from tests.browser.conftest import each
from tools.chromium import OVERHANG

Visit = Callable[..., Any]
IDS = [chapter["id"] for chapter in chapters()["chapters"]]
WORDS_ALONE = {"asked", "world"}  # nothing to try in the book: a door leads to where there is
BOOK = "#learn-book"
# What lies around a part and would cut it off at its own end: on paper that end is where no page had been broken.
CLIPS = """(part) => {
    const clips = [];
    for (let one = document.querySelector(part); one; one = one.parentElement)
        if (getComputedStyle(one).overflow !== "visible") clips.push(one.className);
    return clips;
}"""


def opened(visit: Visit, url: str, query: str, *size: int, **context: Any) -> Any:
    page = visit(f"{url}?room=learn&{query}", *size, **context)
    page.wait_for_function("theatre.offers('learn')")
    return page


def figures(page: Any, chapter: str) -> str:
    return page.locator(f"{BOOK} .of-{chapter} .figures").first.inner_text()


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "dark", 1440), ("ko", "light", 360)])
def test_every_chapter_opens_clean(visit: Visit, app_url: str, language: str, theme: str, width: int) -> None:
    """Each in one language, without a finding of axe, nothing over the edge, its drawing drawn."""
    page = opened(visit, app_url, f"lang={language}&theme={theme}", width, 900, reduced_motion="reduce")
    table = i18n.table(language)
    assert page.locator(f"{BOOK} .live:visible").count() == 1  # the first one lies open, with what lives in it
    for id in IDS:
        page.locator(f"{BOOK} a[data-chapter={id}]").click()
        assert page.locator(f"{BOOK} .chapter .title").inner_text() == table[f"learn.title.{id}"]
        assert page.locator(f"{BOOK} .live:visible").count() == (id not in WORDS_ALONE)
        assert page.locator(f"{BOOK} .doors button").count() >= 1
        for canvas in page.locator(f"{BOOK} .scene:visible").all():
            blank = "(c) => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.every((v) => v === 0)"
            page.wait_for_function(f"(c) => c.width > 0 && !({blank})(c)", arg=canvas.element_handle())
        assert page.evaluate(OVERHANG) <= 0
        assert findings(page, BOOK) == []


def test_a_chapter_is_a_link(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "chapter=value&lang=ko")
    assert page.evaluate("theatre.address()") == f"{bare_url}?room=learn&chapter=value&lang=ko"
    assert page.locator(f"{BOOK} a[aria-current]").get_attribute("data-chapter") == "value"
    page.get_by_role("button", name="다음 장").click()
    assert "chapter=half" in page.evaluate("theatre.address()")
    assert page.evaluate("document.activeElement.id") == "book-title"


def test_nonsense_in_its_link_is_told(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "chapter=magic&plan=p15")
    assert "chapter=magic" in page.locator(".theatre-told").inner_text()
    assert page.locator(f"{BOOK} .plan").is_visible()


def slide(page: Any, chapter: str, name: str, value: float) -> None:
    page.locator(f"{BOOK} .of-{chapter}").get_by_role("slider", name=name).fill(str(value))


def test_q_comes_to_lie_on_p(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "chapter=noise")
    assert "0.98" in figures(page, "noise")
    slide(page, "noise", "How far G has learned", 1)
    assert figures(page, "noise") == (
        "Jensen-Shannon divergence of p and q: 0.000, at most 0.693. "
        "The best D is right on 0.50; in the middle of p it says 0.50."
    )


def test_v_is_told_term_by_term(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "chapter=value")
    for real, fake, said in [(0.5, 0.5, "−0.69 + −0.69 = V = −1.39"), (0.99, 0.01, "−0.01 + −0.01 = V = −0.02")]:
        slide(page, "value", "D(x): what D says about a real", real)
        slide(page, "value", "D(G(z)): what D says about a fake", fake)
        assert said in figures(page, "value")
    slide(page, "value", "D(G(z)): what D says about a fake", 0.9)
    assert "fooled" in page.locator(f"{BOOK} .of-value .say").inner_text()


def test_four_ways_in_which_half_lies(visit: Visit, bare_url: str) -> None:
    """All with an average at chance; what tells them apart is beside it."""
    page = opened(visit, bare_url, "chapter=half")
    live = page.locator(f"{BOOK} .of-half")
    for name, on_real, on_fake, auc in [
        ("Calls all real", "1.00", "0.00", None),
        ("Wrong threshold", "1.00", "0.00", "1.00"),
        ("D is asleep", None, None, "0.5"),
        ("Few pictures", "0.33", "0.67", None),
    ]:
        live.get_by_role("radio", name=name).check()
        said = figures(page, "half")
        assert on_real is None or f"reals {on_real}, on fakes {on_fake}: average 0.50" in said
        assert auc is None or f"AUC {auc}" in said
    live.get_by_role("radio", name="Wrong threshold").check()
    slide(page, "half", "Threshold: above it, D says real", 0.84)
    assert "average 0.9" in figures(page, "half")  # the scores knew it all the time


def test_the_forger_wins_when_nobody_sees_closer(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "chapter=forger")
    move = page.locator(f"{BOOK} .of-forger button").first
    names = set()
    for _ in range(20):
        if move.is_disabled():
            break
        names.add(move.inner_text())
        move.click()
    assert names == {"The counterfeiter practises", "The police look closer"}
    assert "right 50% of the time" in figures(page, "forger")


def test_two_drift_outwards_as_theory_says(visit: Visit, bare_url: str) -> None:
    """One: (1 - rate)^n; two: (1 + rate^2)^(n/2)."""
    page = opened(visit, bare_url, "chapter=two")
    slide(page, "two", "Steps of training", 50)
    assert f"one {100 * 0.9**50:.1f}%, two {100 * 1.01**25:.0f}%" in figures(page, "two")


def test_the_maps_are_those_of_the_digit_on_the_stage(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "chapter=layers")
    live = page.locator(f"{BOOK} .of-layers")
    page.wait_for_function(f"document.querySelector('{BOOK} .of-layers').dataset.seed === '7'")
    assert live.locator(".maps span:visible").count() == 16
    slide(page, "layers", "Layer", 0)
    assert live.locator(".maps .z").is_visible()
    page.evaluate("theatre.go({room: 'generate', seed: 12, digit: 5})")
    page.wait_for_function("theatre.seen('generate').seed === 12")
    page.evaluate("theatre.go({room: 'learn'})")
    page.wait_for_function(f"document.querySelector('{BOOK} .of-layers').dataset.seed === '12'")
    assert "digit 5 of seed 12" in live.locator(".say").first.inner_text()


def test_each_line_of_the_step_is_explained(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "chapter=step")
    live = page.locator(f"{BOOK} .of-step")
    said = {live.locator(".explained").inner_text()}
    while live.get_by_role("button", name="Next line").is_enabled():
        live.get_by_role("button", name="Next line").click()
        said.add(live.locator(".explained").inner_text())
    assert len(said) == live.locator("button[data-note]").count() >= 10


def test_a_door_leads_into_its_room_and_back(visit: Visit, bare_url: str) -> None:
    """What is meant is lit there; the gesture completes it, and the chapter is ticked, also after a reload."""
    page = opened(visit, bare_url, "chapter=half")
    page.locator(f"{BOOK} button[data-door=gauge]").click()
    page.wait_for_function("theatre.room() === 'training' && theatre.offers('training')")
    guide = page.locator(".theatre-guide")
    outline = "getComputedStyle(document.querySelector('#run-player .gauge')).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.wait_for_function("new URL(theatre.address()).searchParams.get('run') === 'perfect-forger'")
    assert guide.locator(".guide-done").count() == 0
    page.locator("#run-player .scrub").press("End")
    guide.locator(".guide-done").wait_for()
    guide.get_by_role("button", name="Back to the lesson").click()
    assert page.evaluate("theatre.room()") == "learn"
    assert page.evaluate("document.querySelector('#theatre-light').textContent") == ""
    assert page.locator(f"{BOOK} a.done").get_attribute("data-chapter") == "half"
    page.reload()
    page.locator(f"{BOOK} a.done").wait_for()


def test_doors_into_rooms_that_do_not_exist_are_hidden(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "")
    for chapter in chapters()["chapters"]:
        page.locator(f"{BOOK} a[data-chapter={chapter['id']}]").click()
        shown = page.locator(f"{BOOK} .doors button").evaluate_all("(all) => all.map((one) => one.dataset.door)")
        there = page.evaluate("(doors) => doors.filter((door) => theatre.guide.exists(door))", chapter["doors"])
        assert shown == there != []


def test_keys_alone_are_enough(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "chapter=noise")
    page.locator(f"{BOOK} .of-noise input[type=range]").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert "10%" in page.locator(f"{BOOK} .of-noise output").inner_text()
    page.locator(f"{BOOK} a[data-chapter=two]").focus()
    page.keyboard.press("Enter")
    assert "chapter=two" in page.evaluate("theatre.address()")


def test_a_plan_leads_to_where_its_steps_happen(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "plan=p45")
    page.locator(f"{BOOK} .steps li").nth(2).get_by_role("link").click()
    assert "chapter=steps" in page.evaluate("theatre.address()")
    page.get_by_role("button", name="45 min", exact=True).click()
    page.locator(f"{BOOK} .steps li").nth(1).get_by_role("link").click()
    page.wait_for_function("theatre.room() === 'training'")
    page.get_by_role("button", name="Back to the lesson").click()
    assert page.locator(f"{BOOK} .plan").is_visible()


@pytest.mark.parametrize("plan", ["p15", "p45", "p90"])
def test_every_step_of_a_plan_has_a_link_that_opens_what_it_says(visit: Visit, bare_url: str, plan: str) -> None:
    page = opened(visit, bare_url, f"plan={plan}&sheet=answers", alone=True)
    steps = page.locator(f"{BOOK} .steps li")
    links = [[link.get_attribute("href") for link in each(step.get_by_role("link"))] for step in each(steps)]
    assert all(links)
    for link in {str(link) for step in links for link in step}:
        asked = dict(parse_qsl(link.removeprefix("?")))
        if asked.get("run") == "live":  # needs a server that trains: test_live.py
            continue
        if "question" in asked:  # in a tab of its own: test_question.py
            continue
        asked.pop("example", None)  # a photograph that ships; here there are stamps
        page.evaluate("(link) => theatre.go(link)", asked)
        page.wait_for_function(
            """(asked) => theatre.offers(asked.room) && Object.entries(asked).every(([name, value]) =>
                name === "epoch" || new URL(theatre.address()).searchParams.get(name) === value)""",
            arg=asked,
        )
    assert page.locator(".theatre-told").count() == 0


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_plan_has_answers_for_the_teacher_and_a_worksheet_for_the_class(
    visit: Visit, app_url: str, language: str
) -> None:
    page = opened(visit, app_url, f"plan=p45&sheet=answers&lang={language}", alone=True)
    plan = page.locator(f"{BOOK} .plan")
    assert plan.locator(".answer").count() == plan.locator(".stumble").count() == 8
    assert findings(page, f"{BOOK} .plan") == []
    plan.locator("[data-sheet=worksheet]").focus()
    page.keyboard.press("Enter")
    assert plan.locator(".answer").count() == 0 and plan.locator(".write").count() == 24
    assert plan.locator(".whose").is_visible()
    assert plan.locator("[data-sheet=worksheet]").evaluate("(button) => button === document.activeElement")
    assert "sheet=worksheet" in page.evaluate("theatre.address()")
    page.emulate_media(media="print")
    assert plan.locator(".sheets").is_hidden() and plan.locator(".write").last.is_visible()


def test_a_chapter_of_a_plan_leads_back_to_it(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "plan=p45&lang=en")
    page.get_by_role("link", name="The four steps").last.click()
    page.get_by_role("button", name="A lesson of 45 minutes").click()
    assert page.locator(f"{BOOK} .plan").is_visible()
    page.get_by_role("button", name="Back to the lesson").click()
    assert page.locator(f"{BOOK} .chapter .title").is_visible()
    assert not page.locator(f"{BOOK} .to-plan").is_visible()


def test_the_next_visitor_finds_the_book_as_the_first_did(visit: Visit, bare_url: str) -> None:
    page = opened(visit, bare_url, "plan=p45&lang=en")
    page.locator(f"{BOOK} a[data-chapter=noise]").click()
    slide(page, "noise", "How far G has learned", 1)
    page.evaluate("document.dispatchEvent(new CustomEvent('theatre:forget', { detail: { wait() {} } }))")
    assert page.locator(f"{BOOK} a[aria-current]").get_attribute("data-chapter") == IDS[0]
    assert not page.locator(f"{BOOK} .to-plan").is_visible()
    page.locator(f"{BOOK} a[data-chapter=noise]").click()
    assert "0.98" in figures(page, "noise")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_plan_on_paper(visit: Visit, app_url: str, language: str) -> None:
    """Black on white whatever the theme, and only what is of use on paper."""
    page = opened(visit, app_url, f"plan=p90&theme=dark&lang={language}", alone=True)
    assert page.locator(f"{BOOK} .steps li").count() == 10
    page.evaluate("window.print = () => (window.printed = true)")
    page.locator(f"{BOOK} .print").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    for gone in ("#header", "#rooms .tab-wrapper", f"{BOOK} .contents", f"{BOOK} .more", f"{BOOK} .print"):
        assert page.locator(gone).first.is_hidden(), gone
    assert page.locator(f"{BOOK} .steps li").last.is_visible()
    assert page.evaluate(f"({CLIPS})('{BOOK} .steps')") == []
    ink = f"getComputedStyle(document.querySelector('{BOOK} .steps .say')).color"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_what_fakes_are_good_for_is_measured_while_one_waits(visit: Visit, bare_url: str) -> None:
    """The record stands there first; then one classifier after the other, and what they found."""
    page = opened(visit, bare_url, "chapter=use&lang=en")
    live = page.locator(f"{BOOK} .of-use")
    assert "Recorded on 10,000 test digits: means of" in live.locator(".figures").inner_text()
    live.get_by_role("button", name="Measure it now").click()
    page.locator(f"{BOOK} .of-use[data-done=own]").wait_for()
    said = live.locator(".say").all_inner_texts()
    assert said[0].endswith("reads 65.0% of real digits: more than from 100 real ones, fewer than from 10,000.")
    assert said[1] == "Fakes beside 10,000 real digits make no difference that can be told from chance."
    assert "in 9.0 s, on 10,000 test digits" in live.locator(".figures").inner_text()


def test_a_jpeg_takes_away_what_gives_digits_away(visit: Visit, bare_url: str) -> None:
    """A detector of haze finds nearly all fakes, and none any more once all pictures were saved as JPEG."""
    page = opened(visit, bare_url, "chapter=found&lang=en")
    wide = page.locator(f"{BOOK} .wide.of-found")
    said, counted = wide.locator(".told > .say"), wide.locator("figure [role=status]")
    assert said.nth(1).inner_text().startswith("Untouched, the haze gives nearly all of them away")
    expect(counted).to_contain_text("counted by your browser")
    before = counted.inner_text()
    wide.get_by_role("slider", name="Treatment").fill("1")
    assert wide.locator("output").inner_text() == "JPEG, quality 95"
    assert said.nth(1).inner_text().startswith("The detector of the haze does no better than guessing now")
    assert counted.inner_text() != before
    wide.get_by_role("radio", name="Zebras").check()
    assert "photographs of horses" in said.nth(1).inner_text()
    assert wide.locator("figure").is_hidden()
