"""Heaps of pictures that visitors bring, part by part, until a run learns from them: in memory alone.

    heaps = Heaps(uploads)
    heaps.add(owner, start, pictures)      # `start`: how many of them have come before
    heaps.pictures(owner); heaps.forget(owner)

Files are read in the visitor's own browser (demo_ui/web/rooms/training/files/). What comes here are grey pictures of
28 x 28 bytes and nothing else, so no format of a stranger's file is read on the server. Who owns a heap is told by an
id that nobody else knows. Thread-safe.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from demo_ui.page.uploads import Held, Uploads
from gan_core.base.errors import GanError
from gan_core.data.drawings import MOST, SIDE

PART = 768  # pictures of a part at most: as JSON they take less than the 1 MB that many a proxy lets pass
MINUTES = 10  # without a further part after which a heap is forgotten


@dataclass
class _Heap:
    touched: float
    parts: list[np.ndarray] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.parts))


class Heaps:
    """See the head of this file. A heap goes after `MINUTES`, or where `uploads` counts too much in all: the oldest
    first.

    Args:
        clock: seconds, never going back.
    """

    def __init__(self, uploads: Uploads | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._uploads, self._clock, self._lock = uploads, clock, threading.Lock()
        self._heaps: dict[str, _Heap] = {}
        self._swept = False  # whether a sweep is on its way
        if uploads:
            uploads.count(self._held)

    def add(self, owner: str, start: int, pictures: np.ndarray) -> int:
        """Add a part, uint8 (n, 28, 28), to the owner's heap; returns how many pictures it holds then.

        Args:
            start: how many have come before; 0 begins a heap in the place of an earlier one.

        Raises:
            GanError: 'heap_gone' (it holds another number, since it was forgotten meanwhile), 'drawings_shape',
                'drawings_many' (over 60,000).
        """
        if pictures.shape[1:] != (SIDE, SIDE) or pictures.dtype != np.uint8 or not 0 < len(pictures) <= PART:
            raise GanError("drawings_shape", side=SIDE)
        with self._lock:
            heap = self._heaps.get(owner) if start else _Heap(0.0)
            if heap is None or heap.count != start:
                raise GanError("heap_gone", minutes=MINUTES)
            if start + len(pictures) > MOST:
                raise GanError("drawings_many", count=f"{start + len(pictures):,}", most=f"{MOST:,}")
            heap.parts.append(pictures)
            heap.touched = self._clock()
            self._heaps[owner] = heap
            count = heap.count
            self._sweep_in_time()
        if self._uploads:
            self._uploads.make_room()
        return count

    def pictures(self, owner: str) -> np.ndarray:
        """The heap, uint8 (n, 28, 28); it stays here. Raises GanError 'heap_gone'."""
        with self._lock:
            heap = self._heaps.get(owner)
            if heap is None:
                raise GanError("heap_gone", minutes=MINUTES)
            return np.concatenate(heap.parts)

    def forget(self, owner: str) -> None:
        """The heap was taken, or its owner has left."""
        with self._lock:
            self._heaps.pop(owner, None)

    def sweep(self) -> None:
        """Forget those to which nothing was added for `MINUTES`; happens by itself."""
        with self._lock:
            now = self._clock()
            self._heaps = {who: heap for who, heap in self._heaps.items() if now - heap.touched < 60 * MINUTES}
            self._swept = False
            self._sweep_in_time()

    def _held(self) -> list[Held]:
        with self._lock:
            now = self._clock()
            return [
                Held(now - heap.touched, SIDE * SIDE * heap.count, partial(self.forget, who))
                for who, heap in self._heaps.items()
            ]

    def _sweep_in_time(self) -> None:
        """One timer for all."""
        if self._swept or not self._heaps:
            return
        self._swept = True
        timer = threading.Timer(60.0, self.sweep)
        timer.daemon = True
        timer.start()
