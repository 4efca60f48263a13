"""A handwritten digit centred and scaled as MNIST's were, by the rule of its makers.

The ink's box is brought to 20 pixels on its longer side, its shape kept, and is laid into 28 x 28 so that the ink's
centre of mass is at pixel 14 each way (LeCun, Cortes and Burges, "The MNIST database of handwritten digits").
"""

from __future__ import annotations

import math
from contextlib import suppress

import numpy as np
from PIL import Image

from gan_core.base.errors import GanError

SIDE, BOX = 28, 20
INKED = 24  # levels from which a pixel counts as ink when the box is looked for: less is the grain of a file
DOT = 0.12  # of the picture's longer side: ink that reaches no further is a dot
MOST_INK = 0.5  # of all 28 x 28 pixels; no digit of MNIST has more than 0.4


def centred(ink: np.ndarray) -> np.ndarray:
    """A digit uint8 (h, w), 0 paper and 255 ink, as uint8 (28, 28).

    Raises:
        GanError: 'digit_empty' (no ink), 'digit_dot' (ink at one place only), 'digit_full' (a patch, not lines).
    """
    rows, columns = (np.flatnonzero((ink >= INKED).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        raise GanError("digit_empty")
    height, width = int(rows[-1] + 1 - rows[0]), int(columns[-1] + 1 - columns[0])
    longest = max(height, width)
    if longest < DOT * max(ink.shape):
        raise GanError("digit_dot", width=width, height=height, of=max(ink.shape))
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    small = scaled(box, max(1, round(height * BOX / longest)), max(1, round(width * BOX / longest)))
    found = np.zeros((SIDE, SIDE), np.uint8)
    top, left = _start(small.sum(1)), _start(small.sum(0))
    found[top : top + small.shape[0], left : left + small.shape[1]] = small
    if found.mean() > 255 * MOST_INK:
        raise GanError("digit_full", percent=round(100 * found.mean() / 255), most=round(100 * MOST_INK))
    return found


def centred_all(pictures: np.ndarray) -> np.ndarray:
    """Pictures uint8 (n, 28, 28), each centred; one that cannot be (it has no ink, say) stays as it is."""
    found = pictures.copy()
    for picture in found:
        with suppress(GanError):
            picture[:] = centred(picture)
    return found


def scaled(ink: np.ndarray, height: int, width: int) -> np.ndarray:
    """uint8 (h, w) at another size: first across, then down, as the page does it."""
    across = Image.fromarray(ink).resize((width, ink.shape[0]), Image.Resampling.BILINEAR)
    return np.asarray(across.resize((width, height), Image.Resampling.BILINEAR))


def _start(profile: np.ndarray) -> int:
    """Where a box begins whose ink is `profile` along an axis, for its centre of mass to be the picture's middle."""
    mass = float(profile @ np.arange(len(profile))) / float(profile.sum())
    return min(max(math.floor(SIDE / 2 - mass + 0.5), 0), SIDE - len(profile))
