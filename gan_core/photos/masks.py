"""Masks (attention) of a translation: compositing at full sharpness, its strength, and a cut-out.

A mask says at each pixel how much of the new picture a generator takes (Mejjati et al. 2018, arXiv:1806.02311). It
costs no network to use it again.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PIL import Image, ImageFilter

from gan_core.base.checks import check_number
from gan_core.base.images import png_bytes
from gan_core.photos.files import resized

STRONGEST = 2.0  # of `strengthened`
SMOOTHED = 1 / 128  # of the long side: standard deviation that stripes leave a mask with
SOLID = (0.15, 0.45)  # smoothed masks below the first are outside of a cut-out, above the second inside


def strengthened(photograph: np.ndarray, translated: np.ndarray, strength: float) -> np.ndarray:
    """The translation with its mask times `strength`: 0 is the photograph, 1 the translation, more exaggerates.

    The translation is photograph + mask * (new picture - photograph), so no mask is needed for it.

    Args:
        photograph, translated: uint8 (h, w, 3) of the same size.
        strength: 0 to `STRONGEST`.

    Raises:
        GanError: 'number_wrong'.
    """
    strength = check_number("strength", strength, 0.0, STRONGEST)
    x = photograph.astype(np.float32)
    return np.clip(np.rint(x + strength * (translated - x)), 0, 255).astype(np.uint8)


def covered(photograph: np.ndarray, seen: np.ndarray, translated: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """A translation that was computed smaller, laid over its photograph: sharp where nothing changes.

    Args:
        photograph: uint8 (h, w, 3).
        seen: the same as the networks saw it, uint8 (h', w', 3).
        translated: its translation, like `seen`; mask: float32 (h', w') in [0, 1].

    Returns:
        uint8 (h, w, 3): the enlarged translation, and besides it, where the mask is black, what enlarging lost.
    """
    height, width = photograph.shape[:2]
    lost = photograph.astype(np.float32) - _enlarged(seen, (height, width))
    found = _enlarged(translated, (height, width)) + (1.0 - enlarged(mask, (height, width))[..., None]) * lost
    return np.clip(np.rint(found), 0, 255).astype(np.uint8)


def enlarged(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A mask (h', w') smoothly at another (height, width), float32 in [0, 1]."""
    if mask.shape == size:
        return mask
    grown = Image.fromarray(mask.astype(np.float32)).resize((size[1], size[0]), Image.Resampling.BILINEAR)
    return np.clip(np.asarray(grown), 0, 1)


def cut_out(photograph: np.ndarray, mask: np.ndarray, text: Mapping[str, str] | None = None) -> bytes:
    """What a mask covers of a picture, as a PNG with transparency.

    Args:
        photograph: uint8 (h, w, 3): the photograph or its translation.
        mask: float32 (h, w) in [0, 1]. Stripes in it are smoothed first, faint parts are left out.
        text: the file's metadata.
    """
    height, width = photograph.shape[:2]
    grey = Image.fromarray(np.rint(255 * enlarged(mask, (height, width))).astype(np.uint8))
    smooth = np.asarray(grey.filter(ImageFilter.GaussianBlur(SMOOTHED * max(height, width)))) / 255
    alpha = np.clip((smooth - SOLID[0]) / (SOLID[1] - SOLID[0]), 0, 1)
    return png_bytes(np.dstack([photograph, np.rint(255 * alpha).astype(np.uint8)]), text)


def _enlarged(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return resized(image, size).astype(np.float32)
