"""A training folder that holds a run, and what is left of it when it is erased."""

from __future__ import annotations

import pytest

from gan_core.base.errors import GanError
from gan_core.training.record import RunFolder


@pytest.mark.parametrize("part", ["state.npz", "snapshots/000000.npz", "record/run.json", "record/training.gif"])
def test_anything_of_a_run_is_a_run(tmp_path, part):
    folder = tmp_path / "run"
    RunFolder.check_free(folder)
    assert not folder.exists()
    (folder / part).parent.mkdir(parents=True)
    (folder / part).write_bytes(b"x")
    with pytest.raises(GanError, match=r"--resume .* --overwrite") as fault:
        RunFolder.check_free(folder)
    assert fault.value.code == "run_taken" and (folder / part).read_bytes() == b"x"


def test_erasing_takes_the_run_and_leaves_what_is_not_its_own(tmp_path):
    folder = RunFolder(tmp_path)
    (tmp_path / "record").mkdir()
    for part in ("state.npz", "snapshots/000000.npz", "record/run.json", "record/frames.webp"):
        (tmp_path / part).write_bytes(b"x")
    for mine in ("notes.txt", "record/notes.txt"):
        (tmp_path / mine).write_bytes(b"mine")
    folder.erase()
    RunFolder.check_free(tmp_path)
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["notes.txt", "notes.txt"]
