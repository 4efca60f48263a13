"""A frozen ImageNet encoder in front of a generator, as a Keras model so that checkpoints hold its weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
from keras import layers

from gan_core.models.imagenet import features_of
from gan_core.recipes.pix2pix import EyesSpec

EYES = "eyes"  # the network's name in its checkpoint
Tensor = Any


@keras.saving.register_keras_serializable("gan_theatre")
class ImageNetFeatures(layers.Layer):
    """Lightness (n, h, w, 1) in [-1, 1] -> feature maps at strides 4, 8, 16 and 32; `stride` 32 divides h and w.

    Grey is given to all three channels that the network was trained with. Nothing of it is ever trained.
    """

    def __init__(self, spec: EyesSpec, **options: Any) -> None:
        super().__init__(trainable=False, **options)
        self.spec = spec

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self._arrays = {
            name: self.add_weight(name=name.replace("/", "_"), shape=shape, initializer="zeros", trainable=False)
            for name, shape in shapes_of(self.spec).items()
        }

    def call(self, inputs: Tensor) -> list[Tensor]:
        images = keras.ops.repeat(inputs, 3, axis=-1)
        return features_of(self._arrays, self.spec.repeats, images)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> list[tuple[int | None, ...]]:
        n, *sides, _ = input_shape
        channels = feature_channels(self.spec)
        return [(n, *(side and side // stride for side in sides), c) for stride, c in zip(STEPS, channels, strict=True)]


STEPS = (4, 8, 16, 32)


def build_eyes(spec: EyesSpec) -> keras.Model:
    """The untrained network: lightness (n, h, w, 1) -> four feature maps, from the finest."""
    image = keras.Input((None, None, 1), name="lightness")
    return keras.Model(image, ImageNetFeatures(spec, name="features")(image), name=EYES)


def feature_channels(spec: EyesSpec) -> tuple[int, ...]:
    """Of the four feature maps, from the finest."""
    return tuple(spec.widths[stage] for stage in (1, 2, 4, 6))


def shapes_of(spec: EyesSpec) -> dict[str, tuple[int, ...]]:
    """The names and shapes of all its weights, in their order."""
    found: dict[str, tuple[int, ...]] = {}

    def layer(name: str, kernel: int, before: int, after: int, *, depthwise: bool = False) -> None:
        found[f"{name}/w"] = (kernel, kernel, before, 1 if depthwise else after)
        found[f"{name}/b"] = (before if depthwise else after,)

    layer("stem", 3, 3, spec.stem)
    before, block = spec.stem, 0
    for stage, (count, width, kernel) in enumerate(zip(spec.repeats, spec.widths, spec.kernels, strict=True)):
        for _ in range(count):
            inside = before * spec.expansion if stage else before
            if stage:
                layer(f"{block}/expand", 1, before, inside)
            layer(f"{block}/depthwise", kernel, inside, inside, depthwise=True)
            layer(f"{block}/project", 1, inside, width)
            before, block = width, block + 1
    return found


def weights_of(spec: EyesSpec, body: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """What `ImageNetClassifier.body` gives, in the order of the model's weights.

    Raises:
        ValueError: it is another network's.
    """
    shapes = shapes_of(spec)
    if {name: array.shape for name, array in body.items()} != shapes:
        raise ValueError("its layers are not those of the eyes")
    return [body[name] for name in shapes]
