"""Pictures from outside as arrays."""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np

from gan_core.pictures.decoding import Wanted, decode

_decoding = threading.Lock()  # one at a time, so that memory is bounded however many visitors there are


class Picture(NamedTuple):
    """uint8 (h, w, 3), upright, in sRGB; `size` is the file's (width, height), upright, before it was brought down;
    `moves`: it is the first of several pictures."""

    image: np.ndarray
    size: tuple[int, int]
    moves: bool


def read(data: bytes, wanted: Wanted) -> Picture:
    """Decode a file of one of `limits.FORMATS`; raises GanError as `gan_core.photos.files.read_photo`."""
    with _decoding:
        found = decode(data, wanted)
    return Picture(np.asarray(found.image), found.size, found.moves)
