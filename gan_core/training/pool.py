"""The image pool (history buffer) of past fakes for the discriminators (Shrivastava et al. 2017, arXiv:1612.07828)."""

from __future__ import annotations

from typing import Any, NamedTuple

import keras
import numpy as np
from keras import ops

Tensor = Any


class Exchange(NamedTuple):
    """What a batch of n images does with the pool: which slot each is for, (n,) int32 and all different;
    whether it goes in there, and whether what was in there comes out instead of it, (n,) bool."""

    slot: np.ndarray
    goes_in: np.ndarray
    comes_out: np.ndarray


def plan(step: int, batch: int, size: int, rng: np.random.Generator) -> Exchange:
    """While the pool fills, every image goes in and is shown; then one in two changes places with an old one."""
    filled = min(step * batch, size)
    new = np.minimum(filled + np.arange(batch), size) < size
    old = rng.choice(filled, batch - int(new.sum()), replace=False) if not new.all() else []
    slot = np.concatenate([filled + np.arange(int(new.sum())), old]).astype(np.int32)
    swaps = ~new & (rng.random(batch) < 0.5)
    return Exchange(slot, new | swaps, swaps)


class ImagePool:
    """`size` past images, 8 bits each, in a variable, so that they are saved and restored like weights."""

    def __init__(self, size: int, side: int) -> None:
        self.images = keras.Variable(np.zeros((size, side, side, 3), np.uint8), trainable=False, dtype="uint8")

    def exchange(self, fakes: Tensor, slot: Tensor, goes_in: Tensor, comes_out: Tensor) -> Tensor:
        """The images to show, float32 (n, side, side, 3) in [-1, 1] rounded to 8 bits; `fakes` likewise, unrounded."""
        goes_in, comes_out = (ops.reshape(flag, (-1, 1, 1, 1)) for flag in (goes_in, comes_out))
        new = ops.cast(ops.round(fakes * 127.5 + 127.5), "uint8")
        old = ops.take(self.images.value, slot, axis=0)
        stored = ops.where(goes_in, new, old)
        self.images.assign(ops.scatter_update(self.images.value, ops.expand_dims(slot, 1), stored))
        return ops.cast(ops.where(comes_out, old, new), "float32") / 127.5 - 1.0
