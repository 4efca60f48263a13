"""Trains the digit classifier: Adam, cosine schedule, augmentation by small shifts, rotations and scalings."""

from __future__ import annotations

import keras
import numpy as np
from keras import ops

from gan_core.base.images import to_float
from gan_core.data.digits import Digits
from gan_core.digits.classifier import CLASSIFIER_ID, DigitClassifier
from gan_core.models.classifier import build_classifier
from gan_core.store.checkpoints import Registry

BATCH, RATE = 128, 2e-3


def train_classifier(data: Digits, epochs: int, seed: int, registry: Registry) -> float:
    """Train on the training digits, save as 'digit-classifier'; returns the saved one's test accuracy."""
    keras.utils.set_random_seed(seed)
    classifier = build_classifier()
    steps = len(data.train) // BATCH * epochs
    classifier.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, steps)),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    shake = keras.Sequential(
        [
            keras.layers.RandomTranslation(0.08, 0.08, fill_mode="constant", fill_value=-1.0),
            keras.layers.RandomRotation(0.03, fill_mode="constant", fill_value=-1.0),
            keras.layers.RandomZoom(0.1, fill_mode="constant", fill_value=-1.0),
        ]
    )
    reals = to_float(data.train)[..., None]
    for epoch in range(epochs):
        parts = np.array_split(reals, max(1, len(reals) // 2000))
        shaken = np.concatenate([ops.convert_to_numpy(shake(part, training=True)) for part in parts])
        classifier.fit(shaken, data.train_labels, BATCH, initial_epoch=epoch, epochs=epoch + 1, shuffle=True, verbose=2)
    spec = {"kind": "digit-classifier", "training": {"epochs": epochs, "seed": seed, "digits": len(data.train)}}
    registry.save(CLASSIFIER_ID, {"classifier": classifier.get_weights()}, spec)
    accuracy = test_accuracy(DigitClassifier.load(registry), data)
    spec["figures"] = {"test_accuracy": accuracy, "n": len(data.test)}
    registry.save(CLASSIFIER_ID, {"classifier": classifier.get_weights()}, spec)
    return accuracy


def test_accuracy(classifier: DigitClassifier, data: Digits) -> float:
    """The share of the test digits that the classifier calls by their label."""
    return float(np.mean(classifier.look(data.test)[1].argmax(1) == data.test_labels))
