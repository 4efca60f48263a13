"""Augmentation that makes photographs look old: faded or harsh, under- or overexposed, grainy."""

from __future__ import annotations

import numpy as np

CONTRAST, BRIGHTNESS, GRAIN = 0.2, 0.12, 0.08  # at most; of a half of them no grain is seen


def aged(lightness: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Lightness float32 (n, h, w, 1) in [-1, 1] -> the same, each picture as another camera and years would give it."""
    one = (len(lightness), 1, 1, 1)
    contrast, brightness = 1 + CONTRAST * rng.uniform(-1, 1, one), BRIGHTNESS * rng.uniform(-1, 1, one)
    grain = 2 * GRAIN * np.maximum(rng.uniform(-1, 1, one), 0) * rng.standard_normal(lightness.shape, np.float32)
    return np.clip(contrast * lightness + brightness + grain, -1, 1).astype(np.float32)
