"""File formats of digit datasets: npz, npy, IDX and CSV, each optionally gzipped; bytes in, arrays out.

gan_core.data.digit_arrays decides what the arrays mean. Nothing is unpickled, and the memory that a file needs is known
and bounded before it is allocated: headers are read first, and compressed data may expand a hundredfold at most.
"""

from __future__ import annotations

import gzip
import io
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, cast

import numpy as np

from gan_core.base.archives import FREE, GROWTH, Head, read_arrays, read_body, read_head
from gan_core.base.files import open_file

LARGEST = 2**30  # bytes, of a file and of what comes out of it: MNIST in float64 is 439 MB
LARGEST_TEXT = 2**28  # bytes of CSV: its numbers take four times as much while they are read
LONGEST_LINE = 2**16
# The endings that are asked for in a folder; a file that is named is read whatever it is called.
ENDINGS = (".npz", ".npy", ".csv", "-ubyte", ".idx", ".gz")

Arrays = dict[str, np.ndarray]
Source = Path | bytes

_IDX = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
_LABEL = {"label", "labels", "class", "classes", "target", "digit", "y"}
_INDEX = {"", "index", "id", "unnamed: 0"}
# What begins like this is known, and not read: (its first bytes, what it is).
_OTHERS = (
    (rb"\x80[\x02-\x05]", "a pickle, and reading a pickle can run any program in it"),
    (rb"\x89HDF", "HDF5"),
    (rb"MATLAB", "a MATLAB file"),
    (rb"PAR1", "Parquet"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM", "a single picture"),
    (rb"7z\xbc\xaf|Rar!|BZh|\xfd7zXZ|.{257}ustar", "an archive of another kind"),
)
REMEDY = "Save its arrays with numpy.savez (x_train, y_train, x_test, y_test), or take the IDX files"


def read(name: str, source: Source, most: int = LARGEST) -> Arrays:
    """The arrays of one file, as they lie in it.

    Args:
        name: of the file; arrays without names of their own are called after it.
        source: its bytes, or where it lies.
        most: bytes that it, and what comes out of it, may take.

    Raises:
        ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error: it cannot be read; the text says why.
    """
    with _opened(source, most) as file:
        length = file.seek(0, io.SEEK_END)
        file.seek(0)
        kind = _kind(file)
        if kind == "gzip":
            with gzip.GzipFile(fileobj=file) as unpacked:
                inner = cast(BinaryIO, unpacked)
                bound = min(most, max(FREE, GROWTH * length))
                kind = _kind(inner)
                if kind in ("npz", "gzip"):
                    raise ValueError("it is packed twice; unpack it first")
                return _READERS[kind](stem_of(name), inner, bound)
        return _READERS[kind](stem_of(name), file, most)


def is_zip(source: Source, most: int = LARGEST) -> bool:
    """Is it a zip? An npz is one, too."""
    with _opened(source, most) as file:
        return file.read(4) == b"PK\x03\x04"


def _kind(file: BinaryIO) -> str:
    """Which reader takes a file, by its first bytes; it is rewound."""
    head = file.read(512)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"PK"):
        return "npz"
    if head.startswith(b"\x93NUMPY"):
        return "npy"
    if len(head) >= 4 and head[:2] == b"\0\0" and head[2] in _IDX and 1 <= head[3] <= 4:
        return "idx"
    for mark, what in _OTHERS:
        if re.match(mark, head, re.DOTALL):
            raise ValueError(f"it is {what}. {REMEDY}")
    if not head:
        raise ValueError("it is empty (0 bytes)")
    if b"\0" in head:
        raise ValueError("it is neither npz, npy, IDX nor CSV")
    return "csv"


def _npz(name: str, file: BinaryIO, most: int) -> Arrays:
    found = read_arrays(file, lambda heads: None, most, packed=True, foreign=True)
    return {name: found["arr_0"]} if list(found) == ["arr_0"] else found


def _npy(name: str, file: BinaryIO, most: int) -> Arrays:
    head, _ = read_head(file, name, foreign=True)
    return {name: _body(file, name, head, most)}


