"""Feature maps between z and the digit and between the digit and D's logit, with the shapes of the layers.

Importing this imports no network library; `mapper` does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.checks import finite
from gan_core.base.images import grid
from gan_core.digits.networks import Tensor
from gan_core.models.gradients import compiled, weights_of
from gan_core.recipes.dcgan import DCGANSpec

SIDE = 28  # pixels of a digit, and of every map on the sheet
MOST = 16  # maps of a layer that are shown


class Layer(NamedTuple):
    """A layer with weights: its kind, what it gives for one digit, and how many weights it has (biases included)."""

    kind: str
    shape: tuple[int, ...]
    weights: int


class LayerMaps(NamedTuple):
    """What a layer gives for one digit: float32 (height, width, channels)."""

    network: str  # "generator" or "discriminator"
    values: np.ndarray


def generator_layers(spec: DCGANSpec) -> list[Layer]:
    """G's layers with weights, without batch normalization, as `build_generator` makes them."""
    bias, before, found = not spec.batch_norm, spec.inputs, []
    for units in (*spec.g_hidden, spec.base_size**2 * spec.g_filters[0]):
        found.append(Layer("dense", (units,), before * units + bias * units))
        before = units
    side, channels = spec.base_size, spec.g_filters[0]
    for filters, stride in zip((*spec.g_filters[1:], 1), spec.g_strides, strict=True):
        side *= stride
        shape = (side, side, filters)
        found.append(Layer("transposed", shape, spec.g_kernel**2 * channels * filters + bias * filters))
        channels = filters
    return found


def discriminator_layers(spec: DCGANSpec) -> list[Layer]:
    """D's layers with weights, as `build_discriminator` makes them."""
    side, channels, found = SIDE, 1, []
    for filters in spec.d_filters:
        side = -(-side // 2)
        found.append(Layer("convolution", (side, side, filters), (spec.d_kernel**2 * channels + 1) * filters))
        channels = filters
    given = 1 + spec.classes
    return [*found, Layer("dense", (given,), (side * side * channels + 1) * given)]


def mapper(generator: Any, discriminator: Any) -> Callable[..., list[LayerMaps]]:
    """A function, traced once: (weights of G, weights of D, z (1, latent)) -> the maps of both networks, in order.

    G's are its first block and what each transposed convolution gives, activated; the last is the digit. D's are
    those of its convolutions, activated, for this digit. Raises GanError('networks_not_finite'). Not for a thread while
    another one uses networks.
    """
    import keras

    found = {network.name: _of_pictures(network) for network in (generator, discriminator)}
    models = [keras.Model(network.input, found[network.name]) for network in (generator, discriminator)]

    def call(i: int, network: Any, weights: list[Tensor], x: Tensor) -> Any:
        with keras.StatelessScope(state_mapping=list(zip(network.weights, weights, strict=True))):
            return models[i](x, training=False)

    def maps(g: list[Tensor], d: list[Tensor], z: Tensor) -> tuple[Any, Any]:
        ours = call(0, generator, g, z)
        return ours, call(1, discriminator, d, ours[-1])

    z = keras.KerasTensor((1, generator.input_shape[1]))
    maps = compiled(maps, weights_of(generator), weights_of(discriminator), z)

    def numpy_maps(g: list[Tensor], d: list[Tensor], z: np.ndarray) -> list[LayerMaps]:
        both = maps(g, d, keras.ops.convert_to_tensor(z))
        names = (generator.name, discriminator.name)
        return [
            LayerMaps(name, finite(np.asarray(keras.ops.convert_to_numpy(m)))[0])
            for name, values in zip(names, both, strict=True)
            for m in values
        ]

    return numpy_maps


def _of_pictures(network: Any) -> list[Any]:
    """The outputs that a picture of maps can be made of: what each layer that is shown gives, after its activation.

    That is the last output before the next layer with weights, and nothing of a dense layer.
    """
    import keras

    heavy = (keras.layers.Dense, keras.layers.Conv2D, keras.layers.Conv2DTranspose)
    last, found = None, []
    for layer in network.layers[1:]:
        if isinstance(layer, heavy) and last is not None and len(last.shape) == 4:
            found.append(last)
        if isinstance(layer, (keras.layers.Flatten, keras.layers.Dropout)):  # Dropout gives back what it gets
            continue
        last = layer.output
    return [*found, last] if last is not None and len(last.shape) == 4 else found


def sheet(maps: Sequence[LayerMaps]) -> tuple[np.ndarray, list[int]]:
    """All maps as one picture: a row of `MOST` tiles of 28 x 28 for each layer, each pixel of a map as large as it is.

    A layer shows those of its maps that vary the most over the picture, in the order of their channels; black is its
    lowest value, white its highest.

    Returns:
        uint8 (28 * layers, 28 * MOST), and how many tiles of each row are maps.
    """
    rows, counts = [], []
    for _, values in maps:
        varied = np.sort(np.argsort(-values.var(axis=(0, 1)), kind="stable")[:MOST])
        chosen = np.moveaxis(values[..., varied], -1, 0)
        low, high = float(chosen.min()), float(chosen.max())
        grey = np.rint(255 * (chosen - low) / max(high - low, 1e-9)).astype(np.uint8)
        nearest = np.arange(SIDE) * grey.shape[1] // SIDE  # 7 to 28: every pixel four times
        rows.append(np.zeros((MOST, SIDE, SIDE), np.uint8))
        rows[-1][: len(grey)] = grey[:, nearest][:, :, nearest]
        counts.append(len(grey))
    return grid(np.concatenate(rows), MOST), counts
