"""Pictures of what is asked for: a digit or a line, and films of a walk or of a loop."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from gan_core.base.images import grid
from gan_core.digits.request import GenerateRequest
from gan_core.digits.writing import set_line

FRAMES_A_LEG, FRAME_MS = 25, 40  # of a loop: a second from place to place


class Drawer(Protocol):
    """What is asked of an engine."""

    def images(self, z: np.ndarray, step: int | None = None) -> np.ndarray: ...


def picture(engine: Drawer, request: GenerateRequest, vectors: np.ndarray) -> np.ndarray:
    """What the request asks for: uint8 (28, 28), or of a line (28, 28 n)."""
    if not request.text:
        return engine.images(request.asked(request.latent(vectors)[None]), request.step)[0]
    line = set_line(request.text, engine.images(request.line(vectors), request.step))
    return grid(line, len(line))


def along(engine: Drawer, request: GenerateRequest, vectors: np.ndarray, name: str, places: np.ndarray) -> np.ndarray:
    """The pictures at `places` of one of the request's fields, "across" or "at": uint8 (n, 28, w)."""
    return np.stack([picture(engine, replace(request, **{name: float(place)}), vectors) for place in places])


def loop_film(engine: Drawer, request: GenerateRequest, vectors: np.ndarray) -> np.ndarray:
    """Once around the request's loop, `FRAMES_A_LEG` pictures from place to place: uint8 (n, 28, w)."""
    count = FRAMES_A_LEG * len(request.loop)
    return along(engine, request, vectors, "at", np.arange(count) / count)
