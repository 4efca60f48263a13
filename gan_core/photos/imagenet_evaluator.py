"""An independent evaluator: an ImageNet classifier that never saw these photographs or networks, for measuring only.

A classifier that was trained beside a CycleGAN, on the same photographs, is fooled by it more easily than a stranger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from gan_core.base.images import to_float

SIDE = 260  # what EfficientNet-lite2 was trained at
BATCH = 4
CLASSES = {"horse": 339, "zebra": 340}  # "sorrel" is ImageNet's only breed of horse
SOLE = ("zebra",)  # domains that are one class of ImageNet's
RIDGE = 1.0  # of a linear probe, times the mean variance of its features: more of them than pictures


class ImageNetEvaluator:
    """What an ImageNet network calls pictures.

    Args:
        path: a file that `tools/build_features.py` wrote.

    Raises:
        GanError: 'features_missing', 'features_damaged'.
    """

    def __init__(self, path: Path) -> None:
        from keras import ops

        from gan_core.models.gradients import compiled
        from gan_core.models.imagenet import ImageNetClassifier

        network = ImageNetClassifier(path)
        self.name = network.name
        self._probabilities = compiled(network.probabilities)
        self._features = compiled(lambda x: ops.mean(network.features(x)[-1], (1, 2)))

    def probabilities(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        """Pictures uint8 (h, w, 3) of any size -> probabilities of ImageNet's classes, float32 (n, 1000)."""
        return self._of(self._probabilities, pictures)

    def features(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        """Pictures uint8 (h, w, 3) of any size -> the means of its last feature maps, float32 (n, d)."""
        return self._of(self._features, pictures)

    def _of(self, call: Any, pictures: Sequence[np.ndarray]) -> np.ndarray:
        from keras import ops

        fitted = (ImageOps.fit(Image.fromarray(p), (SIDE, SIDE), Image.Resampling.BICUBIC) for p in pictures)
        views = np.stack([np.asarray(view) for view in fitted])
        batches = [to_float(views[i : i + BATCH]) for i in range(0, len(views), BATCH)]
        return np.concatenate([np.asarray(ops.convert_to_numpy(call(ops.convert_to_tensor(b)))) for b in batches])

    def calls(self, pictures: Sequence[np.ndarray], domain: str, other: str) -> np.ndarray:
        """Which pictures it takes for `domain` rather than for `other`, bool (n,).

        A zebra is one class and must be the likeliest of all thousand; horses are of many breeds and ImageNet knows
        one, which needs to be likelier than the other domain only.
        """
        found = self.probabilities(pictures)
        if domain in SOLE:
            return found.argmax(1) == CLASSES[domain]
        return found[:, CLASSES[domain]] > found[:, CLASSES[other]]


def linear_probe(a: np.ndarray, b: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """What tells two domains apart that are no classes of ImageNet's: a line through its features (Alain and Bengio
    2016, arXiv:1610.01644), fitted by ridge regression, each domain weighing alike.

    Args:
        a, b: features of real pictures of each, (n, d).

    Returns:
        features (m, d) -> which are taken for b, bool (m,).
    """
    x = np.concatenate([a, b]).astype(np.float64)
    middle, scale = x.mean(0), x.std(0) + 1e-6
    x = np.pad((x - middle) / scale, ((0, 0), (0, 1)), constant_values=1.0)
    y = np.repeat([-1.0, 1.0], [len(a), len(b)])
    weights = np.repeat([0.5 / len(a), 0.5 / len(b)], [len(a), len(b)])[:, None]
    penalty = RIDGE * np.eye(x.shape[1])
    penalty[-1, -1] = 0.0
    line = np.linalg.solve(x.T @ (weights * x) + penalty, x.T @ (weights[:, 0] * y))
    return lambda features: ((features - middle) / scale) @ line[:-1] + line[-1] > 0
