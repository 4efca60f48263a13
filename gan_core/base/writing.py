"""Files written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from gan_core.base.errors import GanError


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises GanError('disk_full' or 'path_unwritable')."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files that belong together: all of them safely aside first, then renamed.

    A full disk or a missing right shows while writing aside, when nothing has been replaced yet.

    Raises:
        GanError: 'disk_full' or 'path_unwritable'; what was there before is untouched.
    """
    asides: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            with _readable_errors(path):
                target = path.resolve()  # a link stays a link: its target is replaced
                if target.exists() and not target.is_file():
                    raise OSError(errno.EINVAL, "it is not an ordinary file")
                asides[target] = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
                _write_and_sync(asides[target], data)
        for target, aside in asides.items():
            with _readable_errors(target):
                aside.replace(target)
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
    with _readable_errors(path):
        path.mkdir(parents=True, exist_ok=True)


def _write_and_sync(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _readable_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise GanError("disk_full", path=path) from error
        raise GanError("path_unwritable", path=path, reason=error.strerror or error) from error
