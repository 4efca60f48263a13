"""The hidden signal: what a CycleGAN writes into a translation, too faint to see, so that it finds the way back.

A zebra does not tell which brown its horse was. The cycle loss makes the generators tell each other all the
same, in a pattern of a few grey levels (Chu et al. 2017, arXiv:1712.02950); whoever disturbs it breaks the way back.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from gan_core.base.checks import check_count, check_number, check_seed
from gan_core.base.images import open_picture

MOST_NOISE = 64.0  # grey levels


def disturb(image: np.ndarray, noise: float = 0.0, jpeg: int | None = None, seed: int = 0) -> np.ndarray:
    """A picture after noise, then JPEG: uint8 (h, w, 3) -> the same.

    Args:
        noise: standard deviation of normal noise in grey levels, 0 to 64.
        jpeg: quality, 1 to 95; None leaves it away.
        seed: of the noise.

    Raises:
        GanError: 'number_wrong', 'count_wrong', 'seed_wrong'.
    """
    deviation = check_number("noise", noise, 0.0, MOST_NOISE)
    rng = np.random.default_rng(check_seed(seed))
    quality = None if jpeg is None else check_count("jpeg", jpeg, 1, 95)
    noisy = np.rint(image + deviation * rng.standard_normal(image.shape)).clip(0, 255).astype(np.uint8)
    if quality is None:
        return noisy
    buffer = io.BytesIO()
    Image.fromarray(noisy).save(buffer, "JPEG", quality=quality)
    with open_picture(buffer, ("JPEG",), lambda size: None) as ours:
        return np.asarray(ours)
