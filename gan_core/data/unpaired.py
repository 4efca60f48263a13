"""Unpaired datasets: two folders of photographs, trainA and trainB, from which a CycleGAN learns.

A tenth of each is held back for measuring: those whose file's SHA-256, read as a number, is divisible
by 10. So it depends neither on names nor on the machine, and a photograph stays on its side when others
come or go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from gan_core.base.errors import GanError
from gan_core.data.folders import files_below, inside, picture_bytes, told_reasons
from gan_core.data.marks import DataMark, held_back, mark_of_files
from gan_core.data.picture_files import PictureFile, Pictures, Room, looked_at
from gan_core.pictures import reading
from gan_core.pictures.decoding import Wanted

SHORT_SIDE = 286  # larger photographs are scaled down to it when they are read
LONGEST = 4  # times the short side; what is longer loses its ends


@dataclass(frozen=True)
class Photographs:
    """One domain: uint8 (h, w, 3) each, in the order of their paths; those that do not fit in memory are read
    again when they are needed.

    `skipped` counts files that are not readable photographs, `duplicates` those whose bytes occurred before.
    `unreadable` names the skipped ones, each with its reason. `mark` identifies this set of photographs. `both` counts
    held-back photographs that are also trained on, because the folders say so.
    """

    train: Sequence[np.ndarray]
    held_back: Sequence[np.ndarray]
    skipped: int
    duplicates: int
    unreadable: tuple[str, ...] = ()
    mark: DataMark = DataMark(0, "")  # noqa: RUF009  (a NamedTuple: nobody changes it)
    both: int = 0

    @property
    def told(self) -> str:
        """One line: how many there are of what."""
        counts = f"{len(self.train):,} to train on, {len(self.held_back):,} held back"
        told = f"{counts}, {self.skipped:,} skipped, {self.duplicates:,} duplicates"
        return told + (f"; {self.both:,} of those held back are trained on, too" if self.both else "")


def load(folder: Path, part: str = "train", room: Room | None = None) -> tuple[Photographs, Photographs]:
    """The photographs of A and of B, in trainA and trainB, A/train and B/train, train/A and train/B, or A and B.

    Where there are test folders beside these, they are held back and all others are trained on; else it is a tenth.

    Args:
        part: "test": the photographs of the test folders only.
        room: for those that stay in memory.

    Raises:
        GanError: 'photographs_missing' (no such folder), 'photographs_few' (fewer than two that can be read).
    """
    places, tests = sides(folder, part), sides(folder, "test") if part == "train" else None
    if places is None:
        missing = "A" if not Path(folder).is_dir() or inside(Path(folder), f"{part}A") is None else "B"
        raise GanError("photographs_missing", path=Path(folder) / f"{part}{missing}")
    room = room or Room()
    a, b = (
        gathered(files_below(place), place, test=files_below(tests[side]) if tests else None, room=room)
        for side, place in enumerate(places)
    )
    return a, b


def sides(folder: Path, part: str) -> tuple[Path, Path] | None:
    """Where A and B lie, `part` being "train" or "test"; None if the folder holds no such two."""
    folder = Path(folder)
    if not folder.is_dir():
        return None
    for layout in ("{part}{side}", "{side}/{part}", "{part}/{side}", "{side}" if part == "train" else ""):
        found = [inside(folder, *layout.format(part=part, side=side).split("/")) for side in "AB" if layout]
        if len(found) == 2 and found[0] and found[1]:
            return found[0], found[1]
    return None


def domain(*folders: Path, room: Room | None = None) -> Photographs:
    """All photographs of one folder, or of several together, a tenth of them held back; raises as `load` does."""
    return gathered([path for folder in folders for path in files_below(folder)], folders[0], room=room)


def gathered(
    files: Sequence[Path],
    folder: Path,
    wanted: Callable[[np.ndarray], str | None] = lambda _: None,
    test: Sequence[Path] | None = None,
    room: Room | None = None,
) -> Photographs:
    """The photographs among `files`.

    Args:
        folder: what messages name, and what paths in them begin from.
        wanted: says why a photograph is skipped all the same; None: it is not.
        test: files to be held back; None: a tenth of `files` is.
        room: for those that stay in memory.

    Raises:
        GanError: 'photographs_few'.
    """
    room = room or Room()
    found, reasons, double = _look_at_all(files, folder, wanted, room)
    held, others, again = _look_at_all(test, folder, wanted, room) if test is not None else ({}, [], 0)
    reasons += others
    if len(found) < (2 if test is None else 1) or (test is not None and not held):
        count, told = len(found) + len(held), told_reasons(reasons)
        raise GanError("photographs_few", path=folder, count=count, skipped=len(reasons), why=told)
    if test is None:
        chosen = held_back(found)
        held = {digest: found.pop(digest) for digest in list(found) if digest in chosen}
    return Photographs(
        train=Pictures(found.values()),
        held_back=Pictures(held.values()),
        skipped=len(reasons),
        duplicates=double + again,
        unreadable=tuple(reasons),
        mark=mark_of_files(found, held),
        both=len(found.keys() & held.keys()),
    )


def _look_at_all(
    files: Sequence[Path], folder: Path, wanted: Callable[[np.ndarray], str | None], room: Room
) -> tuple[dict[str, PictureFile], list[str], int]:
    """Photographs by the SHA-256 of their files, the reasons why others were skipped, and the count of duplicates."""
    seen: dict[str, str | None] = {}
    found: dict[str, PictureFile] = {}

    def look(i: int) -> list[str | None]:
        path, digest = files[i], str(i)
        try:
            data = picture_bytes(path)
            digest = hashlib.sha256(data).hexdigest()
            if digest in seen:
                return [digest, None]
            photograph = read(data)
            reason = wanted(photograph)
        except (GanError, ValueError) as fault:  # one of thousands must not end a training
            reason = str(fault)
        else:
            if not reason:
                found[digest] = PictureFile(path, digest, read, room)
                found[digest].keep(photograph)
        seen[digest] = reason
        return [digest, reason]

    looks = looked_at([[path] for path in files], folder, look)
    return _in_order(looks, files, folder, found, room)


def _in_order(
    looks: Sequence[Sequence[Any]], files: Sequence[Path], folder: Path, own: dict[str, PictureFile], room: Room
) -> tuple[dict[str, PictureFile], list[str], int]:
    """What was seen by all who looked; `own` are the photographs that this process has read."""
    found: dict[str, PictureFile] = {}
    reasons: list[str] = []
    seen: set[str] = set()
    for path, (digest, reason) in zip(files, looks, strict=True):
        if digest in seen:
            continue
        seen.add(digest)
        if reason:
            reasons.append(f"{path.relative_to(folder) if path.is_relative_to(folder) else path}: {reason}")
        else:
            found[digest] = own.get(digest) or PictureFile(path, digest, read, room)
    return found, reasons, len(files) - len(seen)


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
    return [picture for path in files if (picture := picture_or_none(path)) is not None]


def square(photograph: np.ndarray, side: int) -> np.ndarray:
    """The central square of a photograph at `side` pixels, uint8 (side, side, 3)."""
    return np.asarray(ImageOps.fit(Image.fromarray(photograph), (side, side), Image.Resampling.BICUBIC))


def picture_or_none(path: Path) -> np.ndarray | None:
    """A picture's file as `read` gives it, or None if it cannot be read."""
    try:
        return read(picture_bytes(path))
    except (GanError, ValueError):
        return None
