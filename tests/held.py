"""Every answer that the app gives in a test is held against the type that the browser side declares for it."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from demo_ui.draw.api import DrawingApi
from demo_ui.generate.api import DigitApi
from demo_ui.learn.api import LearnApi
from demo_ui.play.api import PlayApi
from demo_ui.training.api import LiveApi
from demo_ui.translate.api import PhotoApi
from demo_ui.translate.colour_api import ColourApi
from tests.declared import members, unfit

ROOMS: dict[str, tuple[type, ...]] = {
    "generate": (DigitApi,),
    "translate": (PhotoApi, ColourApi),
    "draw": (DrawingApi,),
    "training": (LiveApi,),
    "play": (PlayApi,),
    "learn": (LearnApi,),
}


@contextmanager
def held() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        for room, classes in ROOMS.items():
            for name, type in members(f"rooms/{room}/state.mjs", "Answers").items():
                for answering in classes:
                    if hasattr(answering, name):
                        patched.setattr(answering, name, _held(getattr(answering, name), f"{room}.{name}", type))
        yield


def _held(answer: Callable[..., Any], at: str, type: Any) -> Callable[..., Any]:
    @functools.wraps(answer)
    def answered(*asked: Any) -> Any:
        given = answer(*asked)
        if given:  # {}: the same session has asked for something newer
            assert unfit(json.loads(json.dumps(given)), type, at) == []
        return given

    return answered
