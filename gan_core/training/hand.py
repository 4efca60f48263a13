"""The hand in which digits are written, so that a generator can be taught to keep it from class to class."""

from __future__ import annotations

from typing import Any

import numpy as np
from keras import ops

from gan_core.digits.strokes import slant, weight

Tensor = Any
FAINT = 1e-4


class Hand:
    """Slant and weight of strokes, counted in standard deviations from the mean of real digits of their class.

    Args:
        images: real digits, uint8 (n, 28, 28).
        labels: their classes (n,); one that has none is counted like all together.
        classes: how many there are.
    """

    def __init__(self, images: np.ndarray, labels: np.ndarray, classes: int) -> None:
        found = np.stack([slant(images), weight(images)], 1)
        groups = [found[labels == k] if (labels == k).any() else found for k in range(classes)]
        self._means = np.array([g.mean(0) for g in groups], np.float32)
        self._deviations = np.array([g.std(0) + FAINT for g in groups], np.float32)

    def of(self, images: Tensor, classes: Tensor) -> Tensor:
        """Images (n, 28, 28, 1) in [-1, 1] and their classes, one-hot (n, k) -> (n, 2): slant and weight."""
        ink = (images[..., 0] + 1.0) / 2.0
        found = ops.stack([_slant(ink), _weight(ink)], axis=1)
        means, deviations = ops.matmul(classes, self._means), ops.matmul(classes, self._deviations)
        return (found - means) / deviations

    def difference(self, images: Tensor, classes: Tensor) -> Tensor:
        """Mean squared difference of the hands of rows i and i + n / 2, which are two classes of one z."""
        found = self.of(images, classes)
        half = found.shape[0] // 2
        return ops.mean(ops.square(found[:half] - found[half : 2 * half]))


def _slant(ink: Tensor) -> Tensor:
    """`strokes.slant` of ink (n, h, w) in 0..1, in a form that has gradients."""
    ink = ink / (ops.sum(ink, axis=(1, 2), keepdims=True) + FAINT)
    place = ops.arange(ink.shape[1], dtype="float32")
    down, across = ops.sum(ink, axis=2), ops.sum(ink, axis=1)
    y = place[None] - ops.sum(down * place, axis=1, keepdims=True)
    x = place[None] - ops.sum(across * place, axis=1, keepdims=True)
    xy = ops.sum(ink * y[:, :, None] * x[:, None, :], axis=(1, 2))
    return -xy / (ops.sum(down * y * y, axis=1) + FAINT)


def _weight(ink: Tensor) -> Tensor:
    """`strokes.weight` likewise."""
    padded = ops.pad(ink, ((0, 0), (1, 1), (1, 1)))
    across = (padded[:, 1:-1, 2:] - padded[:, 1:-1, :-2]) / 2
    down = (padded[:, 2:, 1:-1] - padded[:, :-2, 1:-1]) / 2
    contrast = ops.sum(ops.sqrt(across**2 + down**2 + FAINT**2), axis=(1, 2))
    return 2 * ops.sum(ink, axis=(1, 2)) / (contrast + FAINT)
