"""Untrusted file names and files: opened only inside allowed folders, and only if they are regular files.

A name from outside is no path: it is a few plain words, each an entry of the folder before it. Links are not
followed, pipes and devices are not read, and nothing is read further than its bound.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from gan_core.base.errors import GanError

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# Not to wait for the other end of a pipe, not to end at a line feed (Windows), not to follow a link.
_PLAIN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_UNLINKED = _PLAIN | getattr(os, "O_NOFOLLOW", 0)


def inside(root: Path, name: str) -> Path:
    """The place of `name`, such as "best/weights.npz", below `root`; raises ValueError on what could lead elsewhere."""
    words = name.split("/")
    if not all(_WORD.fullmatch(word) for word in words):
        raise ValueError(f"{name[:80]!r} is no name of a file here")
    return root.joinpath(*words)


def open_inside(root: Path, name: str, most: int) -> BinaryIO:
    """Open a regular file below `root` that no link leads to, of at most `most` bytes.

    Args:
        root: a folder of ours; it may itself be reached through a link.
        name: plain words with "/" between them.

    Raises:
        ValueError: the name could lead elsewhere, it is no regular file, or it is too large.
        OSError: it cannot be opened.
    """
    path = inside(root, name)
    for folder in list(path.relative_to(root).parents)[:-1]:
        if not stat.S_ISDIR(os.lstat(root / folder).st_mode):
            raise ValueError("what leads to it is no folder")
    if stat.S_ISLNK(os.lstat(path).st_mode):  # O_NOFOLLOW says so too, where there is one
        raise ValueError("it is a link")
    return _regular(path, _UNLINKED, most)


def open_file(path: Path, most: int) -> BinaryIO:
    """Open a file that the operator named, links and all: regular, of at most `most` bytes; raises as `open_inside`."""
    return _regular(path, _PLAIN, most)


def read_inside(root: Path, name: str, most: int) -> bytes:
    """What `open_inside` opens."""
    with open_inside(root, name, most) as file:
        return _whole(file, most)


def read_file(path: Path, most: int) -> bytes:
    """What `open_file` opens."""
    with open_file(path, most) as file:
        return _whole(file, most)


def check_free(paths: Iterable[Path], overwrite: bool = False) -> None:
    """Raises GanError('path_taken') if one of `paths` exists, as a dead link too, and is not to be replaced."""
    taken = [] if overwrite else [path for path in paths if os.path.lexists(path)]
    if taken:
        raise GanError("path_taken", path=some_of([str(path) for path in taken]))


def some_of(names: list[str], most: int = 3, joint: str = ", ") -> str:
    """The first of many names and how many others there are: "a, b, c and 12 more"."""
    shown, more = joint.join(names[:most]), len(names) - most
    return f"{shown} and {more} more" if more > 0 else shown


def why(fault: BaseException) -> str:
    """What went wrong, in words that hold no path: an OSError's own text would name the file."""
    reason = fault.strerror if isinstance(fault, OSError) else str(fault)
    return (reason or type(fault).__name__)[:200]


def _regular(path: Path, flags: int, most: int) -> BinaryIO:
    handle = os.open(path, flags)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("it is no regular file")
        if found.st_size > most:
            raise ValueError(f"its length is more than {most} bytes")
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def _whole(file: BinaryIO, most: int) -> bytes:
    data = file.read(most + 1)
    if len(data) > most:  # it grew
        raise ValueError(f"its length is more than {most} bytes")
    return data
