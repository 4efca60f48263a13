"""A class draws together: its phones' page, what it asks, and how phones find the way."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from demo_ui.page import web
from demo_ui.settings import AppSettings
from demo_ui.training import together
from demo_ui.training.api import LiveApi
from gan_core.data.doodles import doodles
from tests.fake_live import FakeStage
from tests.fakes import fake_services

OWNER, PHONE = "o" * 32, "p" * 32
LIGHT = 40_000  # bytes of the phones' page and its modules, before they are packed


@pytest.fixture(scope="module")
def services() -> Any:
    return replace(fake_services(), live=FakeStage())  # type: ignore[arg-type]


@pytest.fixture
def phone(services: Any) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=together.routes(services, AppSettings()))) as client:
        yield client


def test_a_phone_draws_on_the_owners_board_and_hears_of_the_start(services: Any, phone: TestClient) -> None:
    api = LiveApi(services.live, services.digits, services.boards)
    code = api.live_board({"visitor": OWNER, "action": "open"})["code"]
    told: dict[str, Any] = {}
    for picture in doodles(13):
        sent = {"action": "add", "picture": base64.b64encode(picture.tobytes()).decode()}
        told = phone.post("/draw/board", json={"visitor": PHONE, "code": code, **sent}).json()
    assert told == {"code": code, "count": 13, "own": 13, "learned": 0, "numbers": [], "came": {}}
    phone.post("/draw/board", json={"visitor": PHONE, "code": code, "action": "undo"})
    api.live_do({"visitor": OWNER, "action": "start", "knobs": api.facts()["presets"]["express"], "board": True})
    told = phone.post("/draw/board", json={"visitor": PHONE, "code": code, "action": "see"}).json()
    assert (told["count"], told["learned"]) == (12, 12)
    api.live_do({"visitor": OWNER, "action": "forget"})
    told = phone.post("/draw/board", json={"visitor": PHONE, "code": code, "action": "see"}).json()
    assert told["fault"]["code"] == "board_missing"


@pytest.mark.parametrize("body", [b"", b"[", b"[" * 5000, b"null", b"\xff", b'{"visitor": 5}'])
def test_what_no_phone_sends_is_refused_with_a_reason(phone: TestClient, body: bytes) -> None:
    answer = phone.post("/draw/board", content=body)
    assert (answer.status_code, answer.json()["fault"]["code"]) == (200, "visitor_wrong")


def test_the_phones_page_is_light_and_brings_its_words_along(phone: TestClient) -> None:
    page = phone.get("/draw").text
    modules = web.needed_by(together.ENTRY)
    assert all(f"{web.FOLDER}/{web.digest()}/{name}" in page for name in modules)
    assert len(page) + sum(len(web.modules()[name]) for name in modules) < LIGHT
    assert web.GIVEN not in modules and "gradio_config" not in page
    assert '"training.phone.gone"' in page and "error.board_full" in page and "그림" in page
    for key in re.findall(r'data-i18n="([\w.]+)"', page):
        assert page.count(f'"{key}"') == 3, key  # where it is said, and in both languages


def test_without_live_training_there_is_no_such_page(services: Any) -> None:
    assert together.routes(replace(services, live=None), AppSettings()) == []


@pytest.mark.parametrize(
    ("cookie", "at"), [("theatre=7f", "7f"), ("theatre=7F", None), ("theatre=7f0", None), ("other=7f", None)]
)
def test_the_way_leads_to_the_server_that_the_owner_is_with(phone: TestClient, cookie: str, at: str | None) -> None:
    assert phone.get("/draw/way", headers={"cookie": cookie}).json() == {"host": None, "at": at}


def test_the_way_names_this_machine_where_its_network_is_let_in(
    services: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(together, "network_address", lambda: "192.168.1.20")
    for host, told in (("0.0.0.0", "192.168.1.20"), ("127.0.0.1", None)):
        with TestClient(Starlette(routes=together.routes(services, AppSettings(host=host)))) as client:
            assert client.get("/draw/way").json()["host"] == told
    monkeypatch.undo()
    address = together.network_address()
    assert address is None or not address.startswith("127.")
    monkeypatch.setattr(together, "CONTAINERS", (tmp_path,))
    assert together.network_address() is None  # its address there is nobody else's
