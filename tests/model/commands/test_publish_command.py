"""What `publish` makes of a training folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gan_core.__main__ import main
from gan_core.commands import publish as command
from gan_core.store.checkpoints import Registry
from gan_core.store.origin import epochs_in_all, origin_of, steps_in_all
from gan_core.training.record import RunFolder, publish
from gan_core.training.resumable import Snapshot

pytestmark = pytest.mark.slow


def registry_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    registry = Registry(folder / "checkpoints")
    monkeypatch.setattr("gan_core.store.checkpoints.Registry", lambda: registry)
    monkeypatch.setattr(command, "RUNS", folder / "runs")
    return registry


def trained(out: Path, kind: str = "dcgan", **origin: Any) -> None:
    """What `train` leaves in `out` after two epochs of 40 steps."""
    folder = RunFolder(out)
    half = {"auc": 0.5, "accuracy_real": 0.5, "accuracy_fake": 0.5}
    for step in (0, 40, 80):
        snapshot = Snapshot(step, step / 40, np.full((16, 28, 28), step, np.uint8), half)
        folder.add(snapshot, {"generator": [np.full(2, step, np.float32)]})
    facts = {"id": "compact", "kind": kind, "recipe": {}, "seed": 0, "data": {"train": 9}, "backend": "tensorflow"}
    publish(folder.read(), facts | origin, out / "record")


def test_a_run_is_published_under_the_id_of_its_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the preset was called, page and programme know the run by the checkpoint's id."""
    registry = registry_at(tmp_path, monkeypatch)
    trained(tmp_path / "trained")
    assert main(["publish", str(tmp_path / "trained"), "--id", "shown", "--snapshots", "3"]) == 0
    told = json.loads((tmp_path / "runs" / "shown" / "run.json").read_text())
    assert told["id"] == "shown" and [row["step"] for row in told["snapshots"]] == [0, 40, 80]
    assert (tmp_path / "runs" / "shown" / "training.gif").is_file()
    assert [s["step"] for s in registry.snapshots("shown")] == [0, 40, 80]
    assert registry.load("shown")["generator"][0].tolist() == [80, 80]
    assert main(["publish", str(tmp_path / "trained"), "--id", "bare", "--weights-only"]) == 0
    assert registry.load("bare")["generator"][0].tolist() == [80, 80] and not (tmp_path / "runs" / "bare").exists()


OPTIONS = [("--smoothing", "0.004"), ("--near", "0.15"), ("--gain", "1.8"), ("--generator-only",)]


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_of_other_networks_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: tuple[str, ...]
) -> None:
    registry = registry_at(tmp_path, monkeypatch)
    for kind in ("dcgan", "cyclegan"):
        trained(tmp_path / kind, kind)
    words = ["--id", "shown", "--weights-only", *option]
    assert main(["publish", str(tmp_path / "dcgan"), *words]) == 2
    told = capsys.readouterr().err
    assert option[0] in told and "dcgan" in told and "Leave it away" in told and not (registry.root / "shown").exists()
    fits = option[0] == "--smoothing"
    assert main(["publish", str(tmp_path / "cyclegan"), *words]) == (0 if fits else 2)
    if option[0] == "--near":
        told = capsys.readouterr().err
        assert "--near belongs to networks with masks" in told and "Leave it away" in told
        trained(tmp_path / "masked", "cyclegan", recipe={"spec": {"masked": True}})
        assert main(["publish", str(tmp_path / "masked"), *words]) == 0
        assert registry.spec("shown")["near"] == {"ba": 0.15}
    if fits:
        assert registry.spec("shown")["smoothing"] == {"ab": 0.004}


def test_what_a_run_began_with_is_counted_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = registry_at(tmp_path, monkeypatch)
    for turn in (1, 2, 3):
        origin = origin_of("shown", registry.spec("shown")) if turn > 1 else {}
        trained(tmp_path / str(turn), **origin)
        assert main(["publish", str(tmp_path / str(turn)), "--id", "shown", "--weights-only", "--overwrite"]) == 0
        spec = registry.spec("shown")
        assert spec["training"].get("started_from") == (None if turn == 1 else "shown")
        assert (epochs_in_all(spec), steps_in_all(spec)) == (2.0 * turn, 80 * turn)
