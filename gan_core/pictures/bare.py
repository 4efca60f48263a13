"""Strips metadata from untrusted image files: keeps the bytes that the pixels need, and nothing else.

Pillow is given these only. So no odd value of Exif, no film behind a photograph and no megabytes of comments decide
whether a picture can be read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from gan_core.pictures import tiff

_EXIF = b"Exif\0\0"


@dataclass(frozen=True)
class Bare:
    """Attributes:
    format: Pillow's name.
    orientation: as Exif counts them, 1 (upright) to 8.
    profile: of its colours (ICC); None: there is none, or Pillow tells it.
    moves: it is the first picture of several.
    whole: it has to be held whole to be decoded.
    ended: the mark of its end was there.
    """

    format: str
    data: bytes
    orientation: int = 1
    profile: bytes | None = None
    moves: bool = False
    whole: bool = True
    ended: bool = True


def orientation_of(exif: bytes) -> int:
    """The orientation that a piece of Exif tells, 1 to 8; 1 where it tells none."""
    while exif.startswith(_EXIF):  # some write it twice
        exif = exif[len(_EXIF) :]
    try:
        value = tiff.directory(exif).value(tiff.ORIENTATION)
    except (ValueError, struct.error):
        return 1
    return value if value is not None and 1 <= value <= 8 else 1
