"""Latent vectors z: drawn from a seed, mixed, moved and truncated. All float32, numpy only."""

from __future__ import annotations

import numpy as np

from gan_core.base.checks import check_count, check_seed

LATENT = 100
MOST = 100_000  # the most vectors that one call draws


def latents(seed: int, count: int, dim: int = LATENT) -> np.ndarray:
    """`count` standard normal vectors, float32 (count, dim).

    Row i depends on (seed, i) alone: digit i of a seed is the same whatever the count.

    Raises:
        GanError: 'seed_wrong', 'count_wrong'.
    """
    seed, count = check_seed(seed), check_count("count", count, 1, MOST)
    rows = [np.random.default_rng([seed, i]).standard_normal(dim) for i in range(count)]
    return np.array(rows, np.float32)


def asked(z: np.ndarray, labels: np.ndarray | int, classes: int = 10) -> np.ndarray:
    """z (n, dim) with the class that each row is asked for behind it: float32 (n, dim + classes), one-hot.

    Args:
        labels: 0 .. classes - 1, (n,) or one for all.
    """
    hot = np.eye(classes, dtype=np.float32)[np.broadcast_to(labels, len(z))]
    return np.concatenate([np.asarray(z, np.float32), hot], axis=1)


def in_turn(z: np.ndarray, classes: int) -> np.ndarray:
    """What a generator takes that is told no class in particular: row i asks for class i % classes, or z as it is."""
    return asked(z, np.arange(len(z)) % classes, classes) if classes else z


def keep_norm(v: np.ndarray, like: np.ndarray) -> np.ndarray:
    """`v` (..., dim) at the length of `like`, row by row.

    A standard normal z in 100 dimensions is hardly ever far from length 10: a vector of another
    length is a place that the generator never saw. A zero `v` points nowhere and becomes `like`.
    """
    length = np.linalg.norm(v, axis=-1, keepdims=True)
    wanted = np.linalg.norm(like, axis=-1, keepdims=True)
    scaled = v / np.where(length > 0, length, 1.0) * wanted
    return np.where(length > 0, scaled, like).astype(np.float32)


def move(z: np.ndarray, directions: np.ndarray, amounts: np.ndarray) -> np.ndarray:
    """z + sum_j amounts[j] * directions[j], brought back to z's length.

    Args:
        z: float32 (dim,) or (n, dim).
        directions: float32 (k, dim), unit length.
        amounts: float32 (k,), in the units of z.
    """
    amounts = np.asarray(amounts, np.float32)
    if not amounts.any():
        return np.asarray(z, np.float32)  # untouched to the last bit
    return keep_norm(z + amounts @ directions, z)


def slerp(a: np.ndarray, b: np.ndarray, t: float | np.ndarray) -> np.ndarray:
    """From a (t = 0) to b (t = 1) along the great circle, the length changing evenly (Shoemake 1985).

    Args:
        a, b: float32 (dim,).
        t: a number, or (m,) for m points of the way.

    Returns:
        float32 (dim,) or (m, dim).
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    t = np.asarray(t, np.float64)[..., None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    forward = a / length_a if length_a else a
    along = b @ forward
    aside = b - along * forward
    across = np.linalg.norm(aside)
    if across < 1e-9 * max(length_b, 1e-30):  # parallel or opposite: any perpendicular will do
        aside = _perpendicular(forward)
        across = 0.0
    angle = np.arctan2(across, along)
    sideways = aside / np.linalg.norm(aside)
    circle = np.cos(t * angle) * forward + np.sin(t * angle) * sideways
    return (circle * ((1.0 - t) * length_a + t * length_b)).astype(np.float32)


def _perpendicular(unit: np.ndarray) -> np.ndarray:
    axis = np.zeros_like(unit)
    axis[np.argmin(np.abs(unit))] = 1.0
    return axis - (axis @ unit) * unit


def truncate(z: np.ndarray, psi: float) -> np.ndarray:
    """z drawn towards the centre of the latent space: psi 1 leaves it, psi 0 is the centre itself.

    Smaller psi trades diversity for typicality (the truncation trick, Karras et al. 2019,
    arXiv:1812.04948, section B, applied in z because a DCGAN has no other latent space).
    """
    return np.asarray(z, np.float32) * np.float32(psi)
