"""The training record: a folder of snapshots during training, and what is published of it.

During a run each snapshot is one file, so that a crash loses none and a resumed run drops those that it is about to
repeat. `publish` turns them into run.json, frames.webp and training.gif.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from gan_core.base.archives import Head, check_text, read_arrays
from gan_core.base.asides import drop_all_leftovers
from gan_core.base.errors import GanError
from gan_core.base.files import open_file
from gan_core.base.images import grid
from gan_core.base.writing import make_folder, write_atomically, write_together
from gan_core.store.replay import SCHEMA, Run
from gan_core.training.animation import animate, in_greys

if TYPE_CHECKING:  # only named here: a record is written without a network library
    from gan_core.training.resumable import Snapshot

LARGEST = 2**29  # bytes of a snapshot with its weights
STATE = "state.npz"  # of a training folder: all that a step changes, to go on from
SHEET_COLUMNS = 8
DRAWN = ("dcgan", "forger")  # kinds of runs whose pictures are digits, and grey
SMALL_GREYS = 12  # a third of the bytes; of these runs many ship


class RunFolder:
    """The snapshots of a run in training, in `folder`/snapshots/<step>.npz."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.snapshots = folder / "snapshots"
        make_folder(self.snapshots)
        drop_all_leftovers(self.snapshots)

    @staticmethod
    def check_free(folder: Path) -> None:
        """Raises GanError('run_taken') if `folder` holds anything of a run."""
        if any(path.exists() for path in _parts_of(folder)) or any((folder / "snapshots").glob("*.npz")):
            raise GanError("run_taken", path=folder)

    def erase(self) -> None:
        """Forget the run: its state first, so that what is left is never taken for a whole one."""
        for path in _parts_of(self.folder):
            path.unlink(missing_ok=True)
        self.drop_after(-1)

    def add(self, snapshot: Snapshot, networks: dict[str, list[np.ndarray]]) -> None:
        """Write one snapshot with the float16 weights of both networks."""
        facts = {"step": snapshot.step, "epoch": snapshot.epoch, **snapshot.metrics}
        named = ((f"{name}/{i:03d}", w) for name, weights in networks.items() for i, w in enumerate(weights))
        arrays: dict[str, Any] = {key: w.astype(np.float16, order="C") for key, w in named}
        arrays["frame"] = np.ascontiguousarray(snapshot.frame)
        arrays["facts"] = np.frombuffer(json.dumps(facts).encode(), np.uint8)
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **arrays)
        write_atomically(self.snapshots / f"{snapshot.step:06d}.npz", buffer.getvalue())

    def has(self, step: int) -> bool:
        """Is there a snapshot of this step?"""
        return (self.snapshots / f"{step:06d}.npz").exists()

    def drop_after(self, step: int) -> None:
        """Forget snapshots of steps later than `step`: a resumed run makes them again."""
        for path in self.snapshots.glob("*.npz"):
            if int(path.stem) > step:
                path.unlink()

    def read(self) -> list[tuple[dict[str, Any], np.ndarray]]:
        """(facts, frame) of every snapshot, by step."""
        rows = []
        for path in sorted(self.snapshots.glob("*.npz")):
            found = self._arrays(path, lambda name: name in ("facts", "frame"))
            rows.append((json.loads(found["facts"].tobytes()), found["frame"]))
        return rows

    def networks(self, step: int) -> dict[str, list[np.ndarray]]:
        """The weights at a snapshot, float32."""
        found: dict[str, list[np.ndarray]] = {}
        halves = self._arrays(self.snapshots / f"{step:06d}.npz", lambda name: "/" in name)
        for key in sorted(halves):
            found.setdefault(key.split("/")[0], []).append(halves.pop(key).astype(np.float32))
        return found

    @staticmethod
    def _arrays(path: Path, wanted: Callable[[str], bool]) -> dict[str, np.ndarray]:
        """The arrays of a snapshot whose names are wanted."""
        names: list[str] = []

        def check(heads: Mapping[str, Head]) -> None:
            check_text(heads.get("facts"))
            if heads["frame"].dtype != "|u1":
                raise ValueError("its frame is no picture")
            names.extend(filter(wanted, heads))

        with open_file(path, LARGEST) as file:
            return read_arrays(file, check, LARGEST, only=names)


def _parts_of(folder: Path) -> list[Path]:
    """The files of a run beside its snapshots."""
    return [folder / STATE, *(folder / "record" / name for name in ("run.json", "frames.webp", "training.gif"))]


def publish(
    rows: list[tuple[dict[str, Any], np.ndarray]],
    facts: dict[str, Any],
    out: Path,
    *,
    small: bool = False,
    columns: int = 4,
    gif: bool = True,
) -> None:
    """Write a run for the player: `out`/{run.json, frames.webp, training.gif}.

    Args:
        rows: (metrics with 'step' and 'epoch', frame uint8 (columns ** 2, h, w) or (columns ** 2, h, w, 3)) by step;
            without a picture in them (0, ...) no sheet is written and 'sheet' is null.
        facts: 'id', 'kind', 'recipe', 'seed', 'data', 'reference' and any other facts about the run.
        out: the folder; made if missing. All files are written aside before any takes its
            place, run.json last, so a folder that has one is complete.
        small: few grey levels, for drawings.
        columns: tiles in a row of a frame.
        gif: whether training.gif is written.
    """
    make_folder(out)
    files: dict[Path, bytes] = {}
    frames, sheet = [frame for _, frame in rows], None
    if len({frame.shape for frame in frames}) == 1 and frames[0].size:  # else no pictures, or not of one shape
        tiles = np.stack([grid(frame, columns) for frame in frames])
        files[out / "frames.webp"], sheet = _sheet_of(tiles, small)
        if gif:
            files[out / "training.gif"] = animate(tiles, [metrics for metrics, _ in rows])
    run = {"schema": SCHEMA, **facts, "sheet": sheet}
    if sheet:
        run["sheet_sha256"] = hashlib.sha256(files[out / "frames.webp"]).hexdigest()
    run["snapshots"] = [metrics for metrics, _ in rows]
    write_together({**files, out / "run.json": (json.dumps(run, indent=1) + "\n").encode()})


def animate_run(run: Run) -> None:
    """Rebuild the training.gif of a recorded run from its sheet and its metrics."""
    columns, side = run.facts["sheet"]["columns"], run.facts["sheet"]["tile"]
    with run.sheet() as sheet:
        pixels = np.asarray(sheet.convert("L" if run.facts.get("kind") in DRAWN else "RGB"))
    corners = [(i // columns * side, i % columns * side) for i in range(len(run.snapshots))]
    tiles = np.stack([pixels[top : top + side, left : left + side] for top, left in corners])
    write_atomically(run.gif, animate(tiles, run.snapshots))


def _sheet_of(tiles: np.ndarray, small: bool) -> tuple[bytes, dict[str, int]]:
    """The sheet of frames uint8 (n, side, side[, 3]), and its entry in run.json."""
    picture = io.BytesIO()
    grey = tiles.ndim == 3  # drawings stay exact; photographs would be ten times as large
    sheet = grid(in_greys(tiles, SMALL_GREYS) if small and grey else tiles, columns=SHEET_COLUMNS)
    Image.fromarray(sheet).save(picture, "WEBP", lossless=grey, quality=85)
    return picture.getvalue(), {"columns": SHEET_COLUMNS, "tile": tiles.shape[1], "count": len(tiles)}
