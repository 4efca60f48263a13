"""Architecture of the encoder, which looks at a digit and proposes the z by which a generator draws it."""

from __future__ import annotations

import keras
from keras import layers

ENCODER = "encoder"
FILTERS = ((48, 4, 2), (96, 4, 2), (48, 3, 1))  # filters, kernel and stride of each convolution
UNITS = 256
LEAK = 0.2


def build_encoder(latent: int) -> keras.Model:
    """Images (n, 28, 28, 1) in [-1, 1] -> a direction of z (n, latent), of any length.

    It has no batch norms, so that the weights are kernels and biases in turn, as a discriminator's are.
    """
    image = x = keras.Input((28, 28, 1), name="image")
    for filters, kernel, stride in FILTERS:
        x = layers.LeakyReLU(LEAK)(layers.Conv2D(filters, kernel, stride, padding="same")(x))
    x = layers.LeakyReLU(LEAK)(layers.Dense(UNITS)(layers.Flatten()(x)))
    return keras.Model(image, layers.Dense(latent)(x), name=ENCODER)
