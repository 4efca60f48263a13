"""Statistics of a digit's strokes, such as slant and thickness, by which latent directions are named and ranked.

Each takes uint8 (n, 28, 28), ink bright on black, and gives float (n,). A picture without ink has
statistics of 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def slant(images: np.ndarray) -> np.ndarray:
    """How far the digit leans: pixels to the right for each pixel up (the shear of its second moments)."""
    m = _moments(images)
    return -m["xy"] / m["yy"]


def width(images: np.ndarray) -> np.ndarray:
    """Standard deviation of the ink across the slanted axis, pixels: a leaning digit is not a wide one."""
    m = _moments(images)
    return np.sqrt(np.maximum(m["xx"] - m["xy"] ** 2 / m["yy"], 0.0))


def height(images: np.ndarray) -> np.ndarray:
    """Standard deviation of the ink from top to bottom, pixels."""
    return np.sqrt(_moments(images)["yy"])


def weight(images: np.ndarray) -> np.ndarray:
    """Stroke width, pixels: a line of width w and length l has ink w * l and, along its edges, 2 * l of contrast."""
    ink = images.astype(np.float64) / 255
    gx, gy = _slopes(ink)
    return 2 * ink.sum((1, 2)) / np.maximum(np.hypot(gx, gy).sum((1, 2)), 1e-9)


def roundness(images: np.ndarray) -> np.ndarray:
    """0 where all edges run one way (a straight line), 1 where they run evenly in all (a ring).

    One minus the coherence of the structure tensor summed over the picture (Bigun and Granlund 1987),
    after the slant is taken away: an upright digit is not rounder than the same digit leaning.
    """
    gx, gy = _slopes(_upright(images))
    double_angle = ((gx + 1j * gy) ** 2).sum((1, 2))
    energy = (gx**2 + gy**2).sum((1, 2))
    return np.where(energy > 0, 1 - np.abs(double_angle) / np.maximum(energy, 1e-9), 0.0)


def closedness(images: np.ndarray) -> np.ndarray:
    """Area of the holes, pixels: what the ink walls off from the border.

    The grey-scale filling of holes (Soille 2003, section 6.3.7): a gap in the ring that is only half as
    dark as the ring lets half of the hole run out.
    """
    filled = np.full(images.shape, 255, np.uint8)
    filled[:, [0, -1], :], filled[:, :, [0, -1]] = images[:, [0, -1], :], images[:, :, [0, -1]]
    while True:
        lower = filled.copy()
        np.minimum(lower[:, 1:], filled[:, :-1], out=lower[:, 1:])
        np.minimum(lower[:, :-1], filled[:, 1:], out=lower[:, :-1])
        np.minimum(lower[:, :, 1:], filled[:, :, :-1], out=lower[:, :, 1:])
        np.minimum(lower[:, :, :-1], filled[:, :, 1:], out=lower[:, :, :-1])
        np.maximum(lower, images, out=lower)
        if np.array_equal(lower, filled):
            return (filled.astype(np.float64) - images).sum((1, 2)) / 255
        filled = lower


def bow(images: np.ndarray) -> np.ndarray:
    """Which way the digit bends: like ")" above 0, like "(" below; slant and size play no part."""
    m = _moments(images)
    bend = m["xyy"] - m["xy"] / m["yy"] * m["yyy"]
    return -bend / (np.sqrt(np.maximum(m["xx"], 1e-9)) * m["yy"])


def balance(images: np.ndarray) -> np.ndarray:
    """Where the ink gathers: high as in a 9 (above 0) or low as in a 6 (below 0). The skewness of its depth."""
    m = _moments(images)
    return m["yyy"] / m["yy"] ** 1.5


STATISTICS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    f.__name__: f for f in (slant, weight, width, height, roundness, closedness, bow, balance)
}


def _moments(images: np.ndarray) -> dict[str, np.ndarray]:
    """Central moments of the ink, x to the right and y down, pixels."""
    ink = images.astype(np.float64)
    ink /= np.maximum(ink.sum((1, 2), keepdims=True), 1e-9)
    down, across = ink.sum(2), ink.sum(1)
    place = np.arange(images.shape[1], dtype=np.float64)
    y = place - (down @ place)[:, None]
    x = place - (across @ place)[:, None]
    by_row = np.einsum("nij,nj->ni", ink, x)  # where the ink of each row lies, times how much there is
    return {
        "xx": np.einsum("nj,nj,nj->n", across, x, x),
        "yy": np.maximum(np.einsum("ni,ni,ni->n", down, y, y), 1e-9),
        "xy": np.einsum("ni,ni->n", by_row, y),
        "xyy": np.einsum("ni,ni,ni->n", by_row, y, y),
        "yyy": np.einsum("ni,ni,ni,ni->n", down, y, y, y),
    }


def _upright(images: np.ndarray) -> np.ndarray:
    """Ink in 0..1, every row moved sideways so that the slant is gone (between pixels by interpolation)."""
    _, h, w = images.shape
    ink = np.pad(images.astype(np.float64) / 255, ((0, 0), (0, 0), (w, w + 1)))
    middle = ink.sum(2) @ np.arange(h) / np.maximum(ink.sum((1, 2)), 1e-9)
    shift = -slant(images)[:, None] * (np.arange(h) - middle[:, None])
    place = np.clip(np.arange(w) + w + shift[..., None], 0, ink.shape[2] - 2)
    left = place.astype(int)
    part = place - left
    return np.take_along_axis(ink, left, 2) * (1 - part) + np.take_along_axis(ink, left + 1, 2) * part


def _slopes(ink: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Central differences (n, h, w) across and down."""
    padded = np.pad(ink, ((0, 0), (1, 1), (1, 1)))
    return (padded[:, 1:-1, 2:] - padded[:, 1:-1, :-2]) / 2, (padded[:, 2:, 1:-1] - padded[:, :-2, 1:-1]) / 2
