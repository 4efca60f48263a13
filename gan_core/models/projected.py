"""Small discriminators on frozen features (Sauer et al. 2021, "Projected GANs Converge Faster", arXiv:2111.01007)."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers, ops

from gan_core.models.imagenet import ImageNetClassifier
from gan_core.recipes.cyclegan import FeaturesRecipe

Tensor = Any


class MixedFeatures:
    """Features of all levels through fixed random convolutions, across channels and from coarse to fine.

    So no discriminator can attend to a few easy channels only (section 3.2 of the paper).
    """

    def __init__(self, network: ImageNetClassifier, recipe: FeaturesRecipe) -> None:
        rng, n = np.random.default_rng(recipe.mixing_seed), recipe.channels
        self._network = network
        self._across = [rng.normal(0, np.sqrt(2 / c), (1, 1, c, n)).astype(np.float32) for c in network.channels]
        down = [rng.normal(0, np.sqrt(2 / (9 * n)), (3, 3, n, n)).astype(np.float32) for _ in network.channels]
        self._down = [kernel / 1.5 for kernel in down]

    def __call__(self, images: Tensor) -> list[Tensor]:
        """Images (n, h, w, 3) in [-1, 1] -> (n, h/s, w/s, channels) at strides s of 4, 8, 16 and 32."""
        levels, coarser = [], None
        found = list(zip(self._network.features(images), self._across, self._down, strict=True))
        for features, across, down in reversed(found):
            x = ops.conv(features, ops.convert_to_tensor(across), padding="same")
            if coarser is not None:
                x = x + ops.image.resize(coarser, ops.shape(x)[1:3], interpolation="nearest")
            levels.append(x)
            coarser = ops.conv(x, ops.convert_to_tensor(down), padding="same")
        return levels[::-1]


def build_heads(recipe: FeaturesRecipe, name: str) -> list[keras.Model]:
    """A discriminator for each level: features (n, h, w, channels) -> scores (n, h', w', 1).

    Spectral norms keep their slopes bounded (Miyato et al. 2018, arXiv:1802.05957).
    """
    heads = []
    for level, depth in enumerate(recipe.depths):
        features = x = keras.Input((None, None, recipe.channels))
        for i in range(depth):
            x = _normed(recipe.filters, 2 if i < depth - 1 else 1)(x)
            x = layers.LeakyReLU(0.2)(x)
        heads.append(keras.Model(features, _normed(1)(x), name=f"{name}_{level}"))
    return heads


def _normed(filters: int, strides: int = 1) -> layers.Layer:
    return layers.SpectralNormalization(layers.Conv2D(filters, 3, strides, padding="same"))
