"""What the Learn room asks of the server: the feature maps of one digit, and what fakes are good for."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from PIL import Image

from demo_ui.learn.api import LearnApi
from demo_ui.learn.usefulness import DIGITS, FILE, PRICE, SHEET, SPECTRUM, price, recorded, traces
from demo_ui.page.plain import plain
from gan_core.base.errors import GanError
from gan_core.base.paths import ASSETS
from gan_core.base.runtime import Runtime


@pytest.fixture(scope="module")
def api(services: Any) -> LearnApi:
    return LearnApi(services.digits, services.usefulness)


def test_the_maps_of_a_digit_are_one_sheet(api: LearnApi) -> None:
    answer = api.maps({"seed": 7, "digit": 3})
    assert [(row["network"], row["shape"], row["shown"]) for row in answer["rows"]] == [
        ("generator", (7, 7, 20), 16),
        ("generator", (14, 14, 4), 4),
        ("generator", (28, 28, 1), 1),
        ("discriminator", (14, 14, 4), 4),
    ]
    picture = Image.open(io.BytesIO(base64.b64decode(answer["sheet"].split(",")[1])))
    assert picture.size == (16 * answer["side"], 4 * answer["side"])
    assert len(answer["z"]) == 100


def test_the_maps_follow_the_wish(api: LearnApi) -> None:
    plain_one = api.maps({"seed": 7, "digit": 3})
    assert api.maps({"seed": 7, "digit": 3, "directions": [0.0, 0.0]}) == plain_one
    assert api.maps({"seed": 7, "digit": 3, "directions": [2.0]})["sheet"] != plain_one["sheet"]
    assert api.maps({"seed": 8, "digit": 3})["z"] != plain_one["z"]
    assert api.maps({"seed": 7, "digit": 3, "diversity": 0.0})["z"] == [0.0] * 100


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (None, "request_wrong"),
        ([], "request_wrong"),
        ({}, "seed_wrong"),
        ({"seed": -1}, "seed_wrong"),
        ({"seed": 1, "digit": 16}, "count_wrong"),
        ({"seed": 1, "directions": [0.0] * 99}, "list_wrong"),
        ({"seed": 1, "directions": "1,2"}, "list_wrong"),
        ({"seed": 1, "directions": [float("nan")]}, "number_wrong"),
        ({"seed": 1, "diversity": 2}, "number_wrong"),
        ({"seed": 1, "checkpoint": "../best"}, "checkpoint_missing"),
        ({"seed": 1, "checkpoint": {"id": "best"}}, "checkpoint_missing"),
    ],
)
def test_nonsense_is_a_fault_with_a_name(api: LearnApi, asked: Any, code: str) -> None:
    assert plain(api.maps)(asked)["fault"]["code"] == code


def test_networks_that_are_not_there_yet_are_waited_for() -> None:
    loading: Any = Runtime(lambda: None)
    assert LearnApi(loading).maps({"seed": 1}) == {"state": "loading"}


def test_networks_that_failed_are_told_of() -> None:
    def fail() -> Any:
        raise GanError("checkpoint_missing", id="best", known="")

    runtime: Runtime[Any] = Runtime(fail)
    runtime.start()
    runtime.wait()
    assert "fault" in plain(LearnApi(runtime).maps)({"seed": 1})


def test_the_lessons_networks_are_listed_with_their_shapes() -> None:
    facts = LearnApi.facts()
    assert [layer["shape"] for layer in facts["generator"]] == [(12544,), (7, 7, 128), (14, 14, 64), (28, 28, 1)]
    assert [layer["shape"] for layer in facts["discriminator"]] == [(14, 14, 64), (7, 7, 128), (1,)]


def test_a_classifier_is_trained_for_whoever_asks(api: LearnApi) -> None:
    answer = api.usefulness({"fakes": 10_000, "reals": 0, "seed": 4})
    assert answer == {
        "fakes": 10_000, "reals": 0, "right": pytest.approx(0.65), "low": pytest.approx(0.64),
        "high": pytest.approx(0.66), "n": 10_000, "seconds": 1.5,
    }  # fmt: skip
    for asked in (None, [], {"fakes": "all"}, {"fakes": 10, "reals": 10}):
        assert "fault" in plain(api.usefulness)(asked)
    assert plain(LearnApi(api._runtime).usefulness)({"fakes": 1})["fault"]["code"] == "checkpoint_missing"


def test_the_endpoint_gives_the_same_and_tells_what_is_wrong(app_url: str) -> None:
    client = Client(app_url, verbose=False)
    assert client.predict(0, 1000, 2, api_name="/usefulness")["right"] == pytest.approx(0.65)
    with pytest.raises(AppError, match="whole number from 0 to 10000"):
        client.predict(20_000, 0, 0, api_name="/usefulness")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"n": 1, "mixes": [{"fakes": 10000, "reals": 0, "right": []}]}'])
def test_a_damaged_record_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "lesson").mkdir()
    (tmp_path / FILE).write_text(text)
    assert recorded(tmp_path) is None
    assert recorded(tmp_path / "nowhere") is None


def test_the_price_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    whole = price(ASSETS)
    assert whole and whole["sheet"].endswith("lesson/membership.webp")
    (tmp_path / "lesson").mkdir()
    text = (ASSETS / PRICE).read_text(encoding="utf-8")
    (tmp_path / PRICE).write_text(text, encoding="utf-8")
    assert price(tmp_path) is None  # no pictures
    (tmp_path / SHEET).touch()
    assert price(tmp_path)
    for damaged in ("", "{}", "[]", text.replace('"neither"', '"nobody"'), text.replace('"low"', '"lowest"')):
        (tmp_path / PRICE).write_text(damaged, encoding="utf-8")
        assert price(tmp_path) is None


def test_the_traces_are_read_whole_or_not_at_all(tmp_path: Path) -> None:
    whole = traces(ASSETS)
    assert whole and whole["sheet"].endswith("lesson/spectrum.webp")
    (tmp_path / "lesson").mkdir()
    text = (ASSETS / SPECTRUM).read_text(encoding="utf-8")
    (tmp_path / SPECTRUM).write_text(text, encoding="utf-8")
    assert traces(tmp_path) is None  # no digits
    (tmp_path / DIGITS).touch()
    assert traces(tmp_path)
    cut = text.replace('"spread": [', '"spread": [0.5, ', 1)
    for damaged in ("", "{}", "[]", text.replace('"again"', '"anew"'), text.replace('"blur": {', '"blot": {'), cut):
        (tmp_path / SPECTRUM).write_text(damaged, encoding="utf-8")
        assert traces(tmp_path) is None
