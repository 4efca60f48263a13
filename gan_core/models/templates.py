"""LiteRT networks without their weights, as templates for the browser (see gan_core.digits.in_browser)."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

Tensor = Any


def lite(network: Callable[[Tensor], Tensor], shape: Sequence[int]) -> bytes:
    """A function of one tensor, float32 of a fixed `shape`, as a .tflite in float32."""
    traced = tf.function(network, input_signature=[tf.TensorSpec(list(shape))]).get_concrete_function()
    frozen = convert_variables_to_constants_v2(traced)  # else the converter leaves variables that nobody sets
    return tf.lite.TFLiteConverter.from_concrete_functions([frozen]).convert()


def constants(data: bytes, least: int = 4096) -> list[np.ndarray]:
    """What a .tflite holds of numbers, from `least` bytes on: float32 (n,) each, in the order of the file.

    They do not depend on the shape that it was made for, so that those for several shapes may share them.
    """
    from tensorflow.lite.python import schema_py_generated as schema

    buffers = schema.ModelT.InitFromPackedBuf(bytearray(data), 0).buffers
    held = [np.asarray(buffer.data, np.uint8) for buffer in buffers if buffer.data is not None]
    return [numbers.view("<f4") for numbers in held if len(numbers) >= least and len(numbers) % 4 == 0]


def template(data: bytes, weights: Sequence[np.ndarray]) -> dict[str, Any]:
    """`data`, a .tflite, without `weights`, each of which it must hold exactly once and as it is given.

    Returns:
        "bytes": its length; "rest": all other bytes, base64; "holes": [offset, rows, columns] of each weight,
        in the order of `weights`; a bias has no columns.

    Raises:
        ValueError: a weight is not there, or more than once.
    """
    holes = []
    for weight in weights:
        wanted = np.ascontiguousarray(weight, "<f4").tobytes()
        at = data.find(wanted)
        if at < 0 or data.find(wanted, at + 1) >= 0:
            raise ValueError(f"a weight of shape {weight.shape} is not in the file just once")
        columns = weight.size // len(weight) if weight.ndim > 1 else 0
        holes.append([at, len(weight), columns])
    rest, end = [], 0
    for at, rows, columns in sorted(holes):
        rest.append(data[end:at])
        end = at + 4 * rows * max(1, columns)
    return {
        "bytes": len(data),
        "holes": holes,
        "rest": base64.b64encode(b"".join([*rest, data[end:]])).decode(),
    }
