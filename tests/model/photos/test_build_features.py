"""tools/build_features.py: PyTorch's arrays become a file that is read again, with the same layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gan_core.models.imagenet import STRIDES, VERSION, ImageNetClassifier
from tests.tiny_features import tiny_features
from tools.build_features import EPSILON, converted

pytestmark = pytest.mark.slow


def as_pytorch(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The state of the package's network of which `arrays` are the folded layers; its batch norms change nothing."""
    state = {"_fc.weight": np.ascontiguousarray(arrays["fc/w"].T), "_fc.bias": arrays["fc/b"]}
    parts = {
        "expand": ("_expand_conv", "_bn0"),
        "depthwise": ("_depthwise_conv", "_bn1"),
        "project": ("_project_conv", "_bn2"),
    }
    outer = {"stem": ("_conv_stem", "_bn0"), "head": ("_conv_head", "_bn1")}
    for name in {key.rsplit("/", 1)[0] for key in arrays} - {"fc"}:
        block, _, part = name.rpartition("/")
        before = f"_blocks.{block}." if block else ""
        convolution, norm = (before + found for found in (parts[part] if block else outer[name]))
        order = (2, 3, 0, 1) if part == "depthwise" else (3, 2, 0, 1)
        bias = arrays[f"{name}/b"]
        state[f"{convolution}.weight"] = np.ascontiguousarray(arrays[f"{name}/w"].transpose(order))
        state |= {f"{norm}.weight": np.ones_like(bias), f"{norm}.bias": bias, f"{norm}.running_mean": 0 * bias}
        state[f"{norm}.running_var"] = np.full_like(bias, 1 - EPSILON)
    return state


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    network = tiny_features(tmp_path / "tiny.npz")
    with np.load(network) as file:
        arrays = {name: file[name] for name in file.files if "/" in name}
    found = converted(as_pytorch(arrays))
    assert set(found) == set(arrays)
    rest: dict[str, Any] = {"version": VERSION, "name": "new", "repeats": (1,) * len(STRIDES), **found}
    np.savez(tmp_path / "new.npz", **rest)
    image = np.random.default_rng(0).uniform(-1, 1, (1, 64, 64, 3)).astype(np.float32)
    expected, given = (ImageNetClassifier(path).probabilities(image) for path in (network, tmp_path / "new.npz"))
    np.testing.assert_allclose(given, expected, atol=1e-6)
