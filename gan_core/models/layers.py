"""Custom layers that Keras does not have."""

from __future__ import annotations

import random
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from gan_core.base.ranks import own_share, world
from gan_core.models.collectives import mean_moment
from gan_core.models.gradients import fused_instance_norm

Tensor = Any


@keras.saving.register_keras_serializable("gan_theatre")
class BatchNormalization(layers.BatchNormalization):
    """Keras's own, synchronised: where several ranks train together, moments are those of the whole batch.

    Keras's option `synchronized` works on TensorFlow only.
    """

    def call(self, inputs: Tensor, training: bool | None = None, mask: Tensor | None = None) -> Tensor:
        if world().size == 1 or not (training and self.trainable):
            return super().call(inputs, training=training, mask=mask)
        x = ops.cast(inputs, "float32")
        axes = tuple(range(x.ndim - 1))
        mean = mean_moment(ops.mean(x, axes))
        variance = mean_moment(ops.mean(ops.square(x - mean), axes))
        for moving, now in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving.assign(moving * self.momentum + ops.stop_gradient(now) * (1.0 - self.momentum))
        found = ops.batch_normalization(x, mean, variance, -1, self.beta, self.gamma, self.epsilon)
        return ops.cast(found, self.compute_dtype)


@keras.saving.register_keras_serializable("gan_theatre")
class Dropout(layers.Dropout):
    """Keras's own; where several ranks train together, each takes its rows of the mask of the whole batch.

    It always has a seed: without one, Keras draws on PyTorch from a state that no saved run holds.
    """

    def __init__(self, rate: float, seed: int | None = None, **options: Any) -> None:
        super().__init__(rate, seed=random.randint(1, 10**9) if seed is None else seed, **options)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        if world().size == 1 or not training or not self.rate:
            return super().call(inputs, training=training)
        n, *rest = inputs.shape
        mask = super().call(ops.ones((world().size * n, *rest), dtype=inputs.dtype), training=True)
        return inputs * own_share(mask)


@keras.saving.register_keras_serializable("gan_theatre")
class ReflectionPadding2D(layers.Layer):
    """Mirrors `padding` pixels at each edge, which are not repeated: (n, h, w, c) -> (n, h + 2p, w + 2p, c)."""

    def __init__(self, padding: int = 1, **options: Any) -> None:
        super().__init__(**options)
        self.padding = padding

    def call(self, inputs: Tensor) -> Tensor:
        edge = (self.padding, self.padding)
        return ops.pad(inputs, ((0, 0), edge, edge, (0, 0)), mode="reflect")

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        n, *sides, channels = input_shape
        return (n, *(side and side + 2 * self.padding for side in sides), channels)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "padding": self.padding}


@keras.saving.register_keras_serializable("gan_theatre")
class InstanceNormalization(layers.Layer):
    """Each channel of each image to mean 0 and variance 1, then scaled and shifted (Ulyanov et al. 2016,
    arXiv:1607.08022): (n, h, w, c) -> (n, h, w, c), moments in float32. It has no state besides its two weights.

    Keras's GroupNormalization(groups=-1) is the same formula, but takes the variance as E x^2 - (E x)^2 on
    PyTorch, which falls below 0 for a channel that is nearly constant, and its root is no number.

    Attributes:
        fused: whether a backend's one operation may be taken; false for graphics cards, which do not have it.
    """

    def __init__(self, epsilon: float = 1e-5, **options: Any) -> None:
        super().__init__(**options)
        self.epsilon = epsilon
        self.fused = True

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones", autocast=False)
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros", autocast=False)

    def call(self, inputs: Tensor) -> Tensor:
        if self.fused and inputs.shape[0] and (fused := fused_instance_norm()):
            return fused(inputs, self.gamma, self.beta, self.epsilon)
        x = ops.cast(inputs, "float32")
        mean = ops.mean(x, axis=(1, 2), keepdims=True)
        variance = ops.mean(ops.square(x - mean), axis=(1, 2), keepdims=True)
        scale = self.gamma * ops.rsqrt(variance + self.epsilon)
        shift = self.beta - mean * scale
        return inputs * ops.cast(scale, self.compute_dtype) + ops.cast(shift, self.compute_dtype)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "epsilon": self.epsilon}


