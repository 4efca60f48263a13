"""The Play room under a visitor's hands, over fake networks: taps, keys, the end of a round, faults, both languages."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from demo_ui.app import build_demo
from demo_ui.page.i18n import t, table
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from gan_core.base.runtime import Runtime
from gan_core.digits.rooms import controls
from gan_core.play.keeping import Keeper
from gan_core.play.results import ResultsFile
from tests.bare_page import PATH
from tests.browser.axe import findings
from tests.browser.conftest import each, pause
from tests.conftest import serve
from tools.chromium import OVERHANG

Visit = Callable[..., Any]
# Cards whose content is wider than they are: it would be cut off at their edge.
CUT = """(room) => [...room.querySelectorAll('.card')].filter((card) => card.scrollWidth > card.clientWidth)
    .map((card) => card.className)"""
PHONE, LAPTOP, WALL = (360, 780), (1440, 900), (3840, 2160)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results") / "play.sqlite3"


@pytest.fixture(scope="module")
def play_url(services: Services, results: Path) -> Iterator[str]:
    """The page with a file of results."""
    keeper = Keeper(ResultsFile(results), again=3600)
    with serve(build_demo(replace(services, results=keeper), AppSettings())) as url:
        yield f"{url}{PATH}"
    keeper.close()


@pytest.fixture(scope="module")
def whole_url(play_url: str) -> str:
    """The same in Gradio's page."""
    return play_url.removesuffix(PATH)


def opened(page: Any) -> Any:
    """The room with its first picture on the stage."""
    page.evaluate("theatre.enter('play')")
    room = page.locator("#play-stage")
    expect(room.locator(".says-real")).to_be_enabled()
    return room


@pytest.fixture
def room(visit: Visit, play_url: str) -> Any:
    return opened(visit(f"{play_url}?lang=en"))


def phase(room: Any) -> str:
    return room.locator(".play").get_attribute("data-phase")


def ended(room: Any) -> Any:
    expect(room.locator(".play")).to_have_attribute("data-phase", "ended")
    return room.locator(".ending")


def go_on(room: Any, answered: int) -> None:
    """From the truth of the picture that was answered to the next one, whether or not that has come by itself."""
    expect(room.locator(".cell .sign")).to_have_count(answered)
    room.locator(".frame").dispatch_event("click")


def press(room: Any, key: str) -> None:
    """Answer the picture on the stage by a key, and go on."""
    before = room.locator(".cell .sign").count()
    room.page.keyboard.press(key)
    go_on(room, before + 1)


def play_on(room: Any, count: int = 10, keys: str = "r") -> None:
    for i in range(count):
        press(room, keys[i % len(keys)])


def test_a_round_by_clicks(room: Any) -> None:
    for place in range(1, 11):
        expect(room.locator(".counter")).to_have_text(f"picture {place} of 10")
        room.get_by_role("button", name="Real" if place % 2 else "Fake", exact=True).click()
        go_on(room, place)
    ending = ended(room)
    expect(ending.locator(".headline")).to_be_focused()
    expect(ending.locator(".tile:not(.near)")).to_have_count(10)
    assert room.locator(".cell .sign").count() == 10


def test_a_round_by_touch(visit: Visit, whole_url: str) -> None:
    room = opened(visit(f"{whole_url}?lang=en", *PHONE, has_touch=True))
    for place in range(1, 11):
        room.locator(".says-fake").tap()
        go_on(room, place)
    ended(room)
    assert room.page.evaluate(OVERHANG) <= 0


@pytest.mark.parametrize("keys", [("ArrowLeft", "ArrowRight"), ("r", "f")])
def test_a_round_by_keys_alone(room: Any, keys: tuple[str, str]) -> None:
    """From the keyboard a visitor plays a round, goes on to the next one, and plays that as well."""
    for i in range(10):
        press(room, keys[i % 2])
    ended(room)
    room.page.keyboard.press("Tab")
    room.page.keyboard.press("Enter")
    expect(room.locator(".says-real")).to_be_enabled()
    expect(room.locator(".says-real")).to_be_focused()
    play_on(room)
    ended(room)


