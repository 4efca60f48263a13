"""The guard: is this a horse, a zebra, or neither? It tells the direction too.

Importing this imports no network library; making a guard does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gan_core.checkpoints import Registry

GUARD_ID = "horse-zebra-classifier"


class Verdict(NamedTuple):
    """What the guard takes a photograph for.

    Attributes:
        label: "horse", "zebra" or "neither".
        direction: "ab" (it looks more like a horse than like a zebra) or "ba", also for neither.
        zebra: probability of zebra, of the two, 0 to 1.
        strangeness: how unlike the training photographs it is; above `threshold` the label is "neither".
        threshold: what 8% of real horses and zebras exceed.
    """

    label: str
    direction: str
    zebra: float
    strangeness: float
    threshold: float


class Guard:
    """The horse/zebra classifier, loaded, traced and warmed.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
    """

    def __init__(self, registry: Registry, id: str = GUARD_ID) -> None:
        raise NotImplementedError

    def verdict(self, image: np.ndarray) -> Verdict:
        """What uint8 (h, w, 3) of any size shows."""
        raise NotImplementedError