@keras.saving.register_keras_serializable("gan_theatre")
class DepthToSpace(layers.Layer):
    """Sub-pixel upsampling (Shi et al. 2016, arXiv:1609.05158): (n, h, w, 4c) -> (n, 2h, 2w, c)."""

    def call(self, inputs: Tensor) -> Tensor:
        return ops.depth_to_space(inputs, 2)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        n, *sides, channels = input_shape
        return (n, *(side and 2 * side for side in sides), channels and channels // 4)


# Which of the three taps of a kernel fall on each of the two small pixels below them, for even and for odd outputs.
TAPS = np.array([[[1, 0, 0], [0, 1, 1]], [[1, 1, 0], [0, 0, 1]]], np.float32)


@keras.saving.register_keras_serializable("gan_theatre")
class ResizeConv2D(layers.Layer):
    """Nearest-neighbour upsampling to twice the size, one mirrored pixel at each edge and a 3x3 convolution
    (Odena et al. 2016, doi:10.23915/distill.00003) in one: (n, h, w, c) -> (n, 2h, 2w, filters).

    A kernel lies on four small pixels only, on which ones depends on whether row and column are even. So four
    2x2 kernels at the small size give the same in 4/9 of the multiply-adds.
    """

    def __init__(self, filters: int, kernel_initializer: Any = "glorot_uniform", **options: Any) -> None:
        super().__init__(**options)
        self.filters, self.kernel_initializer = filters, keras.initializers.get(kernel_initializer)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = (3, 3, input_shape[-1], self.filters)
        self.kernel = self.add_weight(name="kernel", shape=shape, initializer=self.kernel_initializer, autocast=False)

    def call(self, inputs: Tensor) -> Tensor:
        height, width = ops.shape(inputs)[1:3]
        four = ops.einsum("pyi,qxj,ijco->yxcpqo", TAPS, TAPS, self.kernel)
        four = ops.reshape(ops.cast(four, self.compute_dtype), (2, 2, -1, 4 * self.filters))
        x = ops.concatenate([inputs[:, :1], inputs, inputs[:, -1:]], 1)  # graphics cards have no symmetric padding
        x = ops.concatenate([x[:, :, :1], x, x[:, :, -1:]], 2)
        parts = ops.split(ops.conv(x, four), 4, axis=-1)
        places = ((p, q) for p in (0, 1) for q in (0, 1))
        found = [part[:, p : p + height, q : q + width] for part, (p, q) in zip(parts, places, strict=True)]
        return ops.depth_to_space(ops.concatenate(found, axis=-1), 2)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        n, *sides, _ = input_shape
        return (n, *(side and 2 * side for side in sides), self.filters)

    def get_config(self) -> dict[str, Any]:
        initializer = keras.initializers.serialize(self.kernel_initializer)
        return {**super().get_config(), "filters": self.filters, "kernel_initializer": initializer}


# 1 - sin^4(w/2): 1 at the lowest frequencies, 3/4 at a period of 4 pixels, 0 at a period of 2.
LOW_PASS = np.array([-1, 4, 10, 4, -1], np.float32) / 16


@keras.saving.register_keras_serializable("gan_theatre")
class LowPass2D(layers.Layer):
    """Takes patterns of 2 pixels away along both axes, and little else: (n, h, w, c) -> (n, h, w, c).

    The maximally flat filter of five taps with a zero there (Herrmann 1971, "On the approximation problem in
    nonrecursive digital filter design"). Upsampling by two leaves a copy of what is coarse near just that period,
    which shows as a grid.
    """

    def call(self, inputs: Tensor) -> Tensor:
        channels = inputs.shape[-1]
        x = ops.pad(inputs, ((0, 0), (2, 2), (2, 2), (0, 0)), mode="reflect")
        for shape in ((5, 1), (1, 5)):
            kernel = np.tile(LOW_PASS.reshape(*shape, 1, 1), (1, 1, channels, 1))
            x = ops.depthwise_conv(x, ops.convert_to_tensor(kernel, self.compute_dtype))
        return x

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return input_shape


@keras.saving.register_keras_serializable("gan_theatre")
class BilinearDoubling2D(layers.Layer):
    """(n, h, w, c) -> (n, 2h, 2w, c), linearly between the centres of pixels; the outermost hold on beyond theirs.

    Keras's UpSampling2D(interpolation="bilinear") is the same, but wants to know h and w before it is traced.
    """

    def call(self, inputs: Tensor) -> Tensor:
        return doubled(inputs)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        n, *sides, channels = input_shape
        return (n, *(side and 2 * side for side in sides), channels)


def doubled(x: Tensor) -> Tensor:
    """What `BilinearDoubling2D` does."""
    for axis in (1, 2):
        edge = [(1, 1) if i == axis else (0, 0) for i in range(4)]
        wide = ops.pad(x, edge, mode="symmetric")
        before, after = (wide[:, :-2], wide[:, 2:]) if axis == 1 else (wide[:, :, :-2], wide[:, :, 2:])
        both = ops.stack([0.75 * x + 0.25 * before, 0.75 * x + 0.25 * after], axis + 1)
        n, *sides, channels = ops.shape(x)
        sides[axis - 1] = 2 * sides[axis - 1]
        x = ops.reshape(both, (n, *sides, channels))
    return x
