"""Computational cost of a network (multiply-adds), counted from its layers."""

from __future__ import annotations

import math

import keras
from keras import layers

from gan_core.models.layers import LOW_PASS, LowPass2D, ResizeConv2D


def multiply_adds(model: keras.Model, size: int) -> int:
    """Multiply-adds of all convolutions for one image (size, size, c); norms and activations are left out."""
    sized = keras.models.clone_model(model, input_tensors=keras.Input((size, size, model.input.shape[-1])))
    return sum(_of_layer(layer) for layer in sized.layers)


def _of_layer(layer: keras.Layer) -> int:
    if isinstance(layer, layers.Conv2DTranspose):
        return _positions(layer.input) * math.prod(layer.kernel.shape)
    if isinstance(layer, ResizeConv2D):
        return _positions(layer.output) * 4 * math.prod(layer.kernel.shape[2:])  # 2x2 kernels
    if isinstance(layer, LowPass2D):
        return _positions(layer.output) * layer.output.shape[-1] * 2 * len(LOW_PASS)  # along one axis, then the other
    if isinstance(layer, layers.Conv2D | layers.DepthwiseConv2D):
        return _positions(layer.output) * math.prod(layer.kernel.shape)
    return 0


def _positions(tensor: keras.KerasTensor) -> int:
    _, height, width, _ = tensor.shape
    return height * width
