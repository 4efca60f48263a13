"""What is being made lies aside under a hidden name until it is whole; what a process that was killed left there goes.

Whoever makes something aside holds a lock on it that ends with its process: nobody has to guess by age or by clock.
"""

from __future__ import annotations

import glob
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

HOLD = "being-made"  # in a folder that is made aside: the file that its maker holds


def aside_of(target: Path) -> Path:
    """Where a file or folder is made before it is called `target`."""
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")


@contextmanager
def held(path: Path) -> Iterator[BinaryIO]:
    """A new file, open for writing, that `drop_leftovers` lets be as long as it is open."""
    while True:
        file = path.open("xb")
        try:
            _lock(file, wait=True)
            if path.exists():  # else it was taken for a leftover before it was held
                yield file
                return
        finally:
            file.close()


def drop_leftovers(target: Path) -> None:
    """Delete what processes that have ended left aside for `target`."""
    _drop(target.parent.glob(f".{glob.escape(target.name)}.????????.part"))


def drop_all_leftovers(folder: Path) -> None:
    """Delete what processes that have ended left aside in a folder of ours and in those below it."""
    _drop(folder.rglob(".*.????????.part"))


def _drop(asides: Iterable[Path]) -> None:
    for aside in list(asides):
        with suppress(OSError):  # somebody is at work on it
            holder = aside / HOLD if aside.is_dir() else aside
            if not holder.exists():  # killed before it had one, or while it was deleted
                _delete(aside)
                continue
            if os.name != "posix":  # where an open file cannot be deleted
                holder.unlink()
                _delete(aside)
                continue
            with holder.open("rb") as file:
                _lock(file, wait=False)
                _delete(aside)


def _lock(file: BinaryIO, *, wait: bool) -> None:
    """Raises OSError where another process holds it."""
    with suppress(ImportError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
