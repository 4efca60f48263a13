"""Architecture of the small digit classifier, whose features measure the generators (Frechet distance)."""

from __future__ import annotations

import keras
from keras import layers

FEATURES = "features"  # the layer whose 64 activations the Frechet distance is taken on


def build_classifier() -> keras.Model:
    """Images (n, 28, 28, 1) in [-1, 1] -> logits (n, 10)."""
    image = x = keras.Input((28, 28, 1), name="image")
    for filters, stride in ((32, 1), (32, 2), (64, 1), (64, 2)):
        x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.ReLU()(x)
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    x = layers.Dense(64, activation="relu", name=FEATURES)(x)
    return keras.Model(image, layers.Dense(10)(layers.Dropout(0.3)(x)), name="classifier")
