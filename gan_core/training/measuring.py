"""Evaluates a DCGAN between steps: D's accuracy and AUC, and G's Frechet distance to real digits."""

from __future__ import annotations

import keras
import numpy as np
from keras import ops

from gan_core.base.images import to_float, to_uint8
from gan_core.digits.classifier import DigitClassifier
from gan_core.measures.equilibrium import Measurement, measure
from gan_core.measures.quality import CONFIDENT, class_shares, frechet_distance, spread
from gan_core.models.gradients import compiled

BATCH = 500


class Probe:
    """Looks at one G and one D through traced functions, dropout off, images rounded to 8 bits.

    Rounding is what a visitor and a file see, and it takes from D the exact background that only a
    float image has. `generator` may be None where there are only images to look at.
    """

    def __init__(self, generator: keras.Model | None, discriminator: keras.Model) -> None:
        self._generate = compiled(lambda z: generator(z, training=False)) if generator else None
        self._discriminate = compiled(lambda x: discriminator(x, training=False))

    def images(self, z: np.ndarray) -> np.ndarray:
        """Latents (n, latent) -> uint8 (n, 28, 28)."""
        assert self._generate, "there is no generator"
        parts = np.array_split(np.asarray(z, np.float32), max(1, -(-len(z) // BATCH)))
        return np.concatenate(
            [to_uint8(ops.convert_to_numpy(self._generate(ops.convert_to_tensor(p))))[..., 0] for p in parts]
        )

    def logits(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, 28, 28) -> D's logits (n,)."""
        parts = np.array_split(images, max(1, -(-len(images) // BATCH)))
        return np.concatenate(
            [
                ops.convert_to_numpy(self._discriminate(ops.convert_to_tensor(to_float(p)[..., None])))[:, 0]
                for p in parts
            ]
        )

    def compare(self, reals: np.ndarray, fakes: np.ndarray) -> Measurement:
        """D on held-out reals and on fresh fakes, uint8 (n, 28, 28) each."""
        return measure(self.logits(reals), self.logits(fakes))


class QualityMeter:
    """Frechet distance to training digits, with the features of the reals computed once.

    Recipes are compared by this one; the test digits are left for the card.
    """

    def __init__(self, classifier: DigitClassifier, train: np.ndarray, n: int = 10_000) -> None:
        self.n = min(n, len(train))
        self._classifier = classifier
        self._features, _ = classifier.look(train[: self.n])
        self._spread = spread(train[: self.n])
        spare = train[self.n : 2 * self.n]
        self.floor = frechet_distance(self._features, classifier.look(spare)[0]) if len(spare) == self.n else None

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        """Class probabilities (n, 10) of uint8 images (n, 28, 28)."""
        return self._classifier.look(images)[1]

    def measure(self, images: np.ndarray) -> dict[str, float | list[float]]:
        """Figures of uint8 images (n, 28, 28): 'frechet', 'confident' (share over CONFIDENT), 'classes' (10 shares),
        'variety' (their spread, that of real digits being 1)."""
        features, probabilities = self._classifier.look(images)
        return {
            "frechet": round(frechet_distance(features, self._features), 4),
            "confident": round(float(np.mean(probabilities.max(1) > CONFIDENT)), 4),
            "classes": [round(float(s), 4) for s in class_shares(probabilities)],
            "variety": round(spread(images) / self._spread, 4),
        }
