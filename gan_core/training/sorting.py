"""Asking a generator for classes that was never told of any: which of its latent space draws which class.

Of latents whose digits are of one class, mean and scatter are known once some are sorted. z is brought there by a map
that is linear, so that it goes into the generator's first kernel: across what tells classes apart it is narrowed, and
each class has its own shift. Training goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gan_core.measures.neighbours import Neighbours

SORTED, SEED, PART = 10_000, 40_000, 1_000
NARROWED = 0.6  # of best: 0.80 of its digits are the class asked for then, as varied as before; at 1 it is 0.54


def sorted_by_neighbours(
    draw: Callable[[np.ndarray], np.ndarray], reals: np.ndarray, labels: np.ndarray, latent: int, count: int = SORTED
) -> tuple[np.ndarray, np.ndarray]:
    """Latents (count, latent) and the label of the real digit that is nearest to what each of them draws (count,).

    Args:
        draw: (n, latent) -> uint8 (n, 28, 28).
        reals, labels: real digits uint8 (m, 28, 28) and their classes.
    """
    z = np.random.default_rng(SEED).standard_normal((count, latent), np.float32)
    among = Neighbours(reals)
    parts = [among.of(draw(z[i : i + PART]))[0] for i in range(0, count, PART)]
    return z, labels[np.concatenate(parts)]


def asking_kernel(kernel: np.ndarray, z: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray:
    """The first kernel of a generator that takes z and behind it the class, one-hot.

    Args:
        kernel: float32 (latent, units), as it was without classes.
        z, labels: sorted latents; a class without any has no shift.

    Returns:
        float32 (latent + classes, units).
    """
    means = np.zeros((classes, z.shape[1]), np.float32)
    for k in np.unique(labels):
        means[k] = z[labels == k].mean(0)
    means -= means.mean(0)
    _, size, axes = np.linalg.svd(means, full_matrices=False)
    apart = axes[size > 1e-6 * max(size.max(), 1e-6)]  # an orthonormal basis of what tells classes apart
    narrow = np.eye(z.shape[1], dtype=np.float32) - (1 - NARROWED) * apart.T @ apart
    return np.concatenate([narrow @ kernel, means @ kernel])
