import errno
import io
import os
import stat
from pathlib import Path

import pytest

from gan_core.base.errors import GanError
from gan_core.base.writing import write_atomically, write_together


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new" and [path.name for path in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_a_full_disk_changes_nothing(tmp_path, monkeypatch, failing):
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"old")

    class FullFile(io.FileIO):
        def write(self, data):
            super().write(data[:1])
            raise OSError(errno.ENOSPC, "No space left on device")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    if failing == "write":
        monkeypatch.setattr(Path, "open", lambda path, mode: FullFile(path, mode.replace("b", "")))
    else:
        monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GanError) as caught:
        write_together({first: b"new", second: b"new"})
    assert caught.value.code == "disk_full"
    monkeypatch.undo()
    assert first.read_bytes() == b"old" and [path.name for path in tmp_path.iterdir()] == ["a"]


def test_places_that_cannot_be_written_are_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    for path in [tmp_path / "none" / "a.png", tmp_path / "file" / "a.png", tmp_path / "folder"]:
        with pytest.raises(GanError) as caught:
            write_atomically(path, b"x")
        assert caught.value.code == "path_unwritable" and str(path) in str(caught.value)


def test_a_device_is_not_replaced_by_a_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(GanError):
        write_atomically(pipe, b"x")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_bytes() == b"new"
