"""Pictures that have partners: what goes in, and what shall come out.

A tenth is held back by the rule of `gan_core.data.unpaired`, on the bytes of what shall come out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gan_core.base.colour import grey, is_grey
from gan_core.base.errors import GanError
from gan_core.data.marks import held_back
from gan_core.data.unpaired import (
    SHORT_SIDE,
    Photographs,
    file_bytes,
    gathered,
    read_or_none,
)
from gan_core.pictures import reading
from gan_core.pictures.decoding import Wanted

GREY_COLOUR = "grey-colour"


@dataclass(frozen=True)
class Pairs:
    """Pictures uint8 (h, w, 3); `inputs`, if there are any, lie in the order of `targets` and have their sizes.

    Attributes:
        targets: what shall come out.
        inputs: what goes in; None: the targets' own lightness.
        lone: how many files had no partner.
    """

    targets: Photographs
    inputs: Photographs | None = None
    lone: int = 0


def grey_colour(folders: Sequence[Path]) -> Pairs:
    """Every colour photograph in folders and in theirs; those that are grey already have no partner and are skipped.

    Raises:
        GanError: 'photographs_missing', 'photographs_few'.
    """
    files: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise GanError("photographs_missing", path=folder)
        files += _files(folder, "**/*")
    return Pairs(gathered(files, folders[0], lambda photograph: not is_grey(photograph)))


def grey_and_colour(folders: Sequence[Path]) -> tuple[Photographs, Photographs]:
    """Two heaps for a CycleGAN: the lightness of every colour photograph, and the photographs; raises as `grey_colour`.

    Both hold the same photographs, but nothing says which belong together.
    """
    colour = grey_colour(folders).targets
    sides = {"train": colour.train, "held_back": colour.held_back}
    return replace(colour, **{side: [grey(x) for x in pictures] for side, pictures in sides.items()}), colour


def pairs_in(folder: Path) -> Pairs:
    """The pairs of a folder: two folders in it, by name the inputs and the targets, whose files have the same names
    without their endings; or pictures whose left half goes in and whose right half shall come out.

    What cannot be read is skipped and counted, and so is what has no partner.

    Raises:
        GanError: 'photographs_missing', 'pairs_folder' (neither of both), 'pairs_few', 'pair_sizes' (partners, or
            halves, of differing size; it names the file).
    """
    if not folder.is_dir():
        raise GanError("photographs_missing", path=folder)
    folders = [path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    if len(folders) == 2:
        sides = [{path.stem: path for path in _files(side, "*")} for side in folders]
        names = [name for name in sides[1] if name in sides[0]]
        lone, count = len(sides[0]) + len(sides[1]) - 2 * len(names), len(names)
        found = (_partners(sides[0][name], sides[1][name]) for name in names)
    elif not folders and (files := _files(folder, "*")):
        lone, count, found = 0, len(files), (_halves(path) for path in files)
    else:
        raise GanError("pairs_folder", path=folder)
    return _gathered(folder, found, lone, count)


Pair = tuple[str, np.ndarray, np.ndarray]  # SHA-256 of the target's file, input, target


def _gathered(folder: Path, found: Iterator[Pair | None], lone: int, count: int) -> Pairs:
    readable = [pair for pair in found if pair]
    pairs = {mark: (x, y) for mark, x, y in readable}
    skipped, duplicates = count - len(readable), len(readable) - len(pairs)
    if len(pairs) < 2:
        raise GanError("pairs_few", path=folder, count=len(pairs), skipped=skipped, lone=lone)
    held = held_back(pairs)
    inputs, targets = (
        Photographs(
            train=[pair[side] for mark, pair in pairs.items() if mark not in held],
            held_back=[pair[side] for mark, pair in pairs.items() if mark in held],
            skipped=skipped,
            duplicates=duplicates,
        )
        for side in (0, 1)
    )
    return Pairs(targets, inputs, lone)


def _partners(first: Path, second: Path) -> Pair | None:
    data = file_bytes(second)
    x, y = read_or_none(file_bytes(first)), read_or_none(data)
    return None if x is None or y is None else _checked(second, data, x, y)


def _halves(path: Path) -> Pair | None:
    data = file_bytes(path)
    try:
        sheet = reading.read(data, Wanted(short=SHORT_SIDE, halves=True))
    except GanError:
        return None
    width, height = sheet.size
    if width % 2:
        first, second = (f"{half} x {height}" for half in (width // 2, width - width // 2))
        raise GanError("pair_sizes", path=path, first=first, second=second)
    x, y = np.split(sheet.image, 2, axis=1)
    return _checked(path, data, x, y)


def _checked(path: Path, data: bytes, x: np.ndarray, y: np.ndarray) -> Pair:
    if x.shape != y.shape:
        first, second = (f"{image.shape[1]} x {image.shape[0]}" for image in (x, y))
        raise GanError("pair_sizes", path=path, first=first, second=second)
    return hashlib.sha256(data).hexdigest(), x, y


def _files(folder: Path, pattern: str) -> list[Path]:
    """Files below a folder, without those that are hidden or lie in a hidden folder."""
    found = (path for path in sorted(folder.glob(pattern)) if path.is_file())
    return [path for path in found if not any(word.startswith(".") for word in path.relative_to(folder).parts)]