def test_keys_go_by_their_place_and_arrows_still_slide(room: Any) -> None:
    room.locator(".epoch").focus()
    before = room.locator(".choices output").inner_text()
    room.page.keyboard.press("ArrowLeft")
    expect(room.locator(".choices output")).not_to_have_text(before)
    expect(room.locator(".says-real")).to_be_enabled()
    expect(room.locator(".counter")).to_have_text("picture 1 of 10")
    room.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyF', key: 'ㄹ', bubbles: true}))"
    )
    expect(room.locator(".counter")).to_have_text("picture 2 of 10")


def test_no_answer_is_in_the_page_before_it_is_given(visit: Visit, play_url: str) -> None:
    """Until a picture is answered, neither what the server sent nor what the page shows depends on its truth."""
    page = visit(f"{play_url}?lang=en", alone=True)
    answers: list[Any] = []
    page.on("response", lambda response: "component_server" in response.url and answers.append(response))
    room = opened(page)
    [dealt] = [json.loads(one.text()) for one in answers if '"sheet"' in one.text()]
    assert sorted(dealt) == ["count", "epoch", "ratio", "round", "sheet"]
    assert not any("machine_fake" in one.text() for one in answers)
    expect(room.locator(".cell .sign")).to_have_count(0)
    page.keyboard.press("f")
    expect(room.locator(".cell .sign")).to_have_count(1)
    [verdict] = [json.loads(one.text()) for one in answers if "machine_fake" in one.text()]
    assert sorted(verdict) == ["fake", "machine_fake"]


def test_the_score_is_that_of_the_verdicts(room: Any) -> None:
    play_on(room, 4)
    expect(room.locator(".cell .sign")).to_have_count(4)
    reals, rights = room.locator(".cell .sign.real").count(), room.locator(".cell .mark.right").count()
    cells = room.locator(".of-you td").all_inner_texts()
    assert cells[2] == f"{rights}/4" and rights == reals
    assert cells[0] == (f"{reals}/{reals}" if reals else "–")


def test_the_picture_tells_what_it_was_and_rights_in_a_row_count(visit: Visit, play_url: str) -> None:
    """Its truth lies on the picture that was answered until the next press, which answers nothing."""
    page = visit(f"{play_url}?lang=en", *PHONE, clock=True)
    room = opened(page)
    pause(page)
    rights, run = [], 0
    for place in range(1, 11):
        page.keyboard.press("f")
        expect(room.locator(".truth")).to_be_visible()
        expect(room.locator(".counter")).to_have_text(f"picture {place} of 10")
        fake = room.locator(".frame").get_attribute("data-truth") == "fake"
        rights.append(fake)
        assert room.locator(".was .word").inner_text() == ("Fake" if fake else "Real")
        assert room.locator(".was .mark").get_attribute("class") == f"mark {'right' if fake else 'wrong'}"
        said_fake = room.locator(".truth .of-d .fake").count() == 1
        assert room.locator(".truth .of-d .mark").get_attribute("class") == (
            f"mark {'right' if said_fake == fake else 'wrong'}"
        )
        run = run + 1 if fake else 0
        if run > 1:
            expect(room.locator(".streak")).to_have_text(f"{run} in a row")
        else:
            expect(room.locator(".streak")).to_be_hidden()
        if place % 2:
            page.keyboard.press("r")
        else:
            page.clock.run_for(2000)
        expect(room.locator(".truth")).to_be_hidden()
        assert room.locator(".cell .sign").count() == place
    best = max(len(part) for part in "".join("x" if right else " " for right in rights).split(" "))
    longest = ended(room).locator(".longest")
    if best > 1:
        expect(longest).to_have_text(t("play.streak.longest", n=best))
    else:
        expect(longest).to_be_hidden()


