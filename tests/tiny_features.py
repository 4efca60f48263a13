"""A frozen network small enough for tests: random weights in the file that tools/build_features.py would write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from gan_core.models.imagenet import STRIDES, VERSION

WIDTHS = (4, 4, 6, 6, 8, 8, 10)  # of the stages


def tiny_features(path: Path, **changed: Any) -> Path:
    """Write it to `path`, with some of its arrays `changed`, None to leave one out."""
    rng = np.random.default_rng(0)
    arrays: dict[str, Any] = {"version": VERSION, "name": "tiny", "repeats": (1,) * len(STRIDES)}

    def layer(name: str, *shape: int, outputs: int) -> None:
        arrays[f"{name}/w"] = rng.normal(0, 0.5, shape).astype(np.float32)
        arrays[f"{name}/b"] = rng.normal(0, 0.1, outputs).astype(np.float32)

    layer("stem", 3, 3, 3, 4, outputs=4)
    before = 4
    for i, width in enumerate(WIDTHS):
        if i:
            layer(f"{i}/expand", 1, 1, before, 2 * before, outputs=2 * before)
        inner = 2 * before if i else before
        layer(f"{i}/depthwise", 3, 3, inner, 1, outputs=inner)
        layer(f"{i}/project", 1, 1, inner, width, outputs=width)
        before = width
    layer("head", 1, 1, before, 12, outputs=12)
    layer("fc", 12, 1000, outputs=1000)
    arrays |= changed
    np.savez(path, **{key: value for key, value in arrays.items() if value is not None})
    return path
