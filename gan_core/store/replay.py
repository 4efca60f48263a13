"""Recorded runs, read and validated: the player gets a complete run or none. No TensorFlow.

A run is a folder with run.json, frames.webp and training.gif; gan_core/training/record.py writes it. A run
whose pictures may not be shown has no sheet: "sheet" is null, and there are figures alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from gan_core.base.errors import GanError
from gan_core.base.files import open_inside, read_inside, why
from gan_core.base.images import open_picture

SCHEMA, RECORD, FRAMES, GIF = 1, "run.json", "frames.webp", "training.gif"
LARGEST_JSON, LARGEST_SHEET = 4 * 2**20, 20 * 2**20  # bytes of run.json and of frames.webp
LONGEST_SHEET, MOST_PIXELS = 16383, 24_000_000  # WebP's own longest side; of a sheet
LARGEST, LARGEST_COUNT, LARGEST_WHOLE = 1e300, 10**12, 2**53  # JSON has whole numbers that no float holds
TILES = 16  # digits in a frame, four a row
FIGURES = (
    "epoch",
    "accuracy_real",
    "accuracy_fake",
    "balanced",
    "auc",
    "mean_real",
    "mean_fake",
    "d_loss",
    "g_loss",
)
SHARES = ("accuracy_real", "accuracy_fake", "balanced", "auc", "mean_real", "mean_fake")
# Of a referee, of its control (real digits against real digits), and of the run's own D on the referee's images.
REFEREE_SHARES = ("auc", "balanced", "control_auc", "control_balanced", "own_auc", "own_balanced")
COUNTS = ("step", "n_real", "n_fake")
REFERENCES = ("accuracy", "d_loss", "g_loss")


@dataclass(frozen=True)
class Run:
    """A whole run: `facts` is run.json without its snapshots, `snapshots` one dict a frame, by step."""

    folder: Path
    facts: dict[str, Any]
    snapshots: list[dict[str, Any]]

    @property
    def id(self) -> str:
        """The name it was recorded under."""
        return self.facts["id"]

    @property
    def frames(self) -> Path:
        """The sheet, where `facts['sheet']` is one: frame i in reading order, its 'columns' a row."""
        return self.folder / FRAMES

    @contextmanager
    def sheet(self) -> Iterator[Image.Image]:
        """The sheet opened, of the size that run.json says; where there is none, ask for none."""
        with _open_sheet(self.folder, self.facts["sheet"]) as picture:
            yield picture

    @property
    def gif(self) -> Path:
        """The same frames as an animation."""
        return self.folder / GIF


def load_run(folder: Path) -> Run:
    """Read a run and check it.

    Raises:
        GanError: 'run_damaged'; its reason says whether it is cut off, of another schema, incomplete, or whether
            the sheet of frames does not belong to the snapshots.
    """
    return checked_run(folder, _check)


def checked_run(folder: Path, check: Callable[[dict[str, Any], Any], None]) -> Run:
    """A run whose facts and snapshots `check` has found to be whole (it says so with `need`), and its sheet as well.

    Raises:
        GanError: as `load_run`.
    """
    try:
        facts = _read_json(folder)
        if not isinstance(facts, dict):
            raise GanError("run_cut_off")
        if facts.get("schema") != SCHEMA:
            raise GanError("run_schema", found=str(facts.get("schema"))[:20], known=SCHEMA)
        snapshots = facts.pop("snapshots", None)
        check(facts, snapshots)
        if facts["sheet"] is not None:
            _check_sheet(folder, facts["sheet"], len(snapshots), facts.get("sheet_sha256"))
    except Exception as fault:  # in all the ways a changed file can go wrong
        raise GanError("run_damaged", path=f"{folder.name}/run.json", reason=why(fault)) from fault
    return Run(folder, facts, snapshots)


def load_runs(root: Path) -> tuple[list[Run], list[GanError]]:
    """Every run in the folders of `root`, by name, and the faults of those that cannot be read."""
    runs: list[Run] = []
    faults: list[GanError] = []
    for folder in sorted(path.parent for path in root.glob(f"*/{RECORD}")):
        try:
            runs.append(load_run(folder))
        except GanError as fault:
            faults.append(fault)
    return runs, faults


def _read_json(folder: Path) -> Any:
    def refuse(_: str) -> None:
        raise ValueError("not a finite number")

    try:
        return json.loads(read_inside(folder, RECORD, LARGEST_JSON).decode(), parse_constant=refuse)
    except (ValueError, RecursionError) as fault:
        raise GanError("run_cut_off") from fault


def is_number(value: Any) -> bool:
    """Is it a number that every reader of JSON can hold?"""
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) <= LARGEST_WHOLE
    return isinstance(value, float) and -LARGEST < value < LARGEST


def is_count(value: Any) -> bool:
    """Is it a whole number, 0 or more?"""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST_COUNT


def need(good: bool, what: str) -> None:
    """Raises GanError('run_incomplete'), which names `what`, unless it is good."""
    if not good:
        raise GanError("run_incomplete", what=what)


def _check(facts: dict[str, Any], snapshots: Any) -> None:
    _check_facts(facts)
    _check_snapshots(snapshots, _tiles(facts))


def _check_facts(facts: Mapping[str, Any]) -> None:
    need(isinstance(facts.get("id"), str), "id")
    reference, sheet = facts.get("reference"), facts.get("sheet", "missing")
    if not isinstance(reference, dict) or not (sheet is None or isinstance(sheet, dict)):
        raise GanError("run_incomplete", what="reference / sheet")
    for name in REFERENCES:
        need(is_number(reference.get(name)), f"reference.{name}")
    floor = reference.get("frechet_floor")
    need(floor is None or (is_number(floor) and floor > 0), "reference.frechet_floor")
    columns = facts.get("columns", [])
    need(isinstance(columns, list) and all(isinstance(name, str) for name in columns), "columns")
    if sheet is not None:
        need_sheet(sheet)


def need_sheet(sheet: Mapping[str, Any]) -> None:
    """Raises GanError('run_incomplete') where a sheet's facts are none, or would be those of too large a picture."""
    for name in ("columns", "tile", "count"):
        need(is_count(sheet.get(name)) and sheet[name] > 0, f"sheet.{name}")
    width, height = sheet_size(sheet)
    need(max(width, height) <= LONGEST_SHEET and width * height <= MOST_PIXELS, "sheet")


