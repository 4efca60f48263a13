"""Smoothing that keeps edges: what is finer than a brush goes before a generator paints. Plain numpy.

The filter is that of Kuwahara et al. ("Processing of RI-angiocardiographic images", 1976): around every pixel four
square windows touch it with a corner, and it becomes the mean of the calmest. As in Papari, Petkov and Campisi
("Artistic edge and corner enhancing smoothing", 2007) all four are averaged, weighted by how calm they are, so that
nothing flickers where two are equally calm.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.photos.domains import by_direction

CALM = 16.0  # variance, in squared levels of 255, of grain that counts as none
CHOICE = 4  # power of the weights: the higher, the more the calmest window decides alone
BROADEST = 0.02  # of the long side: a radius of 20 pixels for the largest photographs


def smoothed(image: np.ndarray, share: float) -> np.ndarray:
    """A picture without what is finer than a brush: uint8 (h, w, 3) of any size -> the same shape and type.

    Args:
        share: how broad, of the long side: windows of 2 r + 1 pixels a side, with r = share * long side, 1 at least.
    """
    r = max(1, round(share * max(image.shape[:2])))
    count = np.float32((2 * r + 1) ** 2)
    levels = image.astype(np.uint32)
    mean = _box(levels, r) / count
    squares = _box((levels**2).sum(-1, keepdims=True, dtype=np.uint32), r) / count
    variance = (squares - (mean**2).sum(-1, keepdims=True)) / 3
    weight = (CALM + np.maximum(variance, 0)) ** -CHOICE
    parts = np.pad(np.concatenate([weight * mean, weight], -1), ((r, r), (r, r), (0, 0)), mode="edge")
    parts = parts[: -2 * r] + parts[2 * r :]  # the windows' centres lie r above and below,
    parts = parts[:, : -2 * r] + parts[:, 2 * r :]  # and r to the left and right
    return np.rint(parts[..., :3] / parts[..., 3:]).astype(np.uint8)


def _box(values: np.ndarray, r: int) -> np.ndarray:
    """Sums over squares of 2 r + 1, edges repeated: uint32 (h, w, c) -> float32.

    Running sums may pass 2**32 and begin again: their differences are exact as long as a square's own sum stays below.
    """
    for axis in (0, 1):
        edges = [(r + 1, r) if axis == each else (0, 0) for each in range(3)]
        sums = np.moveaxis(np.pad(values, edges, mode="edge").cumsum(axis, dtype=np.uint32), axis, 0)
        values = np.moveaxis(sums[2 * r + 1 :] - sums[: -2 * r - 1], 0, axis)
    return values.astype(np.float32)


def smoothing_of(spec: Mapping[str, Any], path: Path) -> dict[str, float]:
    """How broadly a checkpoint has pictures smoothed before a generator sees them: {"ab": 0.004}; {} if it does not.

    `path` is its folder, for the error. Raises GanError('checkpoint_mismatch').
    """
    return by_direction(spec, "smoothing", BROADEST, path)
