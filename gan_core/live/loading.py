"""Reading back what saving.py wrote, from anybody: checked piece by piece before anything of it is used."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import numpy as np

from gan_core.base import archives
from gan_core.base.archives import Head
from gan_core.base.checks import check_count, check_number, check_numbers
from gan_core.base.errors import GanError
from gan_core.base.files import open_file, open_inside, why
from gan_core.live.frames import TILE, frames_of, read_sheet
from gan_core.live.knobs import Knobs
from gan_core.live.run import SNAPSHOTS, LiveRun
from gan_core.live.saving import ID, STATE
from gan_core.measures.equilibrium import reference
from gan_core.recipes.dcgan import DCGANRecipe, DCGANSpec, dcgan_recipe_from_json, recipe_to_json
from gan_core.recipes.dcgan_shapes import checkpoint_heads, state_heads
from gan_core.store.checkpoints import Registry
from gan_core.store.replay import COUNTS, FIGURES, LARGEST_JSON, LARGEST_SHEET, Run, load_run

MB = 2**20
ALLOWED = {  # what may be in it, and how large
    r"record/run\.json": LARGEST_JSON,
    r"record/frames\.webp": LARGEST_SHEET,
    r"record/training\.gif": 60 * MB,
    r"checkpoints/MANIFEST\.json": MB,
    r"checkpoints/live/spec\.json": MB,
    r"checkpoints/live/weights\.npz": 20 * MB,
    r"checkpoints/live/snapshots/step-[0-9]{6,9}\.npz": 20 * MB,
    r"state\.npz": 150 * MB,
}
MOST_FILES, MOST_CHANGES, MOST_WEIGHTS, LAST_STEP = 40, 1000, 8, 10**9
LARGEST = 256 * MB  # all of it


@dataclass
class Saved:
    """A saved run that was found whole; `snapshots` are events as `LiveTrainer` publishes them."""

    folder: TemporaryDirectory
    knobs: Knobs
    facts: dict[str, Any]
    changes: list[dict[str, Any]]
    snapshots: list[dict[str, Any]]

    @property
    def has_state(self) -> bool:
        """Can training go on from it?"""
        return (Path(self.folder.name) / STATE).is_file()

    def shown(self, id: str, owner: str, now: float) -> LiveRun:
        """It as a run on the stage, that stands still."""
        run = LiveRun(id, owner, self.knobs, now, facts=self.facts)
        run.changes = self.changes
        for snapshot in self.snapshots:
            run.add(snapshot)
        run.saved = self.folder if self.has_state else None
        run.status = "paused" if self.has_state else "ended"
        run.message = None if self.has_state else GanError("saved_state")
        return run


def read(path: Path) -> Saved:
    """Read a zip or folder that `saving.write` wrote.

    What it holds follows from its knobs: names, types and shapes are known before an array or a picture is decoded.

    Raises:
        GanError: 'saved_wrong', 'run_damaged', 'checkpoint_damaged'; no sentence holds a path of this machine.
    """
    folder = TemporaryDirectory(prefix="gan-theatre-run-")
    try:
        return _read(path, folder)
    except BaseException:
        folder.cleanup()
        raise


def _read(path: Path, folder: TemporaryDirectory) -> Saved:
    out = Path(folder.name)
    with _told():
        _unpack(Path(path), out)
    sheets: list[np.ndarray] = []
    run = load_run(out / "record", lambda *asked: sheets.append(read_sheet(*asked)))
    with _told():
        knobs = Knobs.from_json(run.facts.get("knobs"))
        _need(dcgan_recipe_from_json(run.facts["recipe"]) == knobs.recipe(), "its recipe is not that of its knobs")
        snapshots = _snapshots(run, sheets)
        changes = [_change(change) for change in _listed(run.facts.get("changes", []))]
        facts = _facts(run.facts, knobs)
        if (out / STATE).exists():
            _check_state(out, knobs.recipe())
    by_step = {snapshot["step"]: snapshot for snapshot in snapshots}
    for step, networks in _weights(out / "checkpoints", knobs.recipe().spec):
        if step in by_step:
            by_step[step]["networks"] = networks
    return Saved(folder, knobs, facts, changes, snapshots)


class _told:
    """Whatever goes wrong inside is told as GanError('saved_wrong')."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, fault: BaseException | None, trace: Any) -> None:
        if isinstance(fault, Exception):
            raise GanError("saved_wrong", reason=why(fault)) from fault


def _need(good: bool, reason: str) -> None:
    if not good:
        raise ValueError(reason)


def _unpack(path: Path, out: Path) -> None:
    if path.is_dir():
        files = [Path(folder, name) for folder, _, names in os.walk(path) for name in names]
        sizes = {file.relative_to(path).as_posix(): file.lstat().st_size for file in files}
        _copy(sizes, lambda name: open_inside(path, name, sizes[name]), out)
        return
    with open_file(path, LARGEST) as file, archives.opened(file, MOST_FILES) as archive:
        members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
        _copy({name: member.file_size for name, member in members.items()}, lambda n: archive.open(members[n]), out)


