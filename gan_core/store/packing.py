"""Serializes weights as weights.npz: float16 arrays "<network>/<index>" in the order of get_weights()."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

import numpy as np

from gan_core.base.archives import Check, Head, read_arrays

ARRAY = re.compile(r"([a-z][a-z0-9_-]{0,63})/([0-9]{3})")
Networks = dict[str, list[np.ndarray]]


def packed(networks: Mapping[str, Sequence[np.ndarray]]) -> bytes:
    """Weights as the bytes of an npz in half precision; raises ValueError where one is not finite there."""
    arrays = {f"{name}/{i:03d}": w for name, weights in networks.items() for i, w in enumerate(weights)}
    with np.errstate(over="ignore"):
        halves = {key: np.asarray(w).astype(np.float16, order="C") for key, w in arrays.items()}
    for key, half in halves.items():
        if not np.isfinite(half).all():
            raise ValueError(f"{key} holds values that are not finite in float16")
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **halves)
    return buffer.getvalue()


def unpacked(data: bytes, check: Check | None) -> Networks:
    """The inverse of `packed`, in float32; `check` sees names, shapes and types before an array is read.

    Raises ValueError on other arrays, on values that are not finite, and what `read_arrays` raises.
    """

    def checked(heads: Mapping[str, Head]) -> None:
        counts: dict[str, int] = {}
        for key in sorted(heads):
            found = ARRAY.fullmatch(key)
            if found is None or int(found[2]) != counts.get(found[1], 0) or heads[key].dtype != "<f2":
                raise ValueError(f"unexpected array {key[:80]!r}")
            counts[found[1]] = int(found[2]) + 1
        if check is not None:
            check(heads)

    networks: Networks = {}
    arrays = read_arrays(data, checked, len(data))
    for key in sorted(arrays):
        weight = arrays.pop(key).astype(np.float32)
        if not np.isfinite(weight).all():
            raise ValueError(f"{key} holds values that are not finite")
        networks.setdefault(key.partition("/")[0], []).append(weight)
    return networks
