"""The sheet of frames in a stranger's saved run, decoded where its bytes do no harm."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.base.files import read_inside
from gan_core.pictures import reading
from gan_core.pictures.decoding import Wanted
from gan_core.store.replay import FRAMES, LARGEST_SHEET, need_frames, sheet_size

TILE = 112


def read_sheet(folder: Path, sheet: Mapping[str, int], snapshots: int) -> np.ndarray:
    """The greys of a sheet, uint8 (h, w); raises GanError('run_sheet')."""
    need_frames(sheet, snapshots)
    try:
        wanted = Wanted(format="WEBP", exact=sheet_size(sheet))
        found = reading.read(read_inside(folder, FRAMES, LARGEST_SHEET), wanted)
    except (GanError, OSError, ValueError) as fault:
        raise GanError("run_sheet") from fault
    return np.asarray(Image.fromarray(found.image).convert("L"))


def frames_of(sheet: np.ndarray) -> np.ndarray:
    """(h, w) -> frames of sixteen digits, (n, 16, TILE / 4, TILE / 4)."""
    digits = _cut(_cut(sheet, TILE), TILE // 4)
    return digits.reshape(-1, 16, TILE // 4, TILE // 4)


def _cut(images: np.ndarray, side: int) -> np.ndarray:
    """The inverse of `images.grid`: (h, w) or (n, h, w) -> tiles (m, side, side), in reading order."""
    h, w = images.shape[-2:]
    tiles = images.reshape(-1, h // side, side, w // side, side).swapaxes(2, 3)
    return tiles.reshape(-1, side, side)
