"""The player in a real browser: one clock for everything on screen, and nothing asked of the server."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from demo_ui.app import build_demo
from demo_ui.page import i18n
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.site.build import build_site
from demo_ui.translate.in_browser import PhotoNetworks
from gan_core.photos.in_browser import COLOURS, INDEX
from gan_core.photos.pairing_experiment import PAIRINGS
from gan_core.store.pairing_runs import FOLDER
from tests.bare_page import PATH
from tests.browser.axe import findings
from tests.browser.conftest import each
from tests.conftest import serve
from tests.runs import COUNT, STEPS, brightness, snapshot, write_pairing_run, write_run
from tests.static_site import served
from tools.chromium import OVERHANG

Visit = Callable[..., Any]

# Everything that says which step it shows, and what it shows of it.
SAMPLE = """() => {
    const player = document.querySelector("#run-player .player"), find = (selector) => player.querySelector(selector);
    const turned = (name) => parseFloat(/rotate\\(([-\\d.]+)/.exec(find(name).getAttribute("transform"))[1]);
    const canvas = find(".drawn"), probe = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    probe.drawImage(canvas, 3, 3, 1, 1, 0, 0, 1, 1);
    return {
        steps: [...player.querySelectorAll("[data-step]")].map((node) => Number(node.dataset.step)),
        grey: probe.getImageData(0, 0, 1, 1).data[0],
        real: turned(".of-real.needle"), fake: turned(".of-fake.needle"),
        caption: find(".caption").textContent, label: canvas.getAttribute("aria-label"),
        scrub: Number(find(".scrub").value), at: find(".of-accuracy .field").style.getPropertyValue("--at"),
        tiles: [...player.querySelectorAll(".tile")].map((tile) => tile.classList.contains("real")),
    };
}"""
NEXT_FRAMES = "async (n) => { for (let i = 0; i < n; i += 1) await new Promise(requestAnimationFrame); }"


@pytest.fixture(scope="module", params=["app", pytest.param("site", marks=pytest.mark.long)])
def player_url(request: Any, services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over two synthetic runs: the app, and the static edition."""
    assets: Path = tmp_path_factory.mktemp("assets")
    write_run(assets / "runs", "best")
    # Its last losses are exactly 0, as float32 makes those of a D that is certain: not a place on a logarithm's plot.
    last = snapshot(COUNT - 1, d_loss=0.0, g_loss=0.0)
    snapshots = [*(snapshot(i) for i in range(COUNT - 1)), last]
    write_run(assets / "runs", "second", measured_on="the weights in training", snapshots=snapshots)
    for id in PAIRINGS.values():
        write_pairing_run(assets / "runs" / FOLDER, id)
    (assets / "runs" / FOLDER / PAIRINGS["shuffled"] / "run.json").write_text("{")
    settings = AppSettings(assets=assets)
    if request.param == "site":
        photos: PhotoNetworks = request.getfixturevalue("photo_networks")
        colours: PhotoNetworks = request.getfixturevalue("colour_networks")
        own = photos.folder / INDEX, colours.folder / COLOURS
        site = build_site(assets / "site", settings, services, *own)
        with served(site.out) as url:
            yield url
    else:
        with serve(build_demo(services, settings)) as url:
            yield f"{url}{PATH}"


def opened(page: Any) -> Any:
    """The player, with its first frame on screen; it plays by itself unless reduced motion is asked for."""
    settled(page)
    page.locator("[data-tab-id=training]").first.dispatch_event("click")
    player = page.locator("#run-player")
    player.locator("[data-state=ready]").wait_for()
    return player


def settled(page: Any) -> None:
    """Wait until the Generate room, which every visit opens first, has asked for all it asks unasked."""
    expect(page.locator("#digit-stage .spoken")).not_to_be_empty()


@pytest.fixture
def still(visit: Visit, player_url: str) -> Any:
    """The player at rest on its first snapshot."""
    return opened(visit(player_url, reduced_motion="reduce"))


def step(player: Any) -> int:
    return int(player.locator(".drawn").get_attribute("data-step"))


def button(player: Any, name: str) -> Any:
    return player.get_by_role("button", name=i18n.t(f"training.{name}"), exact=True)


def is_whole(seen: dict[str, Any]) -> bool:
    """Does everything in a sample belong to one snapshot?"""
    i = seen["scrub"]
    facts = snapshot(i)
    return (
        set(seen["steps"]) == {STEPS[i]}
        and len(seen["steps"]) == 8  # canvas, caption, headline, two needles, three cursors
        and seen["grey"] == brightness(i)
        and seen["real"] == pytest.approx(180 * (facts["accuracy_real"] - 0.5), abs=0.01)
        and seen["fake"] == pytest.approx(180 * (facts["accuracy_fake"] - 0.5), abs=0.01)
        and seen["caption"].endswith(f"step {STEPS[i]}")
        and seen["label"].endswith(f"step {STEPS[i]}")
        and seen["tiles"] == [logit > 0 for logit in facts["tile_logits"]]
    )


def test_everything_on_screen_belongs_to_one_step(visit: Visit, player_url: str) -> None:
    player = opened(visit(player_url))
    button(player, "loop").click()
    if button(player, "play").count():
        button(player, "play").click()
    samples = player.page.evaluate(
        f"""async () => {{
            const sample = {SAMPLE}, seen = [];
            while (seen.length < 50 || new Set(seen.map((one) => one.scrub)).size < 6) {{
                await new Promise(requestAnimationFrame);
                seen.push(sample());
            }}
            return seen;
        }}"""
    )
    assert [seen for seen in samples if not is_whole(seen)] == []
    assert len({seen["at"] for seen in samples}) >= 6


def test_a_replay_asks_the_server_for_nothing(visit: Visit, player_url: str) -> None:
    """300 snapshots, a minute at normal speed, and every control."""
    still = opened(visit(player_url, reduced_motion="reduce", alone=True))
    strip = still.page.locator("#digit-stage .epochs .strip")  # needs every epoch's networks, which may come last
    expect(strip).to_have_attribute("src", re.compile("^data:image/png"))
    asked: list[str] = []
    still.page.on("request", lambda request: asked.append(request.url))
    drawn = still.page.evaluate(
        """() => {
            const scrub = document.querySelector("#run-player .scrub"), seen = new Set();
            for (let i = 0; i < 300; i += 1) {
                scrub.value = i % 12;
                scrub.dispatchEvent(new Event("input"));
                seen.add(document.querySelector("#run-player .drawn").dataset.step);
            }
            return seen.size;
        }"""
    )
    assert drawn == COUNT
    for name in ("back", "forward", "loop", "verdicts", "play", "pause"):
        button(still, name).click()
    still.page.evaluate(NEXT_FRAMES, 10)
    assert asked == []


def test_out_of_sight_nothing_is_drawn(visit: Visit, player_url: str) -> None:
    page = visit(player_url)
    page.evaluate(
        """() => {
            window.draws = 0;
            const draw = CanvasRenderingContext2D.prototype.drawImage;
            CanvasRenderingContext2D.prototype.drawImage = function (...all) {
                window.draws += 1;
                draw.apply(this, all);
            };
        }"""
    )
    player = opened(page)
    button(player, "loop").click()
    if button(player, "play").count():
        button(player, "play").click()
    for _ in range(3):  # 1, 2, 4, 8 times
        player.locator(".speed").click()
    expect(player.locator(".speed")).to_have_text("8×")
    page.wait_for_function("draws > 10")
    page.locator("[data-tab-id=generate]").first.dispatch_event("click")
    expect(player).to_be_hidden()
    page.evaluate(NEXT_FRAMES, 5)  # what was on its way
    before = page.evaluate("draws")
    page.evaluate(NEXT_FRAMES, 40)
    assert page.evaluate("draws") == before
    page.locator("[data-tab-id=training]").first.dispatch_event("click")
    page.wait_for_function("(before) => draws > before + 3", arg=before)
    assert button(player, "pause").count() == 1


def test_keys_buttons_and_the_curves_move_the_cursor(still: Any) -> None:
    keyboard = still.page.keyboard
    assert step(still) == STEPS[0]
    for key, index in (
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", -1),
        ("ArrowRight", -1),
        ("Home", 0),
    ):
        keyboard.press(key)
        assert step(still) == STEPS[index], key
    button(still, "forward").click()
    button(still, "forward").click()
    button(still, "back").click()
    assert step(still) == STEPS[1]
    still.locator(".scrub").press("ArrowRight")
    assert step(still) == STEPS[2]
    field = still.locator(".of-losses .field")
    box = field.bounding_box()
    still.page.mouse.move(box["x"] + 3, box["y"] + 20)
    still.page.mouse.down()
    still.page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 20, steps=4)
    assert step(still) == STEPS[-1]
    still.page.mouse.move(box["x"] + 1, box["y"] + 20, steps=4)
    still.page.mouse.up()
    assert step(still) == STEPS[0]
    assert is_whole(still.page.evaluate(SAMPLE))