def _copy(sizes: Mapping[str, int], opened: Callable[[str], IO[bytes]], out: Path) -> None:
    """Copy the files of these names and sizes, if they are those of a saved run, and nothing beyond their size."""
    _need(len(sizes) <= MOST_FILES, "it holds too many files")
    _need(sum(sizes.values()) <= LARGEST, "it is too large")
    for name, size in sizes.items():
        most = next((bytes for pattern, bytes in ALLOWED.items() if re.fullmatch(pattern, name)), None)
        if most is None:
            raise ValueError(f"it holds a file {name[:80]!r}")
        _need(size <= most, f"{name} is too large")
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened(name) as source, target.open("xb") as copy:
            while part := source.read(min(MB, size)):
                copy.write(part)
                size -= len(part)
                _need(size >= 0, f"{name} is longer than it looks")


def _snapshots(run: Run, sheets: list[np.ndarray]) -> list[dict[str, Any]]:
    _need(len(run.snapshots) <= SNAPSHOTS, "it holds too many snapshots")
    sheet = run.facts["sheet"]
    _need(sheet is not None and sheet["tile"] == TILE, "its frames have another size")
    return [_event(row, frame) for row, frame in zip(run.snapshots, frames_of(sheets[0]), strict=False)]


def _event(row: dict[str, Any], frame: np.ndarray) -> dict[str, Any]:
    names = {*FIGURES, *COUNTS, "tile_logits"} - {"step", "epoch"}
    metrics = {**{name: row[name] for name in names}, "frechet": row.get("frechet")}
    if metrics["frechet"] is not None:
        metrics["confident"] = check_number("confident", row["confident"], 0, 1)
        metrics["classes"] = [round(float(s), 4) for s in check_numbers("classes", row["classes"], 10, 0, 1)]
    check_count("step", row["step"], 0, LAST_STEP)
    event = {"step": row["step"], "epoch": row["epoch"], "metrics": metrics, "frame": frame}
    return {**event, "networks": None, "speed": None}


def _listed(value: Any) -> list[Any]:
    _need(isinstance(value, list) and len(value) <= MOST_CHANGES, "its changes are no list")
    return value


def _change(change: Any) -> dict[str, Any]:
    knobs = Knobs.from_json(change["knobs"])
    return {"step": check_count("step", change["step"], 0, LAST_STEP), "knobs": knobs.to_json()}


def _facts(facts: dict[str, Any], knobs: Knobs) -> dict[str, Any]:
    """What the knobs say is said anew; what only the file knows is checked."""
    recipe, data = knobs.recipe(), facts["data"]
    counts = {name: check_count(name, data[name], 1, LAST_STEP) for name in ("train", "held_out", "steps_per_epoch")}
    n = facts.get("frechet_n")
    return {
        "id": ID,
        "kind": "dcgan",
        "recipe": json.loads(json.dumps(recipe_to_json(recipe))),
        "seed": knobs.seed,
        "data": counts,
        "reference": {**reference(knobs.real_label), "frechet_floor": facts["reference"].get("frechet_floor")},
        "frechet_n": None if n is None else check_count("frechet_n", n, 1, LAST_STEP),
        "measured_on": "averaged weights" if recipe.average else "the weights in training",
        "backend": _word(facts.get("backend", "")),
        "version": _word(facts.get("version", "")),
        "knobs": knobs.to_json(),
    }


def _word(text: Any) -> str:
    """Letters that every encoder of JSON takes; half of a surrogate pair is none."""
    return str(text)[:20].encode("ascii", "replace").decode()


def _check_state(folder: Path, recipe: DCGANRecipe) -> None:
    """The state's arrays are those of the recipe; they are read by the training process."""
    wanted = state_heads(recipe)

    def check(heads: Mapping[str, Head]) -> None:
        archives.check_text(heads.get("header"))
        archives.exactly(wanted)({name: head for name, head in heads.items() if name != "header"})

    with open_inside(folder, STATE, LARGEST) as file:
        archives.check_arrays(file, check, LARGEST)


def _weights(root: Path, spec: DCGANSpec) -> Iterator[tuple[int, dict[str, list[np.ndarray]]]]:
    """(step, float16 networks) of every snapshot; raises GanError('checkpoint_damaged')."""
    registry = Registry(root)
    if ID not in registry.ids():
        return
    rows, check = registry.snapshots(ID), archives.exactly(checkpoint_heads(spec))
    with _told():
        _need(len(rows) <= MOST_WEIGHTS, "it holds too many networks")
    for row in rows:
        networks = registry.load(ID, row["step"], check)
        yield row["step"], {name: [w.astype(np.float16) for w in ws] for name, ws in networks.items()}
