"""Images from outside as arrays, decoded in one shared sandbox process."""

from __future__ import annotations

from gan_core.pictures.cell import Cell, Picture
from gan_core.pictures.decoding import Wanted

_cell = Cell()


def start() -> None:
    """Start what decodes before anybody asks; returns at once."""
    _cell.start()


def read(data: bytes, wanted: Wanted) -> Picture:
    """Decode a file of one of `limits.FORMATS`; raises GanError as `Cell.read`."""
    return _cell.read(data, wanted)
