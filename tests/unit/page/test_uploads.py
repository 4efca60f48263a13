"""What visitors brought has one total, on the disk and in memory; the oldest goes first."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import gradio as gr
import numpy as np
import pytest
from gradio import route_utils

from demo_ui.page import served
from demo_ui.page.asked import OURS
from demo_ui.page.uploads import STILL_COMING, Files, Uploads, size_of
from demo_ui.translate.photo_cache import PhotoCache
from gan_core.base.errors import GanError

MB = 2**20


class Clock:
    """Seconds that only grow, as far as somebody lets them."""

    def __init__(self) -> None:
        self.now = time.monotonic()  # photographs in memory have the real one

    def __call__(self) -> float:
        return self.now


def file_of(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    path.write_bytes(bytes(size))
    return path


def page_with(*paths: Path) -> Any:
    return SimpleNamespace(temp_file_sets=[{str(path) for path in paths}, set()])


def test_the_oldest_goes_first_wherever_it_is_held(tmp_path: Path) -> None:
    uploads, clock = Uploads(4), Clock()
    cache: PhotoCache[bytes] = PhotoCache(uploads)
    old = file_of(tmp_path, "old.jpg", MB)
    page = page_with(old, tmp_path / "swept.jpg")
    clock.now -= 200
    files = Files(page, tmp_path / "elsewhere", clock)
    files()
    clock.now += 260  # newer than any photograph that comes now
    new = file_of(tmp_path, "new.jpg", MB)
    page.temp_file_sets[1].add(str(new))
    uploads.count(files)
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
    held = file_of(tmp_path, "held.jpg", 2 * MB)
    uploads.count(Files(page_with(held), tmp_path / "elsewhere"))
    assert uploads.expect("one", 2 * MB) and held.exists()
    assert uploads.expect("two", 2 * MB) and not held.exists()
    assert not uploads.expect("three", 1)
    uploads.arrived("three")  # which never was let in
    uploads.arrived("one")
    assert uploads.expect("three", 2 * MB)


def test_what_broken_uploads_left_counts_and_one_on_its_way_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads, clock = Uploads(2), Clock()
    coming, broken = file_of(tmp_path, "tmpcoming", MB), file_of(tmp_path, "tmpbroken", MB)
    other = file_of(tmp_path, "notes.txt", MB)  # nobody's upload
    uploads.count(Files(page_with(), tmp_path, clock))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    uploads.make_room()
    clock.now += STILL_COMING + 1
    coming.write_bytes(bytes(2 * MB))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elsewhere"))
    uploads.make_room()
    assert broken.exists()  # a process that only brings the page along deletes nothing of its host's
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    uploads.make_room()
    assert (coming.exists(), broken.exists(), other.exists()) == (True, False, True)
    assert uploads.expect("another", MB) and coming.exists()


@pytest.mark.parametrize("jump", [3600, -3600])
def test_files_have_their_five_minutes_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: int
) -> None:
    clock, sent = Clock(), file_of(tmp_path, "sent.jpg", 1)
    page = page_with(sent)
    files, wall = Files(page, tmp_path / "elsewhere", clock), time.time()
    files.delete(300)
    monkeypatch.setattr(time, "time", lambda: wall + jump)
    clock.now += 299
    files.delete(300)
    assert sent.exists() and page.temp_file_sets[0] == {str(sent)}
    clock.now += 1
    files.delete(300)
    assert not sent.exists() and page.temp_file_sets == [set(), set()]


def test_gradio_asks_us_which_files_of_ours_are_old(tmp_path: Path) -> None:
    asked: list[float | None] = []
    demo = gr.Blocks()
    setattr(demo, OURS, SimpleNamespace(files=SimpleNamespace(delete=asked.append)))
    served._delete_by_our_clock()
    route_utils.delete_files_created_by_app(demo, 300)
    route_utils.delete_files_created_by_app(demo, None)
    mine = gr.Blocks()  # another page in the same process is Gradio's
    kept = file_of(tmp_path, "kept.jpg", 1)
    mine.temp_file_sets.append({str(kept)})
    route_utils.delete_files_created_by_app(mine, 300)
    assert asked == [300, None] and kept.exists()


class Pair(NamedTuple):
    whole: np.ndarray
    part: np.ndarray


def test_views_are_not_counted_again() -> None:
    whole = np.zeros((100, 100, 3), np.uint8)
    assert size_of(Pair(whole, whole[10:20])) == 30_000
    assert size_of({"maps": [np.zeros(5, np.float32), None], "name": "x", "data": b"four"}) == 24
