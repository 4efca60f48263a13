"""Augmentation of photographs: random crops and flips, a function of (seed, domain, step) alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from gan_core.base.images import to_float
from gan_core.base.ranks import own_share

ORDER, PLACE = range(2)


class Crops:
    """Draws batches of square crops from one domain; each photograph comes once in every pass over the domain.

    Args:
        photographs: uint8 (h, w, 3) each; only those that a batch needs are asked for.
        side: of the crops, in pixels.
        scales: short sides that a photograph is resized to before it is cropped, drawn alike; none below `side`.
        key: whole numbers that tell this stream of randomness from others.
    """

    def __init__(
        self, photographs: Sequence[np.ndarray], side: int, scales: Sequence[int], batch: int, key: Sequence[int]
    ) -> None:
        self._photographs, self._side, self._scales, self._batch = photographs, side, scales, batch
        self._key = key
        self._order: tuple[int, np.ndarray] = (-1, np.empty(0, int))

    def batch(self, step: int) -> np.ndarray:
        """This rank's crops of this step: float32 (batch / ranks, side, side, 3) in [-1, 1]."""
        first = step * self._batch
        return to_float(np.stack([self._crop(index) for index in own_share(range(first, first + self._batch))]))

    def _crop(self, index: int) -> np.ndarray:
        photograph = self._photographs[self._chosen(index)]
        rng = np.random.default_rng([*self._key, PLACE, index])
        height, width = photograph.shape[:2]
        window = self._side * min(height, width) / rng.choice(self._scales)  # in the photograph's own pixels
        left, top = rng.uniform(0, width - window), rng.uniform(0, height - window)
        box = (left, top, min(left + window, width), min(top + window, height))
        crop = Image.fromarray(photograph).resize((self._side, self._side), Image.Resampling.BICUBIC, box)
        return np.asarray(crop)[:, :: rng.choice((-1, 1))]

    def _chosen(self, index: int) -> int:
        """The photograph of the `index`-th crop; each pass has its own order."""
        number, at = divmod(index, len(self._photographs))
        order = self._order  # several threads may be at different passes
        if order[0] != number:
            rng = np.random.default_rng([*self._key, ORDER, number])
            self._order = order = number, rng.permutation(len(self._photographs))
        return int(order[1][at])