def test_space_and_a_finger_play_and_pause(visit: Visit, player_url: str) -> None:
    player = opened(visit(player_url, reduced_motion="reduce", has_touch=True))
    player.page.keyboard.press(" ")
    expect(button(player, "pause")).to_be_visible()
    player.page.keyboard.press(" ")
    expect(button(player, "play")).to_be_visible()
    player.locator(".frame").tap()
    expect(button(player, "pause")).to_be_visible()
    button(player, "pause").tap()
    expect(button(player, "play")).to_be_visible()


def test_a_verdict_is_a_sign_on_every_digit(still: Any) -> None:
    expect(still.locator(".tiles")).to_be_hidden()
    button(still, "verdicts").click()
    expect(still.locator(".tile.real:visible")).to_have_count(8)
    assert still.locator(".tile").nth(0).evaluate("e => getComputedStyle(e, '::before').content") == '"◆"'
    still.page.keyboard.press("ArrowRight")
    assert still.locator(".tile").nth(0).evaluate("e => getComputedStyle(e, '::before').content") == '"●"'


def test_another_run_and_its_animation_which_is_the_player_itself(still: Any) -> None:
    expect(still.locator(".averaged")).to_be_visible()
    still.page.keyboard.press("End")
    still.get_by_role("radio", name="second").check()
    expect(still.locator(".averaged")).to_be_hidden()
    expect(still.locator(".drawn")).to_have_attribute("data-step", str(STEPS[0]))
    still.page.keyboard.press("End")
    film = still.locator(".gif-show")
    film.click()
    expect(film).to_have_attribute("aria-pressed", "true")
    expect(still.locator(".drawn")).to_have_attribute("data-step", str(STEPS[2]))
    assert is_whole(still.page.evaluate(SAMPLE))
    film.click()
    expect(button(still, "play")).to_be_visible()
    with still.page.expect_download() as download:
        button(still, "gif.save").click()
    assert download.value.suggested_filename == "gan-theatre-second.gif"


