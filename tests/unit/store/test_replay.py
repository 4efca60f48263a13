"""A run is whole or it is refused, with a reason that a person can read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.store.replay import load_run, load_runs
from tests.runs import COUNT, STEPS, snapshot, write_run

REFEREE = {"step": 0, "auc": 0.98, "balanced": 0.95, "control_auc": 0.5, "control_balanced": 0.5}
REFEREE |= {"own_auc": 0.5, "own_balanced": 0.5, "n": 1000, "steps": 150}


def reason(folder: Path) -> str:
    with pytest.raises(GanError) as fault:
        load_run(folder)
    assert fault.value.code == "run_damaged"
    return str(fault.value.details["reason"])


def test_a_whole_run(tmp_path: Path) -> None:
    run = load_run(write_run(tmp_path, "small"))
    assert (run.id, [s["step"] for s in run.snapshots]) == ("small", STEPS)
    assert run.facts["sheet"]["count"] == COUNT
    assert run.frames.is_file() and run.gif.is_file()


def test_a_referee_may_have_been_asked(tmp_path: Path) -> None:
    asked = [snapshot(i, referee=REFEREE if i == 3 else None) for i in range(COUNT)]
    assert load_run(write_run(tmp_path, snapshots=asked)).snapshots[3]["referee"] == REFEREE


def test_another_schema(tmp_path: Path) -> None:
    assert "version is 2, this program reads 1" in reason(write_run(tmp_path, schema=2))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_record_that_is_cut_off(tmp_path: Path, share: float) -> None:
    folder = write_run(tmp_path)
    text = (folder / "run.json").read_text()
    (folder / "run.json").write_text(text[: int(share * len(text))])
    assert "cut off" in reason(folder)


@pytest.mark.parametrize("text", ["[]", "null", "7", "\x00\xff", "[" * 100_000])
def test_what_is_not_a_record(tmp_path: Path, text: str) -> None:
    folder = write_run(tmp_path)
    (folder / "run.json").write_bytes(text.encode("latin-1"))
    assert "not JSON" in reason(folder)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"snapshots": []}, "snapshots"),
        ({"snapshots": [snapshot(0), snapshot(0)]}, "snapshots[1].step"),
        ({"snapshots": [snapshot(0, auc=None)]}, "snapshots[0].auc"),
        ({"snapshots": [snapshot(0, auc=1.5)]}, "snapshots[0].auc"),
        ({"snapshots": [snapshot(0, n_fake=0)]}, "snapshots[0].n"),
        ({"snapshots": [snapshot(0, tile_logits=[0.0] * 15)]}, "snapshots[0].tile_logits"),
        ({"snapshots": [snapshot(0, frechet="far")]}, "snapshots[0].frechet"),
        ({"snapshots": ["noise"]}, "snapshots[0]"),
        ({"snapshots": [snapshot(0, referee=0.9)]}, "snapshots[0].referee"),
        ({"snapshots": [snapshot(0, referee={**REFEREE, "auc": 1.2})]}, "snapshots[0].referee.auc"),
        ({"snapshots": [snapshot(0, referee={**REFEREE, "n": 0})]}, "snapshots[0].referee.n"),
        ({"reference": {"accuracy": 0.5}}, "reference.d_loss"),
        ({"sheet": {"columns": 0, "tile": 16, "count": 12}}, "sheet.columns"),
        ({"sheet": {}}, "sheet.columns"),
        ({"kind": "dcgan", "reference": None}, "reference / sheet"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, changed: dict[str, Any], named: str) -> None:
    assert reason(write_run(tmp_path, **changed)).startswith(f"{named} ")


def test_a_run_without_pictures_is_figures_alone(tmp_path: Path) -> None:
    bare = [{k: v for k, v in snapshot(i).items() if k != "tile_logits"} for i in range(3)]
    folder = write_run(tmp_path, "cyclegan", kind="cyclegan", sheet=None, snapshots=bare)
    (folder / "frames.webp").unlink()
    assert len(load_run(folder).snapshots) == 3
    assert reason(write_run(tmp_path, "digits", snapshots=bare)).startswith("snapshots[0].tile_logits ")


def test_photographs_may_be_fewer_than_fill_the_frame(tmp_path: Path) -> None:
    shown = [snapshot(i, tile_logits=[0.5] * 8) for i in range(COUNT)]
    assert load_run(write_run(tmp_path, "cyclegan", kind="cyclegan", snapshots=shown)).snapshots == shown
    assert "tile_logits" in reason(write_run(tmp_path, "digits", snapshots=shown))
    for count, whole in ((1, True), (0, False), (17, False)):
        shown = [snapshot(i, tile_logits=[0.5] * count) for i in range(COUNT)]
        folder = write_run(tmp_path, f"shows-{count}", kind="pix2pix", snapshots=shown)
        assert load_run(folder).snapshots == shown if whole else "tile_logits" in reason(folder)


def test_a_number_that_is_not_finite(tmp_path: Path) -> None:
    assert "not JSON" in reason(write_run(tmp_path, snapshots=[snapshot(0, g_loss=float("nan"))]))


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


@pytest.mark.parametrize("damage", [shorten, Path.unlink, lambda p: p.write_bytes(b"no picture")])
def test_a_damaged_sheet(tmp_path: Path, damage: Callable[[Path], Any]) -> None:
    folder = write_run(tmp_path)
    damage(folder / "frames.webp")
    assert "sheet of frames" in reason(folder)


def test_a_sheet_of_another_run(tmp_path: Path) -> None:
    folder = write_run(tmp_path, snapshots=[snapshot(i) for i in range(COUNT - 1)])
    assert "does not belong to its snapshots" in reason(folder)
    other = write_run(tmp_path, "other", sheet={"columns": 4, "tile": 16, "count": COUNT})
    assert "does not belong to its snapshots" in reason(other)


def test_damaged_runs_do_not_hide_the_others(tmp_path: Path) -> None:
    for id in ("a", "b", "c"):
        write_run(tmp_path, id)
    (tmp_path / "b" / "run.json").write_text("{")
    (tmp_path / "empty").mkdir()
    runs, faults = load_runs(tmp_path)
    assert [run.id for run in runs] == ["a", "c"]
    assert [fault.details["path"] for fault in faults] == ["b/run.json"]
    shutil.rmtree(tmp_path)
    assert load_runs(tmp_path) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, None])
def test_what_training_publishes_can_be_replayed(tmp_path: Path, count: int | None) -> None:
    from gan_core.training.record import publish

    facts = json.loads((write_run(tmp_path, "small") / "run.json").read_text())
    rows = [(s, np.full((16, 28, 28), 9, np.uint8)) for s in facts.pop("snapshots")[:count]]
    publish(rows, facts, tmp_path / "published")
    assert load_run(tmp_path / "published").snapshots == [s for s, _ in rows]
