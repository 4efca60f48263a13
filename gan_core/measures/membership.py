"""Is anybody in there? Whether pictures, or a discriminator, betray which real pictures were trained on. Plain numpy.

Two questions, each with 0.5 for "cannot be told" and 1 for "always": is a fake nearer to a picture that was trained on
than to one that was not, of equally many; and is the score of one that was trained on the higher one (membership
inference, Hayes et al. 2019, arXiv:1705.07663).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gan_core.measures.equilibrium import auc, deviations, wilson
from gan_core.measures.neighbours import Neighbours

STEPS = 10_001  # of the grid on which the ends of AUC's band are sought


class Found(NamedTuple):
    """A share or an AUC, where it lies for all pictures of this kind, 95%, and of how many it was taken."""

    value: float
    low: float
    high: float
    n: int

    def to_json(self) -> dict[str, float]:
        """A plain dict, rounded to 4 digits."""
        return {name: value if name == "n" else round(value, 4) for name, value in self._asdict().items()}


def share(count: float, n: int) -> Found:
    """Of `n`, with Wilson's band."""
    return Found(count / n, *wilson(count, n), n)


def nearer(images: np.ndarray, seen: np.ndarray, unseen: np.ndarray) -> Found:
    """The share of `images` that are nearer to one of `seen` than to any of `unseen`; ties count half.

    All are uint8 (n, h, w). A picture is never compared with itself: where `images` is `seen` or `unseen`, with all
    the others. The band is Wilson's, over `images`.
    """
    sets = [(reals, Neighbours(reals)) for reals in (seen, unseen)]
    apart = [among.apart() if images is reals else among.of(images)[1] for reals, among in sets]
    count = float(np.sum(apart[0] < apart[1]) + np.sum(apart[0] == apart[1]) / 2)
    return share(count, len(images))


def guessed(seen: np.ndarray, unseen: np.ndarray) -> Found:
    """How well scores (n,) of pictures that were trained on and (m,) of others tell one from the other: AUC.

    The band holds every AUC t whose own standard error (Hanley and McNeil 1982) allows the one that was found: method 5
    of Newcombe 2006, which stays within 0 and 1 and has a width at them, too.
    """
    found, n, m = auc(seen, unseen), len(seen), len(unseen)
    t = np.linspace(0, 1, STEPS)
    variance = t * (1 - t) * (1 + ((n + m) / 2 - 1) * ((1 - t) / (2 - t) + t / (1 + t))) / (n * m)
    allowed = t[(t - found) ** 2 <= deviations() ** 2 * variance + 1e-12]
    return Found(found, float(min(allowed[0], found)), float(max(allowed[-1], found)), n + m)
