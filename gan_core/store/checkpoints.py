"""Checkpoints on disk: a checkpoint is checked (SHA-256, shapes) before it is read, and written atomically.

checkpoints/MANIFEST.json            {"best/weights.npz": {"sha256": ..., "bytes": ...}, ...}
checkpoints/<id>/spec.json           kind, recipe, training facts, snapshots, measured figures
checkpoints/<id>/weights.npz         float16 arrays "<network>/<index>" in the order of get_weights()
checkpoints/<id>/snapshots/step-000123.npz
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.archives import Check
from gan_core.base.asides import drop_all_leftovers
from gan_core.base.errors import GanError
from gan_core.base.files import inside, read_inside, why
from gan_core.base.paths import CHECKPOINTS
from gan_core.base.writing import make_folder, write_together
from gan_core.store.packing import Networks, packed, unpacked

LARGEST_FILE, LARGEST_TEXT = 128 * 2**20, 2**20  # bytes: of a file, of what is JSON
LAST_STEP = 10**12

_MANIFEST = "MANIFEST.json"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def parse_reference(reference: str) -> tuple[str, int | None]:
    """What a person writes, "best" or "best@1500", as (id, step or None)."""
    id, at, step = reference.partition("@")
    if at and not (step.isascii() and step.isdigit() and len(step) <= 12):
        raise GanError("checkpoint_missing", id=reference[:80], known="best, best@1500, ...")
    return id, int(step) if at else None


def check_id(id: str) -> str:
    """`id`, if a checkpoint may be called so; raises GanError('id_wrong')."""
    if not _ID.fullmatch(id):
        raise GanError("id_wrong", value=id[:80])
    return id


def snapshot_file(step: int) -> str:
    """Where the snapshot of a step lies: names follow from steps, whatever a spec says."""
    return f"snapshots/step-{step:06d}.npz"


class Registry:
    """The checkpoints in one folder. It reads and writes nothing outside, whoever wrote its spec and its manifest."""

    def __init__(self, root: Path = CHECKPOINTS) -> None:
        self.root = Path(root)

    def ids(self) -> list[str]:
        """All checkpoints, sorted."""
        return sorted(p.parent.name for p in self.root.glob("*/spec.json") if _ID.fullmatch(p.parent.name))

    def spec(self, id: str) -> dict[str, Any]:
        """What spec.json says; raises GanError('checkpoint_missing' or 'checkpoint_damaged')."""
        data = self.read(id, "spec.json")
        with reading(self.place(id, "spec.json")):
            return _json_object(data)

    def snapshots(self, id: str) -> list[dict[str, Any]]:
        """{"step", "epoch", "file"} of each snapshot, earliest first; empty where there are none."""
        rows = self.spec(id).get("snapshots", [])
        with reading(self.place(id, "spec.json")):
            found = {row["step"]: _snapshot(row) for row in rows}
            if len(found) != len(rows):
                raise ValueError("a snapshot comes twice")
        return [found[step] for step in sorted(found)]

    def load(self, id: str, step: int | None = None, check: Check | None = None) -> Networks:
        """The weights of every network of a checkpoint, or of its snapshot at `step`.

        Args:
            check: sees the names, types and shapes of the arrays before one is read; None: any networks will do.

        Returns:
            float32 arrays for each network, in the order of keras.Model.get_weights(), all finite.

        Raises:
            GanError: 'checkpoint_missing' (no such id or step), 'checkpoint_damaged' (missing file,
                wrong SHA-256, not an npz of finite numbers).
        """
        name = "weights.npz" if step is None else self._snapshot_file(id, step)
        data = self.read(id, name)
        with reading(self.place(id, name)):
            return unpacked(data, check)

    def save(
        self,
        id: str,
        networks: Mapping[str, Sequence[np.ndarray]],
        spec: Mapping[str, Any],
        step: int | None = None,
        epoch: float | None = None,
        afresh: bool = False,
    ) -> None:
        """Write `networks` as the checkpoint, or as its snapshot at `step`; spec.json and manifest follow.

        The list of snapshots is kept here: `spec` need not name it. `afresh` replaces the checkpoint: its other
        files belong to other weights and are removed.

        Raises:
            GanError: 'disk_full', 'path_unwritable'; nothing has changed then.
            ValueError: a weight is not finite, or does not fit float16.
        """
        known = self.snapshots(id) if id in self.ids() and not afresh else []
        name = "weights.npz"
        if step is not None:
            name = snapshot_file(step)
            known = [s for s in known if s["step"] != step] + [{"step": step, "epoch": epoch, "file": name}]
        snapshots = sorted(known, key=lambda s: s["step"])
        text = json.dumps({**spec, "snapshots": snapshots}, indent=1, allow_nan=False) + "\n"
        self.write(id, {name: packed(networks), "spec.json": text.encode()}, afresh)

    def has(self, id: str, name: str) -> bool:
        """Does the manifest know this file of a checkpoint?"""
        return f"{id}/{name}" in self._manifest()

    def digest(self, id: str) -> str:
        """What tells a checkpoint's finished weights from others': 16 hex digits; raises as `read`."""
        with reading(self.place(id, "weights.npz")):
            return str(self._manifest()[f"{id}/weights.npz"]["sha256"])[:16]

    def read(self, id: str, name: str) -> bytes:
        """A file of a checkpoint, after its length and SHA-256 were found to be the manifest's."""
        if not _ID.fullmatch(id) or id not in self.ids():
            raise GanError("checkpoint_missing", id=id[:80], known=", ".join(self.ids()) or "none")
        manifest = self._manifest()
        with reading(self.place(id, name)):
            if f"{id}/{name}" not in manifest:
                raise ValueError("the manifest does not know it")
            line = manifest[f"{id}/{name}"]
            most = min(int(line["bytes"]), LARGEST_TEXT if name.endswith(".json") else LARGEST_FILE)
            data = read_inside(self.root, f"{id}/{name}", most)
            if line != _fingerprint(data):
                raise ValueError("its length or SHA-256 is not the manifest's")
        return data

    def intact(self) -> bool:
        """Is everything that the manifest names there, and as it names it? Reads it all."""
        try:
            for name in self._manifest():
                id, _, file = name.partition("/")
                self.read(id, file)
        except GanError:
            return False
        return True

    def place(self, id: str, name: str = "") -> Path:
        """A checkpoint or its file as messages name it: visitors read them, so where the folder lies is left away."""
        return Path(self.root.name) / id / name

    def write(self, id: str, files: Mapping[str, bytes], afresh: bool = False) -> None:
        """Write files of a checkpoint together with their lines in the manifest, all or none.

        With `afresh` its other files leave the manifest at the same moment, and then the disk.
        """
        check_id(id)
        drop_all_leftovers(self.root / id)
        manifest = self._manifest()
        new = {f"{id}/{name}": data for name, data in files.items()}
        paths = {name: inside(self.root, name) for name in new}
        old = [name for name in manifest if afresh and name.startswith(f"{id}/") and name not in new]
        manifest = {name: line for name, line in manifest.items() if name not in old}
        for name, data in new.items():
            make_folder(paths[name].parent)
            manifest[name] = _fingerprint(data)
        text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
        write_together({**{paths[name]: data for name, data in new.items()}, self.root / _MANIFEST: text.encode()})
        for name in old:
            with suppress(ValueError):  # no name of a file here: nothing of ours is gone with its line
                inside(self.root, name).unlink(missing_ok=True)

    def _manifest(self) -> dict[str, Any]:
        with reading(self.place(_MANIFEST)):
            try:
                return _json_object(read_inside(self.root, _MANIFEST, LARGEST_TEXT))
            except FileNotFoundError:
                return {}

    def _snapshot_file(self, id: str, step: int) -> str:
        snapshots = self.snapshots(id)
        for snapshot in snapshots:
            if snapshot["step"] == step:
                return snapshot["file"]
        known = ", ".join(f"{id}@{s['step']}" for s in snapshots) or id
        raise GanError("checkpoint_missing", id=f"{id}@{step}", known=known)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turns any error that a modified file may cause inside into GanError('checkpoint_damaged')."""
    try:
        yield
    except GanError:
        raise
    except Exception as fault:
        raise GanError("checkpoint_damaged", path=path.as_posix(), reason=why(fault)) from fault


def _fingerprint(data: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _json_object(data: bytes) -> dict[str, Any]:
    value = json.loads(data)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def _snapshot(row: dict[str, Any]) -> dict[str, Any]:
    step, epoch = row["step"], row["epoch"]
    if type(step) is not int or not 0 <= step <= LAST_STEP:
        raise ValueError("a snapshot's step is no whole number")
    if epoch is not None and type(epoch) not in (int, float):
        raise ValueError("a snapshot's epoch is no number")
    if row.get("file", snapshot_file(step)) != snapshot_file(step):
        raise ValueError("a snapshot's file is not that of its step")
    return {"step": step, "epoch": epoch, "file": snapshot_file(step)}
