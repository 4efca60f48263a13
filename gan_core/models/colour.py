"""gan_core.base.colour on tensors, differentiable."""

from __future__ import annotations

from typing import Any

from keras import ops

from gan_core.base.colour import TO_PLANES, TO_RGB

Tensor = Any


def planes(images: Tensor) -> tuple[Tensor, Tensor]:
    """Images (..., 3) in [-1, 1] -> lightness (..., 1) and chroma (..., 2) in [-1, 1]."""
    found = ops.matmul(images, ops.convert_to_tensor(TO_PLANES))
    return found[..., :1], found[..., 1:]


def rgb(lightness: Tensor, chroma: Tensor) -> Tensor:
    """Lightness (..., 1) and chroma (..., 2) -> images (..., 3); beyond [-1, 1] where no such colour exists."""
    return ops.matmul(ops.concatenate([lightness, chroma], axis=-1), ops.convert_to_tensor(TO_RGB))
