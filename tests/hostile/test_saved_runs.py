"""Files that lie in the folder of saved runs: what is none is told in one line, left out, and does nothing else."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from copy import copy
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_core.store.saved_runs import gather
from tests.saved import Files, packed, saved_files
from tests.watch import Memory, watched

MOST = 300  # MB above rest
RUN, SHEET = "record/run.json", "record/frames.webp"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What a saved run holds."""
    found = saved_files(tmp_path_factory.mktemp("saved"))
    folder = tmp_path_factory.mktemp("warm")  # what is imported on the way is
    assert gather(packed(folder / "a.zip", found).parent, folder / "out")[1] == []
    return found


def refused(path: Path, code: str) -> None:
    """It is told by its name, no file elsewhere was touched, no program was started, and nothing of it is left."""
    out = path.parent / "out"
    with watched() as seen:
        runs, faults = gather(path.parent, out)
    assert runs == [] and [fault.code for fault in faults] == [code]
    assert seen.outside(path.parent) == seen.programs == []
    assert faults[0].details["path"] == path.name and str(path.parent) not in str(faults[0])
    assert list(out.iterdir()) == []


def changed(files: Files, **values: object) -> Files:
    return {**files, RUN: json.dumps({**json.loads(files[RUN]), **values}).encode()}


def test_only_the_record_is_taken(files: Files, tmp_path: Path) -> None:
    more = {"../evil": b"", "/etc/evil": b"", "record/../../evil": b"", "record/evil.pkl": b""}
    packed(tmp_path / "a.zip", {**files, **more})
    runs, faults = gather(tmp_path, tmp_path / "out")
    assert (len(runs), faults) == (1, [])
    assert {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()} == {
        "a.zip",
        *(f"out/saved-a/{name}" for name in ("run.json", "frames.webp", "training.gif")),
    }


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.99])
def test_a_file_that_is_cut_off(files: Files, tmp_path: Path, kept: float) -> None:
    path = packed(tmp_path / "a.zip", files)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    refused(path, "saved_wrong")


def test_what_unpacks_to_more_than_it_looks_or_is_too_large(files: Files, tmp_path: Path) -> None:
    memory = Memory()
    bomb = {**files, "state.npz": bytes(50 * 2**20)}
    refused(packed(tmp_path / "a.zip", bomb, zipfile.ZIP_DEFLATED), "saved_wrong")
    refused(packed(tmp_path / "a.zip", {**files, RUN: b" " * (5 * 2**20)}), "saved_wrong")
    assert memory.above < MOST


def test_a_directory_of_a_million_entries_is_not_read(tmp_path: Path) -> None:
    count = 1_000_000
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 16)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, count * len(entry), 0, 0)
    (tmp_path / "a.zip").write_bytes(entry * count + end)
    memory = Memory()
    refused(tmp_path / "a.zip", "saved_wrong")
    assert memory.above < MOST


def test_members_that_lie_upon_each_other_or_come_twice(files: Files, tmp_path: Path) -> None:
    for name in (RUN, "record/more"):
        path = packed(tmp_path / "a.zip", {**files, "state.npz": bytes(2**20)})
        with zipfile.ZipFile(path, "a") as archive:
            for i in range(9):
                twin = copy(archive.getinfo(RUN if name == RUN else "state.npz"))
                twin.filename = name if name == RUN else f"{name}{i}"
                archive.filelist.append(twin)
            archive._didModify = True  # type: ignore[attr-defined]
        refused(path, "saved_wrong")


def test_json_that_no_number_holds(files: Files, tmp_path: Path) -> None:
    for text in (b"1" + b"0" * 400, b"1" + b"0" * 5000, b"1e999", b"NaN", b"-1", b"true", b'"1"', b"[" * 100_000):
        run = files[RUN].replace(b'"n_real": 50', b'"n_real": ' + text, 1)
        assert run != files[RUN]
        refused(packed(tmp_path / "a.zip", {**files, RUN: run}), "run_damaged")


def as_file(picture: Image.Image, fmt: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, fmt)
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_sheet_of_another_format_or_size_is_not_decoded(files: Files, tmp_path: Path) -> None:
    with Image.open(io.BytesIO(files[SHEET])) as picture:
        width, height = picture.size
    eps = f"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 {width} {height}\n%%EndComments\n{{ }} loop\n%%EOF\n"
    small = as_file(Image.new("L", (8, 8)), "WEBP")[12:]
    wide = b"WEBPVP8X" + struct.pack("<I4x", 10) + (16_382).to_bytes(3, "little") * 2 + small
    memory = Memory()
    for sheet in (
        eps.encode(),
        as_file(Image.new("1", (13_300, 13_300)), "PNG"),
        as_file(Image.new("L", (width, height)), "PNG"),
        as_file(Image.new("L", (width, height + 112)), "WEBP"),
        as_file(Image.new("L", (width, height)), "TIFF"),
        b"RIFF" + struct.pack("<I", len(wide)) + wide,
    ):
        refused(packed(tmp_path / "a.zip", {**files, SHEET: sheet}), "run_damaged")
    assert memory.above < MOST


@pytest.mark.parametrize("sheet", [{"columns": 119}, {"tile": 10**9}, {"count": 10**9}, {"columns": 10**300}])
def test_a_sheet_that_no_run_has(files: Files, tmp_path: Path, sheet: dict[str, int]) -> None:
    honest = json.loads(files[RUN])["sheet"]
    refused(packed(tmp_path / "a.zip", changed(files, sheet={**honest, **sheet})), "run_damaged")


def test_a_run_as_large_as_they_may_be(files: Files, tmp_path: Path) -> None:
    """400 snapshots, the most that a live run keeps."""
    run, count = json.loads(files[RUN]), 400
    rows = [{**run["snapshots"][0], "step": step} for step in range(count)]
    tiles = np.random.default_rng(0).integers(0, 256, (count // 8 * 112, 8 * 112), np.uint8)
    sheet = io.BytesIO()
    Image.fromarray(tiles).save(sheet, "WEBP", lossless=True, method=0, quality=0)
    whole = changed(
        files,
        snapshots=rows,
        sheet={**run["sheet"], "count": count},
        sheet_sha256=hashlib.sha256(sheet.getvalue()).hexdigest(),
    )
    packed(tmp_path / "a.zip", {**whole, SHEET: sheet.getvalue()})
    memory = Memory()
    (found,), faults = gather(tmp_path, tmp_path / "out")
    assert len(found.snapshots) == count and faults == []
    assert memory.above < MOST
