"""Downloads of the Generate room: enlarged crisply and marked as made by a model. Nothing touches the disk."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from gan_core.base.images import mark_made_by_model, picture_url, png_bytes

SCALE = 10
FRAME_MS = 60
LONG_MS = 600  # at either end of a walk
WIDEST = 1792  # pixels of an animation: a line of sixteen digits at four times its size
_DESCRIPTION, _SOFTWARE = 0x010E, 0x0131  # EXIF tags


def digit_file(image: np.ndarray, model: str, **facts: object) -> dict[str, str]:
    """A digit or a line, uint8 (28, w), as {"name", "url"} of a PNG that says how to make it again."""
    return _file("png", png_bytes(_enlarged(image, SCALE), mark_made_by_model(model, **facts)), **facts)


def walk_file(images: np.ndarray, fmt: str, model: str, **facts: object) -> dict[str, str]:
    """A walk there and back, uint8 (n, 28, w), n >= 2, as {"name", "url"} of an endless animation.

    Args:
        fmt: "webp" (lossless) or "gif".
    """
    scale = min(SCALE, WIDEST // images.shape[2])
    there = [Image.fromarray(_enlarged(image, scale)) for image in images]
    frames = there + there[-2:0:-1]
    times = [FRAME_MS] * len(frames)
    times[0] = times[len(there) - 1] = LONG_MS
    mark = mark_made_by_model(model, **facts)
    buffer = io.BytesIO()
    frames[0].save(buffer, fmt, save_all=True, append_images=frames[1:], duration=times, loop=0, **_marked(fmt, mark))
    return _file(fmt, buffer.getvalue(), **facts)


def _marked(fmt: str, mark: dict[str, str]) -> dict[str, object]:
    """Where each format keeps words: GIF in a comment, WebP in its EXIF block."""
    if fmt == "gif":
        return {"comment": f"{mark['Software']}. {mark['Description']}".encode()}
    exif = Image.Exif()
    exif[_DESCRIPTION], exif[_SOFTWARE] = mark["Description"], mark["Software"]
    return {"lossless": True, "exif": exif.tobytes()}


def _enlarged(image: np.ndarray, scale: int) -> np.ndarray:
    return image.repeat(scale, axis=0).repeat(scale, axis=1)


def _file(fmt: str, data: bytes, **facts: object) -> dict[str, str]:
    name = "-".join(["gan-theatre", *(f"{key}-{value}" for key, value in facts.items())]).replace(" ", "_")
    return {"name": f"{name}.{fmt}", "url": picture_url(data, fmt)}
