"""Reading back what saving.py wrote, from anybody: checked piece by piece before anything of it is used."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import numpy as np
from PIL import Image

from gan_core.base.checks import check_count, check_number, check_numbers
from gan_core.base.errors import GanError
from gan_core.live.knobs import Knobs
from gan_core.live.saving import ID, STATE
from gan_core.measures.equilibrium import reference
from gan_core.recipes.dcgan import dcgan_recipe_from_json, recipe_to_json
from gan_core.store.checkpoints import Registry
from gan_core.store.replay import COUNTS, FIGURES, Run, load_run

MB = 2**20
ALLOWED = {  # what may be in it, and how large
    r"record/run\.json": 4 * MB,
    r"record/frames\.webp": 20 * MB,
    r"record/training\.gif": 60 * MB,
    r"checkpoints/MANIFEST\.json": MB,
    r"checkpoints/live/spec\.json": MB,
    r"checkpoints/live/weights\.npz": 20 * MB,
    r"checkpoints/live/snapshots/step-\d{6,9}\.npz": 20 * MB,
    r"state\.npz": 150 * MB,
}
MOST_FILES, MOST_SNAPSHOTS, MOST_ARRAYS, LAST_STEP = 40, 1000, 500, 10**9
TILE = 112


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


def read(path: Path) -> Saved:
    """Read a zip or folder that `saving.write` wrote.

    Raises:
        GanError: 'saved_wrong', 'run_damaged', 'checkpoint_damaged'.
    """
    folder = TemporaryDirectory(prefix="gan-theatre-run-")
    out = Path(folder.name)
    with _told():
        _unpack(Path(path), out)
    run = load_run(out / "record")
    with _told():
        knobs = Knobs.from_json(run.facts.get("knobs"))
        _need(dcgan_recipe_from_json(run.facts["recipe"]) == knobs.recipe(), "its recipe is not that of its knobs")
        snapshots = _snapshots(run)
        changes = [_change(change) for change in _listed(run.facts.get("changes", []))]
        facts = _facts(run.facts, knobs)
    for step, networks in _weights(out / "checkpoints"):
        match = next((s for s in snapshots if s["step"] == step), None)
        if match is not None:
            match["networks"] = networks
    return Saved(folder, knobs, facts, changes, snapshots)


class _told:
    """Whatever goes wrong inside is told as GanError('saved_wrong')."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, fault: BaseException | None, trace: Any) -> None:
        if isinstance(fault, Exception):
            raise GanError("saved_wrong", reason=(str(fault) or type(fault).__name__)[:200]) from fault


def _need(good: bool, reason: str) -> None:
    if not good:
        raise ValueError(reason)


def _unpack(path: Path, out: Path) -> None:
    if path.is_dir():
        files = {p.relative_to(path).as_posix(): p for p in path.rglob("*") if p.is_file() and not p.is_symlink()}
        _copy({name: (file.stat().st_size, lambda file=file: file.open("rb")) for name, file in files.items()}, out)
        return
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        _need(len({m.filename for m in members}) == len(members), "a name comes twice")
        for member in members:
            _need(member.compress_type == zipfile.ZIP_STORED, "it was packed again by another program")
        _copy({m.filename: (m.file_size, lambda m=m: archive.open(m)) for m in members}, out)


def _copy(files: dict[str, tuple[int, Callable[[], IO[bytes]]]], out: Path) -> None:
    _need(len(files) <= MOST_FILES, "it holds too many files")
    for name, (size, opened) in files.items():
        most = next((bytes for pattern, bytes in ALLOWED.items() if re.fullmatch(pattern, name)), None)
        if most is None:
            raise ValueError(f"it holds a file {name[:80]!r}")
        _need(size <= most, f"{name} is too large")
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened() as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        if target.suffix == ".npz":
            with zipfile.ZipFile(target) as arrays:
                stored = all(m.compress_type == zipfile.ZIP_STORED for m in arrays.infolist())
                _need(stored and len(arrays.infolist()) <= MOST_ARRAYS, f"{name} is not what was saved")


def _snapshots(run: Run) -> list[dict[str, Any]]:
    _need(len(run.snapshots) <= MOST_SNAPSHOTS, "it holds too many snapshots")
    sheet = run.facts["sheet"]
    _need(sheet is not None and sheet["tile"] == TILE, "its frames have another size")
    with Image.open(run.frames) as picture:
        tiles = _cut(_cut(np.asarray(picture.convert("L")), TILE), TILE // 4)
    frames = tiles.reshape(-1, 16, TILE // 4, TILE // 4)
    return [_event(row, frame) for row, frame in zip(run.snapshots, frames, strict=False)]


def _cut(images: np.ndarray, side: int) -> np.ndarray:
    """The inverse of `images.grid`: (h, w) or (n, h, w) -> tiles (m, side, side), in reading order."""
    h, w = images.shape[-2:]
    tiles = images.reshape(-1, h // side, side, w // side, side).swapaxes(2, 3)
    return tiles.reshape(-1, side, side)


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
    _need(isinstance(value, list) and len(value) <= MOST_SNAPSHOTS, "its changes are no list")
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
        "backend": str(facts.get("backend", ""))[:20],
        "version": str(facts.get("version", ""))[:20],
        "knobs": knobs.to_json(),
    }


def _weights(root: Path) -> Iterator[tuple[int, dict[str, list[np.ndarray]]]]:
    """(step, float16 networks) of every snapshot; raises GanError('checkpoint_damaged')."""
    registry = Registry(root)
    if ID not in registry.ids():
        return
    for row in registry.snapshots(ID):
        networks = registry.load(ID, row["step"])
        yield row["step"], {name: [w.astype(np.float16) for w in ws] for name, ws in networks.items()}
