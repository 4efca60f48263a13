"""Recorded runs of the pairing experiment: a few pictures and two metrics per step. No TensorFlow.

They lie in assets/runs/pairing, below the runs that the Training room finds: its needles and curves are those of a
discriminator, of which these records tell nothing. gan_core/training/pairing_record.py writes them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gan_core.base.errors import GanError
from gan_core.store.replay import Run, checked_run, is_count, is_number, need, need_sheet

FOLDER = "pairing"  # below the folder of the other runs
KIND = "pairing"
COLUMNS = 2  # pictures in a row of a frame, and rows
SIDE = 128  # of a picture in a frame, in pixels; they learned on crops of this size


def load_pairing_run(folder: Path) -> Run:
    """Read such a run and check it.

    Its facts are, beside those of every run: 'pictures', the names of the examples that its frames show, in reading
    order; 'reference', {'l1_grey': how far the grey pictures are from the photographs, 'colourful_truth'}; 'n', over
    how many photographs. Its snapshots are {'step', 'l1', 'colourful'}.

    Raises:
        GanError: 'run_damaged', as `gan_core.store.replay.load_run`.
    """
    return checked_run(folder, _check)


def _check(facts: dict[str, Any], snapshots: Any) -> None:
    need(isinstance(facts.get("id"), str), "id")
    need(facts.get("kind") == KIND, "kind")
    need(is_count(facts.get("n")) and facts["n"] > 0, "n")
    reference, sheet, pictures = facts.get("reference"), facts.get("sheet"), facts.get("pictures")
    if not isinstance(reference, dict) or not isinstance(sheet, dict):
        raise GanError("run_incomplete", what="reference / sheet")
    _need_figures(reference, "l1_grey", "colourful_truth", "reference")
    need_sheet(sheet)
    need(isinstance(pictures, list) and all(isinstance(name, str) for name in pictures), "pictures")
    need(0 < len(facts["pictures"]) <= COLUMNS**2, "pictures")
    need(isinstance(snapshots, list) and len(snapshots) > 0, "snapshots")
    before = -1
    for i, snapshot in enumerate(snapshots):
        need(isinstance(snapshot, dict) and is_count(snapshot.get("step")), f"snapshots[{i}].step")
        need(snapshot["step"] > before, f"snapshots[{i}].step")
        before = snapshot["step"]
        _need_figures(snapshot, "l1", "colourful", f"snapshots[{i}]")


def _need_figures(values: dict[str, Any], off: str, colourful: str, where: str) -> None:
    """A mean absolute difference, 0 to 1, and a colourfulness."""
    need(is_number(values.get(off)) and 0 <= values[off] <= 1, f"{where}.{off}")
    need(is_number(values.get(colourful)) and values[colourful] >= 0, f"{where}.{colourful}")
