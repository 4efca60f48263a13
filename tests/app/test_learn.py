"""What the Learn room asks of the server: the feature maps of one digit."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from demo_ui.learn.api import LearnApi
from demo_ui.page.plain import plain
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime


@pytest.fixture(scope="module")
def api(services: Any) -> LearnApi:
    return LearnApi(services.digits)


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
