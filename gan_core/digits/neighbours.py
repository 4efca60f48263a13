"""Nearest neighbours among the training digits: does the generator generalise, or does it memorise?"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from gan_core.measures.neighbours import Neighbours


class Neighbour(NamedTuple):
    """The real digit nearest to a picture: its row, image uint8 (28, 28), and distance."""

    row: int
    image: np.ndarray
    distance: float


class Typical(NamedTuple):
    """What "near" means: where real digits' own nearest distances lie.

    Attributes:
        percentiles: 101 distances; percentiles[k] is the one that k of 100 real digits stay below.
        n: how many real digits were measured.
    """

    percentiles: list[float]
    n: int


class RealDigits:
    """Real digits to compare with. Distances are Euclidean, pixels counted from 0 to 1.

    Args:
        images: uint8 (m, 28, 28).
    """

    def __init__(self, images: np.ndarray) -> None:
        self.images, self._among = images, Neighbours(images)

    def nearest(self, image: np.ndarray) -> Neighbour:
        """The nearest of them to uint8 (28, 28)."""
        (row,), (distance,) = self._among.of(image[None])
        return Neighbour(int(row), self.images[row], float(distance) / 255)

    @cached_property
    def typical(self) -> Typical:
        """How far the first 500 of them are from the nearest other one."""
        apart = self._among.apart(500) / 255
        return Typical(np.quantile(apart, np.linspace(0, 1, 101)).round(3).tolist(), len(apart))
