"""Colourisation as classification (Zhang et al. 2016, arXiv:1603.08511): a generator behind a frozen encoder.

It gives logits over the cells of a and b (gan_core/base/lab.py) at a quarter of the size. A mean over all of them would
be as pale as L1's; the annealed mean leans to the likeliest, and is still smooth.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers, ops

from gan_core.base.colour import QUARTER
from gan_core.base.lab import cells
from gan_core.models.colour import chroma_of
from gan_core.models.cyclegan import Policy
from gan_core.models.eyes import feature_channels
from gan_core.models.layers import BilinearDoubling2D, doubled
from gan_core.recipes.pix2pix import ClassesRecipe, Pix2PixSpec

Tensor = Any


def build_decoder(spec: Pix2PixSpec, name: str = "generator", precision: str = "float32") -> keras.Model:
    """Feature maps of the spec's eyes -> logits (n, h/4, w/4, cells), float32."""
    assert spec.eyes is not None
    with Policy(precision):
        maps = [keras.Input((None, None, channels)) for channels in feature_channels(spec.eyes)]
        widths = iter(spec.decoder)
        width = next(widths)
        of_all = layers.Dense(width)(layers.GlobalAveragePooling2D(keepdims=True)(maps[-1]))
        x = layers.Add()([_convolved(maps[-1], width, 1), of_all])
        for skip, width in zip(reversed(maps[:-1]), widths, strict=True):
            x = layers.Concatenate()([BilinearDoubling2D()(x), skip])
            x = _convolved(_convolved(x, width, 3), width, 3)
        x = layers.Conv2D(len(cells()), 1, dtype="float32")(x)
        return keras.Model(maps, x, name=name)


def annealed(logits: Tensor, temperature: float) -> Tensor:
    """Logits (..., cells) -> a and b (..., 2): the mean of the distribution that `temperature` sharpened."""
    return ops.matmul(ops.softmax(logits / temperature), ops.convert_to_tensor(cells()))


def at_quarter(x: Tensor) -> Tensor:
    """(n, h, w, c) -> (n, h/4, w/4, c), means of squares."""
    return ops.average_pool(x, QUARTER, QUARTER)


def chroma_at_quarter(logits: Tensor, lightness: Tensor, temperature: float) -> Tensor:
    """The annealed mean as chroma (n, h/4, w/4, 2), for a lightness (n, h, w, 1)."""
    return chroma_of(at_quarter(lightness), annealed(logits, temperature))


def with_features(decoder: keras.Model) -> keras.Model:
    """The same decoder that gives the features in front of its last layer, too: (features, logits)."""
    return keras.Model(decoder.inputs, [decoder.layers[-1].input, decoder.output], name="generator_with_features")


def colours_at_quarter(features: Tensor, logits: Tensor, lightness: Tensor, temperature: float) -> tuple[Tensor, ...]:
    """Chroma of the annealed mean, its a and b, the shares of all cells, features: all (n, h/4, w/4, ...)."""
    ab = annealed(logits, temperature)
    return chroma_of(at_quarter(lightness), ab), ab, ops.softmax(logits), ops.cast(features, "float32")


def enlarged(chroma: Tensor) -> Tensor:
    """Chroma at a quarter, smoothly brought to the whole size."""
    return doubled(doubled(chroma))


def encoded(ab: Tensor, recipe: ClassesRecipe) -> Tensor:
    """True colours (..., 2) -> their shares in the nearest cells (..., cells), which add up to 1."""
    centres = ops.convert_to_tensor(cells())
    squared = ops.sum(ab * ab, -1, keepdims=True) - 2 * ops.matmul(ab, ops.transpose(centres))
    squared = squared + ops.sum(centres * centres, -1)
    nearest, at = ops.top_k(-squared, recipe.neighbours)
    shares = ops.softmax(nearest / (2 * recipe.spread**2))
    return ops.sum(ops.one_hot(at, len(cells())) * shares[..., None], -2)


def rarity(counts: np.ndarray, recipe: ClassesRecipe) -> np.ndarray:
    """What a cell's pixels count, float32 (cells,), by how often it occurs in photographs: 1 on average over them."""
    share = counts / counts.sum()
    weight = 1 / ((1 - recipe.uniform) * share + recipe.uniform / len(share))
    return (weight / (share * weight).sum()).astype(np.float32)


def _convolved(x: Tensor, filters: int, kernel: int) -> Tensor:
    x = layers.Conv2D(filters, kernel, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(x))
