"""Weights as bytes: half precision and an order, and nothing else is read."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from gan_core.store.packing import packed, unpacked


def test_weights_come_back_in_their_order_and_in_float32() -> None:
    weights = [np.arange(6.0).reshape(2, 3), np.array([0.5])]
    found = unpacked(packed({"generator": weights}), None)
    assert [w.dtype for w in found["generator"]] == [np.float32] * 2
    assert all(np.array_equal(a, b) for a, b in zip(found["generator"], weights, strict=True))


@pytest.mark.parametrize(
    "arrays",
    [
        {"generator/000": np.ones(3, np.float32)},  # not in half precision
        {"generator/001": np.ones(3, np.float16)},  # the first one is missing
        {"Generator/000": np.ones(3, np.float16)},
        {"g" * 65 + "/000": np.ones(3, np.float16)},
    ],
)
def test_other_arrays_are_refused(arrays: dict[str, Any]) -> None:
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    with pytest.raises(ValueError, match="unexpected array"):
        unpacked(buffer.getvalue(), None)


def test_a_name_of_64_letters_is_taken() -> None:
    name = "g" * 64
    assert [*unpacked(packed({name: [np.ones(1)]}), None)] == [name]
