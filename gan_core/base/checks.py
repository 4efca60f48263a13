"""Input validation, for the page, the API and the command line."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gan_core.base.errors import GanError

LARGEST_SEED = 2**32 - 1
_NUMBER = (int, float, np.integer, np.floating)


def check_seed(value: object) -> int:
    """`value` as a seed, 0 to 2**32 - 1; raises GanError('seed_wrong') on anything else."""
    seed = _whole(value)
    if seed is None or not 0 <= seed <= LARGEST_SEED:
        raise GanError("seed_wrong", value=_short(value), largest=LARGEST_SEED)
    return seed


def check_count(name: str, value: object, low: int, high: int) -> int:
    """`value` as a whole number from `low` to `high`; raises GanError('count_wrong')."""
    count = _whole(value)
    if count is None or not low <= count <= high:
        raise GanError("count_wrong", name=name, low=low, high=high, value=_short(value))
    return count


def check_number(name: str, value: object, low: float, high: float) -> float:
    """`value` as a finite number from `low` to `high`; raises GanError('number_wrong')."""
    if not isinstance(value, _NUMBER) or isinstance(value, bool) or not low <= value <= high:
        raise GanError("number_wrong", name=name, low=low, high=high, value=_short(value))
    return float(value)


def check_numbers(name: str, values: object, largest: int, low: float, high: float) -> np.ndarray:
    """`values` as float32 (n,), n <= `largest`, each from `low` to `high`.

    Raises:
        GanError: 'list_wrong' (no flat list, or too long), 'number_wrong' (NaN, infinite, out of range).
    """
    if isinstance(values, np.ndarray) and values.ndim == 1:
        values = values.tolist()
    if not isinstance(values, Sequence) or isinstance(values, (str, bytes)) or len(values) > largest:
        raise GanError("list_wrong", name=name, largest=largest)
    return np.array([check_number(name, v, low, high) for v in values], np.float32)


def finite(values: np.ndarray) -> np.ndarray:
    """`values` of a network, all of them finite; raises GanError('networks_not_finite')."""
    if not np.isfinite(values).all():
        raise GanError("networks_not_finite")
    return values


def check_picture(name: str, values: object, side: int) -> np.ndarray:
    """`values`, a list of greys row by row, as uint8 (side, side); raises GanError('picture_wrong')."""
    if not isinstance(values, list) or len(values) != side**2:
        raise GanError("picture_wrong", name=name, side=side, count=side**2)
    if not all(type(value) is int and 0 <= value <= 255 for value in values):
        raise GanError("picture_wrong", name=name, side=side, count=side**2)
    return np.array(values, np.uint8).reshape(side, side)


def _whole(value: object) -> int | None:
    """The whole number that `value` means: 7, 7.0 (as JSON may say it) and "7" (a command line), else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)) and math.isfinite(value) and value == int(value):
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20:
        return int(value)
    return None


def _short(value: object) -> object:
    """`value`, or the beginning of how it is written if that is long: it goes into a message."""
    try:
        text = repr(value)
    except ValueError:  # Python refuses to write out an int of more than 4300 digits
        return "a number of thousands of digits"
    return value if len(text) <= 40 else text[:37] + "..."
