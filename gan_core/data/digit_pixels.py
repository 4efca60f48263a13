"""Preprocessing of digits: images of any shape, range and polarity as uint8 (n, 28, 28), background 0."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

SIDE, PADDED = 28, 32
PART_ROWS = 4096  # pictures that are converted at a time: floats take four or eight times the memory


def images_of(
    parts: Mapping[str, np.ndarray], labels: Mapping[str, int], notes: list[str], on_their_side: bool
) -> dict[str, np.ndarray]:
    """Pictures as ours; all parts are treated alike.

    Args:
        parts: by name, in any of the layouts that are known here.
        labels: how many labels each part has.
        notes: gets in words what was done.
        on_their_side: rows and columns are exchanged.

    Raises:
        ValueError: they are no pictures of digits; it says why.
    """
    found = {part: _planes(array, labels.get(part)) for part, array in parts.items()}
    shapes = {array.shape[1:] for array in found.values()}
    if any(shape not in ((SIDE, SIDE), (PADDED, PADDED)) for shape in shapes) or len(shapes) != 1:
        told = " and ".join(sorted(f"{h} x {w}" for h, w in shapes))
        raise ValueError(f"its pictures measure {told} pixels; {SIDE} x {SIDE} are needed, or {PADDED} with a margin")
    if shapes == {(PADDED, PADDED)}:
        if not all(map(_has_margin, found.values())):
            raise ValueError(f"its pictures measure {PADDED} x {PADDED} pixels with ink up to the edge, not {SIDE}")
        found = {part: array[:, 2:-2, 2:-2] for part, array in found.items()}
        notes.append(f"a blank margin of 2 pixels cut off ({PADDED} to {SIDE})")
    factor, offset, told = _scale(found)
    notes += [told] if told else []
    if on_their_side:
        found = {part: array.swapaxes(1, 2) for part, array in found.items()}
        notes.append("stood up: EMNIST's files lie on their side")
    found = {part: _as_uint8(array, factor, offset) for part, array in found.items()}
    edges = np.concatenate([_edge(array) for array in found.values()])
    if np.median(edges) > 127:
        found = {part: 255 - array for part, array in found.items()}
        notes.append("white paper turned black, as MNIST is")
    return found


def _planes(array: np.ndarray, count: int | None) -> np.ndarray:
    """(n, h, w) of n x 784, a channel first or last, pictures in the last axis, or grey as RGB."""
    if array.ndim == 2:
        if array.shape[0] in (SIDE**2, PADDED**2) and array.shape[1] != array.shape[0] and array.shape[1] == count:
            array = array.T
        side = {SIDE**2: SIDE, PADDED**2: PADDED}.get(array.shape[1])
        if side is None:
            raise ValueError(f"its pictures are lines of {array.shape[1]} numbers, and {SIDE**2} are needed")
        return array.reshape(-1, side, side)
    if array.ndim == 4:
        axis = 1 if array.shape[1] in (1, 3) and array.shape[3] not in (1, 3) else 3
        channels = np.moveaxis(array, axis, 0)
        if len(channels) not in (1, 3) or any(not np.array_equal(channels[0], other) for other in channels[1:]):
            raise ValueError(f"its pictures are in colour, or of more than one plane: {array.shape}")
        return channels[0]
    if array.ndim == 3:
        square = array.shape[0] == array.shape[1] and array.shape[0] in (SIDE, PADDED)
        return np.moveaxis(array, 2, 0) if square and array.shape[1:] != array.shape[:2] else array
    raise ValueError(f"{array.shape} is no shape of pictures")


def _has_margin(images: np.ndarray) -> bool:
    edge = np.concatenate([images[:, rows].ravel() for rows in (slice(2), slice(-2, None))])
    sides = np.concatenate([images[:, :, columns].ravel() for columns in (slice(2), slice(-2, None))])
    return bool(edge.min() == edge.max() == sides.min() == sides.max())


def _scale(parts: Mapping[str, np.ndarray]) -> tuple[float, float, str]:
    """What to multiply with and to add for 0 to 255, and what that is called."""
    arrays = [array for array in parts.values() if array.size]
    if len(arrays) < len(parts):
        raise ValueError("it holds no pictures (0)")
    if any(array.dtype.kind not in "biuf" for array in arrays):
        raise ValueError(f"its pictures are {arrays[0].dtype}, which is no number")
    low, high = float(min(a.min() for a in arrays)), float(max(a.max() for a in arrays))
    if not np.isfinite([low, high]).all():
        raise ValueError("its pictures hold values that are no finite numbers")
    if low == high:
        raise ValueError(f"its pictures are blank: every pixel is {low:g}")
    whole = all(array.dtype.kind in "iub" for array in arrays)
    if low >= 0 and high <= 1:
        return 255.0, 0.0, f"0 {'or' if whole else 'to'} 1 made 0 to 255"
    if -1 <= low < 0 and high <= 1:
        return 127.5, 127.5, "-1 to 1 made 0 to 255"
    if low >= 0 and high <= 255:
        return 1.0, 0.0, ""
    raise ValueError(f"its pixels run from {low:g} to {high:g}; 0 to 255, 0 to 1 and -1 to 1 are read")


def _as_uint8(images: np.ndarray, factor: float, offset: float) -> np.ndarray:
    if images.dtype == np.uint8 and factor == 1:
        return np.ascontiguousarray(images)
    found = np.empty(images.shape, np.uint8)
    for start in range(0, len(images), PART_ROWS):
        part = images[start : start + PART_ROWS].astype(np.float64)
        found[start : start + PART_ROWS] = np.rint(part * factor + offset)
    return found


def _edge(images: np.ndarray) -> np.ndarray:
    """The outermost pixels of all pictures."""
    return np.concatenate([images[:, [0, -1]].ravel(), images[:, :, [0, -1]].ravel()])
