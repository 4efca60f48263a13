"""Pictures on the disk that are read when they are asked for. Those for which there is room stay in memory.

A folder is looked through once: what its files hold decides which of them count (`gan_core.data.marks`), so each is
read and decoded then. Its pixels are kept where they fit; of the others only name and digest are.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol, overload

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.ranks import world
from gan_core.data.folders import picture_bytes

MEGABYTES = 2000.0  # of pixels that stay in memory, unless somebody says otherwise


class Room:
    """How many bytes of pixels may stay in memory: of all pictures of one training together."""

    def __init__(self, megabytes: float = MEGABYTES) -> None:
        self._left = int(megabytes * 2**20)
        self._lock = threading.Lock()

    def take(self, size: int) -> bool:
        """Is there room for `size` bytes more? Then it is taken."""
        with self._lock:
            fits = size <= self._left
            self._left -= size * fits
            return fits


class Source(Protocol):
    """Where a picture comes from."""

    @property
    def kept(self) -> np.ndarray | None:
        """The picture, if it is in memory."""
        ...

    def picture(self) -> np.ndarray:
        """The picture, uint8 (h, w, 3)."""
        ...


class PictureFile:
    """One file, and how its bytes become a picture.

    Args:
        path: the file.
        digest: the SHA-256 of its bytes, in hex.
        read: what makes a picture of them.
        room: where it may be kept.
    """

    __slots__ = ("_digest", "_path", "_read", "_room", "kept")

    def __init__(self, path: Path, digest: str, read: Callable[[bytes], np.ndarray], room: Room) -> None:
        self._path, self._digest, self._read, self._room = str(path), bytes.fromhex(digest), read, room
        self.kept: np.ndarray | None = None

    def keep(self, picture: np.ndarray) -> np.ndarray:
        """Keep the picture, if there is room for it."""
        if self.kept is None and self._room.take(picture.nbytes):
            self.kept = picture
        return picture

    def picture(self) -> np.ndarray:
        """The picture; raises GanError('photograph_changed') where its file is not what it was any more."""
        return self.kept if self.kept is not None else self.keep(self._read(self._bytes()))

    def _bytes(self) -> bytes:
        reason = "its content is another"
        try:
            data = picture_bytes(Path(self._path))
            if hashlib.sha256(data).digest() == self._digest:
                return data
        except (GanError, ValueError) as fault:
            reason = str(fault).rstrip(".")
        raise GanError("photograph_changed", path=self._path, reason=reason)


class Derived:
    """A picture that is made of another one, such as its lightness."""

    __slots__ = ("_make", "_room", "_source", "kept")

    def __init__(self, source: Source, make: Callable[[np.ndarray], np.ndarray], room: Room) -> None:
        self._source, self._make, self._room = source, make, room
        self.kept: np.ndarray | None = None

    def picture(self) -> np.ndarray:
        """What is made of the other picture as it is now."""
        if self.kept is not None:
            return self.kept
        picture = self._make(self._source.picture())
        if self._room.take(picture.nbytes):
            self.kept = picture
        return picture


class Pictures(Sequence[np.ndarray]):
    """Pictures in their order, uint8 (h, w, 3) each, read when they are asked for."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = list(sources)

    def __len__(self) -> int:
        return len(self.sources)

    @overload
    def __getitem__(self, index: int) -> np.ndarray: ...
    @overload
    def __getitem__(self, index: slice) -> Pictures: ...
    def __getitem__(self, index: int | slice) -> Any:
        return Pictures(self.sources[index]) if isinstance(index, slice) else self.sources[index].picture()

    def made(self, make: Callable[[np.ndarray], np.ndarray], room: Room) -> Pictures:
        """The same pictures, each as `make` makes it when it is asked for."""
        return Pictures(Derived(source, make, room) for source in self.sources)


def streams(pictures: Sequence[np.ndarray]) -> bool:
    """Are some of them read from disk again whenever they are needed?"""
    return isinstance(pictures, Pictures) and any(source.kept is None for source in pictures.sources)


def looked_at(files: Sequence[Sequence[Path]], folder: Path, look: Callable[[int], list[Any]]) -> list[list[Any]]:
    """`look(i)` for each of `files`: where several ranks train together, each looks at its share and tells the others.

    Args:
        files: what is looked at together, a file or two.
        folder: where names begin.
        look: gives what JSON can hold.

    Raises:
        GanError: 'ranks_differ' where other ranks hold other files, by name or size.
    """
    if world().size == 1:
        return [look(i) for i in range(len(files))]
    from gan_core.models import collectives

    names = hashlib.sha256("\n".join(_named(path, folder) for some in files for path in some).encode())
    collectives.check_alike({"the list of photographs": f"{len(files):,} files ({names.hexdigest()[:12]})"})
    return collectives.shared(len(files), look)


def _named(path: Path, folder: Path) -> str:
    return f"{os.path.relpath(path, folder)} {path.stat().st_size if path.exists() else 0}"
