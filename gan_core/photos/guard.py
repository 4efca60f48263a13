"""The guard, an out-of-distribution detector: is this a horse, a zebra, or neither? It also tells the direction.

Importing this imports no network library; making a guard does.
"""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np

from gan_core.base.errors import GanError
from gan_core.photos.classifier import PHOTO_CLASSIFIER_ID, HorseZebraClassifier, Looks
from gan_core.photos.domains import DIRECTIONS
from gan_core.store.checkpoints import Registry

NEITHER = "neither"


class Verdict(NamedTuple):
    """What the guard takes a photograph for.

    Attributes:
        label: "horse", "zebra" or "neither".
        direction: "ab" (it looks more like a horse than like a zebra) or "ba", also for neither.
        zebra: probability of zebra, of the two, 0 to 1.
        strangeness: logarithm of the odds of "neither"; above `threshold` that is the label.
        threshold: what 8% of real horses and zebras exceed.
    """

    label: str
    direction: str
    zebra: float
    strangeness: float
    threshold: float


class Guard:
    """The horse/zebra classifier as a guard, loaded, traced and warmed.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
    """

    def __init__(self, registry: Registry, id: str = PHOTO_CLASSIFIER_ID) -> None:
        spec, path = registry.spec(id), registry.place(id)
        self._classifier = HorseZebraClassifier.load(registry, id)
        try:
            self._labels = tuple(str(name) for name in spec["domains"])
            self._threshold = float(spec["guard"]["threshold"])
        except (KeyError, TypeError, ValueError) as error:
            raise GanError("checkpoint_mismatch", path=path, reason=f"it holds no guard ({error})") from error
        self._lock = threading.Lock()
        self.verdict(np.zeros((64, 64, 3), np.uint8))

    def verdict(self, image: np.ndarray) -> Verdict:
        """What uint8 (h, w, 3) of any size shows."""
        with self._lock:
            looks = self._classifier.look([image])
        strange = float(strangeness(looks)[0])
        which = int(looks.of_two[0])
        horse, zebra = looks.logits[0, :2].astype(float)
        label = NEITHER if strange > self._threshold else self._labels[which]
        return Verdict(label, DIRECTIONS[which], 1 / (1 + np.exp(horse - zebra)), strange, self._threshold)


def strangeness(looks: Looks) -> np.ndarray:
    """How unlike a horse or a zebra pictures are: float (n,), the logarithm of the odds of "neither".

    Distances in feature space (Lee et al. 2018, arXiv:1807.03888), alone or added to it, found less.
    """
    return looks.logits[:, 2] - np.logaddexp(looks.logits[:, 0], looks.logits[:, 1])
