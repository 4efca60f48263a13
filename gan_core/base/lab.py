"""CIE Lab under D65 (CIE 15:2004) of sRGB (IEC 61966-2-1): distances in it are those that eyes see.

And the cells of its plane of a and b among which a network says which colours are likely (Zhang et al. 2016,
arXiv:1603.08511): a grid of `CELL`, of which those remain that some RGB colour has.
"""

from __future__ import annotations

from functools import cache

import numpy as np

CELL = 10.0  # side of a cell of a and b
REACH = 110  # no RGB colour has an a or b beyond it
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = TO_XYZ.sum(1)
BEND = 6 / 29  # below it the cube root of lightness is a straight line


def to_lab(rgb: np.ndarray) -> np.ndarray:
    """RGB (..., 3) in [0, 1] -> L in [0, 100], a and b: float32 (..., 3)."""
    linear = np.where(rgb > 0.04045, ((np.maximum(rgb, 0) + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    xyz = linear @ TO_XYZ.T / WHITE
    f = np.where(xyz > BEND**3, np.cbrt(xyz), xyz / (3 * BEND**2) + 4 / 29)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1).astype(np.float32)


def from_lab(lab: np.ndarray) -> np.ndarray:
    """The inverse of `to_lab`; beyond [0, 1] where no RGB colour is meant."""
    y = (lab[..., 0] + 16) / 116
    f = np.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], -1)
    linear = np.where(f > BEND, f**3, 3 * BEND**2 * (f - 4 / 29)) * WHITE @ np.linalg.inv(TO_XYZ).T
    return np.where(linear > 0.0031308, 1.055 * np.maximum(linear, 0) ** (1 / 2.4) - 0.055, 12.92 * linear)


@cache
def cells() -> np.ndarray:
    """The centres of all cells, float32 (k, 2): a and b, both from the least."""
    axis = np.arange(-REACH, REACH + CELL / 2, CELL)
    a, b = (grid.ravel() for grid in np.meshgrid(axis, axis, indexing="ij"))
    found = np.zeros(len(a), bool)
    for lightness in range(1, 100):
        rgb = from_lab(np.stack([np.full(len(a), float(lightness)), a, b], -1))
        found |= ((rgb >= 0) & (rgb <= 1)).all(-1)
    return np.stack([a, b], -1)[found].astype(np.float32)


def nearest_cell(ab: np.ndarray) -> np.ndarray:
    """The cell whose centre is nearest to a and b, (..., 2): whole numbers (...)."""
    at = np.clip(np.rint(ab) + REACH, 0, 2 * REACH).astype(int)
    return _nearest()[at[..., 0], at[..., 1]]


@cache
def _nearest() -> np.ndarray:
    """For every whole a and b from -`REACH` to `REACH` its cell."""
    axis = np.arange(-REACH, REACH + 1)
    far = [((axis[:, None] - a) ** 2 + (axis[None] - b) ** 2) for a, b in cells()]
    return np.argmin(far, axis=0)
