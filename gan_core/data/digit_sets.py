"""Which files make up a digit dataset: MNIST's four, a training CSV and a test CSV, or one npz.

Where none of these is, but pictures are, they are the set (gan_core.data.picture_sets).

Files belong together if their names differ in nothing but "train" or "test" ("t10k") and "images" or "labels".
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

from gan_core.base.archives import opened
from gan_core.base.files import open_file, some_of
from gan_core.data import digit_formats, picture_sets
from gan_core.data.digit_formats import Arrays, Source, stem_of

MOST_MEMBERS = 2 * picture_sets.MOST  # of a zip: pictures and their folders
T = TypeVar("T")
_WORDS = re.compile(
    r"train(?:ing)?|t10k|test(?:ing)?|images?|imgs?|labels?|idx[13]|(?<![a-z])[xy](?![a-z])", re.IGNORECASE
)
_RAW = ("", "raw", "*/raw", "*/*/raw")  # where torchvision puts them below a folder that it was given


class Found(NamedTuple):
    """The arrays of a set, by name, and whether its pictures lie on their side."""

    arrays: Arrays
    on_their_side: bool
    notes: tuple[str, ...] = ()


def read_set(source: Source, name: str = "digits", most: int = digit_formats.LARGEST) -> Found:
    """The arrays of the dataset that `source` is, or is part of.

    Args:
        source: a file, together with its siblings of the same dataset; a folder, or one above MNIST/raw; or the bytes
        of a
            file or a zip.
        name: of the file, if `source` is bytes.
        most: bytes that each file may have, compressed and uncompressed.

    Raises:
        ValueError, OSError, ...: what `digit_formats.read` raises; there is more than one dataset.
    """
    if isinstance(source, Path) and source.is_dir():
        return _in_folder(source, most)
    if digit_formats.is_zip(source, most) and (found := _in_zip(source, name, most)):
        return found
    if isinstance(source, bytes):
        return _read({name: lambda: digit_formats.read(name, source, most)}, name)
    files = {path.name: path for path in _listed(source.parent) if key_of(path.name) == key_of(source.name)}
    files = {file: path for file, path in files.items() if file not in _packed_or_not(source.name)}
    return _read({file: _reader(path, file, most) for file, path in (files | {source.name: source}).items()}, name)


def key_of(name: str) -> str:
    """What the names of a set's files have in common, of which they are one kind."""
    return _WORDS.sub("#", re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)).lower()


def _in_folder(folder: Path, most: int) -> Found:
    for pattern in _RAW:
        places = [folder] if not pattern else sorted(path for path in folder.glob(pattern) if path.is_dir())
        files = [path for place in places for path in _listed(place) if _looks_like_digits(path.name)]
        if files:
            chosen = _only_set({str(path.relative_to(folder)): path for path in files})
            notes = (f"other files of {folder.name} left aside",) if len(chosen) < len(files) else ()
            found = _read({path.name: _reader(path, path.name, most) for path in chosen.values()}, folder.name)
            return found._replace(notes=found.notes + notes)
    if pictures := picture_sets.in_folder(folder):
        return _of_pictures(pictures)
    raise ValueError(
        f"it holds no pictures, npz, npy, IDX or CSV, nor does a folder called raw in it. {digit_formats.REMEDY}"
    )


def _in_zip(source: Source, name: str, most: int) -> Found | None:
    """A zip of other files, as Kaggle gives it: those of its one set are taken out. None: it is an npz."""
    with (
        io.BytesIO(source) if isinstance(source, bytes) else open_file(source, most) as file,
        opened(file, MOST_MEMBERS, packed=True) as archive,
    ):
        names = [member.filename for member in archive.infolist() if not member.is_dir()]
        if names and all(member.endswith(".npy") for member in names):
            return None
        if any(PurePosixPath(member).name == "data.pkl" for member in names):
            raise ValueError(f"it is saved by PyTorch, and reading it can run any program. {digit_formats.REMEDY}")
        pictures = {n: _bytes_of(archive, n) for n in names if picture_sets.is_picture(n)}
        if pictures and not any(map(_looks_like_digits, names)):
            if sum(archive.getinfo(n).file_size for n in pictures) > most:
                raise ValueError(f"what it holds takes more than {most >> 20} MB")
            return _of_pictures(pictures)
        chosen = _only_set({n: n for n in names if _looks_like_digits(n) and "__MACOSX" not in n})
        if sum(archive.getinfo(member).file_size for member in chosen) > most:
            raise ValueError(f"what it holds takes more than {most >> 20} MB")
        return _read({m: _member(archive, m, most) for m in chosen}, name)


def _of_pictures(files: picture_sets.Files) -> Found:
    return Found(picture_sets.arrays_of(files), False, (f"{len(files):,} pictures, grey and {picture_sets.SIDE} wide",))


def _bytes_of(archive: zipfile.ZipFile, name: str) -> Callable[[], bytes]:
    return lambda: archive.read(name)


def _member(archive: zipfile.ZipFile, name: str, most: int) -> Callable[[], Arrays]:
    return lambda: digit_formats.read(name, archive.read(name), most)


def _reader(path: Path, name: str, most: int) -> Callable[[], Arrays]:
    return lambda: digit_formats.read(name, path, most)


def _read(files: Mapping[str, Callable[[], Arrays]], name: str) -> Found:
    found: Arrays = {}
    for file, read in files.items():
        try:
            arrays = read()
        except (ValueError, OSError, EOFError) as fault:
            if len(files) == 1:
                raise
            raise ValueError(f"{file}: {fault}") from fault
        alone = len(files) == 1 or any(key.startswith(stem_of(file)) for key in arrays)
        found |= arrays if alone else {f"{stem_of(file)} {key}": array for key, array in arrays.items()}
    raw = not any(file.lower().endswith((".npz", ".npy")) for file in files)  # EMNIST's own IDX and CSV lie so
    return Found(found, raw and any("emnist" in text.lower() for text in (name, *files)), (told_files(files),))


def told_files(files: Iterable[str]) -> str:
    """What was read, in words."""
    return f"read from {some_of(sorted(files), 1)}"


def _only_set(files: Mapping[str, T]) -> dict[str, T]:
    """The files of the one set in a place; of several, that of IDX files, if there is one of these."""
    sets: dict[str, dict[str, T]] = defaultdict(dict)
    for name, file in files.items():
        sets[key_of(PurePosixPath(name.replace("\\", "/")).name)][name] = file
    idx = {key: some for key, some in sets.items() if "idx" in "".join(some).lower() and len(some) > 1}
    sets = idx if len(idx) == 1 else sets
    if not sets:
        raise ValueError(f"nothing in it is npz, npy, IDX or CSV. {digit_formats.REMEDY}")
    if len(sets) > 1:
        names = some_of(sorted(min(some) for some in sets.values()), 6)
        raise ValueError(f"several sets are there, and which is meant cannot be told; name a file of one: {names}")
    [chosen] = sets.values()
    return {name: file for name, file in chosen.items() if not (name.lower().endswith(".gz") and name[:-3] in chosen)}


def _packed_or_not(name: str) -> Iterable[str]:
    """The same file's other name: with .gz, or without."""
    return (name[:-3],) if name.lower().endswith(".gz") else (f"{name}.gz", f"{name}.GZ")


def _looks_like_digits(name: str) -> bool:
    return name.lower().endswith(digit_formats.ENDINGS) and not PurePosixPath(name).name.startswith(".")


def _listed(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and _looks_like_digits(path.name))
