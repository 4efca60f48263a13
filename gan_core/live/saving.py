"""Saves a live run: record, checkpoint and training state in one folder and one zip. No TensorFlow.

record/run.json, frames.webp, training.gif        what the player shows (gan_core/store/replay.py)
checkpoints/MANIFEST.json, live/...               what the Generate tab and the command line read
state.npz                                         the state that training resumes from; missing if the process had died
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.writing import make_folder
from gan_core.live.run import Networks
from gan_core.store.checkpoints import Registry
from gan_core.training.record import publish

ID = "live"
NAME = "gan-theatre-run"
STATE = "state.npz"
SHIPPED = 3  # snapshots whose weights are saved, the first and the newest among them


def place(folder: Path) -> Path:
    """An empty folder for a run in `folder`; raises GanError 'path_unwritable'."""
    out = Path(folder) / NAME
    shutil.rmtree(out, ignore_errors=True)
    make_folder(out)
    return out


def write(
    out: Path,
    facts: dict[str, Any],
    rows: list[tuple[dict[str, Any], np.ndarray]],
    weights: Sequence[tuple[int, Networks]],
    specs: Mapping[int, dict[str, Any]],
) -> dict[str, Path]:
    """Write a run into `out`, where its state may lie already, and everything once more as a zip beside it.

    Args:
        facts, rows: as for `publish`.
        weights: (step, networks), earliest first.
        specs: what spec.json says at each of these steps.

    Returns:
        {'zip', 'record', 'gif'} and, where there are weights, 'checkpoints'.

    Raises:
        GanError: 'disk_full', 'path_unwritable'.
    """
    publish(rows, facts, out / "record")
    paths = {"record": out / "record", "gif": out / "record" / "training.gif"}
    if weights:
        paths["checkpoints"] = out / "checkpoints"
        registry = Registry(paths["checkpoints"])
        newest, networks = weights[-1]
        registry.save(ID, networks, specs[newest])
        for i in sorted({round(k) for k in np.linspace(0, len(weights) - 1, SHIPPED)}):
            step, networks = weights[i]
            registry.save(ID, networks, specs[newest], step=step, epoch=specs[step]["training"]["epochs"])
    return {**paths, "zip": _packed(out)}


def _packed(folder: Path) -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(file, file.relative_to(folder).as_posix())
    return path
