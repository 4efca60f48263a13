"""Content hashes of a dataset: they choose the held-back images, and tell whether a run resumes on the same data.

One in ten is held back for measuring: those whose SHA-256, read as a number, is divisible by 10. So it depends neither
on names nor on the machine, and a picture stays on its side when others come or go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np

HELD_BACK = 10  # one in ten


def held_back(digests: Collection[str]) -> set[str]:
    """Which of two or more SHA-256, in hex, are held back: neither none of them nor all."""
    held = {digest for digest in digests if int(digest, 16) % HELD_BACK == 0} or {min(digests)}
    if len(held) == len(digests):
        held.remove(max(held))
    return held


class DataMark(NamedTuple):
    """Of one part of the data: how many pictures, and a digest (half a SHA-256, in hex) of their content in its order.

    The order counts: it decides which picture a step sees.
    """

    pictures: int
    digest: str


def mark_of_array(images: np.ndarray) -> DataMark:
    """The mark of pictures (n, ...) in memory."""
    return _mark(len(images), [np.ascontiguousarray(images).data])


def mark_of_files(train: Collection[str], held: Collection[str]) -> DataMark:
    """The mark of pictures whose files have these SHA-256, in hex: those trained on and those held back."""
    return _mark(len(train) + len(held), [",".join(train).encode(), b"/", ",".join(held).encode()])


def differences(then: dict[str, tuple[int, str]], now: dict[str, DataMark]) -> str:
    """In words, how the data of a saved run differs from this one's; "" if it does not, or none was noted.

    `then` may come from anybody's file: little of it is repeated.
    """
    found = []
    for name in sorted(then.keys() & now.keys()):
        count, digest = then[name]
        if count != now[name].pictures:
            found.append(f"{name}: {count:,} then, {now[name].pictures:,} now")
        elif digest != now[name].digest:
            found.append(f"{name}: {count:,} as before, but with other content or in another order")
    if then:
        gone, come = sorted(then.keys() - now.keys()), sorted(now.keys() - then.keys())
        found += [f"{name[:40]}: none now" for name in gone[:3]] + [f"{name}: none then" for name in come]
    return "; ".join(found)


def _mark(count: int, parts: Iterable[bytes | memoryview]) -> DataMark:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return DataMark(count, found.hexdigest()[:32])