def _tiles(facts: Mapping[str, Any]) -> range:
    """How many verdicts a snapshot may have: one a tile; photographs may be fewer than fill the frame."""
    if facts["sheet"] is None:
        return range(0, TILES + 1)
    return range(1, TILES + 1) if facts.get("kind") in ("cyclegan", "pix2pix") else range(TILES, TILES + 1)


def _check_snapshots(snapshots: Any, tiles: range) -> None:
    need(isinstance(snapshots, list) and len(snapshots) > 0, "snapshots")
    before = -1
    for i, snapshot in enumerate(snapshots):
        need(isinstance(snapshot, dict), f"snapshots[{i}]")
        for name in FIGURES:
            need(is_number(snapshot.get(name)), f"snapshots[{i}].{name}")
        for name in SHARES:
            need(0 <= snapshot[name] <= 1, f"snapshots[{i}].{name}")
        for name in COUNTS:
            need(is_count(snapshot.get(name)), f"snapshots[{i}].{name}")
        need(min(snapshot["n_real"], snapshot["n_fake"]) > 0, f"snapshots[{i}].n")
        need(snapshot["step"] > before, f"snapshots[{i}].step")
        before = snapshot["step"]
        logits = snapshot.get("tile_logits", [])
        whole = isinstance(logits, list) and len(logits) in tiles and all(map(is_number, logits))
        need(whole, f"snapshots[{i}].tile_logits")
        distance = snapshot.get("frechet")
        need(distance is None or (is_number(distance) and distance >= 0), f"snapshots[{i}].frechet")
        _check_referee(snapshot.get("referee"), f"snapshots[{i}].referee")


def _check_referee(referee: Any, where: str) -> None:
    """What a fresh discriminator found at this snapshot, if one was asked."""
    if referee is None:
        return
    need(isinstance(referee, dict), where)
    for name in REFEREE_SHARES:
        need(is_number(referee.get(name)) and 0 <= referee[name] <= 1, f"{where}.{name}")
    for name in ("n", "steps"):
        need(is_count(referee.get(name)) and referee[name] > 0, f"{where}.{name}")


def _check_sheet(folder: Path, sheet: Mapping[str, int], snapshots: int, digest: str | None) -> None:
    if sheet["count"] != snapshots or sheet["tile"] % 4:  # a frame for each
        raise GanError("run_sheet")
    try:
        with _open_sheet(folder, sheet) as picture:
            picture.load()  # a file that is cut off opens, but does not decode
        if digest and hashlib.sha256(read_inside(folder, FRAMES, LARGEST_SHEET)).hexdigest() != digest:
            raise ValueError("it is another run's, which was being put in the place of this one")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise GanError("run_sheet") from fault


@contextmanager
def _open_sheet(folder: Path, sheet: Mapping[str, int]) -> Iterator[Image.Image]:
    """The sheet of frames, not decoded yet; raises OSError or ValueError on what is none, or of another size."""

    def check(size: tuple[int, int]) -> None:
        if size != sheet_size(sheet):
            raise ValueError("its size is not what run.json says")

    with open_inside(folder, FRAMES, LARGEST_SHEET) as file, open_picture(file, ("WEBP",), check) as picture:
        yield picture


def sheet_size(sheet: Mapping[str, int]) -> tuple[int, int]:
    """(width, height) of a sheet."""
    return sheet["columns"] * sheet["tile"], -(-sheet["count"] // sheet["columns"]) * sheet["tile"]
