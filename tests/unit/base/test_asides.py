"""What is made aside: leftovers of processes that were killed go, what is being made stays."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from demo_ui.site.files import new_folder
from gan_core.base.asides import drop_leftovers, held
from gan_core.base.errors import GanError
from gan_core.base.writing import write_together
from tests.unit.base.full_disk import full_after

KILLED = """
import os, signal, sys
from pathlib import Path
from gan_core.base.writing import write_together
Path.replace = lambda *names: os.kill(os.getpid(), signal.SIGKILL)
write_together({Path(sys.argv[1]) / name: b"new" for name in ("a", "b")})
"""
KILLED_SITE = """
import os, signal, sys
from pathlib import Path
from demo_ui.site.files import new_folder
with new_folder(Path(sys.argv[1])) as folder:
    folder.write("index.html", "half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
ROOT = Path(__file__).parents[3]


def killed(code: str, place: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", code, str(place)], cwd=ROOT, capture_output=True, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def test_what_a_killed_process_left_aside_goes_with_the_next_writing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    killed(KILLED, tmp_path)
    assert (tmp_path / "a").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 3
    write_together({tmp_path / name: b"newer" for name in ("a", "b")})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"newer", "b": b"newer"}


def test_what_somebody_is_at_work_on_is_no_leftover(tmp_path: Path) -> None:
    aside = tmp_path / ".a.01234567.part"
    with held(aside):
        drop_leftovers(tmp_path / "a")
        assert aside.exists()
    drop_leftovers(tmp_path / "b")
    assert aside.exists()
    drop_leftovers(tmp_path / "a")
    assert not aside.exists()


def broken_off(out: Path, fault: BaseException) -> None:
    with new_folder(out) as folder:
        folder.write("index.html", "half")
        raise fault


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_is_whole_or_as_it_was(tmp_path: Path, there: bool) -> None:
    out = tmp_path / "out"
    if there:
        out.mkdir()
    killed(KILLED_SITE, out)
    assert out.exists() == there and not (there and any(out.iterdir()))
    for fault in (KeyboardInterrupt(), GanError("engine_failed", reason="none")):
        with pytest.raises(type(fault)):
            broken_off(out, fault)
        assert out.exists() == there and {path.name for path in tmp_path.iterdir()} <= {"out"}
    with new_folder(out) as folder:
        folder.write("index.html", "whole")
        folder.write("parts/a.js", "whole")
    assert {path.name for path in out.iterdir()} == {"index.html", "parts"}
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    with pytest.raises(GanError) as full, new_folder(out):
        pytest.fail("it is not empty")
    assert full.value.code == "folder_full"


def test_a_disk_that_is_full_at_any_write_leaves_what_was_there(tmp_path: Path) -> None:
    files = {tmp_path / name: b"new" * 1000 for name in ("a", "b", "c")}
    for count in range(100):
        for path in files:
            path.write_bytes(b"old")
        with full_after(count) as disk:
            try:
                write_together(files)
            except GanError as fault:
                assert fault.code == "disk_full"
                assert {path.read_bytes() for path in files} == {b"old"}
        assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "c"}
        if not disk.full:
            break
    assert count > 5 and {path.read_bytes() for path in files} == {b"new" * 1000}
