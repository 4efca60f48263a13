"""A heap of a visitor's own pictures to learn from: checked, varied while it is learned, and looked up again.

Pictures are uint8 (n, 28, 28), white ink on black as MNIST's. A few drawings are too few for a GAN; small turns, sizes,
shifts and bends of them are enough, and are made anew for each batch, so that nothing is written anywhere.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import NamedTuple

import numpy as np
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.data.digits import Digits
from gan_core.measures.neighbours import Neighbours

SIDE = 28
LEAST, MOST = 12, 60_000  # pictures of a heap
BEND = 0.7  # pixels, standard deviation of the grid's points: more takes drawings apart, see docs/training.md
GRID = 5
TURN, SIZE, SHEAR, SHIFT = math.radians(8), 0.08, 0.08, 1.0  # standard deviations: angle, log of a factor, -, pixels
FARTHEST = 2.0  # standard deviations
INKED, DOT, MOST_INK = 24, 3, 0.9  # levels of ink; pixels that a dot reaches; share of pixels that a patch covers
EPOCH = 8000  # varied drawings that count as an epoch
HELD_BACK, HELD_VARIED = 6, 500  # one drawing in six is held back, and measured in so many variations
FEW = HELD_BACK * HELD_VARIED  # below so many a heap is varied: what is held back would be too little to measure on
JUDGED = 4000  # variations that a referee learns from
ROWS = 4096  # pictures that are moved at a time

_CURVE = np.asarray(  # (28, 5): from a grid's points to pixels, as a smooth curve
    Image.fromarray(np.eye(GRID, dtype=np.float32)).resize((GRID, SIDE), Image.Resampling.BICUBIC)
)


class Heap(NamedTuple):
    """Pictures of a visitor, and whether they are few, which are varied while they are learned."""

    pictures: np.ndarray
    vary: bool = True

    def same(self, other: Heap | None) -> bool:
        """Are they the same pictures, used in the same way?"""
        return other is not None and self.vary == other.vary and np.array_equal(self.pictures, other.pictures)


def drawings_wanted(pictures: np.ndarray, *, drawn: bool = True) -> np.ndarray:
    """The same pictures, if a GAN can learn from them.

    Args:
        drawn: few drawings by hand: none may be empty, a dot or a patch. Large sets may hold some such.

    Raises:
        GanError: 'drawings_shape' (not uint8 (n, 28, 28)), 'drawings_few' (under 12), 'drawings_many' (over 60,000),
            'drawings_equal' (all the same), 'drawing_empty', 'drawing_dot', 'drawing_full' (which one: its number).
    """
    if not isinstance(pictures, np.ndarray) or pictures.shape[1:] != (SIDE, SIDE) or pictures.dtype != np.uint8:
        raise GanError("drawings_shape", side=SIDE)
    if len(pictures) < LEAST:
        raise GanError("drawings_few", count=len(pictures), least=LEAST)
    if len(pictures) > MOST:
        raise GanError("drawings_many", count=f"{len(pictures):,}", most=f"{MOST:,}")
    for number, picture in enumerate(pictures if drawn else (), start=1):
        drawing_wanted(number, picture)
    if (pictures == pictures[0]).all():
        raise GanError("drawings_equal", count=len(pictures))
    return pictures


def drawing_wanted(number: int, picture: np.ndarray) -> None:
    """Is the picture, uint8 (28, 28), one that a hand drew?

    Raises:
        GanError: 'drawing_empty', 'drawing_dot', 'drawing_full'; `number` tells people which one.
    """
    ink = picture >= INKED
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        raise GanError("drawing_empty", number=number)
    if max(np.ptp(rows), np.ptp(columns)) < DOT:
        raise GanError("drawing_dot", number=number)
    if ink.mean() > MOST_INK:
        raise GanError("drawing_full", number=number)


def vary(pictures: np.ndarray, count: int, rng: np.random.Generator, bend: float = BEND) -> np.ndarray:
    """`count` of the pictures, chosen by chance and each turned, sized, sheared, shifted and bent a little.

    Args:
        pictures: uint8 (n, 28, 28).
        bend: pixels, standard deviation of the points of a 5 x 5 grid.

    Returns:
        uint8 (count, 28, 28); the same of the same `rng`.
    """
    chosen = pictures[rng.integers(len(pictures), size=count)]
    turn, size, shear, *shift = (s * _chance(rng, (count, 1, 1)) for s in (TURN, SIZE, SHEAR, SHIFT, SHIFT))
    bends = _CURVE @ (bend * _chance(rng, (2, count, GRID, GRID))) @ _CURVE.T
    middle = np.float32((SIDE - 1) / 2)
    down, across = np.meshgrid(*2 * [np.arange(SIDE, dtype=np.float32) - middle], indexing="ij")
    x, y = across - shift[0], down - shift[1]
    cosine, sine = np.cos(turn) / np.exp(size), np.sin(turn) / np.exp(size)
    return _looked_up(
        chosen, cosine * x + (sine + shear) * y + middle + bends[0], cosine * y - sine * x + middle + bends[1]
    )


def learned_from(heap: Heap) -> Digits:
    """A heap as a data set: some held back by a fixed rule; few are varied, those held back once for all.

    Raises:
        GanError: as `drawings_wanted`, of pictures that need not be drawn.
    """
    pictures = drawings_wanted(heap.pictures, drawn=False)
    rng, none = np.random.default_rng(2026), np.zeros(0, np.uint8)
    order = rng.permutation(len(pictures))
    apart = max(2, len(pictures) // HELD_BACK)
    train, test = pictures[np.sort(order[apart:])], pictures[np.sort(order[:apart])]
    if not heap.vary:
        return Digits(train, none, test, none)
    return Digits(train, none, vary(test, HELD_VARIED, rng), none, bend=BEND)


def judged(data: Digits) -> Digits:
    """The data that a referee learns from: many variations where drawings are few, else the same."""
    if data.bend is None:
        return data
    return Digits(
        vary(data.train, JUDGED, np.random.default_rng(7), data.bend), data.train_labels, data.test, data.test_labels
    )


class Nearness:
    """How near pictures come to those of a heap. The distance is Euclidean, pixels counted from 0 to 1, after the ink
    of both was moved so that its centre of mass lies in the middle: a copy that was only shifted is at 0.
    One that was turned or bent is not: variations of drawings are about as far from these as drawings of one kind are
    from each other (docs/training.md). A small distance shows a copy, a large one does not rule one out.

    Args:
        pictures: uint8 (n, 28, 28).
    """

    def __init__(self, pictures: np.ndarray) -> None:
        self._pictures = Neighbours(_flat(pictures))

    def nearest(self, fakes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The nearest picture of each fake, uint8 (n, 28, 28): its index int (n,) and its distance float (n,)."""
        return self._pictures.of(_flat(fakes))

    @cached_property
    def among(self) -> float:
        """How far the pictures themselves are from the nearest other one: the median over the first 500."""
        return float(np.median(self._pictures.apart(500)))