def test_the_curves_are_taken_away_as_figures_and_as_a_picture(still: Any) -> None:
    with still.page.expect_download() as download:
        still.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "gan-theatre-best.csv"
    rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
    assert [(row["run"], int(row["step"])) for row in rows] == [("best", step) for step in STEPS]
    for i, row in enumerate(rows):
        facts = snapshot(i)
        assert all(float(row[name]) == facts[name] for name in ("epoch", "d_loss", "accuracy_fake", "auc", "n_fake"))
        assert row["frechet"] == "" if facts["frechet"] is None else float(row["frechet"]) == facts["frechet"]
    with still.page.expect_download() as download:
        still.get_by_role("button", name="PNG").click()
    assert download.value.suggested_filename == "gan-theatre-best.png"
    with Image.open(download.value.path()) as picture:
        assert (picture.format, picture.width) == ("PNG", 1200)
        assert len(picture.convert("RGB").getcolors(maxcolors=1 << 20) or ()) > 20  # something is drawn


def test_one_digit_of_sixteen_is_followed_through_the_run(still: Any) -> None:
    still.locator("select.sample").select_option(index=3)
    place = still.locator(".of-sample")
    expect(place.locator("h2")).to_have_text(i18n.t("training.sample.title", i=3))
    expect(place.locator(".ghost polyline")).to_have_count(1)
    sure = [73 if (2 + i) % 2 else 27 for i in range(COUNT)]  # sigmoid of 1 and of -1
    for key, i in (("Home", 0), ("End", COUNT - 1)):
        still.locator(".scrub").press(key)
        expect(place.locator(".now")).to_have_text(i18n.t("training.sample.now", percent=sure[i]))
    greys = "(canvas) => new Set(canvas.getContext('2d').getImageData(0, 9, canvas.width, 1).data).size"
    assert place.locator("canvas").evaluate(greys) > 3  # several pictures, 255 and the empty places
    assert findings(still.page, "#run-player") == []
    still.get_by_role("button", name=i18n.t("training.verdicts")).click()
    still.locator(".tile").nth(5).click()  # on the frame itself
    expect(place.locator("h2")).to_have_text(i18n.t("training.sample.title", i=6))
    still.locator(".tile").nth(5).click()
    expect(place).to_have_count(0)


