"""Colours that somebody says, and other colours that a photograph may have had: user-guided colourisation.

A hint says which colour one place has (as in Zhang et al. 2017, arXiv:1705.02999, whose network was trained with hints;
this one was not). It spreads to all that looks alike to the network: places whose features, in front of its last
layer, point the same way. So a sky changes as a whole, and a horse in front of it does not.

Several answers come from the same: where the network is least sure over a large part, its likeliest colours that
differ to the eye are hinted in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.colour import around
from gan_core.base.errors import GanError
from gan_core.base.lab import REACH, cells

MOST_HINTS = 8
ANSWERS = 3
ALIKE, SOFT = 0.8, 0.04  # the cosine of two places' features at which half of a hint arrives, and how steeply it falls
NEAR = 0.1  # of two hints that fit alike the nearer one wins: cosine for a photograph's whole side
APART = 22.0  # distance of a and b from which two colours are two answers
LEAST = 0.01  # share of a colour that counts as an answer
LOOKS = 8  # places a side among which the least sure one is sought
SMOOTH = 4  # means over 3x3 places, one after the other


class Hint(NamedTuple):
    """A place, shares of the photograph's width and height, and its a and b of CIE Lab."""

    x: float
    y: float
    a: float
    b: float


class ColourField(NamedTuple):
    """What a network with eyes says of a photograph, at a quarter of the size that it sees.

    Attributes:
        ab: the annealed mean, a and b of CIE Lab, float32 (h, w, 2).
        likely: how likely each cell of a and b is, float32 (h, w, cells), not annealed.
        features: of length 1, smoothed, float32 (h, w, channels).
    """

    ab: np.ndarray
    likely: np.ndarray
    features: np.ndarray

    @classmethod
    def of(cls, ab: np.ndarray, likely: np.ndarray, features: np.ndarray) -> ColourField:
        """The field of features as the network gives them."""
        for _ in range(SMOOTH):
            features = around(features)
        return cls(ab, likely, features / np.maximum(np.linalg.norm(features, axis=-1, keepdims=True), 1e-6))

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of a place in shares."""
        height, width = self.ab.shape[:2]
        return min(int(y * height), height - 1), min(int(x * width), width - 1)


def read_hints(sent: Any) -> tuple[Hint, ...]:
    """A list of [x, y, a, b], x and y from 0 to 1; raises GanError('hints_wrong')."""
    try:
        hints = tuple(Hint(*(float(number) for number in hint)) for hint in sent or ())
        inside = all(0 <= h.x <= 1 and 0 <= h.y <= 1 and max(abs(h.a), abs(h.b)) <= REACH for h in hints)
    except (TypeError, ValueError, OverflowError):
        inside, hints = False, ()
    if not inside or len(hints) > MOST_HINTS:
        raise GanError("hints_wrong", most=MOST_HINTS, reach=REACH)
    return hints


def placed(hints: Sequence[Hint], at: Callable[[float, float], tuple[float, float]]) -> tuple[Hint, ...]:
    """Hints with their places moved by `at`, such as from a whole image to what lies within its border."""
    return tuple(Hint(*at(hint.x, hint.y), hint.a, hint.b) for hint in hints)


def guided(field: ColourField, hints: Sequence[Hint]) -> np.ndarray:
    """a and b (h, w, 2) of the whole photograph once the hints have spread."""
    if not hints:
        return field.ab
    fits = np.stack([_fit(field, hint) for hint in hints], axis=-1)
    share = np.exp((fits - fits.max(-1, keepdims=True)) / SOFT)
    said = share / share.sum(-1, keepdims=True) @ np.array([[hint.a, hint.b] for hint in hints], np.float32)
    much = _arrives(fits.max(-1, keepdims=True))
    return ((1 - much) * field.ab + much * said).astype(np.float32)


def likely_colours(field: ColourField, x: float, y: float, count: int) -> list[tuple[float, float]]:
    """The likeliest a and b at a place, shares of width and height, that differ to the eye: at most `count`."""
    alike = _arrives(_fit(field, Hint(x, y, 0, 0)))
    near = np.tensordot(alike / alike.sum(), field.likely, 2)
    found: list[np.ndarray] = []
    for cell in np.argsort(-near, kind="stable"):
        if len(found) == count or near[cell] < LEAST:
            break
        if all(np.linalg.norm(cells()[cell] - other) >= APART for other in found):
            found.append(cells()[cell])
    return [(float(a), float(b)) for a, b in found]


def answers(field: ColourField) -> list[tuple[Hint, ...]]:
    """The hints of up to `ANSWERS` likely colourings; the first has none: it is what the network says by itself."""
    x, y = _least_sure(field)
    others = [
        (Hint(x, y, a, b),)
        for a, b in likely_colours(field, x, y, ANSWERS + 1)
        if np.linalg.norm(field.ab[field.place(x, y)] - (a, b)) >= APART
    ]
    return [(), *others[: ANSWERS - 1]]


def _least_sure(field: ColourField) -> tuple[float, float]:
    """Where another colour is likely and would change the most, shares of width and height."""
    mean = field.likely @ cells()
    variance = (field.likely @ cells() ** 2 - mean**2).sum(-1)

    def gain(place: tuple[float, float]) -> float:
        arrives = _arrives(_fit(field, Hint(*place, 0, 0)))
        return float((arrives * variance).mean())

    middles = (np.arange(LOOKS) + 0.5) / LOOKS
    return max(((float(x), float(y)) for y in middles for x in middles), key=gain)


def _fit(field: ColourField, hint: Hint) -> np.ndarray:
    """How alike each place is to the hint's (h, w), at most 1."""
    height, width = field.ab.shape[:2]
    rows, columns = (np.arange(n, dtype=np.float32) + 0.5 for n in (height, width))
    far = np.hypot(rows[:, None] - hint.y * height, columns[None] - hint.x * width) / max(height, width)
    return field.features @ field.features[field.place(hint.x, hint.y)] - NEAR * far


def _arrives(fit: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(np.clip((ALIKE - fit) / SOFT, -50, 50)))
