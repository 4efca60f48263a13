"""Inference of the horse/zebra classifier: photographs of any size in, logits and features out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from gan_core.base.checks import finite
from gan_core.models.gradients import compiled, set_threads
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into

PHOTO_CLASSIFIER_ID = "horse-zebra-classifier"
SIDE = 128  # the short side of what is looked at
LONGEST = 2  # times the short side; what is longer loses its ends
BATCH = 32


class Looks(NamedTuple):
    """The classifier's outputs for n pictures.

    Attributes:
        logits: float32 (n, 3) for A, B and neither.
        features: float32 (n, 64), for Frechet distances.
    """

    logits: np.ndarray
    features: np.ndarray

    @property
    def of_two(self) -> np.ndarray:
        """0 for A, 1 for B, int (n,): the likelier of the two."""
        return self.logits[:, :2].argmax(1)


class HorseZebraClassifier:
    """A trained photo classifier behind a function traced once for all sizes."""

    def __init__(self, classifier: Any) -> None:
        import keras
        from keras import ops

        from gan_core.models.photo_classifier import FEATURES

        network: Any = keras.Model(classifier.input, [classifier.output, classifier.get_layer(FEATURES).output])

        def look(x: Any) -> Any:
            return network(ops.cast(x, "float32") / 127.5 - 1.0, training=False)

        look = compiled(look, keras.KerasTensor((None, None, None, 3), "uint8"))
        self._look = lambda x: [finite(np.asarray(ops.convert_to_numpy(y))) for y in look(ops.convert_to_tensor(x))]

    @classmethod
    def load(cls, registry: Registry, id: str = PHOTO_CLASSIFIER_ID) -> HorseZebraClassifier:
        """A classifier of the registry.

        Raises:
            GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
        """
        set_threads()
        from gan_core.models.photo_classifier import build_photo_classifier

        classifier = build_photo_classifier()
        load_into(registry, id, None, classifier)
        return cls(classifier)

    def look(self, pictures: Sequence[np.ndarray]) -> Looks:
        """Pictures uint8 (h, w, 3), each of any size: each is scaled to `SIDE` on the short side first.

        Raises GanError('networks_not_finite').
        """
        views = [view(picture) for picture in pictures]
        alike = len({view.shape for view in views}) == 1
        batches = [np.stack(views[i : i + BATCH]) for i in range(0, len(views), BATCH)] if alike else views
        parts = [self._look(batch if alike else batch[None]) for batch in batches]
        return Looks(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def view(picture: np.ndarray) -> np.ndarray:
    """What the classifier is shown of uint8 (h, w, 3): `SIDE` on the short side, without what is too long."""
    height, width = picture.shape[:2]
    scale = SIDE / min(height, width)
    width, height = (min(LONGEST * SIDE, max(SIDE, round(side * scale))) for side in (width, height))
    return np.asarray(ImageOps.fit(Image.fromarray(picture), (width, height), Image.Resampling.BICUBIC))