def test_another_run_stands_beside_at_the_same_epoch(still: Any) -> None:
    choice = still.locator("select.beside")
    choice.select_option("second")
    expect(still.locator(".twin-name")).to_have_text(["A: " + i18n.t("training.run.best"), "B: second"])
    still.locator(".scrub").press("End")
    beside = still.locator(".frame.of-b .drawn")
    expect(beside).to_have_attribute("data-step", str(STEPS[-1]))
    grey = "(canvas) => canvas.getContext('2d').getImageData(3, 3, 1, 1).data[0]"
    assert beside.evaluate(grey) == brightness(COUNT - 1)
    expect(still.locator(".ghost .twin")).to_have_count(5)
    assert findings(still.page, "#run-player") == []
    with still.page.expect_download() as download:
        still.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "gan-theatre-best-second.csv"
    rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
    assert [row["run"] for row in rows] == ["best"] * COUNT + ["second"] * COUNT
    still.page.set_viewport_size({"width": 360, "height": 780})
    for language in ("en", "ko"):
        assert still.locator(".gauge").evaluate("(card) => card.scrollWidth - card.clientWidth") <= 0, language
        if language == "en":
            still.page.get_by_role("button", name="Language").click()
    choice.select_option("")
    expect(still.locator(".of-b")).to_have_count(0)
    expect(still.locator(".twin")).to_have_count(0)


OVER = """(all) => all.map((plot) =>
    plot.querySelector(".field").getBoundingClientRect().bottom - plot.getBoundingClientRect().bottom)"""


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1280, 800), (1440, 900), (3840, 2160)])
def test_every_screen_in_both_languages(visit: Visit, player_url: str, width: int, height: int) -> None:
    page = visit(f"{player_url.removesuffix(PATH)}?lang=ko", width, height, reduced_motion="reduce")
    player = opened(page)
    for language, title in (("ko", "두 바늘"), ("en", "The two needles")):
        if language == "en":
            page.get_by_role("button", name="언어").click()
        expect(player.locator(".gauge h2")).to_have_text(title)
        expect(player.locator(".headline")).to_have_text(i18n.table(language)["training.state.too_early"])
        assert page.evaluate(OVERHANG) <= 0
        if width >= 1440:
            assert page.evaluate("document.documentElement.scrollHeight") <= height
        over = player.locator(".plot:visible").evaluate_all(OVER)
        assert over and max(over) <= 1  # no curve lies over the words of the next one
        needles, picture = (player.locator(part).bounding_box() for part in (".arc", ".frame"))
        assert needles["width"] > picture["width"]  # the largest thing in the room
        play = player.locator(".main.play").bounding_box()
        assert play["y"] + play["height"] <= height  # what to press first is in sight
        for control in each(player.locator("button:visible")):
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= 44


