"""What a stand's server gives and refuses: health, no photographs where none are wanted, the rooms that were named."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from demo_ui import stand
from demo_ui.app import build_demo
from demo_ui.page import launch
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.translate.photo_cache import PhotoCache
from gan_core.base.errors import GanError
from tests.conftest import serve
from tests.fake_live import FakeStage


def test_health_tells_the_state_and_which_start_it_is() -> None:
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from demo_ui.page.routes import routes

    for state, status in (("loading", 200), ("ready", 200), ("failed", 503)):
        answer = TestClient(Starlette(routes=routes(lambda state=state: state, "a"))).get("/health")
        assert (answer.status_code, answer.json()) == (status, {"state": state, "boot": stand.BOOT, "replica": "a"})


def test_the_page_knows_the_start_of_its_server(services: Any) -> None:
    settings = AppSettings(kiosk=True, rooms=("training", "generate"), no_train=True)
    with serve(build_demo(services, settings), settings) as url:
        with urllib.request.urlopen(f"{url}health") as answer:
            boot = json.load(answer)["boot"]
        with urllib.request.urlopen(url) as answer:
            page = answer.read().decode()
        with urllib.request.urlopen(f"{url}config") as answer:
            tabs = [c["props"]["id"] for c in json.load(answer)["components"] if c["type"] == "tabitem"]
    assert boot in page
    assert tabs == ["training", "generate"]


def test_no_photograph_is_taken_where_none_is_wanted(services: Any, connect: Callable[..., Any]) -> None:
    closed = AppSettings(no_upload=True, no_camera=True)
    with connect(build_demo(services, closed)) as (client, _):
        assert "/translate" not in client.view_api(return_format="dict")["named_endpoints"]
    with connect(build_demo(services, AppSettings(no_upload=True))) as (client, _):  # the camera's go the same way
        assert "/translate" in client.view_api(return_format="dict")["named_endpoints"]


@pytest.mark.parametrize("no_upload", [False, True])
def test_no_pictures_to_learn_from_are_taken_where_no_file_is_wanted(services: Services, no_upload: bool) -> None:
    stage: Any = FakeStage()
    demo = build_demo(replace(services, live=stage), AppSettings(no_upload=no_upload))
    player: Any = next(block for block in demo.blocks.values() if block.elem_id == "run-player")
    answered = player.get_config()["server_fns"]
    assert "live_board" in answered and ("live_pictures" in answered) is not no_upload


def test_no_training_where_none_is_wanted() -> None:
    assert Services.of(AppSettings(no_train=True)).live is None


def test_a_room_that_does_not_exist_is_told() -> None:
    launch.check_rooms(AppSettings(rooms=("training",), stands={"hall": {"rooms": ("training",)}}))
    for wrong in (
        AppSettings(rooms=("generate", "attic")),
        AppSettings(stands={"hall": {"rooms": ("attic",)}}),
        AppSettings(rooms=("generate",), stands={"hall": {"rooms": ("training",)}}),
    ):
        with pytest.raises(GanError, match="There is no room"):
            launch.check_rooms(wrong)


def test_a_photograph_is_forgotten_at_once() -> None:
    cache: PhotoCache[str] = PhotoCache()
    ticket, other = cache.put("hers"), cache.put("his")
    cache.drop(ticket)
    cache.drop("unknown")
    cache.drop(None)
    with pytest.raises(GanError, match="gone"):
        cache.get(ticket)
    assert cache.get(other) == "his"
