"""Parses TIFF directories, which Exif consists of too (TIFF 6.0, section 2; BigTIFF).

Read tolerantly: an entry of an odd type or count is no fault until somebody needs its value.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

ORIENTATION, PROFILE = 0x0112, 0x8773
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
WHOLE = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q"}  # types of whole numbers
# What pixels hang on: sizes, samples, compression, strips, tiles, palette, alpha, JPEG's tables, luma and chroma.
NEEDED = {
    *(0xFE, 0x100, 0x101, 0x102, 0x103, 0x106, 0x10A, 0x111, 0x115, 0x116, 0x117, 0x11C, 0x124, 0x125, 0x13D, 0x140),
    *(0x142, 0x143, 0x144, 0x145, 0x14C, 0x152, 0x153, 0x15B, 0x211, 0x212, 0x213, 0x214),
}  # fmt: skip


class Entry(NamedTuple):
    """One tag; `at` is where its value lies in the file."""

    tag: int
    kind: int
    values: int
    at: int
    raw: bytes

    @property
    def size(self) -> int:
        """Bytes of the value; 0 for a type that nobody knows."""
        return SIZES.get(self.kind, 0) * self.values


class Directory(NamedTuple):
    """The first directory of `data`; `start` is where it lies, `end` where the place of the next one is told."""

    data: bytes
    order: str
    big: bool
    start: int
    entries: list[Entry]

    def entry(self, tag: int) -> Entry | None:
        """The first entry of this tag."""
        return next((entry for entry in self.entries if entry.tag == tag), None)

    def value(self, tag: int) -> int | None:
        """The first whole number under this tag; None where there is none."""
        entry = self.entry(tag)
        if entry is None or entry.kind not in WHOLE or entry.values < 1:
            return None
        return struct.unpack_from(self.order + WHOLE[entry.kind], self.data, entry.at)[0]

    def bytes_of(self, tag: int) -> bytes | None:
        """What lies under this tag, if the file holds all of it."""
        entry = self.entry(tag)
        found = entry and self.data[entry.at : entry.at + entry.size]
        return found if entry and found and len(found) == entry.size else None

    def without_the_rest(self) -> bytes:
        """The file with this directory alone, and in it only what is `NEEDED`; raises ValueError on values that are
        together longer than the file, which no program writes."""
        kept = [entry for entry in self.entries if entry.tag in NEEDED]
        if sum(entry.size for entry in kept) > len(self.data):
            raise ValueError("more values than the file holds")
        head, tail = ("Q", bytes(8)) if self.big else ("H", bytes(4))
        new = struct.pack(self.order + head, len(kept)) + b"".join(entry.raw for entry in kept) + tail
        return self.data[: self.start] + new + self.data[self.start + len(new) :]


def directory(data: bytes) -> Directory:
    """The first directory of a TIFF file, or of the TIFF inside of Exif.

    Raises:
        ValueError, struct.error: there is none.
    """
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        raise ValueError("no TIFF")
    big = struct.unpack_from(order + "H", data, 2)[0] == 43
    counted, row, place = ("Q", "HHQ8s", "Q") if big else ("H", "HHI4s", "I")
    start = struct.unpack_from(order + place, data, 8 if big else 4)[0]
    count = struct.unpack_from(order + counted, data, start)[0]
    at, length = start + struct.calcsize(counted), struct.calcsize(order + row)
    entries: list[Entry] = []
    while len(entries) < count and at + length <= len(data):
        tag, kind, number, value = struct.unpack_from(order + row, data, at)
        inline = SIZES.get(kind, 0) * number <= len(value)
        where = at + length - len(value) if inline else struct.unpack(order + place, value)[0]
        entries.append(Entry(tag, kind, number, where, data[at : at + length]))
        at += length
    return Directory(data, order, big, start, entries)
