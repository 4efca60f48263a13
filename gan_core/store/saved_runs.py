"""Saved runs of a folder that the operator names (`demo_app.py --runs`), copied to where the page may show them.

Each is a folder with run.json (as `record` and `publish` write it), a training folder, which has that in record/, or
the zip that the Training room saves. Nothing but its record is taken: not its weights, nor the state of its training.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import IO

from gan_core.base import archives
from gan_core.base.errors import GanError
from gan_core.base.files import open_file, why
from gan_core.base.writing import make_folder
from gan_core.store.replay import FRAMES, GIF, LARGEST_JSON, LARGEST_SHEET, RECORD, Run, load_run

MOST = {RECORD: LARGEST_JSON, FRAMES: LARGEST_SHEET, GIF: 60 * 2**20}  # bytes of each file of a record
LARGEST, MOST_FILES = 256 * 2**20, 64  # of a zip
_AWKWARD = re.compile(r"[^\w.-]+")  # in an address, a file's name or a page
TITLE = "title"  # of a run's facts: what the page calls it


def gather(root: Path, out: Path) -> tuple[list[Run], list[GanError]]:
    """Read every saved run that lies in `root`.

    Args:
        root: the operator's folder; what is neither a run nor a zip is passed over.
        out: gets a folder of its own for each run, with its record. Nothing else of `root` need be shown to anybody.

    Returns:
        The runs by name, with ids that no shipped run has, and what was wrong with the others
        ('saved_wrong', 'run_damaged'), or with `root` ('path_missing').
    """
    runs: list[Run] = []
    faults: list[GanError] = []
    if not root.is_dir():
        return [], [GanError("path_missing", path=root)]
    for source in sorted(root.iterdir()):
        if source.suffix.lower() != ".zip" and _record(source) is None:
            continue
        folder = _free(out / f"saved-{_AWKWARD.sub('-', source.stem)}")
        try:
            runs.append(_read(source, folder))
        except GanError as fault:
            shutil.rmtree(folder, ignore_errors=True)
            faults.append(fault)
    return runs, faults


def _free(folder: Path) -> Path:
    """The folder, or one with a number where there is such a one already."""
    numbered = (folder.with_name(f"{folder.name}-{i}") for i in count(2))
    return next(place for place in chain([folder], numbered) if not place.exists())


def _record(source: Path) -> Path | None:
    """The folder of a run's record, if `source` is a run."""
    return next((place for place in (source, source / "record") if (place / RECORD).is_file()), None)


def _read(source: Path, folder: Path) -> Run:
    """The run of `source`, once its record lies in `folder`."""
    make_folder(folder)
    try:
        record = _record(source)
        if record is None:
            _unpack(source, folder)
        else:
            for name in (name for name in MOST if (record / name).exists()):
                with open_file(record / name, MOST[name]) as part:
                    _copy(part, folder / name)
    except Exception as fault:  # in all the ways in which an archive can be none
        raise GanError("saved_wrong", path=source.name, reason=why(fault)) from fault
    try:
        run = load_run(folder)
    except GanError as fault:
        raise GanError("run_damaged", path=source.name, reason=fault.details["reason"]) from fault
    return replace(run, facts={**run.facts, "id": folder.name, TITLE: source.stem})


def _unpack(path: Path, folder: Path) -> None:
    """Write the record in a zip to `folder`; raises ValueError, zipfile.BadZipFile, ... where it holds none."""
    with open_file(path, LARGEST) as file, archives.opened(file, MOST_FILES, packed=True) as archive:
        members = {member.filename: member for member in archive.infolist()}
        if f"record/{RECORD}" not in members:
            raise ValueError("it holds no record of a run")
        for name in (name for name in MOST if f"record/{name}" in members):
            member = members[f"record/{name}"]
            if member.file_size > MOST[name]:
                raise ValueError(f"{name} is too large")
            with archive.open(member) as part:
                _copy(part, folder / name)


def _copy(part: IO[bytes], target: Path) -> None:
    with target.open("xb") as copy:
        shutil.copyfileobj(part, copy)
