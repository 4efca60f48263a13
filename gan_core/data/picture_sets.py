"""Picture files as a data set: a folder or a zip, one folder a class or all in one, as grey arrays of 28 x 28.

Each file is decoded in the sandbox process of gan_core.pictures, brought down to 28 pixels on its longer side and laid
into the middle; what is around it has the level of its border.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import numpy as np

from gan_core.base.errors import GanError
from gan_core.data.digit_formats import Arrays
from gan_core.data.folders import files_below, is_systems, picture_bytes
from gan_core.pictures import reading
from gan_core.pictures.decoding import Wanted

SIDE, MOST = 28, 60_000
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".avif", ".tif", ".tiff")
LUMA = np.array([0.299, 0.587, 0.114])

Files = Mapping[str, Callable[[], bytes]]


def is_picture(name: str) -> bool:
    """Is a file called so a picture, and not one that a system has left?"""
    return name.lower().endswith(ENDINGS) and not any(map(is_systems, PurePosixPath(name).parts))


def in_folder(folder: Path) -> Files:
    """The pictures below a folder, by their path in it."""
    paths = {path.relative_to(folder).as_posix(): path for path in files_below(folder)}
    return {name: (lambda path=path: picture_bytes(path)) for name, path in paths.items() if is_picture(name)}


def arrays_of(files: Files) -> Arrays:
    """'images' uint8 (n, 28, 28) and, if they lie in several folders, 'labels' uint8 (n,): folders by name.

    Raises:
        ValueError: there are too many pictures or folders, or one cannot be read; it says which and why.
    """
    if len(files) > MOST:
        raise ValueError(f"it holds {len(files):,} pictures, and {MOST:,} at most are read")
    names = sorted(files)
    places = [PurePosixPath(name).parent.as_posix() for name in names]
    classes = sorted(set(places))
    if len(classes) > 256:
        raise ValueError(f"its pictures lie in {len(classes)} folders, and 256 classes at most are read")
    images = np.stack([_read(name, files[name]) for name in names])
    if len(classes) < 2:
        return {"images": images}
    return {"images": images, "labels": np.array([classes.index(place) for place in places], np.uint8)}


def _read(name: str, data: Callable[[], bytes]) -> np.ndarray:
    try:
        image = reading.read(data(), Wanted(long=SIDE)).image
    except (GanError, ValueError) as fault:
        raise ValueError(f"{name}: {fault}") from fault
    grey = np.rint(image @ LUMA).astype(np.uint8)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    found = np.full((SIDE, SIDE), round(float(np.median(border))), np.uint8)
    top, left = ((SIDE - side) // 2 for side in grey.shape)
    found[top : top + grey.shape[0], left : left + grey.shape[1]] = grey
    return found
