"""Image folders as people keep them: nested, with links, and with files that their operating systems leave behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gan_core.base.errors import GanError
from gan_core.base.files import read_file, some_of
from gan_core.pictures.limits import MOST_BYTES

# What file managers leave behind, in small letters: nobody's pictures, so not counted either. Hidden names are like it.
SYSTEMS = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "picasa.ini", "__macosx", "@eadir"}


def files_below(folder: Path) -> list[Path]:
    """Every file of a folder and of those in it, by path; links are followed, and dead ones are among them.

    What is hidden or a system's own is left away.

    Raises:
        GanError: 'photographs_missing'.
    """
    if not folder.is_dir():
        raise GanError("photographs_missing", path=folder)
    return sorted(_walk(folder, set()))


def folders_in(folder: Path) -> list[Path]:
    """The folders right in a folder, by name, without a system's own."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and not is_systems(path.name))


def inside(folder: Path, *names: str) -> Path | None:
    """A folder below another by its names, whatever their case; None if there is none."""
    for name in names:
        found = [path for path in folders_in(folder) if path.name.lower() == name.lower()]
        if not found:
            return None
        folder = min(found, key=lambda path: path.name != name)
    return folder


def is_systems(name: str) -> bool:
    """Does this name belong to a hidden file or to one that a system has left?"""
    return name.startswith(".") or name.lower() in SYSTEMS


def told_reasons(unreadable: Sequence[str]) -> str:
    """The end of a sentence that says why files were skipped: the first ones, and how many more; "" without any."""
    if not unreadable:
        return ""
    return " " + some_of([reason.rstrip(".") for reason in unreadable], joint="; ") + "."


def picture_bytes(path: Path) -> bytes:
    """The bytes of an image file; raises GanError or ValueError with the reason why it cannot be read."""
    if not path.exists():
        raise ValueError("The link leads nowhere.")
    try:
        data = read_file(path, MOST_BYTES)
    except OSError as fault:
        raise ValueError(f"{fault.strerror}.") from fault
    if not data:
        raise GanError("photo_empty")
    return data


def _walk(folder: Path, above: set[tuple[int, int]]) -> Iterator[Path]:
    """Depth first; a folder that a link leads back to is not entered again."""
    found = folder.stat()
    here = (found.st_dev, found.st_ino)
    if here in above:
        return
    for path in sorted(folder.iterdir()):
        if is_systems(path.name):
            continue
        if path.is_dir():
            yield from _walk(path, above | {here})
        elif path.is_file() or path.is_symlink():
            yield path
