"""What visitors brought has one total, on the disk and in memory; the oldest goes first."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

from demo_ui.page.uploads import STILL_COMING, Uploads, files_of, size_of
from demo_ui.translate.photo_cache import PhotoCache
from gan_core.base.errors import GanError

MB = 2**20


def file_of(folder: Path, name: str, size: int, age: float) -> Path:
    path = folder / name
    path.write_bytes(bytes(size))
    seen = time.time() - age
    os.utime(path, (seen, seen))
    return path


def page_with(*paths: Path) -> Any:
    return SimpleNamespace(temp_file_sets=[{str(path) for path in paths}, set()])


def test_the_oldest_goes_first_wherever_it_is_held(tmp_path: Path) -> None:
    uploads = Uploads(4)
    cache: PhotoCache[bytes] = PhotoCache(uploads)
    old = file_of(tmp_path, "old.jpg", MB, age=200)
    new = file_of(tmp_path, "new.jpg", MB, age=-60)  # newer than any photograph that comes now
    uploads.count(files_of(page_with(old, new, tmp_path / "swept.jpg"), tmp_path / "elsewhere"))
    first, second = cache.put(bytes(MB)), cache.put(bytes(range(256)) * (MB // 256))
    assert old.exists()  # 4 MB are held, and 4 may be
    third = cache.put(b"a" * MB)
    assert not old.exists() and cache.get(first)
    fourth = cache.put(b"b" * MB)
    with pytest.raises(GanError, match="until newer ones need its place"):
        cache.get(first)
    assert cache.get(second) and cache.get(third) and cache.get(fourth) and new.exists()


def test_room_is_made_before_a_file_comes_and_not_for_more_than_all(tmp_path: Path) -> None:
    uploads = Uploads(4)
    held = file_of(tmp_path, "held.jpg", 2 * MB, age=5)
    uploads.count(files_of(page_with(held), tmp_path / "elsewhere"))
    assert uploads.expect("one", 2 * MB) and held.exists()
    assert uploads.expect("two", 2 * MB) and not held.exists()
    assert not uploads.expect("three", 1)
    uploads.arrived("three")  # which never was let in
    uploads.arrived("one")
    assert uploads.expect("three", 2 * MB)


def test_what_broken_uploads_left_counts_and_one_on_its_way_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = Uploads(2)
    coming = file_of(tmp_path, "tmpcoming", 2 * MB, age=0)
    broken = file_of(tmp_path, "tmpbroken", MB, age=STILL_COMING + 1)
    other = file_of(tmp_path, "notes.txt", MB, age=1000)  # nobody's upload
    uploads.count(files_of(page_with(), tmp_path))
    uploads.make_room()
    assert broken.exists()  # a process that only brings the page along deletes nothing of its host's
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    uploads.make_room()
    assert (coming.exists(), broken.exists(), other.exists()) == (True, False, True)
    assert uploads.expect("another", MB) and coming.exists()


class Pair(NamedTuple):
    whole: np.ndarray
    part: np.ndarray


def test_views_are_not_counted_again() -> None:
    whole = np.zeros((100, 100, 3), np.uint8)
    assert size_of(Pair(whole, whole[10:20])) == 30_000
    assert size_of({"maps": [np.zeros(5, np.float32), None], "name": "x", "data": b"four"}) == 24
