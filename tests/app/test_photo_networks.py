"""What the page is told of the photographs' networks that it may load."""

from __future__ import annotations

import io
import json
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from demo_ui.services import Services
from demo_ui.translate import in_browser as module
from demo_ui.translate.api import MIRRORED, PhotoApi
from demo_ui.translate.colour_api import ColourApi
from demo_ui.translate.in_browser import PhotoNetworks
from demo_ui.translate.room import Examples
from gan_core.base.errors import GanError
from tests.tiny import TINY_MASKED, TINY_PHOTOS, tiny_photo_registry


@pytest.fixture
def networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PhotoNetworks:
    """Networks whose making is a file that appears."""
    index = tmp_path / "photos.json"
    monkeypatch.setattr(module, "made_before", lambda registry, folder, id: index if index.is_file() else None)
    return PhotoNetworks(tmp_path / "checkpoints", tmp_path)


def made(networks: PhotoNetworks) -> None:
    for thread in threading.enumerate():
        if thread.name == "photo-networks":
            thread.join()


def test_they_are_made_when_a_page_first_asks_and_told_of_when_they_are_there(
    networks: PhotoNetworks, services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun: list[Any] = []
    writes = "import pathlib, sys; pathlib.Path(sys.argv[sys.argv.index('--out') + 1], 'photos.json').write_text('{}')"
    popen = module.subprocess.Popen

    def process(command: list[str], **options: Any) -> Any:
        begun.append(command)
        return popen([sys.executable, "-c", writes, *command[3:]], **options)

    monkeypatch.setattr(module, "subprocess", SimpleNamespace(Popen=process, DEVNULL=module.subprocess.DEVNULL))
    api = PhotoApi(services.photos, Examples(tmp_path), in_browser=networks)
    assert api.status()["preparing"] and begun == []
    assert api.status({"own": True})["preparing"]
    api.status({"own": True})
    made(networks)
    assert len(begun) == 1 and "horse2zebra" in begun[0]
    assert api.status()["own"]["index"].endswith("photos.json")


def test_what_cannot_be_made_is_not_waited_for(networks: PhotoNetworks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "_made", lambda: None)
    networks.status({"own": True})
    made(networks)
    assert networks.status({"own": True}) == {}


def test_those_of_other_weights_do_not_count(tmp_path: Path) -> None:
    from gan_core.photos.in_browser import COLOURS, INDEX, made_before
    from gan_core.store.checkpoints import Registry

    for text in ("", "{}", '{"of": "0123456789abcdef", "networks": {}}', '{"networks": {"generator_ab 256x256": 3}}'):
        (tmp_path / INDEX).write_text(text)
        (tmp_path / COLOURS).write_text(text)
        assert made_before(Registry(), tmp_path) is None
        assert made_before(Registry(), tmp_path, "grey2colour") is None


@pytest.mark.parametrize("kind", ["residual", "whole", "near"])
def test_the_index_says_how_large_networks_paint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    from gan_core.photos import in_browser

    spec = {"residual": replace(TINY_PHOTOS, residual=True), "whole": TINY_PHOTOS, "near": TINY_MASKED}[kind]
    registry = tiny_photo_registry(tmp_path / "checkpoints", spec=spec)
    if kind == "near":
        near = registry.spec("horse2zebra") | {"near": {"ba": 0.15}}
        registry.write("horse2zebra", {"spec.json": json.dumps(near).encode()})
    monkeypatch.setattr(in_browser, "_guard", lambda registry: (0.0, None))
    monkeypatch.setattr(in_browser, "_source", lambda registry, id: "these")
    monkeypatch.setattr(in_browser, "written", lambda *network: {})
    index = json.loads(in_browser.write_for_browser(registry, tmp_path / "out", [(1024, 768)], []).read_text())
    assert (index["residual"], index["masked"]) == (kind == "residual", kind == "near")
    assert index["near"] == {"side": 176, "shares": {"ba": 0.15} if kind == "near" else {}}
    assert ("generator_ba 132x176" in index["networks"]) == (kind == "near")
    wanted = "generator_ab 384x512" if kind == "whole" else "generator_ab 192x256"
    assert wanted in index["networks"] and "discriminator_a 384x512" in index["networks"]


def test_colours_have_networks_of_their_own(services: Services, tmp_path: Path) -> None:
    networks = PhotoNetworks(tmp_path / "checkpoints", tmp_path, "grey2colour")
    assert services.colours
    api = ColourApi(services.colours, Examples(tmp_path), in_browser=networks)
    assert api.status()["preparing"] and networks.id == "grey2colour"


def sent(picture: Image.Image, **fields: Any) -> Any:
    data = io.BytesIO()
    picture.save(data, "JPEG")
    return SimpleNamespace(files=[("file", data.getvalue())], data=fields)


def test_the_mirror_gives_a_picture_of_the_same_size_and_takes_no_large_one(services: Services, tmp_path: Path) -> None:
    api = PhotoApi(services.photos, Examples(tmp_path))
    for direction in ("ab", "ba", "auto"):
        answer = api.mirror(sent(Image.new("RGB", (192, 144), "brown"), direction=direction, session="me"))
        assert answer["picture"].startswith("data:image/jpeg;base64,")
    for asked, code in [
        (sent(Image.new("RGB", (MIRRORED + 1, 20)), direction="ab"), "frame_too_large"),
        (sent(Image.new("RGB", (192, 144)), direction="up"), "option_unknown"),
        (sent(Image.new("RGB", (192, 144))), "option_unknown"),
        ({}, "photo_none"),
        (SimpleNamespace(files=[("file", b"")], data={"direction": "ab"}), "photo_empty"),
    ]:
        with pytest.raises(GanError) as caught:
            api.mirror(asked)
        assert caught.value.code == code