def _chance(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return rng.standard_normal(shape, np.float32).clip(-FARTHEST, FARTHEST)


def _looked_up(pictures: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Pictures (n, 28, 28) between their pixels, at (x, y) of (n, 28, 28); outside as at their edge."""
    padded = np.pad(pictures, ((0, 0), (1, 2), (1, 2)), "edge").astype(np.float32)
    x, y = ((at + 1).clip(0, SIDE + 1) for at in (x, y))
    left, top = np.floor(x), np.floor(y)
    right, below = x - left, y - top
    side = padded.shape[1]
    at = np.arange(0, padded.size, side * side, dtype=np.int32)[:, None, None] + (top * side + left).astype(np.int32)
    flat = padded.ravel()
    above = flat[at] * (1 - right) + flat[at + 1] * right
    under = flat[at + side] * (1 - right) + flat[at + side + 1] * right
    return np.rint(above * (1 - below) + under * below).astype(np.uint8)


def _flat(pictures: np.ndarray) -> np.ndarray:
    """float32 (n, 784) from 0 to 1, the ink's centre of mass in the middle."""
    found = np.empty((len(pictures), SIDE * SIDE), np.float32)
    for start in range(0, len(pictures), ROWS):
        part = slice(start, start + ROWS)
        found[part] = _middled(pictures[part]).reshape(-1, SIDE * SIDE) / np.float32(255)
    return found


def _middled(pictures: np.ndarray) -> np.ndarray:
    mass = np.maximum(pictures.sum((1, 2), dtype=np.float64), 1)
    places, found = np.arange(SIDE), pictures
    for axis in (1, 2):
        centre = (pictures.sum(3 - axis, dtype=np.float64) @ places) / mass
        off = np.where(centre > 0, np.rint(centre - (SIDE - 1) / 2), 0).astype(np.intp)
        at = places + off[:, None]
        inside = (at >= 0) & (at < SIDE)
        shape = (-1, SIDE, 1) if axis == 1 else (-1, 1, SIDE)
        moved = np.take_along_axis(found, at.clip(0, SIDE - 1).reshape(shape), axis)
        found = np.where(inside.reshape(shape), moved, 0)
    return found