def _idx(name: str, file: BinaryIO, most: int) -> Arrays:
    """The format of MNIST's own files: two zeros, a type, a count of sides, the sides, the numbers; big-endian."""
    mark = file.read(4)
    sides = file.read(4 * mark[3])
    if len(sides) < 4 * mark[3]:
        raise ValueError(f"{name} is cut off")
    shape = tuple(int.from_bytes(sides[i : i + 4], "big") for i in range(0, len(sides), 4))
    return {name: _body(file, name, Head(_IDX[mark[2]], shape), most)}


def _body(file: BinaryIO, name: str, head: Head, most: int) -> np.ndarray:
    if head.bytes > most:
        raise ValueError(f"its head says {head.shape}, which is more than it can hold or than is read here")
    found = read_body(file, name, head)
    if file.read(1):
        raise ValueError(f"{name} is longer than its head says")
    return found


def _csv(name: str, file: BinaryIO, most: int) -> Arrays:
    """A picture a line. A column of labels is the one that a first line calls so, else the first of 785 (or 1025)."""
    bound = min(most, LARGEST_TEXT)
    data = file.read(bound + 1)
    if len(data) > bound:
        raise ValueError(f"its text takes more than {bound >> 20} MB, or grows more than {GROWTH} times")
    line = data[:LONGEST_LINE].lstrip(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", "replace").strip()
    separator = max(",;\t ", key=line.count)
    cells = [cell.strip().strip('"').lower() for cell in line.split(separator)]
    headed = not all(map(_is_number, cells))
    if len(cells) < 2:
        raise ValueError("it is neither npz, npy, IDX nor CSV")
    index = [i for i, cell in enumerate(cells) if headed and cell in _INDEX]
    label = [i for i, cell in enumerate(cells) if headed and cell in _LABEL]
    if headed and not any(
        map(_is_number, data[len(line) :][:LONGEST_LINE].decode("utf-8", "replace").split(separator))
    ):
        raise ValueError("it is neither npz, npy, IDX nor CSV")
    table = _numbers(data, separator, int(headed))
    pixels = [i for i in range(table.shape[1]) if i not in (*index, *label)]
    if not label and len(pixels) in (785, 1025):
        label = [pixels[0] if len(np.unique(table[:, pixels[0]])) > 1 else pixels[-1]]
        pixels.remove(label[0])
    found = {f"{name}-images": table[:, pixels[0] : pixels[-1] + 1] if _run(pixels) else table[:, pixels]}
    return found | ({f"{name}-labels": table[:, label[0]]} if label else {})


def _numbers(data: bytes, separator: str, skip: int) -> np.ndarray:
    """The table of a CSV; whole numbers from 0 to 255 are read eight times as fast as any others."""
    for dtype in (np.uint8, np.float32):
        try:
            text = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", errors="replace")
            return np.loadtxt(text, dtype, None, separator, skiprows=skip, ndmin=2, quotechar='"')
        except ValueError as fault:
            if dtype is np.float32:
                raise ValueError(f"its table of numbers is not whole: {str(fault)[:120]}") from fault
    raise AssertionError


def _run(numbers: list[int]) -> bool:
    return bool(numbers) and numbers == list(range(numbers[0], numbers[-1] + 1))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def stem_of(name: str) -> str:
    """A file's name without .gz and its ending: "x_train" of "x_train.npy.gz"."""
    stem = re.sub(r"\.gz$", "", PurePath(name).name, flags=re.IGNORECASE)
    return re.sub(r"\.(?:npz|npy|csv|txt|idx)$", "", stem, flags=re.IGNORECASE) or name


@contextmanager
def _opened(source: Source, most: int) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        if len(source) > most:
            raise ValueError(f"its length is more than {most} bytes")
        yield io.BytesIO(source)
    else:
        with open_file(source, most) as file:
            yield file


_READERS: dict[str, Callable[[str, BinaryIO, int], Arrays]] = {"npz": _npz, "npy": _npy, "idx": _idx, "csv": _csv}
