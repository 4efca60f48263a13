"""Nearest neighbours among the training digits: does the generator generalise, or does it memorise?"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np


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
        self.images = images
        self._flat = _flat(images)
        self._half_squares = np.einsum("ij,ij->i", self._flat, self._flat) / 2

    def nearest(self, image: np.ndarray) -> Neighbour:
        """The nearest of them to uint8 (28, 28)."""
        x = _flat(image[None])[0]
        # |x - r|^2 = |x|^2 - 2 (x.r - |r|^2 / 2): the largest bracket wins. einsum, because BLAS would
        # wake threads that stand in the networks' way: here it is steadier, and no slower
        row = int(np.argmax(np.einsum("ij,j->i", self._flat, x) - self._half_squares))
        return Neighbour(row, self.images[row], float(np.linalg.norm(self._flat[row] - x)))

    @cached_property
    def typical(self) -> Typical:
        """How far the first 500 of them are from the nearest other one."""
        n = min(500, len(self.images))
        brackets = self._flat[:n] @ self._flat.T - self._half_squares
        np.fill_diagonal(brackets, -np.inf)
        others = self._flat[brackets.argmax(1)]
        apart = np.linalg.norm(self._flat[:n] - others, axis=1)
        return Typical(np.quantile(apart, np.linspace(0, 1, 101)).round(3).tolist(), n)


def _flat(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(255)
