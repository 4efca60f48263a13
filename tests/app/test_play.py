"""What stands behind the Play tab: rounds dealt without their truth, answers taken once, results told."""

from __future__ import annotations

import base64
import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from demo_ui.page.plain import plain
from demo_ui.play.api import PlayApi
from demo_ui.play.serialize import cue
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime
from gan_core.data import digits
from gan_core.play.keeping import Keeper
from gan_core.play.results import ResultsFile

ASSETS = AppSettings().assets
DIGITS = {"subject": "digits", "checkpoint": "best", "step": 60, "pictures": 10}


def api_of(services: Services, keeper: Keeper | None = None, assets: Path = ASSETS) -> PlayApi:
    return PlayApi(services.digits, services.photos, keeper, assets, services.colours)


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(ResultsFile(tmp_path / "play.sqlite3"))


@pytest.fixture
def api(services: Services) -> PlayApi:
    return api_of(services)


def sheet(dealt: dict[str, Any]) -> np.ndarray:
    """The pictures of a round: uint8 (n, h, w) or (n, h, w, 3)."""
    data = base64.b64decode(dealt["sheet"].partition(",")[2])
    whole = np.asarray(Image.open(io.BytesIO(data)))
    return np.stack(np.split(whole, dealt["count"], axis=1))


