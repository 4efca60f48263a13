"""Small discriminators on frozen features (Sauer et al. 2021, "Projected GANs Converge Faster", arXiv:2111.01007)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from gan_core.recipes.cyclegan import FeaturesRecipe

SMALLEST = 1e-4  # variance
Tensor = Any


class MixedFeatures:
    """Features of all levels through fixed random convolutions, across channels and from coarse to fine.

    So no discriminator can attend to a few easy channels only (section 3.2 of the paper).
    """

    def __init__(self, channels: Sequence[int], recipe: FeaturesRecipe) -> None:
        rng, n = np.random.default_rng(recipe.mixing_seed), recipe.channels
        self._across = [rng.normal(0, np.sqrt(2 / c), (1, 1, c, n)).astype(np.float32) for c in channels]
        down = [rng.normal(0, np.sqrt(2 / (9 * n)), (3, 3, n, n)).astype(np.float32) for _ in channels]
        self._down = [kernel / 1.5 for kernel in down]

    def __call__(self, features: list[Tensor]) -> list[Tensor]:
        """The network's feature maps -> (n, h/s, w/s, channels) at its strides s of 4, 8, 16 and 32."""
        levels, coarser = [], None
        found = list(zip(features, self._across, self._down, strict=True))
        for x, across, down in reversed(found):
            x = ops.conv(x, ops.convert_to_tensor(across), padding="same")
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


def pooled(features: list[Tensor]) -> Tensor:
    """Feature maps (n, h, w, c) of all levels -> what is known of them without places: mean and spread (standard
    deviation) of each channel, (n, twice all channels)."""
    means = [ops.mean(x, (1, 2)) for x in features]
    spreads = [ops.sqrt(ops.var(x, (1, 2)) + SMALLEST) for x in features]
    return ops.concatenate([*means, *spreads], axis=1)


def build_style_head(recipe: FeaturesRecipe, size: int, name: str) -> keras.Model:
    """A discriminator of what `pooled` gives: (n, size) -> scores (n, 1)."""
    known = keras.Input((size,))
    x = layers.SpectralNormalization(layers.Dense(recipe.style_filters))(known)
    x = layers.LeakyReLU(0.2)(x)
    return keras.Model(known, layers.SpectralNormalization(layers.Dense(1))(x), name=name)


def _normed(filters: int, strides: int = 1) -> layers.Layer:
    return layers.SpectralNormalization(layers.Conv2D(filters, 3, strides, padding="same"))
