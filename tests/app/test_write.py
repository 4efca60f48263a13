"""The endpoint that writes lines."""

from __future__ import annotations

import base64
import io
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from demo_ui.generate.writing import write_endpoint
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime
from gan_core.digits.rooms import DigitRooms
from gan_core.digits.writing import write
from tests.fakes import FakeWriter


def asked(app_url: str, *data: Any) -> dict[str, Any]:
    return httpx.post(f"{app_url}gradio_api/run/write", json={"data": list(data)}, timeout=60).json()


def test_the_line_is_what_the_command_line_writes(app_url: str) -> None:
    [url] = asked(app_url, "29 11 2026", 8, True, 0.5)["data"]
    drawn = np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))))
    line = write(FakeWriter(), "29 11 2026", 8, own_hands=True, truncation=0.5)
    assert np.array_equal(drawn, np.concatenate(list(line), 1))


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (["abc", 7, False, 1.0], "digits only"),
        (["1" * 17, 7, False, 1.0], "up to 16"),
        (["", 7, False, 1.0], "digits only"),
        (["1", -1, False, 1.0], "A seed is"),
        (["1", 7, False, 2.0], "truncation must be"),
        ([None, 7, False, None], "digits only"),
    ],
)
def test_what_cannot_be_written_is_told(app_url: str, wish: list[Any], words: str) -> None:
    assert words in asked(app_url, *wish)["error"]


def test_without_the_networks_there_is_no_writer() -> None:
    runtime: Any = Runtime(lambda: DigitRooms({"best": None}))  # type: ignore[dict-item]
    runtime.start()
    runtime.wait()
    with pytest.raises(GanError, match="any-digit"):
        _ = runtime.engine.writer
    with pytest.raises(Exception, match="any-digit"):
        write_endpoint(runtime)("12")
