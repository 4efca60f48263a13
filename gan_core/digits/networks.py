"""DCGAN inference as functions of the weights, traced once for each network shape.

Importing this imports no network library; its functions do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.checks import finite
from gan_core.base.errors import GanError
from gan_core.models.gradients import compiled, weights_of
from gan_core.recipes.dcgan import DCGANSpec

Tensor = Any


class Shape(NamedTuple):
    """Two networks of one shape behind functions that are traced once and take the weights as arguments."""

    generator: Any  # the keras.Models: their weights have the order and the shapes that the functions take
    discriminator: Any
    # Both raise GanError('networks_not_finite').
    draw: Callable[..., Any]  # (weights of G, weights of D, z) -> uint8 (n, 28, 28) and D's logits (n,)
    discriminate: Callable[..., Any]  # (weights of D, x in [-1, 1], (n, 28, 28, 1)) -> logits (n,)


def traced(spec: DCGANSpec) -> Shape:
    """Build the networks of `spec` and trace them. Not for a thread while another one uses networks."""
    from gan_core.models.dcgan import build_discriminator, build_generator

    generator, discriminator = build_generator(spec), build_discriminator(spec)
    return Shape(generator, discriminator, *_functions(generator, discriminator))


def tensors(weights: Sequence[np.ndarray]) -> list[Tensor]:
    """`weights` as the functions of a shape take them."""
    from keras import ops

    return [ops.convert_to_tensor(w) for w in weights]


def _functions(generator: Any, discriminator: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:
    import keras
    from keras import ops

    def call(network: Any, weights: list[Tensor], x: Tensor) -> Tensor:
        with keras.StatelessScope(state_mapping=list(zip(network.weights, weights, strict=True))):
            return network(x, training=False)

    def discriminate(d: list[Tensor], x: Tensor) -> Tensor:
        return call(discriminator, d, x)[:, 0]

    def levels(g: list[Tensor], z: Tensor) -> Tensor:
        return ops.round(call(generator, g, z) * 127.5 + 127.5)  # as images.to_uint8; tanh keeps the range

    def draw(g: list[Tensor], d: list[Tensor], z: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        shown: Any = levels(g, z)
        seen = ops.all(ops.isfinite(shown))  # as 8 bits it would be some number
        return ops.cast(shown[..., 0], "uint8"), discriminate(d, shown / 127.5 - 1.0), seen

    g, d = weights_of(generator), weights_of(discriminator)
    discriminate = compiled(discriminate, d, keras.KerasTensor((None, 28, 28, 1)))
    draw = compiled(draw, g, d, keras.KerasTensor((None, generator.input_shape[1])))

    def numpy_draw(g: list[Tensor], d: list[Tensor], z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        images, logits, seen = (np.asarray(ops.convert_to_numpy(y)) for y in draw(g, d, ops.convert_to_tensor(z)))
        if not seen:
            raise GanError("networks_not_finite")
        return images, finite(logits)

    return numpy_draw, lambda d, x: finite(ops.convert_to_numpy(discriminate(d, ops.convert_to_tensor(x))))
