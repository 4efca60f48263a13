"""A disk that is full at the n-th write, wherever that is: nothing that writes knows of it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock


@dataclass
class Disk:
    """How many writes it still takes, and whether it has refused one."""

    left: int
    full: bool = False

    def takes(self, write: Callable[..., Any]) -> Callable[..., Any]:
        def written(*args: Any, **options: Any) -> Any:
            self.full = self.full or self.left <= 0
            self.left -= 1
            if self.full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return write(*args, **options)

        return written


@contextmanager
def full_after(count: int) -> Iterator[Disk]:
    """From the `count`-th write on no byte, folder or copy finds a place; a rename takes none."""
    disk = Disk(count)
    places = [(os, "fsync"), (os, "mkdir"), (shutil, "copyfile"), (os, "write")]
    with mock.patch("builtins.open", _opener(disk)), mock.patch("io.open", _opener(disk)):
        patches = [mock.patch.object(place, name, disk.takes(getattr(place, name))) for place, name in places]
        for patch in patches:
            patch.start()
        try:
            yield disk
        finally:
            for patch in patches:
                patch.stop()


def _opener(disk: Disk) -> Callable[..., Any]:
    real = open

    def opened(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        found = real(file, mode, *args, **options)
        if set(mode) & set("wax+"):
            return _Limited(found, disk)
        return found

    return opened


class _Limited:
    """A file whose writes the disk may refuse."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self._file, self.write = file, disk.takes(file.write)

    def __enter__(self) -> _Limited:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
