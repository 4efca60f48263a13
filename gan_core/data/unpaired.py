"""Two folders of photographs that have no pairs: trainA and trainB, as the CycleGAN learns from them.

A tenth of each is held back for measuring: those whose file's SHA-256, read as a number, is divisible
by 10. So it depends neither on names nor on the machine, and a photograph stays on its side when others
come or go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from gan_core.base.errors import GanError
from gan_core.base.files import read_file
from gan_core.data.marks import held_back
from gan_core.pictures import reading
from gan_core.pictures.decoding import Wanted
from gan_core.pictures.limits import MOST_BYTES

SHORT_SIDE = 286  # larger photographs are scaled down to it when they are read
LONGEST = 4  # times the short side; what is longer loses its ends


@dataclass(frozen=True)
class Photographs:
    """One domain: uint8 (h, w, 3) each, in the order of their file names.

    `skipped` counts the files that are no readable photograph, `duplicates` those whose bytes were there before.
    """

    train: list[np.ndarray]
    held_back: list[np.ndarray]
    skipped: int
    duplicates: int


def load(folder: Path, part: str = "train") -> tuple[Photographs, Photographs]:
    """The photographs of `folder`/trainA and `folder`/trainB, or of testA and testB as `part` says.

    Raises:
        GanError: 'photographs_missing' (no such folder), 'photographs_few' (fewer than two that can be read).
    """
    return domain(Path(folder) / f"{part}A"), domain(Path(folder) / f"{part}B")


def domain(*folders: Path) -> Photographs:
    """All photographs of one folder, or of several together, a tenth of them held back; raises as `load` does."""
    files: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise GanError("photographs_missing", path=folder)
        files += [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(".")]
    return gathered(files, folders[0])


def gathered(files: Sequence[Path], folder: Path, wanted: Callable[[np.ndarray], bool] = lambda _: True) -> Photographs:
    """The photographs among `files`, a tenth of them held back; those that are not `wanted` count as skipped.

    Raises:
        GanError: 'photographs_few', which names `folder`.
    """
    found: dict[str, np.ndarray] = {}
    seen: set[str] = set()
    for path in files:
        data = file_bytes(path)
        mark = hashlib.sha256(data).hexdigest() if data else str(path)
        if mark not in seen:
            seen.add(mark)
            photograph = read_or_none(data)
            if photograph is not None and wanted(photograph):
                found[mark] = photograph
    if len(found) < 2:
        raise GanError("photographs_few", path=folder, count=len(found), skipped=len(seen) - len(found))
    held = held_back(found)
    return Photographs(
        train=[photograph for mark, photograph in found.items() if mark not in held],
        held_back=[found[mark] for mark in found if mark in held],
        skipped=len(seen) - len(found),
        duplicates=len(files) - len(seen),
    )


def read(data: bytes) -> np.ndarray:
    """A picture's file as uint8 (h, w, 3), upright, at most `SHORT_SIDE` on the short side.

    Grey becomes RGB, 16 bits become 8, transparency becomes white. Raises GanError as `read_photo`.
    """
    found = Image.fromarray(reading.read(data, Wanted(short=SHORT_SIDE)).image)
    longest = LONGEST * min(found.size)
    return np.asarray(ImageOps.fit(found, (min(found.width, longest), min(found.height, longest))))


def pictures(folder: Path, domain: str) -> list[np.ndarray]:
    """The pictures of a folder whose file name begins with the domain's name, as `read` gives them; [] without any."""
    files = sorted(path for path in folder.glob("*") if path.name.startswith(domain) and path.is_file())
    return [picture for path in files if (picture := read_or_none(file_bytes(path))) is not None]


def square(photograph: np.ndarray, side: int) -> np.ndarray:
    """The central square of a photograph at `side` pixels, uint8 (side, side, 3)."""
    return np.asarray(ImageOps.fit(Image.fromarray(photograph), (side, side), Image.Resampling.BICUBIC))


def file_bytes(path: Path) -> bytes:
    """The file, or nothing if it is too large or cannot be read."""
    try:
        return read_file(path, MOST_BYTES)
    except (OSError, ValueError):
        return b""


def read_or_none(data: bytes) -> np.ndarray | None:
    try:
        return read(data)
    except GanError:  # one of thousands must not end a training
        return None
