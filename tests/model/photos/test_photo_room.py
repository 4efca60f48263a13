"""The Translate tab over real, tiny networks: what the fakes stand for is what the engine does."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from demo_ui.settings import AppSettings
from demo_ui.translate.api import PhotoApi
from demo_ui.translate.room import WITHOUT_CYCLE, Examples, PhotoRoom
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime, State
from tests.tiny import add_tiny_photo_classifier, tiny_photo_registry

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def api(tmp_path_factory) -> PhotoApi:
    root = tmp_path_factory.mktemp("checkpoints")
    tiny_photo_registry(root, WITHOUT_CYCLE)
    add_tiny_photo_classifier(tiny_photo_registry(root))
    runtime = Runtime(lambda: PhotoRoom.load(AppSettings(checkpoints=root)))
    runtime.start()
    assert runtime.wait() is State.READY
    return PhotoApi(runtime, Examples(AppSettings().assets / "examples"))


def upload(height: int, width: int) -> SimpleNamespace:
    buffer = io.BytesIO()
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    Image.fromarray(pixels).save(buffer, "PNG")
    return SimpleNamespace(files=[("photo.png", buffer.getvalue())], data={"direction": "auto", "session": "me"})


def test_every_answer_of_the_room_is_plain_json(api):
    status = api.status()
    assert status["guard"] and status["without"]
    answer = api.translate(upload(50, 90))
    assert answer["looks"]["direction"] == answer["direction"]
    assert answer["maps"]["translated"]["columns"] == 11 and answer["maps"]["translated"]["rows"] == 6
    asked = {"ticket": answer["ticket"], "session": "me/lesson"}
    weaker, other = api.at_strength({**asked, "strength": 0.5}), api.without_cycle(asked)
    assert weaker["figures"]["change"] < answer["figures"]["change"]
    for told in (status, answer, weaker, other):
        json.dumps(told, allow_nan=False)


def test_a_room_without_guard_and_second_model(tmp_path):
    tiny_photo_registry(tmp_path)
    room = PhotoRoom.load(AppSettings(checkpoints=tmp_path))
    assert room.guard is None and room.without_cycle is None


def test_a_missing_or_damaged_checkpoint_is_told(tmp_path):
    with pytest.raises(GanError) as fault:
        PhotoRoom.load(AppSettings(checkpoints=tmp_path))
    assert fault.value.code == "checkpoint_missing"
    registry = tiny_photo_registry(tmp_path)
    add_tiny_photo_classifier(registry)
    weights = tmp_path / "horse-zebra-classifier" / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(GanError) as fault:
        PhotoRoom.load(AppSettings(checkpoints=tmp_path))
    assert fault.value.code == "checkpoint_damaged"
