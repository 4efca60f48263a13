"""The training room: recorded runs, replayed by the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from demo_ui.i18n import h, table
from demo_ui.widgets.run_player import run_player
from gan_core.diagnosis import diagnose_run
from gan_core.equilibrium import accuracy_band, auc_band, balanced_band
from gan_core.errors import GanError
from gan_core.replay import FIGURES, Run, load_runs

SHOWN = ("step", *FIGURES, "n_real", "n_fake", "tile_logits", "frechet")


def build(runs: Path) -> None:
    """Fill the room with the runs in the folders of `runs`; what cannot be read is named, not hidden."""
    whole, faults = load_runs(runs)
    if faults:
        gr.HTML("".join(_told(fault) for fault in faults), elem_id="run-faults")
    if whole:
        run_player([payload(run) for run in whole])
    else:
        gr.HTML(h("training.none", "p", "card say"), elem_id="no-runs")


def _told(fault: GanError) -> str:
    return h(f"error.{fault.code}", "p", "card say", **{name: str(value) for name, value in fault.details.items()})


def payload(run: Run) -> dict[str, Any]:
    """What the player gets of a run, once: addresses, facts, and the figures of every snapshot with its diagnosis."""
    references = run.facts["reference"]
    diagnoses = diagnose_run(run.snapshots, references)
    return {
        "id": run.id,
        "name": name if (name := f"training.run.{run.id}") in table("en") else None,
        "frames": _address(run.frames),
        "gif": _address(run.gif) if run.gif.is_file() else None,
        "sheet": run.facts["sheet"],
        "reference": references,
        "averaged": run.facts.get("measured_on") == "averaged weights",
        "snapshots": [
            {**{key: snapshot.get(key) for key in SHOWN}, **diagnosis.to_json(), "bands": _bands(snapshot)}
            for snapshot, diagnosis in zip(run.snapshots, diagnoses, strict=True)
        ],
    }


def _bands(snapshot: dict[str, Any]) -> dict[str, float]:
    n = min(snapshot["n_real"], snapshot["n_fake"])
    return {"accuracy": accuracy_band(n), "balanced": balanced_band(n), "auc": auc_band(n)}


def _address(path: Path) -> str:
    return f"gradio_api/file={path.resolve().as_posix()}"