# Of the trainings side by side: the station of the slider, and what each column shows of it.
RACING = """() => {
    const race = document.querySelector("#learn-book .race");
    const probe = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    return {
        at: Number(race.querySelector("[type=range]").value), step: Number(race.dataset.step),
        greys: [...race.querySelectorAll("canvas[data-drawn]")].map((canvas) => {
            probe.drawImage(canvas, 3, 3, 1, 1, 0, 0, 1, 1);
            return probe.getImageData(0, 0, 1, 1).data[0];
        }),
        told: [...race.querySelectorAll("figcaption .figures")].map((node) => node.textContent).filter(Boolean),
    };
}"""


def test_trainings_side_by_side_keep_one_clock_and_one_that_is_damaged_is_left_out(
    visit: Visit, player_url: str
) -> None:
    page = visit(f"{player_url}?room=learn&chapter=pairs&lang=en")
    race = page.locator("#learn-book .race")
    race.scroll_into_view_if_needed()
    expect(race.locator("canvas[data-drawn]")).to_have_count(2)
    expect(race.locator("[data-racer=shuffled]")).to_contain_text(i18n.t("learn.race.missing"))
    slider = race.get_by_role("slider", name=i18n.t("learn.race.clock"))
    slider.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == f"{STEPS[-2]} of {STEPS[-1]}"
    expect(race.get_by_role("status").last).to_contain_text(f"{STEPS[-2]} of {STEPS[-1]}")
    slider.press("End")
    race.get_by_role("button", name=i18n.t("training.play"), exact=True).click()
    samples = page.evaluate(
        f"""async () => {{
            const sample = {RACING}, seen = [];
            while (!seen.some(({{ at }}) => at === 4)) {{
                await new Promise(requestAnimationFrame);
                seen.push(sample());
            }}
            return seen;
        }}"""
    )
    for seen in samples:
        i = seen["at"]
        assert (seen["step"], seen["greys"]) == (STEPS[i], [brightness(i)] * 2)
        assert seen["told"] == [i18n.t("learn.race.figures", off=f"{40 - 2 * i:.1f}", colour=2 * i)] * 2
    race.get_by_role("button", name=i18n.t("training.pause"), exact=True).click()
    race.get_by_role("radio", name=i18n.t("learn.race.photograph", n=2)).press(" ")
    expect(race.locator("canvas[data-drawn$=' 1']")).to_have_count(2)


@pytest.mark.parametrize("run", ["classic", "horse2zebra"])
def test_nothing_runs_over_its_edges_on_the_narrowest_phone(visit: Visit, app_url: str, run: str) -> None:
    page = visit(f"{app_url}?lang=en&room=training&run={run}", 320, 640)
    expect(page.locator(f'#run-player .ticket input[value="{run}"]')).to_be_checked()
    over = page.evaluate(
        """async () => {
            const scrub = document.querySelector("#run-player .scrub"), over = new Set();
            for (let i = 0; i <= Number(scrub.max); i++) {
                scrub.value = i;
                scrub.dispatchEvent(new Event("input", { bubbles: true }));
                await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
                for (const node of document.querySelectorAll("#run-player :is(.words, .words button, .frame, .gauge)"))
                    if (node.scrollWidth > node.clientWidth + 1) over.add(`${node.className} at ${i}`);
            }
            return [Number(scrub.max) > 0, [...over]];
        }"""
    )
    assert over == [True, []]
