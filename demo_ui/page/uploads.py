"""All that visitors brought and that is still held, on the disk or in memory: limited as a whole, oldest out first."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr
import numpy as np

from demo_ui.page.ages import Ages
from gan_core.pictures.limits import MOST_HELD

STILL_COMING = 60.0  # seconds without a byte after which a temporary file is no upload on its way


class Held(NamedTuple):
    """One thing in memory or on disk: its age in seconds, its size in bytes, and how to delete it."""

    age: float
    size: int
    forget: Callable[[], None]


class Uploads:
    """The total of all holders; each of them lets its things go by time as well.

    Args:
        megabytes: of all that is held and on its way in.
    """

    def __init__(self, megabytes: float = MOST_HELD) -> None:
        self.most = int(megabytes * 2**20)
        self._holders: list[Callable[[], Iterable[Held]]] = []
        self._coming: dict[object, int] = {}
        self._lock = threading.Lock()

    def count(self, holder: Callable[[], Iterable[Held]]) -> None:
        """Count what `holder` reports in the total from now on."""
        self._holders.append(holder)

    def expect(self, request: object, size: int) -> bool:
        """Make room for the `size` bytes of a request; False if too much is on its way in already."""
        with self._lock:
            if sum(self._coming.values()) + size > self.most:
                return False
            self._coming[request] = size
        self.make_room()
        return True

    def arrived(self, request: object) -> None:
        """What was expected is held now, or will not come."""
        with self._lock:
            self._coming.pop(request, None)

    def make_room(self) -> None:
        """Let the oldest go until all fits. Call it after something was added."""
        with self._lock:
            held = sorted((one for holder in self._holders for one in holder()), key=lambda one: one.age)
            total = sum(self._coming.values()) + sum(one.size for one in held)
            while held and total > self.most:
                oldest = held.pop()
                oldest.forget()
                total -= oldest.size


def size_of(thing: Any) -> int:
    """The bytes of all arrays and bytes within records, tuples, lists and mappings; an array's views are not counted
    again."""
    sizes: dict[int, int] = {}
    _measure(thing, sizes)
    return sum(sizes.values())


def _measure(thing: Any, sizes: dict[int, int]) -> None:
    if isinstance(thing, np.ndarray):
        while isinstance(thing.base, np.ndarray):
            thing = thing.base
        sizes[id(thing)] = thing.nbytes
    elif isinstance(thing, bytes):
        sizes[id(thing)] = len(thing)
    elif isinstance(thing, tuple | list | Mapping) or is_dataclass(thing):
        parts = thing if isinstance(thing, tuple | list) else thing if isinstance(thing, Mapping) else vars(thing)
        for part in parts.values() if isinstance(parts, Mapping) else parts:
            _measure(part, sizes)


class Files:
    """A holder: the files that programs sent to the endpoints of `page` and got from them, and, if the process keeps
    its temporary files in `own_folder`, what uploads that broke off left there.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, page: gr.Blocks, own_folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._page, self._own_folder = page, own_folder
        self._sent, self._left = Ages(clock), Ages(clock)

    def __call__(self) -> list[Held]:
        return [*self._those_sent(), *self._those_left()]

    def delete(self, age: float | None) -> None:
        """Delete those of the page that are `age` seconds old, which Gradio asks for from time to time; None: all."""
        for one in self._those_sent():
            if age is None or one.age >= age:
                one.forget()
        for made in self._page.temp_file_sets:
            made -= {path for path in tuple(made) if not Path(path).exists()}

    def _those_sent(self) -> list[Held]:
        paths = {Path(path) for made in self._page.temp_file_sets for path in tuple(made)}
        return [Held(age, size, partial(_delete, path)) for path, (age, size) in self._sent.of(paths).items()]

    def _those_left(self) -> list[Held]:
        """One that grew a moment ago is counted, but stays."""
        if tempfile.gettempdir() != str(self._own_folder):
            return []
        found = self._left.of(path for path in self._own_folder.glob("tmp*") if path.is_file())
        return [
            Held(age, size, partial(_delete, path) if age > STILL_COMING else _leave)
            for path, (age, size) in found.items()
        ]


def _delete(path: Path) -> None:
    with suppress(OSError):  # somebody else was quicker
        path.unlink()


def _leave() -> None:
    """It is still coming."""
