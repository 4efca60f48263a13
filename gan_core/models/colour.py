"""The colour space of gan_core.base.colour on tensors, differentiable."""

from __future__ import annotations

from typing import Any

import numpy as np
from keras import ops

from gan_core.base.colour import TO_PLANES, TO_RGB
from gan_core.base.lab import BEND, TO_XYZ, WHITE

Tensor = Any


def planes(images: Tensor) -> tuple[Tensor, Tensor]:
    """Images (..., 3) in [-1, 1] -> lightness (..., 1) and chroma (..., 2) in [-1, 1]."""
    found = ops.matmul(images, ops.convert_to_tensor(TO_PLANES))
    return found[..., :1], found[..., 1:]


def rgb(lightness: Tensor, chroma: Tensor) -> Tensor:
    """Lightness (..., 1) and chroma (..., 2) -> images (..., 3); beyond [-1, 1] where no such colour exists."""
    return ops.matmul(ops.concatenate([lightness, chroma], axis=-1), ops.convert_to_tensor(TO_RGB))


def chroma_of(lightness: Tensor, ab: Tensor) -> Tensor:
    """a and b of CIE Lab (..., 2) at a lightness (..., 1) in [-1, 1] -> the chroma (..., 2) that goes with it.

    L is taken to be that of the grey of this lightness, so a colour of another luminance comes out a little off.
    """
    grey = lightness / 2 + 0.5
    linear = ops.where(grey > 0.04045, ops.power((ops.maximum(grey, 0.0) + 0.055) / 1.055, 2.4), grey / 12.92)
    y = ops.where(linear > BEND**3, ops.power(ops.maximum(linear, 1e-6), 1 / 3), linear / (3 * BEND**2) + 4 / 29)
    f = ops.concatenate([y + ab[..., :1] / 500, y, y - ab[..., 1:] / 200], axis=-1)
    xyz = ops.where(f > BEND, f * f * f, 3 * BEND**2 * (f - 4 / 29))
    linear = ops.matmul(xyz, ops.convert_to_tensor((np.linalg.inv(TO_XYZ) * WHITE).T.astype(np.float32)))
    bent = 1.055 * ops.power(ops.maximum(linear, 0.0031308), 1 / 2.4) - 0.055
    return planes(2 * ops.where(linear > 0.0031308, bent, 12.92 * linear) - 1)[1]
