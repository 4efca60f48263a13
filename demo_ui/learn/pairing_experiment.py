"""Serializes the pairing experiment's recorded runs for its chapter: sheets and metrics on a common clock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demo_ui.page.addresses import address
from gan_core.base.errors import GanError
from gan_core.photos.pairing_experiment import PAIRINGS
from gan_core.store.pairing_runs import FOLDER, load_pairing_run
from gan_core.store.replay import Run

LOOK = ("pictures", "n", "reference")  # what must be the same in all that stand side by side


def pairing_runs(assets: Path) -> dict[str, Any]:
    """What the chapter's script reads as `props.pairings`.

    Returns:
        'steps' of the clock's stations; 'n' and 'reference' of the measuring; 'pictures', the addresses of the
        photographs that are shown, null where there is none; 'runs', of each name of `PAIRINGS` null (it cannot be
        read, or belongs to another clock) or {'frames', 'sheet', 'l1', 'colourful'}, the last two a list each.
        Without a single run 'steps' is empty.
    """
    found = {name: _read(assets / "runs" / FOLDER / id) for name, id in PAIRINGS.items()}
    first = next((run for run in found.values() if run), None)
    if first is None:
        return {"steps": [], "n": 0, "reference": None, "pictures": [], "runs": dict.fromkeys(PAIRINGS)}
    clock = _clock(first)
    told = {name: _told(run) if run and _clock(run) == clock else None for name, run in found.items()}
    return {
        "steps": [snapshot["step"] for snapshot in first.snapshots],
        "n": first.facts["n"],
        "reference": first.facts["reference"],
        "pictures": _pictures(first.facts["pictures"], assets / "examples"),
        "runs": told,
    }


def _read(folder: Path) -> Run | None:
    try:
        return load_pairing_run(folder)
    except GanError:  # the chapter says so where its pictures would stand
        return None


def _clock(run: Run) -> tuple[Any, ...]:
    """What tells whether two runs may stand side by side."""
    return ([snapshot["step"] for snapshot in run.snapshots], *(run.facts[name] for name in LOOK))


def _told(run: Run) -> dict[str, Any]:
    figures = {name: [snapshot[name] for snapshot in run.snapshots] for name in ("l1", "colourful")}
    return {"frames": address(run.frames), "sheet": run.facts["sheet"], **figures}


def _pictures(names: list[str], examples: Path) -> list[str | None]:
    """Addresses of examples by their names: only of files that a look into the folder has found."""
    there = {path.stem: path for path in sorted(examples.glob("*.jpg"))}
    return [address(there[name]) if name in there else None for name in names]
