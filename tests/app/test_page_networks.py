"""What the page is told of the networks that it may load."""

from __future__ import annotations

import json
from pathlib import Path

from demo_ui.generate.api import DigitApi
from demo_ui.generate.tab import START
from demo_ui.page.networks import PageNetworks
from demo_ui.services import Services
from demo_ui.settings import AppSettings


def test_the_page_is_told_where_they_are_once_they_are_written(services: Services, tmp_path: Path) -> None:
    networks = PageNetworks(AppSettings(), tmp_path / "networks")
    api = DigitApi(services.digits, networks)
    assert "own" not in api.status()
    networks.write()
    index = api.status()["own"]["index"].removeprefix("gradio_api/file=")
    written = json.loads(Path(index).read_text(encoding="utf-8"))
    assert [facts["id"] for facts in written["checkpoints"]] == ["best", "classic", "any-digit"]
    assert all((Path(index).parent / name).is_file() for name in written["networks"]["best"]["weights"].values())


def test_without_checkpoints_the_server_draws_and_nothing_fails(tmp_path: Path) -> None:
    networks = PageNetworks(AppSettings(checkpoints=tmp_path / "none"), tmp_path / "networks")
    networks.write()
    assert networks.digits is None and networks.first(**START) is None


def test_the_first_digit_is_there_before_anything_is_loaded() -> None:
    networks = PageNetworks(AppSettings(), Path("unused"))
    assert (networks.first(**START) or "").startswith("data:image/png;base64,")
    assert networks.first(seed=8, digit=1) is None
