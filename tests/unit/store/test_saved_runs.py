"""The operator's folder of saved runs: what is a run, what it is called, what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from gan_core.store.saved_runs import TITLE, gather
from tests.runs import COUNT, write_run
from tests.saved import packed, saved_files


def test_every_kind_of_saved_run_is_found_and_nothing_else(tmp_path: Path) -> None:
    root, out = tmp_path / "runs", tmp_path / "out"
    write_run(root, "best")  # as `publish` and `record` write it
    write_run(root / "trained", "record")  # as `train --out` does
    packed(root / "Anna's run.zip", saved_files(tmp_path / "saved"))  # as the Training room does
    (root / "trained" / "state.npz").write_bytes(b"secret")
    (root / "notes.txt").write_text("no run")
    (root / "empty").mkdir()
    runs, faults = gather(root, out)
    assert faults == []
    assert [(run.id, run.facts[TITLE]) for run in runs] == [
        ("saved-Anna-s-run", "Anna's run"),
        ("saved-best", "best"),
        ("saved-trained", "trained"),
    ]
    assert [len(run.snapshots) for run in runs] == [5, COUNT, COUNT]
    assert {path.name for path in out.rglob("*") if path.is_file()} == {"run.json", "frames.webp", "training.gif"}
    assert all(run.folder.parent == out and run.gif.is_file() for run in runs)


def test_two_of_one_name(tmp_path: Path) -> None:
    for name in ("a b", "a-b", "a+b"):
        write_run(tmp_path / "runs", name)
    runs, _ = gather(tmp_path / "runs", tmp_path / "out")
    assert [run.id for run in runs] == ["saved-a-b", "saved-a-b-2", "saved-a-b-3"]
    assert [run.facts[TITLE] for run in runs] == ["a b", "a+b", "a-b"]


@pytest.mark.parametrize("broken", ["sheet", "json", "zip", "other zip"])
def test_what_is_broken_is_named_and_left_out(tmp_path: Path, broken: str) -> None:
    root, out = tmp_path / "runs", tmp_path / "out"
    write_run(root, "good")
    if "zip" in broken:
        (root / "bad").write_bytes(b"PK") if broken == "zip" else packed(root / "bad", {"a": b""})
        (root / "bad").rename(root / "bad.zip")
    else:
        (write_run(root, "bad") / {"sheet": "frames.webp", "json": "run.json"}[broken]).write_bytes(b"{")
    runs, faults = gather(root, out)
    assert [run.facts[TITLE] for run in runs] == ["good"]
    assert [(fault.code, fault.details["path"]) for fault in faults] == (
        [("saved_wrong", "bad.zip")] if "zip" in broken else [("run_damaged", "bad")]
    )
    assert [path.name for path in out.iterdir()] == ["saved-good"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    runs, faults = gather(tmp_path / "none", tmp_path / "out")
    assert runs == [] and [fault.code for fault in faults] == ["path_missing"]
    assert not (tmp_path / "out").exists()
