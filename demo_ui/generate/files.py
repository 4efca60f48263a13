"""Downloads of the Generate room: enlarged crisply and marked as made by a model. Nothing touches the disk."""

from __future__ import annotations

import numpy as np

from gan_core.base.animations import enlarged, film_bytes, film_url
from gan_core.base.images import mark_made_by_model, picture_url, png_bytes
from gan_core.digits.film import FRAME_MS as LOOP_MS

SCALE = 10
FRAME_MS = 60
LONG_MS = 600  # at either end of a walk


def digit_file(image: np.ndarray, model: str, **facts: object) -> dict[str, str]:
    """A digit or a line, uint8 (28, w), as {"name", "url"} of a PNG that says how to make it again."""
    return _file(
        "png", png_bytes(image.repeat(SCALE, axis=0).repeat(SCALE, axis=1), mark_made_by_model(model, **facts)), **facts
    )


def walk_file(images: np.ndarray, fmt: str, model: str, **facts: object) -> dict[str, str]:
    """A walk there and back, uint8 (n, 28, w), n >= 2, as {"name", "url"} of an endless animation.

    Args:
        fmt: one of animations.formats().
    """
    frames = np.concatenate([images, images[-2:0:-1]])
    times = [FRAME_MS] * len(frames)
    times[0] = times[len(images) - 1] = LONG_MS
    return _film(frames, fmt, times, model, facts)


def loop_file(images: np.ndarray, fmt: str, model: str, **facts: object) -> dict[str, str]:
    """A loop, uint8 (n, 28, w), as {"name", "url"} of a film; `fmt` is one of animations.formats()."""
    return _film(images, fmt, [LOOP_MS] * len(images), model, facts)


def _film(frames: np.ndarray, fmt: str, times: list[int], model: str, facts: dict[str, object]) -> dict[str, str]:
    mark = mark_made_by_model(model, **facts)
    return _file(fmt, film_bytes(enlarged(frames), fmt, times, mark), **facts)


def _file(fmt: str, data: bytes, **facts: object) -> dict[str, str]:
    name = "-".join(["gan-theatre", *(f"{key}-{value}" for key, value in facts.items())]).replace(" ", "_")
    return {"name": f"{name}.{fmt}", "url": film_url(data) if fmt == "mp4" else picture_url(data, fmt)}
