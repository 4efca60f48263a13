"""The nearest of many pictures. Plain numpy."""

from __future__ import annotations

import numpy as np

BATCH = 500


class Neighbours:
    """Pictures to look among. Distances are Euclidean, in the units of the pictures; between whole numbers they are
    exact, so that ties are ties.

    Args:
        pictures: numbers (m, ...).
    """

    def __init__(self, pictures: np.ndarray) -> None:
        self._flat = _flat(pictures)
        self._half_squares = np.einsum("ij,ij->i", self._flat, self._flat, dtype=np.float64).astype(np.float32) / 2

    def of(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The nearest to each of `images` (n, ...): its row, int (n,), and its distance, float (n,)."""
        return self._found(_flat(images), others=False)

    def apart(self, first: int | None = None) -> np.ndarray:
        """How far the first so many of them, or all, are from the nearest other one: float (n,)."""
        return self._found(self._flat[:first], others=True)[1]

    def _found(self, flat: np.ndarray, *, others: bool) -> tuple[np.ndarray, np.ndarray]:
        rows, distances = np.empty(len(flat), int), np.empty(len(flat))
        for start in range(0, len(flat), BATCH):
            part, here = flat[start : start + BATCH], slice(start, start + BATCH)
            # |x - r|^2 = |x|^2 - 2 (x.r - |r|^2 / 2): the largest bracket wins
            brackets = self._products(part) - self._half_squares
            if others:
                of_itself = np.arange(len(part))
                brackets[of_itself, start + of_itself] = -np.inf
            rows[here] = brackets.argmax(1)
            off = part.astype(np.float64) - self._flat[rows[here]]
            distances[here] = np.sqrt(np.einsum("ij,ij->i", off, off))
        return rows, distances

    def _products(self, part: np.ndarray) -> np.ndarray:
        if len(part) > 1:
            return part @ self._flat.T
        # BLAS would wake threads that stand in the networks' way: for one picture this is steadier, and no slower
        return np.einsum("ij,j->i", self._flat, part[0])[None]


def _flat(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).astype(np.float32, copy=False)
