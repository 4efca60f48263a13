"""Live training, the quiz and the take-over in a real browser, over a stage that goes on when it is told to."""

from __future__ import annotations

import csv
import gzip
import io
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from demo_ui.app import build_demo
from demo_ui.page.i18n import t, table
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.training.programme import FAILURES
from gan_core.base.errors import GanError
from gan_core.data.doodles import doodles
from gan_core.digits.centring import centred_all
from gan_core.store.checkpoints import Registry
from tests.bare_page import PATH
from tests.browser.axe import findings
from tests.browser.conftest import each
from tests.browser.test_player import SAMPLE, is_whole, opened
from tests.conftest import serve
from tests.fake_live import FakeStage
from tests.runs import COUNT, STEPS, brightness, write_run
from tools.chromium import OVERHANG

Visit = Callable[..., Any]


class Theatre(NamedTuple):
    """A page, and the stage behind it."""

    url: str
    stage: FakeStage


@pytest.fixture(scope="module")
def page_and_stage(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """The page over a museum, a run whose networks are kept, and a fake stage."""
    root: Path = tmp_path_factory.mktemp("theatre")
    for id in ("best", *FAILURES):
        write_run(root / "assets" / "runs", id)
    write_run(root / "assets" / "runs", "horses", kind="cyclegan", sheet=None)
    networks = {"generator": [np.zeros(3)], "discriminator": [np.zeros(2)]}
    Registry(root / "checkpoints").save("best", networks, {"training": {"steps": 600}})
    stage: Any = FakeStage()
    settings = AppSettings(assets=root / "assets", checkpoints=root / "checkpoints")
    with serve(build_demo(replace(services, live=stage), settings)) as url:
        yield Theatre(f"{url}{PATH}", stage)


@pytest.fixture
def theatre(page_and_stage: Theatre) -> Theatre:
    """With nobody on the stage."""
    page_and_stage.stage.__init__()
    return page_and_stage


def live(page: Any) -> Any:
    """The player in the live room, after its first look at the stage."""
    player = opened(page)
    player.get_by_role("radio", name=t("training.live.title")).check()
    expect(player.locator(".now")).not_to_have_text(t("training.live.status.asking"))
    return player


def press(player: Any, name: str) -> None:
    player.get_by_role("button", name=t(name), exact=True).click()


def shown(player: Any) -> Any:
    return player.locator(".drawn")


def test_a_live_run_is_shown_by_one_clock_and_followed_unless_one_goes_back(visit: Visit, theatre: Theatre) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce", alone=True))
    page, stage = player.page, theatre.stage
    press(player, "training.live.start")
    expect(shown(player)).to_have_attribute("data-step", str(STEPS[0]))
    expect(player.locator(".now")).to_have_text("Training: 42 steps a second, 8:12 left.")
    page.expose_function("publish", lambda: stage.publish())
    samples = page.evaluate(
        f"""async () => {{
            const sample = {SAMPLE}, seen = [], known = new Set();
            while (seen.length < 50 || known.size < 6) {{
                await new Promise(requestAnimationFrame);
                seen.push(sample());
                const {{ scrub }} = seen.at(-1);
                if (!known.has(scrub)) await publish();
                known.add(scrub);
            }}
            return seen;
        }}"""
    )
    assert [seen for seen in samples if not is_whole(seen)] == []
    page.keyboard.press("Home")
    stage.publish(COUNT)
    expect(player.locator(".scrub")).to_have_attribute("max", str(COUNT - 1))
    expect(shown(player)).to_have_attribute("data-step", str(STEPS[0]))
    press(player, "training.live.newest")
    expect(shown(player)).to_have_attribute("data-step", str(STEPS[-1]))
    assert is_whole(page.evaluate(SAMPLE))


def test_the_run_is_steered_and_its_knobs_are_turned(visit: Visit, theatre: Theatre) -> None:
    player, stage = live(visit(theatre.url, reduced_motion="reduce")), theatre.stage
    press(player, "training.live.one")
    expect(player.locator(".now")).to_contain_text("Paused at step 1")
    press(player, "training.live.resume")
    expect(player.get_by_role("button", name=t("training.live.pause"), exact=True)).to_be_visible()
    batch = player.get_by_label(t("training.knobs.batch"))
    with player.page.expect_response(lambda answer: '"turn"' in (answer.request.post_data or "")):
        batch.press("End")
    expect(batch).to_have_attribute("aria-valuetext", "256")
    press(player, "training.live.pause")
    expect(player.locator(".now")).to_contain_text("Paused")
    assert (stage.knobs.batch, stage.knobs.preset) == (256, "express")
    press(player, "training.live.stop")
    expect(player.locator(".now")).to_have_text(t("training.live.status.ended"))
    assert {call[0] for call in stage.calls} >= {"start", "step", "resume", "turn", "pause", "stop"}


def test_a_refresh_finds_the_run_again_and_another_visitor_waits(visit: Visit, theatre: Theatre) -> None:
    mine = live(visit(theatre.url, reduced_motion="reduce"))
    press(mine, "training.live.start")
    expect(shown(mine)).to_have_attribute("data-step", str(STEPS[0]))
    theatre.stage.publish(2)
    mine.page.reload()
    expect(shown(mine)).to_have_attribute("data-step", str(STEPS[2]))
    expect(mine.get_by_role("radio", name=t("training.live.title"))).to_be_checked()
    mine.page.goto(f"{theatre.url}?room=training&run=live")  # the link asks for it as well
    expect(shown(mine)).to_have_attribute("data-step", str(STEPS[2]))
    theatre.stage.publish()
    expect(shown(mine)).to_have_attribute("data-step", str(STEPS[3]))
    assert mine.locator(".scrub").get_attribute("max") == "3"  # each snapshot once
    other = live(visit(theatre.url, reduced_motion="reduce"))
    expect(other.locator(".now")).to_contain_text("Somebody else is training")
    expect(shown(other)).to_have_attribute("data-step", str(STEPS[3]))
    press(other, "training.live.start")
    expect(other.locator(".now")).to_contain_text("You are number 1 of 1 in the queue")
    press(other, "training.live.stop")
    expect(other.locator(".now")).to_contain_text("Somebody else is training")


def test_another_room_watches_no_more_but_the_heart_goes_on(visit: Visit, theatre: Theatre) -> None:
    """The browser's worker is replaced, so that no second has to pass."""
    page = visit(theatre.url, reduced_motion="reduce")
    page.evaluate(
        """() => {
            window.Worker = class { constructor() { window.heart = this; } terminate() { window.heart = null; } };
        }"""
    )
    player = live(page)
    press(player, "training.live.start")
    page.wait_for_function("window.heart")
    page.locator("[data-tab-id=generate]").first.dispatch_event("click")
    expect(player).to_be_hidden()
    with page.expect_response(lambda answer: '"live_beat"' in (answer.request.post_data or "")):
        page.evaluate("window.heart.onmessage()")
    assert theatre.stage.calls[-1][0] == "beat"
    page.locator("[data-tab-id=training]").first.dispatch_event("click")
    press(player, "training.live.stop")
    page.wait_for_function("window.heart === null")


def test_a_live_snapshot_is_played_with_by_its_visitor_alone(visit: Visit, theatre: Theatre) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce"))
    page = player.page
    before = page.locator("#digit-stage .digit").get_attribute("src")
    press(player, "training.live.one")
    expect(player.locator(".now")).to_contain_text("Paused")
    player.page.keyboard.press("Home")
    player.get_by_role("button", name="Play with this generator (step 0)").click()
    expect(page.get_by_role("radio", name="Taken over at epoch 0.00, step 0")).to_be_checked()
    expect(page.locator("#digit-stage .digit")).not_to_have_attribute("src", before)
    page.get_by_role("radio", name=t("generate.checkpoint.best"), exact=True).check()
    expect(page.locator("#digit-stage .digit")).to_have_attribute("src", before)


def test_a_replayed_snapshot_with_networks_is_played_with(visit: Visit, theatre: Theatre) -> None:
    player = opened(visit(theatre.url, reduced_motion="reduce", alone=True))
    asked: list[str] = []
    player.page.on("request", lambda request: asked.append(request.url))
    player.get_by_role("button", name="Go to step 600").click()
    expect(shown(player)).to_have_attribute("data-step", "600")
    player.get_by_role("button", name="Play with this generator (step 600)").click()
    expect(player.page.locator("#digit-stage .verdict .figures")).to_contain_text("step 600")


def test_the_referee_judges_what_is_seen(visit: Visit, theatre: Theatre) -> None:
    player = opened(visit(theatre.url, reduced_motion="reduce"))
    expect(player.get_by_role("button", name="Go to step 600")).to_be_visible()
    press(player, "training.referee.call")
    expect(shown(player)).to_have_attribute("data-step", "600")
    expect(player.locator(".finding")).to_contain_text("learns from scratch: 50")
    assert theatre.stage.calls[-1][2] == "best"


def test_the_referee_is_called_and_tells_that_d_is_asleep(visit: Visit, theatre: Theatre) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce"))
    press(player, "training.live.one")
    expect(player.locator(".now")).to_contain_text("Paused")
    press(player, "training.referee.call")
    expect(player.locator(".finding")).to_contain_text("learns from scratch: 50%")
    theatre.stage.judge()
    expect(player.locator(".finding")).to_contain_text("The referee is right 93 times in 100, D only 51 times")
    expect(player.locator(".bar-value")).to_have_text(["0.93", "0.51", "0.50"])
    expect(player.locator(".referee")).not_to_have_class(re.compile("stale"))
    player.page.keyboard.press("Home")
    expect(player.locator(".referee")).to_have_class(re.compile("stale"))


def test_a_run_that_goes_on_is_taken_away_as_a_gif(visit: Visit, theatre: Theatre) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce"))
    expect(player.locator(".gif-save")).to_be_disabled()
    press(player, "training.live.start")
    expect(shown(player)).to_have_attribute("data-step", str(STEPS[0]))
    with player.page.expect_download() as download:
        press(player, "training.gif.save")
    assert download.value.suggested_filename == "gan-theatre-live.gif"


def test_a_run_is_saved(visit: Visit, theatre: Theatre) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce"))
    press(player, "training.live.one")
    with player.page.expect_download() as download:
        press(player, "training.live.save")
    assert download.value.suggested_filename == "gan-theatre-run.zip"


def test_the_quiz_says_why_and_keeps_the_score_without_the_server(visit: Visit, theatre: Theatre) -> None:
    player = opened(visit(theatre.url, reduced_motion="reduce", alone=True))
    asked: list[str] = []
    player.get_by_role("radio", name=t("quiz.title")).check()
    player.page.on("request", lambda request: asked.append(request.url))
    expect(player.locator(".headline")).to_be_hidden()
    right = 0
    for question in range(len(FAILURES)):
        expect(player.locator(".score")).to_have_text(f"question {question + 1} of 4, {right} right")
        player.locator(".answer[data-answer=d-asleep]").press("Enter")
        good = player.locator(".answer.good").get_attribute("data-answer")
        right += good == "d-asleep"
        name = t(f"museum.{good}.name")
        expect(player.locator(".verdict")).to_have_text(
            t("quiz.right" if good == "d-asleep" else "quiz.wrong", name=name)
        )
        expect(player.locator(".because")).to_have_text(t(f"museum.{good}.look"))
        expect(player.locator(".next")).to_be_focused()
        player.page.keyboard.press("Enter")
    assert right == 1
    expect(player.locator(".score")).to_have_text("question 1 of 4, 0 right")
    assert [url for url in asked if "frames.webp" not in url] == []


def test_a_run_without_pictures_is_told_by_curves_and_gauge(visit: Visit, theatre: Theatre) -> None:
    player = opened(visit(theatre.url, reduced_motion="reduce"))
    player.get_by_role("radio", name=t("training.run.cyclegan")).check()
    expect(player.locator(".curtain")).to_have_text(t("training.bare"))
    expect(player.get_by_role("button", name=t("training.verdicts"))).to_be_hidden()
    player.locator(".scrub").press("End")
    expect(player.locator(".caption").first).to_contain_text("step 800")
    expect(player.locator(".headline")).to_have_text(t("photographs.state.tells_apart"))
    expect(player.locator(".counts")).to_contain_text("photographs held back")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_the_live_room_fits_every_screen(visit: Visit, theatre: Theatre, width: int, height: int) -> None:
    page = visit(f"{theatre.url.removesuffix(PATH)}?lang=ko", width, height, reduced_motion="reduce", has_touch=True)
    player = opened(page)
    player.locator(".ticket input[value=live]").check(force=True)
    player.locator(".go").tap()
    expect(player.locator(".now")).to_contain_text("학습 중")
    expect(player.locator(".headline")).to_have_text(table("ko")["training.state.too_early"])
    assert page.evaluate(OVERHANG) <= 0
    if width >= 1440:
        assert page.evaluate("document.documentElement.scrollHeight") <= height
    for control in each(player.locator("button:visible, select:visible, input[type=range]:visible")):
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def forked(player: Any, stage: FakeStage) -> Any:
    """The player with a fork beside its run, begun at step 100 by the dialog."""
    press(player, "training.live.start")
    expect(shown(player).first).to_have_attribute("data-step", "0")  # it has begun
    stage.publish(4)
    expect(shown(player).first).to_have_attribute("data-step", "100")
    press(player, "training.whatif.ask")
    dialog = player.page.get_by_role("dialog", name=t("training.whatif.ask"))
    expect(dialog.locator("output")).to_have_text(["0.002", "0.008"])
    assert findings(player.page, ".what-if-dialog") == []
    dialog.get_by_role("button", name=t("training.whatif.start")).press("Enter")
    expect(player.locator(".frame.of-b")).to_be_visible()
    return player


def test_what_if_a_second_run_goes_on_beside_on_one_clock(visit: Visit, theatre: Theatre) -> None:
    player, stage = live(visit(theatre.url, reduced_motion="reduce", alone=True)), theatre.stage
    forked(player, stage)
    names = [t("training.whatif.a"), "B: D learns 4 times as fast, since step 100"]
    expect(player.locator(".twin-name")).to_have_text(names)
    expect(player.locator(".now")).to_have_text("Training A and B in turns: 42 steps a second each, 8:12 left.")
    expect(player.get_by_label(t("training.knobs.batch"))).to_be_disabled()
    stage.publish(2)
    for place in (".frame:not(.of-b) .drawn", ".frame.of-b .drawn", ".dial.of-b .needle.of-real"):
        expect(player.locator(place)).to_have_attribute("data-step", "300")
    greys = player.locator(".drawn").evaluate_all(
        "(all) => all.map((one) => one.getContext('2d').getImageData(3, 3, 1, 1).data[0])"
    )
    assert greys == [brightness(6), brightness(6) + 5]
    expect(player.locator(".say.of-b")).to_have_text("B at step 300: " + t("training.state.d_wins"))
    expect(player.locator(".needles.of-b")).to_contain_text("0.98")
    curve = player.locator(".ghost .twin.real").get_attribute("points").split()
    own = player.locator(".ghost .real:not(.twin, .level)").get_attribute("points").split()
    assert [point.split(",")[0] for point in curve] == [point.split(",")[0] for point in own][4:]
    with player.page.expect_download() as download:
        player.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "gan-theatre-live-what-if-d_rate-0.008.csv"
    rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
    assert [row["step"] for row in rows if row["run"] == "live"] == list(map(str, STEPS[:7]))
    assert [row["step"] for row in rows if row["run"] == "what-if-d_rate-0.008"] == ["100", "200", "300"]
    player.page.keyboard.press("Home")
    expect(player.locator(".frame.of-b .drawn")).to_have_attribute("data-step", "0")
    expect(player.locator(".say.of-b")).to_have_text(t("training.whatif.before", step=100))
    assert findings(player.page, "#run-player") == []
    player.page.reload()  # all of it is found again
    expect(player.locator(".frame.of-b .drawn")).to_have_attribute("data-step", "300")
    expect(player.locator(".ghost .twin.real")).to_have_attribute("points", re.compile(r"(\S+ ){2}\S+"))
    player.page.set_viewport_size({"width": 360, "height": 780})
    for language in ("en", "ko"):
        assert player.page.evaluate(OVERHANG) <= 0, language
        assert player.locator(".gauge").evaluate("(card) => card.scrollWidth - card.clientWidth") <= 0, language
        if language == "en":
            player.page.get_by_role("button", name="Language").click()


def test_a_second_run_that_breaks_is_told_and_put_away(visit: Visit, theatre: Theatre) -> None:
    player, stage = live(visit(theatre.url, reduced_motion="reduce", alone=True)), theatre.stage
    forked(player, stage)
    stage.publish()
    expect(player.locator(".frame.of-b .drawn")).to_have_attribute("data-step", "200")
    stage.breaks()
    stage.publish()
    expect(player.locator(".frame:not(.of-b) .drawn")).to_have_attribute("data-step", "300")
    expect(player.locator(".twin-message")).to_contain_text("B has stopped, A goes on. Of B: Training stopped")
    expect(player.get_by_label(t("training.knobs.batch"))).to_be_enabled()
    press(player, "training.whatif.away")
    expect(player.locator(".frame.of-b")).to_have_count(0)
    expect(player.locator(".twin-message")).to_be_hidden()
    expect(player.get_by_role("button", name=t("training.whatif.ask"))).to_be_enabled()


def test_a_second_run_is_kept_instead_of_the_first(visit: Visit, theatre: Theatre) -> None:
    player, stage = live(visit(theatre.url, reduced_motion="reduce", alone=True)), theatre.stage
    forked(player, stage)
    press(player, "training.whatif.keep")
    expect(player.locator(".frame.of-b")).to_have_count(0)
    expect(player.get_by_label(t("training.knobs.d_rate"))).to_have_attribute("aria-valuetext", "0.008")
    expect(shown(player)).to_have_attribute("data-step", "100")
    assert stage.run is not None and stage.run.startswith("fork")
    press(player, "training.whatif.ask")
    player.page.get_by_role("button", name=t("training.whatif.start")).click()
    expect(player.locator(".legend :is(.key-a, .key-b)")).to_have_text(["A", "B"])


def test_a_visitor_draws_and_starts_a_run_on_the_drawings(visit: Visit, theatre: Theatre) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce", alone=True))
    page, stage = player.page, theatre.stage
    press(player, "training.learns.own")
    dialog = page.get_by_role("dialog")
    start = dialog.get_by_role("button", name=t("training.drawings.start"))
    for count in range(1, 13):
        expect(start).to_be_disabled()
        scribble(page, dialog.get_by_role("img", name=t("training.drawings.paper")), 5 * count)
        press(dialog, "training.drawings.add")
        expect(dialog.get_by_role("status")).to_contain_text(f"{count} ")
    dialog.get_by_role("button", name=t("training.drawings.strike", number=3), exact=True).click()
    expect(start).to_be_disabled()
    scribble(page, dialog.get_by_role("img", name=t("training.drawings.paper")), 70)
    press(dialog, "training.drawings.add")
    expect(start).to_be_enabled()
    assert findings(page, ".own-drawings-dialog") == []
    start.click()
    expect(dialog).to_be_hidden()
    expect(player.locator(".go")).to_have_class(re.compile(r"\bon\b"))
    assert stage.drawings is not None and stage.drawings.shape == (12, 28, 28)
    expect(player.locator(".counts")).to_contain_text("variations of pictures held back")
    beside = page.get_by_role("region", name=t("training.drawings.near.title"))
    expect(beside).to_contain_text("6.2")
    expect(beside.get_by_role("img")).to_have_count(16)
    expect(beside.get_by_role("img").last).to_have_accessible_name(
        t("training.drawings.pair", number=16, nearest=4, distance=5.5)
    )
    assert findings(page, ".near-drawings") == []


def test_a_visitor_brings_files_and_starts_a_run_on_their_pictures(visit: Visit, theatre: Theatre) -> None:
    player = live(visit(theatre.url, reduced_motion="reduce", alone=True))
    page, stage = player.page, theatre.stage
    press(player, "training.learns.own")
    press(page.get_by_role("dialog"), "training.files.open")
    dialog, field = page.get_by_role("dialog"), page.locator(".own-files-dialog input[type=file]")
    start, told = dialog.get_by_role("button", name=t("training.files.start")), dialog.get_by_role("alert")

    def bring(*files: tuple[str, bytes]) -> None:
        field.set_input_files([{"name": name, "mimeType": "", "buffer": data} for name, data in files])

    def names(key: str, **values: object) -> str:
        return t(f"training.files.wrong.{key}", **values)

    pictures, packed = doodles(13), gzip.compress(idx(doodles(800)))
    for files, words in (
        ([("train-images-idx3-ubyte.gz", packed[:-200])], names("damaged", name="train-images-idx3-ubyte.gz")),
        ([("a.png", png(pictures[0]))], GanError("drawings_few", count=1, least=12).args[0]),
        ([("a.png", png(pictures[0]))] * 12, GanError("drawings_equal", count=12).args[0]),
        ([("a.png", png(pictures[0][:5, :5]))], names("small", name="a.png", width=5, height=5, least=8)),
        ([("a.png", b"no picture")], names("no_picture", name="a.png")),
    ):
        bring(*files)
        expect(told).to_have_text(words)
        expect(start).to_be_hidden()
    bring(*((f"{i}.png", png(255 - picture)) for i, picture in enumerate(pictures)))
    expect(dialog).to_contain_text(t("training.files.note.inverted"))
    bring(("train-images-idx3-ubyte.gz", packed))
    expect(dialog).to_contain_text(t("training.files.few", count=800, few="3,000"))
    expect(told).to_be_hidden()
    assert findings(page, ".own-files-dialog") == []
    with page.expect_response(lambda answer: '"start":768' in (answer.request.post_data or "")):
        start.click()
    expect(dialog).to_be_hidden()
    expect(player.locator(".go")).to_have_class(re.compile(r"\bon\b"))
    np.testing.assert_array_equal(stage.drawings, doodles(800))
    press(player, "training.live.stop")
    press(player, "training.learns.own")
    press(page.get_by_role("dialog"), "training.files.open")
    dialog.get_by_label(re.compile("^Centred")).check()
    start.click()
    expect(dialog).to_be_hidden()
    expect(player.locator(".go")).to_have_class(re.compile(r"\bon\b"))
    np.testing.assert_array_equal(stage.drawings, centred_all(doodles(800)))


def png(picture: np.ndarray) -> bytes:
    data = io.BytesIO()
    Image.fromarray(picture).save(data, "PNG")
    return data.getvalue()


def idx(pictures: np.ndarray) -> bytes:
    return b"\0\0\x08\x03" + struct.pack(">3I", *pictures.shape) + pictures.tobytes()


def scribble(page: Any, paper: Any, bend: float) -> None:
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    for step, (x, y) in enumerate(((40, 30), (120, 40 + bend), (60, 140))):
        page.mouse.move(box["x"] + x, box["y"] + y)
        if step == 0:
            page.mouse.down()
    page.mouse.up()
