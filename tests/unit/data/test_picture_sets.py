"""Folders and zips of pictures as a data set."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.data import digits, picture_sets
from gan_core.data.doodles import doodles

DRAWN = doodles(12)


def png(picture: np.ndarray) -> bytes:
    packed = io.BytesIO()
    Image.fromarray(picture).save(packed, "PNG")
    return packed.getvalue()


def files(pictures: np.ndarray = DRAWN) -> dict[str, bytes]:
    return {f"{('smiley', 'house', 'cat')[i % 3]}/{i:02}.png": png(picture) for i, picture in enumerate(pictures)}


def zipped(found: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return packed.getvalue()


def sorted_pixels(data: digits.Digits) -> list[bytes]:
    return sorted(picture.tobytes() for picture in np.concatenate([data.train, data.test]))


def test_a_folder_and_a_zip_of_pictures_are_the_same_set_and_folders_are_classes(tmp_path: Path) -> None:
    for name, data in files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    folder, packed = digits.read(tmp_path, "heap"), digits.read(zipped(files()), "heap.zip")
    assert sorted_pixels(folder) == sorted_pixels(packed) == sorted(picture.tobytes() for picture in DRAWN)
    assert np.bincount(np.concatenate([folder.train_labels, folder.test_labels])).tolist() == [4, 4, 4]


def test_pictures_of_any_shape_are_brought_down_and_laid_into_the_middle() -> None:
    wide = np.full((200, 400), 255, np.uint8)
    wide[80:120, 100:300] = 0  # dark ink on white paper
    arrays = picture_sets.arrays_of({"a.png": lambda: png(wide), "b.png": lambda: png(wide[::-1])})
    assert arrays["images"].shape == (2, 28, 28) and "labels" not in arrays
    assert (arrays["images"][:, [0, -1]] == 255).all() and arrays["images"][0, 14, 14] < 60


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (png(np.zeros((5, 5), np.uint8)), "00.png"),
        (b"\x89PNG and no more", "00.png"),
        (b"", "00.png"),
    ],
)
def test_a_picture_that_cannot_be_read_is_named(broken: bytes, told: str) -> None:
    with pytest.raises(GanError, match=told):
        digits.read(zipped({**files(), "smiley/00.png": broken}), "heap.zip")


def test_too_many_pictures_are_told_before_one_is_read() -> None:
    def untouched() -> bytes:
        raise AssertionError

    with pytest.raises(ValueError, match="60,001 pictures"):
        picture_sets.arrays_of({f"{i}.png": untouched for i in range(picture_sets.MOST + 1)})
