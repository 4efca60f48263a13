"""Pix2Pix's architecture (Isola et al. 2017, arXiv:1611.07004), for any size that the spec's stride divides."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

from gan_core.models.cyclegan import Policy, before_tanh, build_patch_gan, instance_norm, normal, unbiased_conv
from gan_core.models.layers import Dropout, ResizeConv2D
from gan_core.recipes.pix2pix import DARKER, Pix2PixSpec

CHROMA_GAIN = 4.0  # before D looks: colours of photographs spread over a quarter of what lightness spreads over
DROPOUT = 0.5
LEAK = 0.2
COAT_SPAN = 0.95  # of a coat's colour: white and black have no finite place before tanh
Tensor = Any


def build_generator(spec: Pix2PixSpec, name: str = "generator", precision: str = "float32") -> keras.Model:
    """Inputs (n, h, w, inputs) in [-1, 1] -> outputs (n, h, w, outputs) in [-1, 1], float32; `stride` divides h, w.

    Instance norms stand for the paper's batch norms of one picture each. Dropout is on in training only, so one
    photograph has one answer. With `ink` the input is lines of one colour on white. Instance norms would divide the
    colour away, so the last convolution says where the coat that it means lies under what is painted, and the colour
    scales and shifts what comes out of each norm on the way up (Dumoulin et al. 2017, arXiv:1610.07629).
    """
    with Policy(precision):
        image = x = keras.Input((None, None, spec.inputs), name="image")
        colour = None
        if spec.ink:
            x, colour = lines_and_colour(image)
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
            if colour is not None:
                x = _tinted(x, colour)
            if i < spec.dropout:
                x = Dropout(DROPOUT)(x)
        x = layers.ReLU()(layers.Concatenate()([x, skips[0]]))
        x = _upsampled(x, spec.outputs + (colour is not None), spec)
        if colour is not None:
            x = _over_coat(x, colour)
        return keras.Model(image, layers.Activation("tanh", dtype="float32")(x), name=name)


def build_discriminator(spec: Pix2PixSpec, name: str = "discriminator", precision: str = "float32") -> keras.Model:
    """What `together` gives -> a score for each overlapping patch (n, h', w', 1), float32; 1 means real."""
    return build_patch_gan(spec.d_filters, spec.inputs + spec.outputs, name, precision)


def together(spec: Pix2PixSpec, inputs: Tensor, outputs: Tensor) -> Tensor:
    """Input and output as the discriminator sees them: (n, h, w, inputs + outputs)."""
    return ops.concatenate([inputs, CHROMA_GAIN * outputs if spec.colours else outputs], axis=-1)


def lines_and_colour(drawing: Tensor) -> tuple[Tensor, Tensor]:
    """A drawing of one ink on white, (n, h, w, 3) in [-1, 1], apart.

    Returns:
        (n, h, w, 1): 1 on paper, -1 where there is most ink, however pale it is; (n, 3): the coat that its colour
        means, in [-1, 1].
    """
    dark = (1.0 - drawing) / 2.0
    amount = ops.max(dark, axis=-1, keepdims=True)
    most = ops.max(amount, axis=(1, 2), keepdims=True)
    coat = (1.0 - ops.max(dark, axis=(1, 2))) / DARKER
    return 1.0 - 2.0 * amount / ops.maximum(most, 1e-3), 2.0 * ops.clip(coat, 0.0, 1.0) - 1.0


def _tinted(x: Tensor, colour: Tensor) -> Tensor:
    """Features (n, h, w, c) scaled and shifted, each channel by what (n, 3) says of it; as they are at first."""
    filters = x.shape[-1]
    found = layers.Reshape((1, 1, 2 * filters))(layers.Dense(2 * filters, kernel_initializer="zeros")(colour))
    return x * (1.0 + found[..., :filters]) + found[..., filters:]


def _over_coat(x: Tensor, colour: Tensor) -> Tensor:
    """What is painted, (n, h, w, c), over a coat (n, c - 1) as far as its last channel says: before tanh, float32."""
    under = before_tanh(COAT_SPAN * ops.cast(colour, "float32"))[:, None, None]
    x = ops.cast(x, "float32")
    return x[..., :-1] + ops.sigmoid(x[..., -1:]) * under


def _upsampled(x: Tensor, filters: int, spec: Pix2PixSpec) -> Tensor:
    """(n, h, w, c) -> (n, 2h, 2w, filters)."""
    if spec.upsampling == "resize":
        return ResizeConv2D(filters, normal())(x)
    return layers.Conv2DTranspose(filters, 4, 2, padding="same", use_bias=False, kernel_initializer=normal())(x)