def test_the_same_word_is_no_equilibrium(room: Any) -> None:
    play_on(room)
    headline = ended(room).locator(".headline").inner_text()
    assert headline == t("play.finding.same_word_real") or headline.startswith("You still tell them apart")


def test_the_sentence_is_said_of_enough_pictures_only(room: Any) -> None:
    """Guesses alternate; ten pictures leave it open, and only twenty may end in the sentence."""
    expected = re.compile("guessing could do that|tell them apart|fool you")
    play_on(room, keys="rf")
    ending = ended(room)
    expect(ending.locator(".headline")).to_have_text(expected)
    ending.locator(".again").click()
    expect(room.locator(".says-real")).to_be_enabled()
    play_on(room, keys="rf")
    expect(ended(room).locator(".headline")).not_to_have_text(re.compile("guessing could do that"))
    expect(room.locator(".dot.you")).to_have_count(2)
    assert " of 20" in room.locator(".ending .machine").inner_text()


def test_answers_reach_the_file(room: Any, results: Path) -> None:
    before = len(ResultsFile(results).rows()) if results.exists() else 0
    play_on(room, 10, "f")
    ended(room)
    rows = ResultsFile(results).rows()
    assert len(rows) == before + 10 and room.page.evaluate("document.cookie") == ""
    expect(room.locator("tr.of-crowd")).to_be_visible()


def test_without_a_file_there_is_no_row_of_everybodys(visit: Visit, bare_url: str) -> None:
    room = opened(visit(f"{bare_url}?lang=en"))
    expect(room.locator("tr.of-crowd")).to_be_hidden()
    expect(room.locator(".key.crowd")).to_be_hidden()


