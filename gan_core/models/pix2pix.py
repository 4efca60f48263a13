"""Pix2Pix's architecture (Isola et al. 2017, arXiv:1611.07004), for any size that the spec's stride divides."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

from gan_core.models.cyclegan import Policy, build_patch_gan, instance_norm, normal, unbiased_conv
from gan_core.models.layers import Dropout, ResizeConv2D
from gan_core.recipes.pix2pix import Pix2PixSpec

CHROMA_GAIN = 4.0  # before D looks: colours of photographs spread over a quarter of what lightness spreads over
DROPOUT = 0.5
LEAK = 0.2
Tensor = Any


def build_generator(spec: Pix2PixSpec, name: str = "generator", precision: str = "float32") -> keras.Model:
    """Inputs (n, h, w, inputs) in [-1, 1] -> outputs (n, h, w, outputs) in [-1, 1], float32; `stride` divides h, w.

    Instance norms stand for the paper's batch norms of one picture each. Dropout is on in training only, so one
    photograph has one answer.
    """
    with Policy(precision):
        image = x = keras.Input((None, None, spec.inputs), name="image")
        last = len(spec.filters) - 1
        skips = []
        for i, filters in enumerate(spec.filters):
            if i:
                x = layers.LeakyReLU(LEAK)(x)
            if i in (0, last):  # the innermost may be a single value, of which a norm would leave nothing
                x = layers.Conv2D(filters, spec.kernel, 2, padding="same", kernel_initializer=normal())(x)
            else:
                x = instance_norm(unbiased_conv(filters, spec.kernel, strides=2, padding="same")(x))
            skips.append(x)
        for i in range(last):
            if i:
                x = layers.Concatenate()([x, skips[last - i]])
            x = instance_norm(_upsampled(layers.ReLU()(x), spec.filters[last - 1 - i], spec))
            if i < spec.dropout:
                x = Dropout(DROPOUT)(x)
        x = layers.ReLU()(layers.Concatenate()([x, skips[0]]))
        x = _upsampled(x, spec.outputs, spec)
        return keras.Model(image, layers.Activation("tanh", dtype="float32")(x), name=name)


def build_discriminator(spec: Pix2PixSpec, name: str = "discriminator", precision: str = "float32") -> keras.Model:
    """What `together` gives -> a score for each overlapping patch (n, h', w', 1), float32; 1 means real."""
    return build_patch_gan(spec.d_filters, spec.inputs + spec.outputs, name, precision)


def together(spec: Pix2PixSpec, inputs: Tensor, outputs: Tensor) -> Tensor:
    """Input and output as the discriminator sees them: (n, h, w, inputs + outputs)."""
    return ops.concatenate([inputs, CHROMA_GAIN * outputs if spec.colours else outputs], axis=-1)


def _upsampled(x: Tensor, filters: int, spec: Pix2PixSpec) -> Tensor:
    """(n, h, w, c) -> (n, 2h, 2w, filters)."""
    if spec.upsampling == "resize":
        return ResizeConv2D(filters, normal())(x)
    return layers.Conv2DTranspose(filters, 4, 2, padding="same", use_bias=False, kernel_initializer=normal())(x)
