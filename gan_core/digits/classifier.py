"""Inference of the digit classifier: uint8 images in, class probabilities and features out."""

from __future__ import annotations

import keras
import numpy as np
from keras import ops

from gan_core.base.images import to_float
from gan_core.models.classifier import FEATURES, build_classifier
from gan_core.models.gradients import compiled
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into

CLASSIFIER_ID = "digit-classifier"
BATCH = 500


class DigitClassifier:
    """A trained digit classifier that looks at images in batches."""

    def __init__(self, classifier: keras.Model) -> None:
        both = keras.Model(classifier.input, [classifier.get_layer(FEATURES).output, classifier.output])
        self._look = compiled(lambda x: both(x, training=False))

    @classmethod
    def load(cls, registry: Registry) -> DigitClassifier:
        """The classifier that ships; raises what `Registry.load` raises."""
        classifier = build_classifier()
        load_into(registry, CLASSIFIER_ID, None, classifier)
        return cls(classifier)

    def look(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Features (n, 64) and class probabilities (n, 10) of uint8 images (n, 28, 28)."""
        features, probabilities = [], []
        for start in range(0, len(images), BATCH):
            x = to_float(images[start : start + BATCH])[..., None]
            feature, logits = self._look(ops.convert_to_tensor(x))
            features.append(ops.convert_to_numpy(feature))
            probabilities.append(ops.convert_to_numpy(ops.softmax(logits)))
        return np.concatenate(features), np.concatenate(probabilities)
