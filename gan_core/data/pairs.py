"""Paired datasets: each picture with its partner, an input and the target that a network should make of it.

Folders say what is held back; otherwise it is a tenth, by the rule of `gan_core.data.marks` on the bytes of the
targets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.colour import grey, is_grey
from gan_core.base.errors import GanError
from gan_core.base.files import some_of
from gan_core.data.folders import files_below, folders_in, inside, picture_bytes, told_reasons
from gan_core.data.marks import held_back, mark_of_files
from gan_core.data.picture_files import PictureFile, Pictures, Room, Source, looked_at
from gan_core.data.unpaired import SHORT_SIDE, Photographs, gathered, read
from gan_core.pictures import reading
from gan_core.pictures.decoding import Wanted

GREY_COLOUR = "grey-colour"
DIRECTIONS = ("AtoB", "BtoA")
HELD_NAMES = ("val", "valid", "validation", "test")  # the first that is there is held back


@dataclass(frozen=True)
class Pairs:
    """Pictures uint8 (h, w, 3); `inputs`, if there are any, lie in the order of `targets` and have their sizes.

    Attributes:
        targets: what the network should produce.
        inputs: what the network is given; None: the targets' own lightness.
        lone: how many files had no partner.
        notes: in words, which files were taken for what.
    """

    targets: Photographs
    inputs: Photographs | None = None
    lone: int = 0
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """One line: how many there are of what, and what was taken for what."""
        counts, *more = self.targets.told.split("; ")
        return "; ".join((f"{counts}, {self.lone:,} without partner", *more, *self.notes))


def grey_colour(folders: Sequence[Path], room: Room | None = None) -> Pairs:
    """Every colour photograph in folders and in theirs; those that are grey already have no partner and are skipped.

    Raises:
        GanError: 'photographs_missing', 'photographs_few'.
    """
    files = [path for folder in folders for path in files_below(folder)]
    return Pairs(gathered(files, folders[0], lambda x: "It is grey already." if is_grey(x) else None, room=room))


def grey_and_colour(folders: Sequence[Path], room: Room | None = None) -> tuple[Photographs, Photographs]:
    """Two unpaired sets for a CycleGAN: the lightness of every colour photograph, and the photographs.

    Both hold the same photographs, but nothing says which belong together; raises as `grey_colour`.
    """
    room = room or Room()
    colour = grey_colour(folders, room).targets
    sides = {"train": colour.train, "held_back": colour.held_back}
    return replace(colour, **{side: x.made(grey, room) for side, x in sides.items() if isinstance(x, Pictures)}), colour


def pairs_in(folder: Path, direction: str = "AtoB", room: Room | None = None) -> Pairs:
    """The pairs of a folder, in the layouts of pix2pix's own scripts and in those that people make by hand.

    They are sheets, whose left half is A and whose right half is B; or two folders, by name A and B, whose files have
    the same names without their endings. Both are searched in depth. Where there are folders called train and val (or
    test), each holding such pairs, those of val (else of test) are held back; else it is a tenth.

    Unusable files are skipped, counted and named: unreadable ones, sheets of an odd width, partners of different sizes.
    Files without a partner are counted.

    Args:
        direction: "AtoB": A is the input and B the target; "BtoA".
        room: for those that stay in memory.

    Raises:
        GanError: 'photographs_missing', 'pairs_folder' (no pairs), 'pairs_unpaired' (two unpaired sets, as a CycleGAN
            takes them), 'pairs_few', 'option_unknown'.
    """
    known = {name.lower(): name for name in DIRECTIONS}
    if direction.lower() not in known:
        raise GanError("option_unknown", name="--direction", value=direction[:40], known=", ".join(DIRECTIONS))
    if not folder.is_dir():
        raise GanError("photographs_missing", path=folder)
    _check_paired(folder)
    turned = known[direction.lower()] == DIRECTIONS[1]
    train = inside(folder, "train")
    held = next((place for name in HELD_NAMES if (place := inside(folder, name))), None) if train else None
    seen = _Seen(folder, turned, room or Room())
    if held:
        aside = [path.name for path in folders_in(folder) if path not in (train, held)]
        seen.notes.append(f"{held.name} held back" + (f", {some_of(aside)} left aside" if aside else ""))
    test = seen.pairs_below(held) if held else []
    pairs = seen.pairs_below(train or folder)
    return _gathered(seen, pairs, test if held else None)


class Pair(NamedTuple):
    """One pair: the SHA-256 of the target's file and of both files, the input and the target."""

    digest: str
    both: str
    input: Source
    target: Source


