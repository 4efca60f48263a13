"""Preprocessing of photographs: decoded safely, upright, in RGB, resized to what the networks take."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.base.files import read_file
from gan_core.pictures import limits, reading
from gan_core.pictures.decoding import Wanted

LARGEST = 1024  # long side of what is kept of a photograph
SEEN = 512  # long side of what the networks see
STRIDE, LEAST_SEEN = 4, 16  # the networks take sides that are multiples of 4, from 16


class Photo(NamedTuple):
    """A photograph as it is shown: uint8 (h, w, 3), upright, at most `LARGEST` on the long side, no metadata.

    `size` is (width, height) of the file, upright, before scaling. `notes` says what was done to it, in this order:
    "first_frame" (it moves; only its first frame was taken), "scaled" (it was larger than `LARGEST`).
    """

    image: np.ndarray
    size: tuple[int, int]
    notes: tuple[str, ...]


def read_photo(source: Path | bytes) -> Photo:
    """Decode a file of one of `limits.FORMATS` and of any colour mode; 16 bits become 8, and
    what is transparent shows paper, white or, under white ink, black.

    Of what it holds besides pixels, its orientation and its colour profile are heeded, and nothing else.

    Raises:
        GanError: 'photo_empty' (0 bytes), 'photo_format' (SVG), 'photo_heic', 'photo_unreadable' (no image, or
            no file), 'photo_cut_off' (begins well, then breaks off or is damaged), 'photo_too_large',
            'photo_too_small'.
    """
    data = source if isinstance(source, bytes) else _file(source)
    found = reading.read(data, Wanted(long=LARGEST))
    notes = [note for note, holds in (("first_frame", found.moves), ("scaled", max(found.size) > LARGEST)) if holds]
    return Photo(found.image, found.size, tuple(notes))


def seen(image: np.ndarray, longest: int = SEEN) -> np.ndarray:
    """What the networks see of uint8 (h, w, 3): the same, at most `longest` on the long side."""
    scale = longest / max(image.shape[:2])
    return image if scale >= 1 else resized(image, tuple(max(1, round(side * scale)) for side in image.shape[:2]))


def padded(image: np.ndarray, stride: int = STRIDE, least: int = LEAST_SEEN) -> np.ndarray:
    """(h, w, 3) with its right and lower edge mirrored until both sides are multiples of `stride`, from `least`.

    Constant bars would disturb the statistics of instance norm. `result[:h, :w]` is the image again.
    """
    grown = [max(-(-side // stride) * stride, least) for side in image.shape[:2]]
    edges = [(0, to - side) for to, side in zip(grown, image.shape[:2], strict=True)]
    return np.pad(image, (*edges, (0, 0)), mode="reflect")


def resized(image: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """uint8 (h, w, 3) at another (h, w), such as a translation brought back to its photograph's size.

    First across, then down, as the page does it: Pillow 13 does tall pictures the other way round.
    """
    height, width = shape[:2]
    if image.shape[:2] == (height, width):
        return image
    across = Image.fromarray(image).resize((width, image.shape[0]), Image.Resampling.LANCZOS)
    return np.asarray(across.resize((width, height), Image.Resampling.LANCZOS))


def _file(path: Path) -> bytes:
    try:
        return read_file(path, limits.MOST_BYTES)
    except ValueError as error:
        if path.is_file():
            raise limits.too_large() from error
        raise GanError("photo_unreadable") from error
    except OSError as error:
        raise GanError("photo_unreadable") from error
