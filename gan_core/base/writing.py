"""Files written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from gan_core.base.asides import aside_of, drop_leftovers, held
from gan_core.base.errors import GanError

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)  # a disk that is full, and a share of it that is used up


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises GanError('disk_full' or 'path_unwritable')."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files that belong together: all of them safely aside first, then renamed in their order.

    A full disk or a missing right shows while writing aside, when nothing has been replaced yet. What a process that
    was killed left aside goes.

    Raises:
        GanError: 'disk_full' or 'path_unwritable'; what was there before is untouched.
    """
    asides: dict[Path, Path] = {}
    try:
        with ExitStack() as open_files:
            for path, data in files.items():
                with readable_errors(path):
                    target = path.resolve()  # a link stays a link: its target is replaced
                    if target.exists() and not target.is_file():
                        raise OSError(errno.EINVAL, "it is not an ordinary file")
                    drop_leftovers(target)
                    asides[target] = aside_of(target)
                    _write_and_sync(open_files.enter_context(held(asides[target])), data)
            if os.name == "posix":  # elsewhere an open file has no other name
                _rename(asides)
        if os.name != "posix":
            _rename(asides)
    finally:
        for aside in asides.values():
            with suppress(OSError):
                aside.unlink()


def write_by_digest(folder: Path, name: str, data: bytes) -> str:
    """Write a file under `name` with its SHA-256 inserted, unless it exists already; returns that name.

    A browser may cache such a file forever. Raises GanError as `write_atomically`.
    """
    stem, _, suffix = name.partition(".")
    path = folder / f"{stem}-{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
    if not path.is_file() or path.stat().st_size != len(data):
        write_together({path: data})
    return path.name


def make_folder(path: Path) -> None:
    """Make `path` and its parents where they are missing; raises GanError as `write_atomically`."""
    with readable_errors(path):
        path.mkdir(parents=True, exist_ok=True)


def _rename(asides: Mapping[Path, Path]) -> None:
    for target, aside in asides.items():
        with readable_errors(target):
            aside.replace(target)


def _write_and_sync(file: BinaryIO, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def readable_errors(path: Path) -> Iterator[None]:
    """What the system says against writing to `path` as GanError: 'disk_full' or 'path_unwritable'."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_SPACE:
            raise GanError("disk_full", path=path) from error
        raise GanError("path_unwritable", path=path, reason=error.strerror or error) from error
