"""Architecture of the horse/zebra classifier, which measures translations and guards the page."""

from __future__ import annotations

import keras
from keras import layers

FEATURES = "features"  # the layer whose 64 activations the Frechet distance is taken on


def build_photo_classifier(classes: int = 3) -> keras.Model:
    """Images (n, h, w, 3) in [-1, 1], sides from 32 -> logits (n, classes). 0.5 M parameters."""
    image = x = keras.Input((None, None, 3), name="image")
    x = _block(x, 32, 2)
    x = _block(x, 48, 2)
    x = _block(x, 96, 2)
    textures = layers.Add()([x, _block(x, 96, 1)])
    x = _block(textures, 160, 2)
    shapes = layers.Add()([x, _block(x, 160, 1)])
    pools = [layers.GlobalAveragePooling2D()(x) for x in (textures, shapes)]
    x = layers.Concatenate()(pools)
    x = layers.Dense(64, activation="relu", name=FEATURES)(layers.Dropout(0.3)(x))
    return keras.Model(image, layers.Dense(classes)(layers.Dropout(0.3)(x)), name="classifier")


def _block(x: keras.KerasTensor, filters: int, strides: int) -> keras.KerasTensor:
    x = layers.Conv2D(filters, 3, strides, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
    return layers.ReLU()(layers.BatchNormalization(momentum=0.95)(x))
