"""A saved run as a stage writes it, taken apart and put together again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from gan_core.live.knobs import Knobs
from gan_core.live.service import LiveTrainingService
from tests.live_process import FakeProcess

Files = dict[str, bytes]


def saved_files(folder: Path, steps: int = 4) -> Files:
    """What a saved run holds, by name."""
    processes: list[FakeProcess] = []

    def spawn(on_event: Callable[[dict[str, Any]], None]) -> FakeProcess:
        processes.append(FakeProcess(on_event))
        return processes[0]

    stage = LiveTrainingService(spawn=spawn, every=None)
    stage.start("a", Knobs.of("express"))
    processes[0].trains(steps)
    with zipfile.ZipFile(stage.save("a", folder)["zip"]) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, files: Files, compression: int = zipfile.ZIP_STORED) -> Path:
    """The files as a zip at `path`."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def vouched(files: Files) -> Files:
    """The same with a manifest that has the right line for each file of the checkpoint, and those it had before."""
    manifest = json.loads(files["checkpoints/MANIFEST.json"])
    for name, data in files.items():
        if name.startswith("checkpoints/live/"):
            manifest[name.removeprefix("checkpoints/")] = {"sha256": sha256(data).hexdigest(), "bytes": len(data)}
    return {**files, "checkpoints/MANIFEST.json": json.dumps(manifest).encode()}