class _Seen:
    """Reads pairs below `folder`, and notes what cannot be used."""

    def __init__(self, folder: Path, turned: bool, room: Room) -> None:
        self.folder, self.turned, self.room = folder, turned, room
        self.unreadable: list[str] = []
        self.notes: list[str] = []
        self.lone = self.duplicates = 0

    def pairs_below(self, place: Path) -> list[Pair]:
        """The pairs of one place, each once; raises GanError('pairs_folder')."""
        folders = folders_in(place)
        if len(folders) == 2:
            sources = self._partners(*folders)
            self._note(*(f"the files of {path.name}" for path in folders))
        elif files := files_below(place):
            sources = [(path, path) for path in files]
            self._note("left halves", "right halves")
        else:
            raise GanError("pairs_folder", path=place)
        return self._found(sources)

    def _found(self, sources: Sequence[tuple[Path, Path]]) -> list[Pair]:
        own: dict[int, tuple[Source, Source]] = {}

        def look(i: int) -> list[Any]:
            try:
                marks, own[i] = self._look(*sources[i])
            except (GanError, ValueError) as fault:
                return [None, str(fault)]
            return [marks, None]

        found: dict[str, Pair] = {}
        for i, (marks, reason) in enumerate(looked_at(sources, self.folder, look)):
            if reason:
                self.unreadable.append(f"{sources[i][1].relative_to(self.folder)}: {reason}")
                continue
            sides = own.pop(i, None) or _files(sources[i], marks, self.room)
            (x, y), (first, second) = (sides[::-1], marks[::-1]) if self.turned else (sides, marks)
            self.duplicates += second in found
            found.setdefault(second, Pair(second, f"{first}-{second}{self.turned}", x, y))
        return list(found.values())

    def _note(self, a: str, b: str) -> None:
        note = "{} in, {} out".format(*((b, a) if self.turned else (a, b)))
        self.notes += [note] if note not in self.notes else []

    def _partners(self, first: Path, second: Path) -> list[tuple[Path, Path]]:
        a, b = (
            {path.relative_to(side).with_suffix(""): path for path in files_below(side)} for side in (first, second)
        )
        names = [name for name in b if name in a]
        self.lone += sum(len(files_below(side)) for side in (first, second)) - 2 * len(names)
        return [(a[name], b[name]) for name in names]

    def _look(self, first: Path, second: Path) -> tuple[list[str], tuple[Source, Source]]:
        """The SHA-256 of both files, and what they hold; raises GanError or ValueError where it cannot be used."""
        a, b = map(picture_bytes, (first, second))
        x, y = _halves(a) if first == second else (read(a), read(b))
        if x.shape != y.shape:
            raise ValueError(f"Its partner measures {x.shape[1]} x {x.shape[0]}, it {y.shape[1]} x {y.shape[0]}.")
        marks = [hashlib.sha256(data).hexdigest() for data in (a, b)]
        sides = _files((first, second), marks, self.room)
        for side, picture in zip(sides, (x, y), strict=True):
            side.keep(picture)
        return marks, sides


def _files(paths: tuple[Path, Path], marks: Sequence[str], room: Room) -> tuple[PictureFile, PictureFile]:
    """A and B of a pair: two files, or the halves of one."""
    reads = (_left, _right) if paths[0] == paths[1] else (read, read)
    a, b = (PictureFile(path, mark, its, room) for path, mark, its in zip(paths, marks, reads, strict=True))
    return a, b


def _left(data: bytes) -> np.ndarray:
    return _halves(data)[0]


def _right(data: bytes) -> np.ndarray:
    return _halves(data)[1]


def _check_paired(folder: Path) -> None:
    """Two unpaired sets are no pairs, even where some of their files have the same names."""
    halves = [inside(folder, side) for side in "AB"]
    split = all(half and any(inside(half, name) for name in ("train", *HELD_NAMES)) for half in halves)
    named = any(inside(folder, f"{part}{side}") for part in ("train", "test") for side in "AB")
    if split or named:
        raise GanError("pairs_unpaired", path=folder)


def _gathered(seen: _Seen, pairs: list[Pair], test: list[Pair] | None) -> Pairs:
    if len(pairs) < (2 if test is None else 1) or (test is not None and not test):
        count, skipped = len(pairs) + len(test or ()), len(seen.unreadable)
        told = told_reasons(seen.unreadable)
        raise GanError("pairs_few", path=seen.folder, count=count, skipped=skipped, lone=seen.lone, why=told)
    if test is None:
        chosen = held_back({pair.digest for pair in pairs})
        test = [pair for pair in pairs if pair.digest in chosen]
        pairs = [pair for pair in pairs if pair.digest not in chosen]
    both = len({pair.digest for pair in pairs} & {pair.digest for pair in test})
    facts: dict[str, Any] = {
        "both": both,
        "skipped": len(seen.unreadable),
        "duplicates": seen.duplicates,
        "unreadable": tuple(seen.unreadable),
        "mark": mark_of_files([pair.both for pair in pairs], [pair.both for pair in test]),
    }
    inputs = Photographs(Pictures(pair.input for pair in pairs), Pictures(pair.input for pair in test), **facts)
    targets = Photographs(Pictures(pair.target for pair in pairs), Pictures(pair.target for pair in test), **facts)
    return Pairs(targets, inputs, seen.lone, tuple(seen.notes))


def _halves(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """The left and the right half of a sheet; raises GanError, or ValueError where it has none."""
    sheet = reading.read(data, Wanted(short=SHORT_SIDE, halves=True))
    if sheet.size[0] % 2:
        raise ValueError(f"Its width of {sheet.size[0]} is odd, so it has no two halves of one size.")
    x, y = np.split(sheet.image, 2, axis=1)
    return x, y