def test_a_file_that_cannot_be_written_is_told_and_the_game_goes_on(
    visit: Visit, services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "play.sqlite3"
    path.mkdir()
    keeper = Keeper(ResultsFile(path), again=3600)
    with serve(build_demo(replace(services, results=keeper), AppSettings())) as url:
        room = opened(visit(f"{url}?lang=ko"))
        play_on(room)
        trouble = ended(room).locator(".trouble")
        expect(trouble).to_contain_text("10개")
        expect(trouble).to_contain_text(table("ko")["play.trouble.results_unwritable"])
        assert str(path) not in room.inner_text()
    shutil.rmtree(path)
    keeper.close()
    assert len(ResultsFile(path).rows()) == 10


def test_requests_that_reach_several_servers_in_turn_are_told(unwatched: Any, play_url: str) -> None:
    page, names = unwatched, itertools.cycle("ab")
    page.goto(f"{play_url}?lang=en")
    page.get_by_role("tab").first.wait_for()
    room = opened(page)
    page.route("**/health", lambda route: route.fulfill(json={"replica": next(names)}))
    gone = {"fault": {"code": "round_gone", "details": {}}}
    page.route("**/component_server/", lambda route: route.fulfill(json=gone))
    page.keyboard.press("r")
    expect(room.locator(".fault")).to_have_text(t("error.round_gone"))
    expect(page.locator(".missing")).to_have_text(t("app.replicas", names="a, b"))


def test_an_answer_that_got_lost_is_sent_again(unwatched: Any, play_url: str) -> None:
    page = unwatched
    page.goto(f"{play_url}?lang=en")
    page.get_by_role("tab").first.wait_for()
    room = opened(page)
    page.route("**/component_server/", lambda route: route.abort())
    page.keyboard.press("r")
    expect(room.locator(".counter")).to_have_text("picture 2 of 10")  # it does not wait for ever
    page.keyboard.press("f")
    expect(room.locator(".fault")).to_have_text(t("play.lost"))
    expect(room.locator(".counter")).to_have_text("picture 3 of 10")
    page.unroute("**/component_server/")
    expect(room.locator(".cell .sign")).to_have_count(2)
    expect(room.locator(".fault")).to_be_hidden()


def test_photographs_say_how_few_they_are(room: Any) -> None:
    room.locator("input[value=photos]").check(force=True)
    expect(room.locator(".counter")).to_have_text("picture 1 of 4")
    expect(room.locator(".says-real")).to_be_enabled()
    expect(room.locator(".of-photos")).to_contain_text("Only 4 pictures")
    play_on(room, 4, "rfff")
    ending = ended(room)
    expect(ending.locator(".headline")).to_contain_text("too few pictures")
    expect(ending.locator(".tile")).to_have_count(4)
    expect(ending.locator(".on")).to_be_hidden()


def test_photographs_are_coloured(room: Any) -> None:
    room.locator("input[value=coloured]").check(force=True)
    expect(room.locator("#play-question")).to_have_text(t("play.question.coloured"))
    expect(room.locator(".counter")).to_have_text("picture 1 of 10")
    expect(room.locator(".says-real")).to_be_enabled()
    expect(room.locator(".of-photos")).to_have_text(t("play.coloured.note", n=36))
    play_on(room, 10, "r" * 10)
    expect(ended(room).locator(".machine")).to_contain_text("mean over all patches")
    assert "subject=coloured&pictures=10" in room.page.evaluate("theatre.address()")


@pytest.mark.parametrize(
    ("link", "epoch", "count", "wrong"),
    [
        ("epoch=10&subject=digits", "epoch 10", 10, False),
        ("epoch=0.1&pictures=20&checkpoint=best", "epoch 0.00", 20, False),
        ("subject=photos", None, 4, False),
        ("subject=coloured&pictures=20", None, 20, False),
        ("epoch=late&pictures=-1&subject=faces&checkpoint=../best", "epoch 1", 10, True),
    ],
)
def test_a_link_opens_a_round(visit: Visit, play_url: str, link: str, epoch: str, count: int, wrong: bool) -> None:
    page = visit(f"{play_url}?lang=en&room=play&{link}")
    room = page.locator("#play-stage")
    expect(room.locator(".says-real")).to_be_enabled()
    expect(room.locator(".counter")).to_have_text(f"picture 1 of {count}")
    if epoch:
        expect(room.locator(".choices output")).to_have_text(epoch)
    expect(page.locator(".theatre-told")).to_have_count(int(wrong))
    assert "room=play" in page.evaluate("theatre.address()")


def test_networks_that_were_taken_over_can_be_played_with(room: Any, services: Services) -> None:
    name = services.digits.engine.take_over({"training": {"steps": 30, "epochs": 0.5}}, {})
    facts = controls(name, services.digits.engine.room(name))
    room.page.evaluate(
        "(facts) => document.dispatchEvent(new CustomEvent('theatre:take-over', {detail: {facts}}))", facts
    )
    expect(room.locator(f"input[value='{name}']")).to_be_checked()
    expect(room.locator(".choices output")).to_have_text("epoch 0.50")
    expect(room.locator(".says-real")).to_be_enabled()
    play_on(room, 10, "f")
    expect(ended(room).locator(".machine")).not_to_contain_text("others")
    assert name not in room.page.evaluate("theatre.address()")


@pytest.mark.parametrize("size", [PHONE, LAPTOP, WALL])
def test_every_screen(visit: Visit, whole_url: str, size: tuple[int, int]) -> None:
    """Fingers find the targets, the picture and both are seen at one glance, nothing hangs over, in both languages."""
    page = visit(f"{whole_url}?lang=en", *size, reduced_motion="reduce")
    room = opened(page)
    for language in ("en", "ko"):
        page.evaluate("(language) => theatre.setLanguage(language)", language)
        assert page.evaluate(OVERHANG) <= 0
        assert room.evaluate(CUT) == []
        for target in each(room.locator(".target")):
            box = target.bounding_box()
            assert box["height"] >= 56 and box["width"] >= 120  # 15 mm, and more
            assert box["y"] + box["height"] <= size[1]
        assert room.locator(".frame").bounding_box()["width"] >= min(size) * 0.4
    play_on(room)
    ending = ended(room)
    assert page.evaluate(OVERHANG) <= 0
    assert room.evaluate(CUT) == []
    main = ending.locator("button.main:visible").bounding_box()
    assert main["y"] + main["height"] <= size[1]


@pytest.mark.parametrize(("theme", "language", "size"), [("dark", "en", LAPTOP), ("light", "ko", PHONE)])
def test_axe_at_every_phase(visit: Visit, whole_url: str, theme: str, language: str, size: tuple[int, int]) -> None:
    page = visit(f"{whole_url}?theme={theme}&lang={language}", *size, reduced_motion="reduce")
    room = opened(page)
    play_on(room, 3)
    expect(room.locator(".cell .sign")).to_have_count(3)
    assert findings(page) == []
    play_on(room, 7)
    ended(room)
    assert findings(page) == []


def test_it_is_said_to_those_who_do_not_see(room: Any) -> None:
    room.page.keyboard.press("r")
    expect(room.locator(".stage .spoken")).to_have_text(re.compile(r"^(Right|Wrong)\. Truth: (Real|Fake)\."))
    expect(room.locator(".picture")).to_have_attribute("aria-label", "Picture 2 of 10")


def test_no_english_is_left_in_korean(visit: Visit, play_url: str) -> None:
    room = opened(visit(f"{play_url}?lang=ko"))
    expect(room.page.locator("[role=tab][data-tab-id=play]")).to_have_text(table("ko")["play.tab"])
    play_on(room)
    ended(room)
    english = {text for text in table("en").values() if text not in table("ko").values()}
    assert not english & {line.strip() for line in room.inner_text().splitlines()}


def test_while_the_networks_load_the_room_says_so(visit: Visit, services: Services) -> None:
    loaded = threading.Event()

    def load() -> Any:
        assert loaded.wait(60)
        return services.digits.engine

    with serve(build_demo(Services(Runtime(load), services.photos), AppSettings())) as url:
        page = visit(f"{url}?lang=en")
        page.evaluate("theatre.enter('play')")
        expect(page.locator("#play-stage .doing")).to_be_visible()
        expect(page.locator("#play-stage .says-real")).to_be_disabled()
        loaded.set()
        expect(page.locator("#play-stage .says-real")).to_be_enabled()


def test_while_nobody_is_there_pictures_pass_and_nobody_answers(visit: Visit, play_url: str, results: Path) -> None:
    page = visit(f"{play_url}?lang=en", alone=True)
    page.clock.install()
    room = opened(page)
    before = len(ResultsFile(results).rows()) if results.exists() else 0
    shown = room.locator(".picture")
    first = shown.get_attribute("style")
    page.evaluate("theatre.acts.play.begin()")
    page.clock.run_for(3000)
    assert shown.get_attribute("style") != first
    page.evaluate("theatre.acts.play.end()")
    page.clock.run_for(1000)
    expect(room.locator(".says-real")).to_be_enabled()
    expect(room.locator(".counter")).to_have_text("picture 1 of 10")
    assert (len(ResultsFile(results).rows()) if results.exists() else 0) == before


def test_networks_that_are_still_loading_are_waited_for(visit: Visit, play_url: str) -> None:
    page = visit(f"{play_url}?lang=en", alone=True)
    late: list[Any] = []

    def answer(route: Any) -> None:
        if '"begin"' not in (route.request.post_data or "") or late:
            return route.continue_()
        late.append(route)
        return route.fulfill(json={"fault": {"code": "not_ready", "details": {}}})

    page.route("**/component_server/", answer)
    room = opened(page)
    assert late and room.locator(".fault").is_hidden()
