"""DCGAN's architecture for 28 x 28 grey digits (Radford et al. 2016, arXiv:1511.06434)."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from gan_core.models.layers import BatchNormalization, Dropout
from gan_core.recipes.dcgan import BATCH_NORM_EPSILON, DCGANSpec

FIRST_BLOCK = "first_block"  # the layer whose activations the latent directions are taken from


def _initializer(spec: DCGANSpec) -> keras.initializers.Initializer | str:
    if spec.init_std is None:
        return "glorot_uniform"
    return keras.initializers.RandomNormal(stddev=spec.init_std)


def build_generator(spec: DCGANSpec, precision: str = "float32") -> keras.Model:
    """G: latent vectors (n, latent), standard normal -> images (n, 28, 28, 1) in [-1, 1], float32.

    With classes it takes (n, latent + classes): behind z, the class as one of them.
    """
    init, size, dtype = _initializer(spec), spec.base_size, keras.DTypePolicy(precision)
    shape: dict[str, Any] = {"use_bias": not spec.batch_norm, "kernel_initializer": init, "dtype": dtype}

    def activated(x: Any) -> Any:
        if spec.batch_norm:
            x = BatchNormalization(momentum=spec.batch_norm_momentum, epsilon=BATCH_NORM_EPSILON, dtype=dtype)(x)
        return layers.LeakyReLU(spec.leak, dtype=dtype)(x)

    z = x = keras.Input((spec.inputs,), name="z")
    for units in (*spec.g_hidden, size * size * spec.g_filters[0]):
        x = activated(layers.Dense(units, **shape)(x))
    x = layers.Reshape((size, size, spec.g_filters[0]), name=FIRST_BLOCK, dtype=dtype)(x)
    for filters, stride in zip(spec.g_filters[1:], spec.g_strides[:-1], strict=True):
        x = activated(layers.Conv2DTranspose(filters, spec.g_kernel, stride, padding="same", **shape)(x))
    x = layers.Conv2DTranspose(1, spec.g_kernel, spec.g_strides[-1], padding="same", **shape)(x)
    image = layers.Activation("tanh", dtype="float32")(x)
    return keras.Model(z, image, name="generator")


def build_discriminator(spec: DCGANSpec, precision: str = "float32") -> keras.Model:
    """D: images (n, 28, 28, 1) in [-1, 1] -> logits (n, 1), float32; sigmoid(logit) = P(real).

    With classes it gives (n, 1 + classes): behind the logit a score for each class.
    """
    init, dtype = _initializer(spec), keras.DTypePolicy(precision)
    image = x = keras.Input((28, 28, 1), name="image")
    for filters in spec.d_filters:
        x = layers.Conv2D(filters, spec.d_kernel, 2, padding="same", kernel_initializer=init, dtype=dtype)(x)
        x = layers.LeakyReLU(spec.leak, dtype=dtype)(x)
        x = Dropout(spec.d_dropout, dtype=dtype)(x)
    logit = layers.Dense(1 + spec.classes, kernel_initializer=init, dtype="float32")(layers.Flatten(dtype=dtype)(x))
    return keras.Model(image, logit, name="discriminator")
