"""The records that the chapter about pairs plays: whole, or refused; side by side only where they have one clock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from demo_ui.learn.pairing_experiment import pairing_runs
from gan_core.base.errors import GanError
from gan_core.photos.pairing_experiment import PAIRINGS
from gan_core.store.pairing_runs import FOLDER, load_pairing_run
from tests.runs import COUNT, STEPS, write_pairing_run

REFERENCE = {"l1_grey": 0.06, "colourful_truth": 40.0}


def test_a_whole_record(tmp_path: Path) -> None:
    run = load_pairing_run(write_pairing_run(tmp_path, "pairs-true"))
    assert (run.id, [snapshot["step"] for snapshot in run.snapshots]) == ("pairs-true", STEPS)


def test_a_frame_holds_up_to_four_pictures(tmp_path: Path) -> None:
    four = ["a", "b", "c", "d"]
    assert load_pairing_run(write_pairing_run(tmp_path, "pairs-true", pictures=four)).facts["pictures"] == four


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"kind": "dcgan"}, "kind"),
        ({"n": 0}, "n"),
        ({"reference": {**REFERENCE, "l1_grey": 1.5}}, "reference.l1_grey"),
        ({"sheet": None}, "reference / sheet"),
        ({"pictures": []}, "pictures"),
        ({"pictures": ["a", "b", "c", "d", "e"]}, "pictures"),
        ({"snapshots": []}, "snapshots"),
        ({"snapshots": [{"step": 0, "l1": 0.1}]}, "snapshots[0].colourful"),
        ({"snapshots": 2 * [{"step": 0, "l1": 0.1, "colourful": 1.0}]}, "snapshots[1].step"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, changed: dict[str, Any], named: str) -> None:
    folder = write_pairing_run(tmp_path, "pairs-true", **changed)
    with pytest.raises(GanError) as fault:
        load_pairing_run(folder)
    assert str(fault.value.details["reason"]).startswith(f"{named} ")


def test_the_chapter_gets_those_that_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "runs" / FOLDER
    for id in PAIRINGS.values():
        write_pairing_run(folder, id)
    (folder / PAIRINGS["shuffled"] / "frames.webp").write_bytes(b"no picture")
    found = pairing_runs(tmp_path)
    assert (found["steps"], found["n"], found["reference"]) == (STEPS, 40, REFERENCE)
    assert found["runs"]["shuffled"] is None and len(found["runs"]["unpaired"]["l1"]) == COUNT
    assert found["pictures"] == [None, None]  # no examples there: its names lead nowhere


def test_a_record_of_another_clock_does_not_stand_beside_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "runs" / FOLDER
    write_pairing_run(folder, PAIRINGS["pairs"])
    write_pairing_run(folder, PAIRINGS["unpaired"], n=41)
    assert [name for name, run in pairing_runs(tmp_path)["runs"].items() if run] == ["pairs"]


def test_without_a_record_there_is_no_clock(tmp_path: Path) -> None:
    assert pairing_runs(tmp_path)["steps"] == []
