"""What stands behind drawings in the Draw tab, and the endpoint."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image, ImageDraw

from demo_ui.draw.api import DrawingApi
from demo_ui.page.plain import plain
from gan_core.base.runtime import Runtime
from gan_core.photos.drawing import COATS, PAPER, DrawingEngine
from gan_core.pictures.limits import DRAWING_URL
from gan_core.store.checkpoints import Registry
from tests.app.test_colourise import ready
from tests.app.test_translate import opened
from tests.fake_photos import FakeDrawingEngine, fake_photo_room
from tests.tiny import tiny_drawing_registry
from tests.unit.photos.test_ink import in_shadow, lined


def drawn(size: tuple[int, int] = (64, 64), line: tuple[int, ...] = (8, 32, 56, 32)) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).line(line, "black", 6)
    return file_of(image)


def file_of(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def wish(data: bytes, **others: Any) -> dict[str, Any]:
    return {"drawing": "data:image/png;base64," + base64.b64encode(data).decode(), "animal": "horse", **others}


@pytest.fixture
def api() -> DrawingApi:
    return DrawingApi(ready(FakeDrawingEngine()), ready(fake_photo_room()))


def test_ink_becomes_a_horse_or_a_zebra_and_paper_stays(api: DrawingApi) -> None:
    assert api.status() == {"state": "ready", "side": 64, "coats": list(COATS), "zebras": True}
    answers = {animal: api.paint(wish(drawn(), animal=animal, session="s")) for animal in ("horse", "zebra")}
    horse, zebra = (np.asarray(opened(answer["picture"])).astype(int) for answer in answers.values())
    assert tuple(horse[32, 32]) == (150, 95, 50) and tuple(horse[2, 2]) == tuple(zebra[2, 2]) == PAPER
    assert np.abs(horse - zebra)[30:34].max() > 60 and answers["zebra"]["ms"] > answers["horse"]["ms"] > 0
    saved: Any = api.save(wish(drawn(), animal="zebra"))
    assert saved["name"] == "gan-theatre-drawn-zebra.png"
    assert "drawing2horse and horse2zebra" in opened(saved["url"]).text["Description"]  # type: ignore[attr-defined]


def test_the_coat_that_is_asked_for_is_painted_and_saved(api: DrawingApi) -> None:
    for answer in (api.paint(wish(drawn(), coat="black"))["picture"], api.save(wish(drawn(), coat="black"))["url"]):
        picture = np.asarray(opened(answer))
        assert np.abs(picture[len(picture) // 2, len(picture) // 2].astype(int) - COATS["black"]).max() <= 6


def test_a_photographed_drawing_comes_back_as_its_ink(api: DrawingApi) -> None:
    def level(image: Image.Image) -> dict[str, Any]:
        return plain(api.level)(SimpleNamespace(files=[("upload", file_of(image))], data={}))

    sheet = np.asarray(opened(level(lined())["picture"]))
    assert sheet.shape == (512, 512, 4) and not sheet[..., :3].any()
    assert 0.005 < (sheet[..., 3] > 127).mean() < 0.1 and (sheet[..., 3] < 8).mean() > 0.8  # no shadow, no rules
    assert level(in_shadow(Image.new("RGB", (840, 680), "white")))["fault"]["code"] == "drawing_unclear"
    assert plain(api.level)({"drawing": "horse.png"})["fault"]["code"] == "photo_none"


def test_without_the_networks_of_zebras_there_are_horses_only() -> None:
    api = DrawingApi(ready(FakeDrawingEngine()))
    assert api.status()["zebras"] is False and api.paint(wish(drawn()))["picture"]
    assert plain(api.paint)(wish(drawn(), animal="zebra"))["fault"]["code"] == "checkpoint_missing"


def test_a_newer_drawing_sends_an_older_one_away(api: DrawingApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeDrawingEngine, "paint", lambda *_: None)
    assert api.paint(wish(drawn(), session="s")) == {}


@pytest.mark.parametrize(
    ("asked", "code"),
    [(None, "photo_none"), ({}, "photo_none"), ({"drawing": 7}, "photo_none"), ({"drawing": "horse.png"}, "photo_none")]
    + [(wish(b"") | {"drawing": "data:image/png;base64,@"}, "photo_unreadable"), (wish(b"words"), "photo_unreadable")]
    + [(wish(b""), "photo_empty"), (wish(bytes(DRAWING_URL)), "photo_none"), (wish(drawn((12, 12))), "drawing_size")]
    + [(wish(drawn(), animal=animal), "option_unknown") for animal in ("cow", None, 7, ["horse"])]
    + [(wish(drawn(), coat=coat), "option_unknown") for coat in ("green", None, 7, ["bay"])],
)
def test_what_cannot_be_painted_is_told(api: DrawingApi, asked: Any, code: str) -> None:
    for question in (api.paint, api.save):
        assert plain(question)(asked)["fault"]["code"] == code


def test_it_says_when_it_is_not_there_yet() -> None:
    api = DrawingApi(Runtime(lambda: FakeDrawingEngine()))  # type: ignore[arg-type,return-value]
    assert api.status() == {"state": "loading"}
    assert plain(api.paint)(wish(drawn()))["fault"]["code"] == "not_ready"


@pytest.mark.slow
def test_a_real_network_paints_strange_drawings(tmp_path: Path) -> None:
    api = DrawingApi(ready(DrawingEngine(tiny_drawing_registry(tmp_path))))
    for size in ((16, 16), (1024, 20), (300, 200)):
        assert opened(api.paint(wish(drawn(size)))["picture"]).size == (32, 32)
    empty = api.paint(wish(drawn(line=(-9, -9, -9, -9))))
    assert {tuple(pixel) for pixel in np.asarray(opened(empty["picture"])).reshape(-1, 3)} == {PAPER}


def test_a_checkpoint_of_another_kind_is_told(tmp_path: Path) -> None:
    Registry(tmp_path).save("drawing2horse", {}, {"kind": "cyclegan"})
    with pytest.raises(Exception, match="no Pix2Pix"):
        DrawingEngine(Registry(tmp_path))


def test_the_endpoint_paints_and_tells_faults(app_url: str, tmp_path: Path) -> None:
    client, path = Client(app_url, verbose=False), tmp_path / "drawing.png"
    path.write_bytes(drawn((200, 200), (20, 100, 180, 100)))
    painted, figures = client.predict(handle_file(str(path)), "zebra", "grey", api_name="/paint")
    saved: Any = Image.open(painted)
    assert saved.size == (64, 64) and "after a drawing" in saved.text["Description"] and set(figures) == {"ms"}
    path.write_text("not a picture")
    with pytest.raises(AppError, match="no picture that can be read"):
        client.predict(handle_file(str(path)), "horse", api_name="/paint")
