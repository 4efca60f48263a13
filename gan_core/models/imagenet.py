"""EfficientNet-lite (Tan and Le 2019, arXiv:1905.11946), frozen: features for training, an opinion for measuring.

Its weights were trained by Google on ImageNet. `tools/build_features.py` writes them to a file with the batch norms
folded into the convolutions. Nothing that ships or is served holds any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
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
        x = self._conv(images * (127.5 / 128) + 0.5 / 128, "stem", 2, activated=True)
        found, block = [], 0
        for stage, (repeats, stride) in enumerate(zip(self._repeats, STRIDES, strict=True)):
            for repeat in range(repeats):
                x = self._block(x, block, 1 if repeat else stride)
                block += 1
            if stage in LEVELS:
                found.append(x)
        return found

    def probabilities(self, images: Tensor) -> Tensor:
        """Of ImageNet's 1,000 classes, for each image: (n, 1000)."""
        x = self._conv(self.features(images)[-1], "head", activated=True)
        return ops.softmax(ops.matmul(ops.mean(x, (1, 2)), self._array("fc/w")) + self._array("fc/b"))

    def _block(self, x: Tensor, number: int, stride: int) -> Tensor:
        """An inverted residual (Sandler et al. 2018, arXiv:1801.04381): wider, each channel alone, narrow again."""
        y = self._conv(x, f"{number}/expand", activated=True) if f"{number}/expand/w" in self._arrays else x
        kernel, bias = self._array(f"{number}/depthwise/w"), self._array(f"{number}/depthwise/b")
        y = ops.relu6(ops.depthwise_conv(y, kernel, stride, "same") + bias)
        y = self._conv(y, f"{number}/project")
        return x + y if stride == 1 and x.shape[-1] == y.shape[-1] else y

    def _conv(self, x: Tensor, name: str, stride: int = 1, *, activated: bool = False) -> Tensor:
        y = ops.conv(x, self._array(f"{name}/w"), stride, "same") + self._array(f"{name}/b")
        return ops.relu6(y) if activated else y

    def _array(self, name: str) -> Tensor:
        return ops.convert_to_tensor(self._arrays[name])

    def _block_channels(self, stage: int) -> int:
        return self._arrays[f"{sum(self._repeats[: stage + 1]) - 1}/project/b"].shape[0]


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