def play(api: PlayApi, says: bool = True, **asked: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A whole round; what was dealt, and the verdicts."""
    dealt = api.begin({**DIGITS, **asked})
    answers = [api.answer({"round": dealt["round"], "place": i, "fake": says}) for i in range(dealt["count"])]
    return dealt, answers


def test_the_page_learns_the_truth_only_by_answering(api: PlayApi) -> None:
    """What a round begins with is an id, a sheet and its measures: the same for every outcome of the coins."""
    dealt = api.begin(DIGITS)
    assert dealt.keys() == {"round", "count", "sheet", "ratio", "epoch"}
    assert (dealt["count"], dealt["ratio"], dealt["epoch"]) == (10, 1.0, 1)
    truths = [api.answer({"round": dealt["round"], "place": i, "fake": True})["fake"] for i in range(10)]
    held_out = {picture.tobytes() for picture in digits.load().test}
    assert [picture.tobytes() not in held_out for picture in sheet(dealt)] == truths


def test_nothing_of_a_sheet_but_its_pixels_tells_real_from_fake(api: PlayApi) -> None:
    for _ in range(5):
        dealt = api.begin(DIGITS)
        image = Image.open(io.BytesIO(base64.b64decode(dealt["sheet"].partition(",")[2])))
        assert image.size == (280, 28) and image.mode == "L" and not image.info


def test_a_round_is_told_in_counts(api: PlayApi) -> None:
    fakes = 0
    while not 0 < fakes < 10:  # the coins once in 500 times show one side only
        dealt, answers = play(api, says=True)
        fakes = sum(answer["fake"] for answer in answers)
    told = api.end({"round": dealt["round"]})
    band = pytest.approx(0.98 / fakes**0.5, rel=1e-4)
    assert told["you"]["fake"] == {"n": fakes, "right": fakes, "share": 1.0, "band": band}
    assert (told["you"]["real"]["right"], told["you"]["n"]) == (0, 10)
    assert told["machine"]["right"] == sum(answer["fake"] == answer["machine_fake"] for answer in answers)
    assert told["finding"]["code"] in ("same_word_fake", "tells")
    assert len(told["nearest"]["distances"]) == fakes
    assert told["counted"] is None and told["trouble"] is None  # nothing is kept here
    assert json.loads(json.dumps(told)) == told


def test_rounds_at_a_snapshot_add_up(api: PlayApi) -> None:
    first, _ = play(api)
    second, _ = play(api, after=first["round"])
    other, _ = play(api, step=0, after=first["round"])
    assert api.end({"round": second["round"]})["you"]["n"] == 20
    assert api.end({"round": other["round"]})["you"]["n"] == 10


def test_the_discriminators_curve_is_that_of_the_recorded_run(api: PlayApi) -> None:
    status = api.status()
    [best] = status["checkpoints"]
    assert len(best["measured"]) == 33 and best["measured"][-1]["n"] == 2000
    assert {"epoch", "real", "fake", "n", "step"} == best["measured"][0].keys()
    assert status["counted"] is None and status["photos"] == 4 and status["coloured"] == 36


def test_without_a_recorded_run_there_is_no_curve(services: Services, tmp_path: Path) -> None:
    status = api_of(services, assets=tmp_path).status()
    assert status["checkpoints"][0]["measured"] == [] and status["photos"] == status["coloured"] == 0


def test_photographs_are_asked_once_each(api: PlayApi) -> None:
    dealt = api.begin({"subject": "photos"})
    assert sheet(dealt).shape == (4, 384, 512, 3)
    for place in range(4):
        assert api.answer({"round": dealt["round"], "place": place, "fake": False}).keys() == {"fake", "machine_fake"}
    told = api.end({"round": dealt["round"]})
    assert told["finding"]["code"] == "too_few" and told["nearest"] is None and told["measured"] is None


def test_some_of_the_photographs_are_coloured_and_played_with(api: PlayApi, services: Services) -> None:
    dealt = api.begin({"subject": "coloured", "pictures": 20})
    assert sheet(dealt).shape == (20, 384, 512, 3)
    answers = [api.answer({"round": dealt["round"], "place": i, "fake": True}) for i in range(20)]
    told = api.end({"round": dealt["round"]})
    assert told["machine"]["right"] == sum(one["fake"] == one["machine_fake"] for one in answers)
    assert told["nearest"] is None and told["measured"] is None
    again = api.begin({"subject": "coloured", "after": dealt["round"]})  # known by now: it does not add up
    assert again["count"] == 10
    without = PlayApi(services.digits, services.photos, None, ASSETS)
    assert without.status()["coloured"] == 0
    assert plain(without.begin)({"subject": "coloured"})["fault"]["code"] == "photo_none"


def test_every_photograph_has_its_maker_and_its_licence() -> None:
    """What may be shown to anybody, and where it comes from."""
    told = json.loads((ASSETS / "photographs" / "credits.json").read_text(encoding="utf-8"))
    assert set(told) == {path.stem for path in (ASSETS / "photographs").glob("*.jpg")}
    for one in told.values():
        assert one["by"] and one["terms"] in ("CC0-1.0", "Public Domain")
        assert one["source"].startswith("https://commons.wikimedia.org/")


def test_networks_that_were_taken_over_are_played_with_and_their_name_is_not_kept(
    services: Services, keeper: Keeper, tmp_path: Path
) -> None:
    spec = {"training": {"steps": 30, "epochs": 0.5}}
    name = services.digits.engine.take_over(spec, {})
    api = api_of(services, keeper)
    dealt, _ = play(api, checkpoint=name, step=None)
    assert dealt["epoch"] == 0.5 and api.end({"round": dealt["round"]})["measured"] is None
    rows = ResultsFile(tmp_path / "play.sqlite3").rows()
    assert {row["checkpoint"] for row in rows} == {"taken"} and name not in str(rows)


def test_answers_are_kept_and_counted_for_everybody(services: Services, keeper: Keeper) -> None:
    play(api_of(services, keeper))
    after_a_restart = api_of(services, Keeper(keeper._file))
    [row] = after_a_restart.status()["counted"]
    assert row["reals"] + row["fakes"] == 10 and row["fakes_right"] == row["fakes"] and row["epoch"] == 1


def test_a_fault_of_the_file_does_not_stop_the_game(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "play.sqlite3"
    path.write_text("not a database, but longer than sixteen bytes")
    keeper = Keeper(ResultsFile(path), again=3600)
    api = api_of(services, keeper)
    dealt, _ = play(api)
    assert api.end({"round": dealt["round"]})["trouble"] == {"code": "results_foreign", "waiting": 10, "lost": 0}
    path.unlink()
    keeper.close()
    assert len(ResultsFile(path).rows()) == 10


@pytest.mark.slow
def test_a_hundred_visitors_at_once_lose_nothing(services: Services, keeper: Keeper, tmp_path: Path) -> None:
    api = api_of(services, keeper)
    with ThreadPoolExecutor(16) as pool:
        rounds = list(pool.map(lambda _: play(api)[0]["round"], range(100)))
    rows = ResultsFile(tmp_path / "play.sqlite3").rows()
    assert len(rows) == 1000 and {row["round"] for row in rows} == set(rounds)


def test_what_gave_fakes_away_is_said_only_of_a_clear_case() -> None:
    said = np.array([True, False, True, False, True, False])
    clear = cue(np.array([7.0, 4, 6, 3, 5, 4.5]), said)
    assert clear == {"found": 6.0, "missed": pytest.approx(3.833, abs=1e-3), "n_found": 3, "n_missed": 3, "apart": True}
    mixed, few = cue(np.array([7.0, 4, 6, 3, 4.2, 4.5]), said), cue(np.array([7.0, 4, 6, 3]), said[:4])
    assert mixed and few and not mixed["apart"] and not few["apart"]
    assert cue(np.array([7.0, 4]), np.array([True, True])) is None


# ---- what is no game ----


@pytest.mark.parametrize("asked", [None, [], "digits", 7, {}, {"subject": "faces"}, {"subject": ["digits"]}])
def test_a_request_that_is_none_is_refused(api: PlayApi, asked: Any) -> None:
    assert plain(api.begin)(asked)["fault"]["code"] in ("round_wrong", "option_unknown")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"checkpoint": "../best"}, "checkpoint_missing"),
        ({"checkpoint": {"id": "best"}}, "checkpoint_missing"),
        ({"checkpoint": "taken-by-somebody-else"}, "taken_gone"),
        ({"step": 61}, "checkpoint_missing"),
        ({"step": -1}, "count_wrong"),
        ({"step": "sixty"}, "count_wrong"),
        ({"step": 1e300}, "count_wrong"),
        ({"pictures": 0}, "count_wrong"),
        ({"pictures": 10_000_000}, "count_wrong"),
        ({"pictures": float("nan")}, "count_wrong"),
        ({"pictures": [10]}, "count_wrong"),
    ],
)
def test_a_round_of_nonsense_is_refused(services: Services, change: dict[str, Any], code: str) -> None:
    api = api_of(services)
    assert plain(api.begin)({**DIGITS, **change})["fault"]["code"] == code
    assert len(api._rounds) == 0


@pytest.mark.parametrize("place", [-1, 10, 0.5, "first", None, True, [0], 10**400, float("inf")])
def test_a_picture_that_is_none_is_refused(api: PlayApi, place: Any) -> None:
    dealt = api.begin(DIGITS)
    told = plain(api.answer)({"round": dealt["round"], "place": place, "fake": True})
    assert told["fault"]["code"] == "count_wrong"


@pytest.mark.parametrize("fake", [None, 1, 0, "true", [], {}])
def test_an_answer_is_yes_or_no(api: PlayApi, fake: Any) -> None:
    dealt = api.begin(DIGITS)
    assert plain(api.answer)({"round": dealt["round"], "place": 0, "fake": fake})["fault"]["code"] == "round_wrong"


@pytest.mark.parametrize("id", [None, 7, "", "x" * 10_000_000, ["a"], {"a": 1}, "../../etc/passwd"])
def test_a_round_that_is_nobodys_is_refused(api: PlayApi, id: Any) -> None:
    for ask in (plain(api.answer), plain(api.end)):
        told = ask({"round": id, "place": 0, "fake": True})
        assert told["fault"]["code"] == "round_gone" and len(str(told)) < 200


def test_the_end_is_not_told_before_the_last_answer(api: PlayApi) -> None:
    dealt = api.begin(DIGITS)
    for place in range(9):
        api.answer({"round": dealt["round"], "place": place, "fake": True})
    with pytest.raises(GanError) as fault:
        api.end({"round": dealt["round"]})
    assert fault.value.details == {"left": 1}


def test_while_the_networks_load_the_room_says_so(services: Services) -> None:
    waiting = PlayApi(Runtime(lambda: None), services.photos, None, ASSETS)  # type: ignore[arg-type]
    assert waiting.status() == {"state": "loading"}
    assert plain(waiting.begin)(DIGITS)["fault"]["code"] == "not_ready"
