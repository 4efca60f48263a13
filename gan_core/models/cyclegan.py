"""CycleGAN's architecture (Zhu et al. 2017, arXiv:1703.10593): fully convolutional, any size that 4 divides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from gan_core.models.layers import DepthToSpace, InstanceNormalization, LowPass2D, ReflectionPadding2D, ResizeConv2D
from gan_core.recipes.cyclegan import CycleGANSpec

EPSILON = 1e-5
MASK_BIAS = 2.0  # sigmoid(2) = 0.88
SPAN = 0.98  # a photograph's white as tanh's value; 1 has no finite place before it
Tensor = Any


def build_generator(spec: CycleGANSpec, name: str = "generator", precision: str = "float32") -> keras.Model:
    """Images (n, h, w, 3) in [-1, 1] -> images of the same size in [-1, 1], float32; 4 divides h and w, h, w >= 16.

    A masked one gives two outputs, [image, mask (n, h, w, 1) in [0, 1]], where image = mask * new picture +
    (1 - mask) * photograph (Mejjati et al. 2018, arXiv:1806.02311; Tang et al. 2019, arXiv:1911.11897). Its mask is
    about 0.88 everywhere at first. A residual one adds what it draws to the photograph before the last tanh.
    """
    with Policy(precision):
        image = x = keras.Input((None, None, 3), name="image")
        x = _reflected(x, spec.filters, spec.edge_kernel)
        for times in (2, 4):
            x = unbiased_conv(times * spec.filters, 3, strides=2, padding="same")(layers.ReLU()(instance_norm(x)))
        x = layers.ReLU()(instance_norm(x))
        for _ in range(spec.blocks):
            x = _residual(x, spec)
        for times in (2, 1):
            x = layers.ReLU()(instance_norm(_upsampled(x, times * spec.filters, spec)))
        x = ReflectionPadding2D(spec.edge_kernel // 2)(x)
        last = layers.Conv2D(4 if spec.masked else 3, spec.edge_kernel, kernel_initializer=normal())
        x = last(x)
        picture = x[..., :3] if spec.masked else x
        if spec.low_pass:
            picture = LowPass2D(dtype="float32")(picture)
        if spec.residual:
            picture = ops.cast(picture, "float32") + before_tanh(SPAN * ops.cast(image, "float32"))
        picture = layers.Activation("tanh", dtype="float32")(picture)
        if spec.residual:
            picture = ops.clip(picture / SPAN, -1.0, 1.0)
        if not spec.masked:
            return keras.Model(image, picture, name=name)
        last.set_weights(with_mask([np.asarray(w)[..., :3] for w in last.get_weights()]))
        mask = layers.Activation("sigmoid", dtype="float32")(x[..., 3:])
        return keras.Model(image, [mask * picture + (1.0 - mask) * ops.cast(image, "float32"), mask], name=name)


def with_mask(weights: Sequence[np.ndarray]) -> list[np.ndarray]:
    """A generator's weights without a mask -> those of a masked one that draws the same pictures.

    The last convolution gets a fourth channel whose kernel is 0 and whose bias is `MASK_BIAS`: the mask begins nearly
    white everywhere, so that a warm start is not disturbed.
    """
    *others, kernel, bias = weights
    return [
        *others,
        np.concatenate([kernel, np.zeros_like(kernel[..., :1])], axis=-1),
        np.concatenate([bias, np.full_like(bias[:1], MASK_BIAS)]),
    ]


def before_tanh(x: Tensor) -> Tensor:
    """The inverse of tanh, for values in ]-1, 1[."""
    return (ops.log1p(x) - ops.log1p(-x)) / 2


def with_residual(weights: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Any generator's weights -> those of one without a mask that adds nothing to a photograph, so that a warm start
    begins with the photograph itself and with features that know how to look at one."""
    *others, kernel, bias = weights
    return [*others, np.zeros_like(kernel[..., :3]), np.zeros_like(bias[:3])]


def picture_and_mask(network: keras.Model, images: Tensor, **options: Any) -> tuple[Tensor, Tensor | None]:
    """A generator's output for images, and its mask; None if it has none."""
    made = network(images, **options)
    return (made[0], made[1]) if isinstance(made, list | tuple) else (made, None)


def build_discriminator(spec: CycleGANSpec, name: str = "discriminator", precision: str = "float32") -> keras.Model:
    """Images (n, h, w, 3) in [-1, 1] -> a score for each overlapping patch (n, h', w', 1), float32; 1 means real.

    With four `d_filters` a score looks at 70 x 70 pixels (Isola et al. 2017, arXiv:1611.07004).
    """
    return build_patch_gan(spec.d_filters, 3, name, precision)


def build_patch_gan(d_filters: Sequence[int], channels: int, name: str, precision: str = "float32") -> keras.Model:
    """`build_discriminator` for what has any number of channels."""
    with Policy(precision):
        image = x = keras.Input((None, None, channels), name="image")
        for i, filters in enumerate(d_filters):
            strides = 1 if i == len(d_filters) - 1 else 2
            if i == 0:
                x = layers.Conv2D(filters, 4, strides, padding="same", kernel_initializer=normal())(x)
            else:
                x = instance_norm(unbiased_conv(filters, 4, strides=strides, padding="same")(x))
            x = layers.LeakyReLU(0.2)(x)
        score = layers.Conv2D(1, 4, padding="same", kernel_initializer=normal(), dtype="float32")(x)
        return keras.Model(image, score, name=name)


class Policy:
    """Every layer built inside computes in `precision`."""

    def __init__(self, precision: str) -> None:
        self._now = precision

    def __enter__(self) -> None:
        self._before = keras.config.dtype_policy()
        keras.config.set_dtype_policy(self._now)

    def __exit__(self, *_: object) -> None:
        keras.config.set_dtype_policy(self._before)


def normal() -> keras.initializers.Initializer:
    """N(0, 0.02). One for each layer: an initializer that is shared draws the same numbers again."""
    return keras.initializers.RandomNormal(stddev=0.02)


def unbiased_conv(filters: int, kernel: int, **options: Any) -> layers.Layer:
    """A convolution before an instance norm, which would take a bias away again."""
    return layers.Conv2D(filters, kernel, use_bias=False, kernel_initializer=normal(), **options)


def instance_norm(x: Tensor) -> Tensor:
    return InstanceNormalization(EPSILON)(x)


def _reflected(x: Tensor, filters: int, kernel: int, *, separable: bool = False, norm: bool = False) -> Tensor:
    """A convolution that keeps the size by reflection padding, whole or as depthwise and pointwise."""
    x = ReflectionPadding2D(kernel // 2)(x)
    if not separable:
        return unbiased_conv(filters, kernel)(x)
    x = layers.DepthwiseConv2D(kernel, use_bias=False, depthwise_initializer=normal())(x)
    return unbiased_conv(filters, 1)(instance_norm(x) if norm else x)


def _residual(x: Tensor, spec: CycleGANSpec) -> Tensor:
    filters, separable, norm = 4 * spec.filters, spec.separable, spec.separable_norm
    y = layers.ReLU()(instance_norm(_reflected(x, filters, 3, separable=separable, norm=norm)))
    y = instance_norm(_reflected(y, filters, 3, separable=separable, norm=norm))
    return layers.Add()([x, y])


def _upsampled(x: Tensor, filters: int, spec: CycleGANSpec) -> Tensor:
    """(n, h, w, c) -> (n, 2h, 2w, filters)."""
    if spec.upsampling == "transposed":
        return layers.Conv2DTranspose(
            filters, spec.up_kernel, 2, padding="same", use_bias=False, kernel_initializer=normal()
        )(x)
    if spec.upsampling == "subpixel":
        return DepthToSpace()(_reflected(x, 4 * filters, 3, separable=spec.separable_up))
    if spec.separable_up:
        return _reflected(layers.UpSampling2D(2)(x), filters, 3, separable=True)
    return ResizeConv2D(filters, normal())(x)
