"""Reads files out of a Qt resource archive (.rcc), whose layout Qt documents in its source as `QResource`."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

DIRECTORY, COMPRESSED = 0x02, 0x01


def read_all(archive: bytes) -> dict[str, bytes]:
    """{path in the archive: its contents}; raises ValueError for what is no such archive, or holds Zstandard."""
    if archive[:4] != b"qres":
        raise ValueError("not a Qt resource archive")
    return dict(_walk(archive, 0, ""))


def _walk(archive: bytes, node: int, path: str) -> Iterator[tuple[str, bytes]]:
    """What lies under the `node`-th entry of the tree."""
    version, tree, data, names = struct.unpack_from(">4I", archive, 4)
    start = tree + node * (22 if version >= 2 else 14)  # since version 2 an entry ends with a time
    name, flags = struct.unpack_from(">IH", archive, start)
    if node:
        (length,) = struct.unpack_from(">H", archive, names + name)
        path += "/" + archive[names + name + 6 :][: 2 * length].decode("utf-16-be")
    if flags & DIRECTORY:
        count, first = struct.unpack_from(">2I", archive, start + 6)
        for child in range(first, first + count):
            yield from _walk(archive, child, path)
    else:
        (offset,) = struct.unpack_from(">I", archive, start + 10)
        yield path, _content(archive, data + offset, flags)


def _content(archive: bytes, start: int, flags: int) -> bytes:
    (length,) = struct.unpack_from(">I", archive, start)
    content = archive[start + 4 : start + 4 + length]
    if flags & ~COMPRESSED:
        raise ValueError(f"compressed in a way that is not known here (flags {flags})")
    return zlib.decompress(content[4:]) if flags & COMPRESSED else content
