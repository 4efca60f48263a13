"""EfficientNet-lite (Tan and Le 2019, arXiv:1905.11946), frozen: features for training, an opinion for measuring.

Its weights were trained by Google on ImageNet. `tools/build_features.py` writes them to a file with the batch norms
folded into the convolutions. What colours photographs looks through one (gan_core/models/eyes.py); nothing else that
ships or is served holds any of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from keras import ops

from gan_core.base.archives import Head, read_arrays
from gan_core.base.errors import GanError
from gan_core.base.files import open_file, why
from gan_core.base.paths import BUILD

VERSION = 1  # of the file's layout
STRIDES = (1, 2, 2, 2, 1, 2, 1)  # of the stages; a level of features ends where the next stage strides, and at last
LEVELS = (1, 2, 4, 6)
LARGEST = 2**28  # bytes
FOLDER = BUILD / "features"
Tensor = Any


def features_path(network: str) -> Path:
    """Where `tools/build_features.py` writes a network such as "efficientnet-lite1"."""
    return FOLDER / f"{network}.npz"


class ImageNetClassifier:
    """A frozen network that reads images (n, h, w, 3) in [-1, 1] of any size; float32 throughout.

    Args:
        path: a file that `tools/build_features.py` wrote.

    Attributes:
        name: the network's, such as "efficientnet-lite1".
        channels: of each level of features, from the finest.

    Raises:
        GanError: 'features_missing', 'features_damaged' (cut off, changed, or of another version).
    """

    def __init__(self, path: Path) -> None:
        arrays = _read(path)
        try:
            self.name, self._repeats = str(arrays.pop("name")), [int(r) for r in arrays.pop("repeats")]
            self._arrays = {key: np.asarray(value, np.float32) for key, value in arrays.items()}
            self.channels = tuple(self._block_channels(level) for level in LEVELS)
            if len(self._repeats) != len(STRIDES) or self._arrays["fc/w"].shape[1:] != self._arrays["fc/b"].shape:
                raise ValueError("its layers are not those of the network")
        except (KeyError, TypeError, ValueError) as fault:
            raise GanError("features_damaged", path=path, reason=str(fault)) from fault

    def features(self, images: Tensor) -> list[Tensor]:
        """Feature maps (n, h/s, w/s, c) at strides s of 4, 8, 16 and 32."""
        return features_of(self._arrays, self._repeats, images)

    def probabilities(self, images: Tensor) -> Tensor:
        """Of ImageNet's 1,000 classes, for each image: (n, 1000)."""
        x = _conv(self._arrays, self.features(images)[-1], "head", activated=True)
        weights, bias = (ops.convert_to_tensor(self._arrays[name]) for name in ("fc/w", "fc/b"))
        return ops.softmax(ops.matmul(ops.mean(x, (1, 2)), weights) + bias)

    def body(self) -> dict[str, np.ndarray]:
        """Its weights without the head, by name: what features need."""
        return {name: array for name, array in self._arrays.items() if not name.startswith(("head/", "fc/"))}

    def _block_channels(self, stage: int) -> int:
        return self._arrays[f"{sum(self._repeats[: stage + 1]) - 1}/project/b"].shape[0]


def features_of(weights: Mapping[str, Any], repeats: Sequence[int], images: Tensor) -> list[Tensor]:
    """Feature maps (n, h/s, w/s, c) of images (n, h, w, 3) in [-1, 1], at strides s of 4, 8, 16 and 32.

    Args:
        weights: kernels and biases by name, as `ImageNetClassifier.body` gives them.
        repeats: how many blocks each stage has.
    """
    x = _conv(weights, images * (127.5 / 128) + 0.5 / 128, "stem", 2, activated=True)
    found, block = [], 0
    for stage, (count, stride) in enumerate(zip(repeats, STRIDES, strict=True)):
        for repeat in range(count):
            x = _block(weights, x, block, 1 if repeat else stride)
            block += 1
        if stage in LEVELS:
            found.append(x)
    return found


def _block(weights: Mapping[str, Any], x: Tensor, number: int, stride: int) -> Tensor:
    """An inverted residual (Sandler et al. 2018, arXiv:1801.04381): wider, each channel alone, narrow again."""
    y = _conv(weights, x, f"{number}/expand", activated=True) if f"{number}/expand/w" in weights else x
    kernel, bias = (ops.convert_to_tensor(weights[f"{number}/depthwise/{part}"]) for part in "wb")
    y = ops.relu6(ops.depthwise_conv(y, kernel, stride, "same") + bias)
    y = _conv(weights, y, f"{number}/project")
    return x + y if stride == 1 and x.shape[-1] == y.shape[-1] else y


def _conv(weights: Mapping[str, Any], x: Tensor, name: str, stride: int = 1, *, activated: bool = False) -> Tensor:
    kernel, bias = (ops.convert_to_tensor(weights[f"{name}/{part}"]) for part in "wb")
    y = ops.conv(x, kernel, stride, "same") + bias
    return ops.relu6(y) if activated else y


def _read(path: Path) -> dict[str, np.ndarray]:
    if not path.is_file():
        raise GanError("features_missing", path=path)
    try:
        with open_file(path, LARGEST) as file:
            arrays = read_arrays(file, _check_heads, LARGEST)
        if (found := int(arrays.pop("version"))) != VERSION:
            raise ValueError(f"its version is {found}, this program reads {VERSION}")
        return arrays
    except Exception as fault:  # every way in which a cut-off archive can fail to be read
        raise GanError("features_damaged", path=path, reason=why(fault)) from fault


def _check_heads(heads: Mapping[str, Head]) -> None:
    if "version" not in heads or heads["version"].shape:
        raise ValueError("it does not say its version")
