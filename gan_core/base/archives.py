"""Validates untrusted zip and npz archives: their contents are known and checked before any of them is read.

Of an npz, the directory and the head of every array are looked at first: names, types and shapes. The heads are
matched, not evaluated, so only plain numbers and text pass, and what is not ours to choose (column order, big-endian
numbers) only where it is asked for. Sizes must follow from them to the byte.
"""

from __future__ import annotations

import io
import math
import re
import struct
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, BinaryIO, NamedTuple

import numpy as np

MOST_ARRAYS = 1000
GROWTH, FREE = 100, 2**24  # how many times its bytes a packed file may take, and the bytes that it may in any case
LONGEST_TEXT = 2**16  # bytes of JSON in an array
_END, _ENTRY = struct.Struct("<4s4H2LH"), 46  # of a zip: its last record; the fixed part of an entry (APPNOTE 4.3)
_LONGEST_NAME = 200  # with what else an entry may carry
_MAGIC = b"\x93NUMPY\x01\x00"  # format 1.0: the length of the head follows in two bytes
_HEAD = re.compile(
    rb"\{'descr': '([<>|][biufUS][0-9]{1,4})', 'fortran_order': (False|True), "
    rb"'shape': \(((?:[0-9]{1,12}L?,? ?){0,8})\), ?\} *\n"
)


class Head(NamedTuple):
    """What an array is: its type as numpy writes it, such as "<f4", its shape, and whether it lies column by column."""

    dtype: str
    shape: tuple[int, ...]
    columns: bool = False

    @property
    def bytes(self) -> int:
        """What its numbers take."""
        return np.dtype(self.dtype).itemsize * math.prod(self.shape)


Check = Callable[[Mapping[str, Head]], None]


@contextmanager
def opened(file: BinaryIO, most: int, *, packed: bool = False) -> Iterator[zipfile.ZipFile]:
    """A zip of at most `most` files, no name twice, nothing in it larger than it looks.

    Args:
        file: seekable.
        packed: members may be compressed; else the archive holds as many bytes as come out of it.

    Raises:
        ValueError: it is not such a zip.
    """
    _check_end(file, most)
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if len({member.filename for member in members}) != len(members):
            raise ValueError("a name comes twice")
        if not packed and any(member.compress_type != zipfile.ZIP_STORED for member in members):
            raise ValueError("it was packed again by another program")
        if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
            raise ValueError("it is compressed in a way that is not read here")
        if any(member.compress_size != member.file_size for member in members if not member.compress_type):
            raise ValueError("its sizes contradict each other")
        if any(member.file_size > max(FREE, GROWTH * member.compress_size) for member in members):
            raise ValueError(f"it would grow more than {GROWTH} times")
        if sum(member.compress_size for member in members) > file.seek(0, io.SEEK_END):
            raise ValueError("its files lie upon each other")
        yield archive


def read_arrays(
    file: BinaryIO | bytes,
    check: Check,
    most: int,
    *,
    packed: bool = False,
    only: Collection[str] | None = None,
    foreign: bool = False,
) -> dict[str, np.ndarray]:
    """The arrays of an npz, if `check` lets them pass.

    Args:
        file: the npz, seekable or as bytes.
        check: sees all heads before an array is read; raises ValueError on what does not belong.
        most: bytes that all arrays together may take.
        packed: they may be compressed.
        only: read these alone; all are looked at.
        foreign: arrays may lie column by column, be big-endian, or hold text as bytes, as other programs write them.

    Raises:
        ValueError, KeyError, zipfile.BadZipFile, ...: it is not such an npz.
    """
    with opened(io.BytesIO(file) if isinstance(file, bytes) else file, MOST_ARRAYS, packed=packed) as archive:
        heads = _heads(archive, most, foreign)
        check(heads)
        return {name: _array(archive, name, heads[name]) for name in (heads if only is None else only)}


def check_text(head: Head | None) -> None:
    """Raises ValueError if this is not text as bytes, or a long one."""
    if head is None or head.dtype != "|u1" or len(head.shape) != 1 or head.shape[0] > LONGEST_TEXT:
        raise ValueError("it does not begin with what it is")


def _check_end(file: BinaryIO, most: int) -> None:
    """The directory is as long as `most` entries can be, and lies at the very end: else reading it takes memory."""
    length = file.seek(0, io.SEEK_END)
    file.seek(max(0, length - _END.size - 20))
    tail = file.read()
    if len(tail) < _END.size:
        raise ValueError("it is no complete zip archive")
    mark, disk, first, here, count, size, start, comment = _END.unpack(tail[-_END.size :])
    if mark != b"PK\x05\x06" or disk or first or here != count or comment or tail.startswith(b"PK\x06\x07"):
        raise ValueError("it is no complete, plain zip archive")
    if start + size + _END.size != length:
        raise ValueError("it is no complete, plain zip archive")
    if count > most or size > count * (_ENTRY + _LONGEST_NAME):
        raise ValueError("it holds too many files")


def _heads(archive: zipfile.ZipFile, most: int, foreign: bool = False) -> dict[str, Head]:
    heads: dict[str, Head] = {}
    for member in archive.infolist():
        name, suffix = member.filename[:-4], member.filename[-4:]
        if suffix != ".npy":
            raise ValueError(f"it holds {member.filename[:80]!r}, which is no array")
        with archive.open(member) as stream:
            head, skipped = read_head(stream, name, foreign=foreign)
        if member.file_size != skipped + head.bytes:
            raise ValueError(f"{name} is not as long as its shape says")
        heads[name] = head
    if sum(head.bytes for head in heads.values()) > most:
        raise ValueError(f"its arrays take more than {most} bytes")
    return heads


def read_head(stream: IO[bytes], name: str, *, foreign: bool = False) -> tuple[Head, int]:
    """What an npy file begins with, and how many bytes that took; raises ValueError. `foreign` as in `read_arrays`."""
    start = stream.read(len(_MAGIC) + 2)
    if not start.startswith(_MAGIC) or len(start) < len(_MAGIC) + 2:
        raise ValueError(f"{name[:80]} is no array of format 1.0")
    length = int.from_bytes(start[-2:], "little")
    text = stream.read(length)
    found = _HEAD.fullmatch(text)
    if len(text) < length or found is None:
        kind = "holds objects, and allow_pickle is off" if b"'|O'" in text else "is no plain array"
        raise ValueError(f"{name[:80]} {kind}")
    dtype, columns = found[1].decode(), found[2] == b"True"
    if not foreign and (columns or dtype[0] == ">" or dtype[1] == "S"):
        raise ValueError(f"{name[:80]} is no plain array")
    shape = tuple(int(side) for side in re.findall(rb"[0-9]+", found[3]))
    return Head(dtype, shape, columns), len(start) + length


def _array(archive: zipfile.ZipFile, name: str, head: Head) -> np.ndarray:
    with archive.open(f"{name}.npy") as stream:
        read_head(stream, name, foreign=True)
        return read_body(stream, name, head)  # at the end the checksum is compared


def read_body(stream: IO[bytes], name: str, head: Head) -> np.ndarray:
    """The numbers that follow a head, and no more, whatever would come; raises ValueError if they are too few."""
    data = stream.read(head.bytes)
    if len(data) != head.bytes:
        raise ValueError(f"{name} is cut off")
    return np.frombuffer(data, head.dtype).reshape(head.shape, order="F" if head.columns else "C")
