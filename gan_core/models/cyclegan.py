"""CycleGAN's networks (Zhu et al. 2017, arXiv:1703.10593): fully convolutional, for any size that 4 divides."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from gan_core.models.layers import DepthToSpace, InstanceNormalization, LowPass2D, ReflectionPadding2D, ResizeConv2D
from gan_core.recipes.cyclegan import CycleGANSpec

EPSILON = 1e-5
Tensor = Any


def build_generator(spec: CycleGANSpec, name: str = "generator", precision: str = "float32") -> keras.Model:
    """Images (n, h, w, 3) in [-1, 1] -> images of the same size in [-1, 1], float32; 4 divides h and w, h, w >= 16."""
    with _Policy(precision):
        image = x = keras.Input((None, None, 3), name="image")
        x = _reflected(x, spec.filters, spec.edge_kernel)
        for times in (2, 4):
            x = _conv(times * spec.filters, 3, strides=2, padding="same")(layers.ReLU()(_norm(x)))
        x = layers.ReLU()(_norm(x))
        for _ in range(spec.blocks):
            x = _residual(x, spec)
        for times in (2, 1):
            x = layers.ReLU()(_norm(_upsampled(x, times * spec.filters, spec)))
        x = ReflectionPadding2D(spec.edge_kernel // 2)(x)
        x = layers.Conv2D(3, spec.edge_kernel, kernel_initializer=_normal())(x)
        if spec.low_pass:
            x = LowPass2D(dtype="float32")(x)
        return keras.Model(image, layers.Activation("tanh", dtype="float32")(x), name=name)


def build_discriminator(spec: CycleGANSpec, name: str = "discriminator", precision: str = "float32") -> keras.Model:
    """Images (n, h, w, 3) in [-1, 1] -> a score for each overlapping patch (n, h', w', 1), float32; 1 means real.

    With four `d_filters` a score looks at 70 x 70 pixels (Isola et al. 2017, arXiv:1611.07004).
    """
    with _Policy(precision):
        image = x = keras.Input((None, None, 3), name="image")
        for i, filters in enumerate(spec.d_filters):
            strides = 1 if i == len(spec.d_filters) - 1 else 2
            if i == 0:
                x = layers.Conv2D(filters, 4, strides, padding="same", kernel_initializer=_normal())(x)
            else:
                x = _norm(_conv(filters, 4, strides=strides, padding="same")(x))
            x = layers.LeakyReLU(0.2)(x)
        score = layers.Conv2D(1, 4, padding="same", kernel_initializer=_normal(), dtype="float32")(x)
        return keras.Model(image, score, name=name)


class _Policy:
    """Every layer built inside computes in `precision`."""

    def __init__(self, precision: str) -> None:
        self._now = precision

    def __enter__(self) -> None:
        self._before = keras.config.dtype_policy()
        keras.config.set_dtype_policy(self._now)

    def __exit__(self, *_: object) -> None:
        keras.config.set_dtype_policy(self._before)


def _normal() -> keras.initializers.Initializer:
    """N(0, 0.02). One for each layer: an initializer that is shared draws the same numbers again."""
    return keras.initializers.RandomNormal(stddev=0.02)


def _conv(filters: int, kernel: int, **options: Any) -> layers.Layer:
    """A convolution before an instance norm, which would take a bias away again."""
    return layers.Conv2D(filters, kernel, use_bias=False, kernel_initializer=_normal(), **options)


def _norm(x: Tensor) -> Tensor:
    return InstanceNormalization(EPSILON)(x)


def _reflected(x: Tensor, filters: int, kernel: int, *, separable: bool = False, norm: bool = False) -> Tensor:
    """A convolution that keeps the size by reflection padding, whole or as depthwise and pointwise."""
    x = ReflectionPadding2D(kernel // 2)(x)
    if not separable:
        return _conv(filters, kernel)(x)
    x = layers.DepthwiseConv2D(kernel, use_bias=False, depthwise_initializer=_normal())(x)
    return _conv(filters, 1)(_norm(x) if norm else x)


def _residual(x: Tensor, spec: CycleGANSpec) -> Tensor:
    filters, separable, norm = 4 * spec.filters, spec.separable, spec.separable_norm
    y = layers.ReLU()(_norm(_reflected(x, filters, 3, separable=separable, norm=norm)))
    y = _norm(_reflected(y, filters, 3, separable=separable, norm=norm))
    return layers.Add()([x, y])


def _upsampled(x: Tensor, filters: int, spec: CycleGANSpec) -> Tensor:
    """(n, h, w, c) -> (n, 2h, 2w, filters)."""
    if spec.upsampling == "transposed":
        return layers.Conv2DTranspose(
            filters, spec.up_kernel, 2, padding="same", use_bias=False, kernel_initializer=_normal()
        )(x)
    if spec.upsampling == "subpixel":
        return DepthToSpace()(_reflected(x, 4 * filters, 3, separable=spec.separable_up))
    if spec.separable_up:
        return _reflected(layers.UpSampling2D(2)(x), filters, 3, separable=True)
    return ResizeConv2D(filters, _normal())(x)
