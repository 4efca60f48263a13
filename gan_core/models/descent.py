"""The slope of a digit's distance along z, written out layer by layer: LiteRT knows no gradients.

TensorFlow's own, as templates.py is: it is for export alone. gan_core.digits.projection takes the tape's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from gan_core.recipes.dcgan import DCGANSpec

Tensor = Any
STEEP = 1e6  # a clipped line so steep is a step, and nothing that a runtime may lack


def slope_network(spec: DCGANSpec, weights: Sequence[np.ndarray]) -> Callable[[Tensor], Tensor]:
    """A function of one tensor (1, latent + 784), z and behind it a digit in [-1, 1].

    It gives (1, latent + 784): the slope of mean |G(z) - x| / 2 + mean ((G(z) - x) / 2)^2, and behind it G(z).

    Args:
        spec: of a generator without batch norms.
        weights: its kernels and biases in turn; a last bias of zeros is left away.
    """
    kernels, biases = list(weights[::2]), list(weights[1::2])
    dense, size = len(spec.g_hidden) + 1, spec.base_size

    def forward(z: Tensor) -> tuple[Tensor, list[Tensor]]:
        y: Any = z
        bent: list[Tensor] = []
        for i, (kernel, bias) in enumerate(zip(kernels, biases, strict=True)):
            if i < dense:
                y = tf.matmul(y, kernel)
            else:
                size_now, stride = y.shape[1], spec.g_strides[i - dense]
                shape: Any = (1, size_now * stride, size_now * stride, kernel.shape[2])
                y = tf.nn.conv2d_transpose(y, kernel, shape, stride, "SAME")
            y = y + bias if bias.any() else y
            if i < len(kernels) - 1:
                slope = spec.leak + (1 - spec.leak) * tf.clip_by_value(y * STEEP, 0.0, 1.0)
                bent.append(slope)
                y = y * slope
            if i == dense - 1:
                y = tf.reshape(y, (1, size, size, spec.g_filters[0]))
        return tf.tanh(y), bent

    def backward(slope: Tensor, bent: list[Tensor]) -> Tensor:
        for i in reversed(range(len(kernels))):
            if i >= dense:
                slope = tf.nn.conv2d(slope, kernels[i], spec.g_strides[i - dense], "SAME")
                slope = tf.reshape(slope, (1, -1)) if i == dense else slope
            else:
                slope = tf.matmul(slope, np.ascontiguousarray(kernels[i].T))
            slope = slope * bent[i - 1] if i else slope
        return slope

    def network(z_and_x: Tensor) -> Tensor:
        z, x = z_and_x[:, : spec.latent], z_and_x[:, spec.latent :]
        drawn, bent = forward(z)
        apart = (drawn - tf.reshape(x, drawn.shape)) / 2
        slope = (tf.clip_by_value(apart * STEEP, -1.0, 1.0) + 2 * apart) / (2 * x.shape[1])
        return tf.concat([backward(slope * (1 - drawn * drawn), bent), tf.reshape(drawn, x.shape)], 1)

    return network
