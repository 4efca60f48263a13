"""What was tried on the way by which strangers' saved runs come in, and what must not come of it.

No path that such a file names is opened, no program is started, little memory is taken, and the answer tells nothing
of the machine.
"""

from __future__ import annotations

import io
import json
import os
import struct
import tempfile
import threading
import zipfile
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.live import loading
from gan_core.live.service import LiveStage
from gan_core.store.checkpoints import Registry
from tests.saved import Files, packed, smallest_files, vouched
from tests.watch import Memory, Seen, watched

MOST = 300  # MB above rest
OWN = Path(tempfile.gettempdir()) / "gan-theatre-run-"  # and some letters: where a run is unpacked
SPEC, MANIFEST, RUN = "checkpoints/live/spec.json", "checkpoints/MANIFEST.json", "record/run.json"
NEWEST = "checkpoints/live/snapshots/step-000004.npz"
ELSEWHERE = ["/etc/shadow", "/etc/nope", "/root", "../../..", "/proc/self/environ", "/dev/zero", "../MANIFEST.json"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        genuine = smallest_files(patch, tmp_path_factory.mktemp("saved"))
        loading.read(packed(tmp_path_factory.mktemp("warm") / "a.zip", genuine))  # what is imported on the way is
        yield genuine


def changed(files: Files, name: str, **values: object) -> Files:
    return {**files, name: json.dumps({**json.loads(files[name]), **values}).encode()}


def refused(path: Path, code: str) -> tuple[GanError, Seen]:
    """What a visitor is told; in any case no file elsewhere was touched, and no program started."""
    with watched() as seen, pytest.raises(GanError) as fault:
        loading.read(path)
    assert fault.value.code == code
    assert seen.outside(path.parent, OWN) == seen.programs == []
    told = f"{fault.value} {fault.value.details}"
    assert tempfile.gettempdir() not in told and "/etc" not in told and "gan-theatre-run-" not in told
    return fault.value, seen


def test_the_watch_sees_what_is_opened_and_started(tmp_path: Path) -> None:
    with watched() as seen:
        (tmp_path / "a").write_text("a")
        Path("/etc/hostname").exists()
        Path("/etc/passwd").read_bytes()
        os.system("true")
    assert seen.outside(tmp_path) == ["/etc/passwd"] and seen.programs


def naming(files: Files, *named: str) -> Files:
    """A spec whose snapshots lie elsewhere, and a manifest that vouches for it."""
    rows = [{"step": i, "epoch": 0.1, "file": file} for i, file in enumerate(named)]
    evil = vouched(changed(files, SPEC, snapshots=rows))
    line = {"sha256": "0" * 64, "bytes": 2**40}
    return changed(evil, MANIFEST, **{f"live/{file}": line for file in named})


def test_files_that_a_spec_names_elsewhere_are_not_opened(files: Files, tmp_path: Path) -> None:
    memory = Memory()
    told = {str(refused(packed(tmp_path / "a.zip", naming(files, f)), "checkpoint_damaged")[0]) for f in ELSEWHERE}
    assert len(told) == 1  # the answers do not tell what exists
    assert memory.above < MOST


def test_a_pipe_of_the_process_is_not_waited_for(files: Files, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    try:
        refused(packed(tmp_path / "a.zip", naming(files, f"/proc/self/fd/{reader}")), "checkpoint_damaged")
    finally:
        os.close(reader)
        os.close(writer)


def test_a_thousand_rows_that_name_one_large_file(files: Files, tmp_path: Path) -> None:
    large = {**files, NEWEST: bytes(20 * 2**20)}
    one = "snapshots/step-000004.npz"
    memory = Memory()
    refused(packed(tmp_path / "a.zip", naming(large, *[one] * 1000)), "checkpoint_damaged")
    rows = [{"step": 4, "epoch": 0.1, "file": one}] * 1000
    refused(packed(tmp_path / "b.zip", vouched(changed(large, SPEC, snapshots=rows))), "checkpoint_damaged")
    refused(packed(tmp_path / "c.zip", vouched(large)), "checkpoint_damaged")
    assert memory.above < MOST


def sheet_of(files: Files) -> tuple[int, int]:
    with Image.open(io.BytesIO(files["record/frames.webp"]), formats=["WEBP"]) as picture:
        return picture.size


def test_postscript_is_not_run(files: Files, tmp_path: Path) -> None:
    width, height = sheet_of(files)
    for program in ("{ } loop", "this is broken", "showpage"):
        eps = f"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 {width} {height}\n%%EndComments\n{program}\n%%EOF\n"
        refused(packed(tmp_path / "a.zip", {**files, "record/frames.webp": eps.encode()}), "run_damaged")


def as_file(picture: Image.Image, fmt: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, fmt)
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_sheet_of_another_format_or_size_is_not_decoded(files: Files, tmp_path: Path) -> None:
    width, height = sheet_of(files)
    large = as_file(Image.new("1", (13_300, 13_300)), "PNG")
    assert len(large) < 2**16
    canvas = (16_382).to_bytes(3, "little") * 2
    small = as_file(Image.new("L", (8, 8)), "WEBP")[12:]
    wide = b"WEBPVP8X" + struct.pack("<I4x", 10) + canvas + small
    memory = Memory()
    for sheet in (
        large,
        as_file(Image.new("L", (width, height)), "PNG"),
        as_file(Image.new("L", (width, height + 112)), "WEBP"),
        as_file(Image.new("L", (width, height)), "GIF"),
        as_file(Image.new("L", (width, height)), "TIFF"),
        b"RIFF" + struct.pack("<I", len(wide)) + wide,
    ):
        refused(packed(tmp_path / "a.zip", {**files, "record/frames.webp": sheet}), "run_damaged")
    assert memory.above < MOST


@pytest.mark.parametrize("sheet", [{"columns": 119}, {"tile": 10**9}, {"count": 10**9}, {"columns": 10**300}])
def test_a_sheet_that_no_run_has(files: Files, tmp_path: Path, sheet: dict[str, int]) -> None:
    honest = json.loads(files[RUN])["sheet"]
    refused(packed(tmp_path / "a.zip", changed(files, RUN, sheet={**honest, **sheet})), "run_damaged")


def npz(head: str, data: bytes = b"", name: str = "generator/000.npy") -> bytes:
    """An npz of one array, as `head` describes it."""
    text = head.encode() + b"\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data)
    return buffer.getvalue()


def again(data: bytes, replace: dict[str, bytes | None], compression: int = zipfile.ZIP_STORED) -> bytes:
    """An npz with members replaced, or taken away."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", compression) as new:
        for name in {**dict.fromkeys(old.namelist()), **replace}:
            content = replace.get(name, old.read(name) if name in old.namelist() else b"")
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def array(values: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values, allow_pickle=True)
    return buffer.getvalue()


@pytest.mark.parametrize("name", [NEWEST, "state.npz"])
def test_arrays_that_are_not_those_of_the_recipe(files: Files, tmp_path: Path, name: str) -> None:
    code = "saved_wrong" if name == "state.npz" else "checkpoint_damaged"
    genuine = files[name]
    with zipfile.ZipFile(io.BytesIO(genuine)) as archive:
        first = next(member for member in archive.namelist() if member != "header.npy")
        honest = np.load(io.BytesIO(archive.read(first)))
    huge = "{'descr': '<f2', 'fortran_order': False, 'shape': (1000000, 1000000), }"
    for data in (
        npz(huge),
        npz("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"cos\nsystem\n(S'true'\ntR."),
        npz("(" * 5000),
        npz("{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (1,), }"),
        again(genuine, {first: array(np.asfortranarray(np.ones((4, 3), honest.dtype)))}),
        again(genuine, {first: array(honest[:-1])}),
        again(genuine, {first: array(honest.astype(np.float64))}),
        again(genuine, {first: array(np.array([{}], object))}),
        again(genuine, {first: array(np.zeros(2, [("a", "<f4")]))}),
        again(genuine, {first: array(honest) + b"more"}),
        again(genuine, {first: None}),
        again(genuine, {"more.npy": array(honest)}),
        again(genuine, {"generator/001000.npy": array(honest)}),
        again(genuine, {}, zipfile.ZIP_DEFLATED),
        again(genuine, {first: array(np.zeros(10**7))}, zipfile.ZIP_DEFLATED),
        genuine[: len(genuine) // 2],
        genuine + b"PK",
    ):
        refused(packed(tmp_path / "a.zip", vouched({**files, name: data})), code)


def test_a_directory_of_a_million_entries_is_not_read(tmp_path: Path) -> None:
    count = 1_000_000
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 16)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, count * len(entry), 0, 0)
    path = tmp_path / "a.zip"
    path.write_bytes(entry * count + end)
    memory = Memory()
    refused(path, "saved_wrong")
    assert memory.above < MOST


def test_members_that_lie_upon_each_other_or_come_twice(files: Files, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", files)
    with zipfile.ZipFile(path, "a") as archive:
        twin = archive.getinfo(RUN)
        archive.filelist.append(twin)
        archive._didModify = True  # type: ignore[attr-defined]
    refused(path, "saved_wrong")
    path = packed(tmp_path / "b.zip", {NEWEST: bytes(20 * 2**20)})
    with zipfile.ZipFile(path, "a") as archive:
        for i in range(9):
            twin = copy(archive.getinfo(NEWEST))
            twin.filename = f"checkpoints/live/snapshots/step-00001{i}.npz"
            archive.filelist.append(twin)
        archive._didModify = True  # type: ignore[attr-defined]
    refused(path, "saved_wrong")


def test_json_that_no_number_holds(files: Files, tmp_path: Path) -> None:
    for text in (b"1" + b"0" * 400, b"1" + b"0" * 5000, b"1e999", b"NaN", b"-1", b"true", b'"1"', b"[" * 100_000):
        run = files[RUN].replace(b'"n_real": 50', b'"n_real": ' + text, 1)
        assert run != files[RUN]
        refused(packed(tmp_path / "a.zip", {**files, RUN: run}), "run_damaged")


def test_one_saved_run_is_read_at_a_time(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    began, go = threading.Event(), threading.Event()
    read = loading.read

    def slowly(path: Path) -> loading.Saved:
        began.set()
        go.wait()
        return read(path)

    monkeypatch.setattr(loading, "read", slowly)
    path, stage = packed(tmp_path / "a.zip", files), LiveStage(Registry(tmp_path), every=None)
    first = threading.Thread(target=stage.load, args=("a", path))
    first.start()
    began.wait()
    with pytest.raises(GanError) as fault:
        stage.load("b", path)
    go.set()
    first.join()
    assert fault.value.code == "live_loading" and stage.watch("a")["owner"]


def test_a_run_as_large_as_they_may_be(files: Files, tmp_path: Path) -> None:
    """400 snapshots, the most that a run keeps."""
    run = json.loads(files[RUN])
    first, count = run["snapshots"][0], 400
    run["snapshots"] = [{**first, "step": step} for step in range(count)]
    run["sheet"]["count"] = count
    rng = np.random.default_rng(0)
    sheet = io.BytesIO()
    tiles = rng.integers(0, 256, (count // 8 * 112, 8 * 112), np.uint8)
    Image.fromarray(tiles).save(sheet, "WEBP", lossless=True, method=0, quality=0)
    whole = {**files, RUN: json.dumps(run).encode(), "record/frames.webp": sheet.getvalue()}
    path, stage = packed(tmp_path / "a.zip", whole), LiveStage(Registry(tmp_path), every=None)
    memory = Memory()
    stage.load("a", path)
    assert len(stage.watch("a")["snapshots"]) == count
    assert memory.above < MOST


@pytest.fixture
def registry(files: Files, tmp_path: Path) -> Registry:
    """The checkpoint of the saved run, on disk."""
    for name, data in files.items():
        if name.startswith("checkpoints/"):
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return Registry(tmp_path / "checkpoints")


def damaged(registry: Registry, step: int | None = 4) -> str:
    with pytest.raises(GanError) as fault:
        registry.load("live", step)
    assert fault.value.code == "checkpoint_damaged"
    assert str(registry.root.parent) not in str(fault.value)
    return str(fault.value)


@pytest.mark.parametrize("name", ["snapshots/step-000004.npz", "spec.json", "../MANIFEST.json"])
def test_a_registry_follows_no_link_and_waits_for_no_pipe(registry: Registry, tmp_path: Path, name: str) -> None:
    place = registry.root / "live" / name
    kept = place.read_bytes()
    (tmp_path / "outside").write_bytes(kept)
    for target in (tmp_path / "outside", "/dev/zero"):
        place.unlink()
        place.symlink_to(target)
        damaged(registry)
    place.unlink()
    os.mkfifo(place)
    damaged(registry)
    place.unlink()
    place.mkdir()
    damaged(registry)
    place.rmdir()
    place.write_bytes(kept)
    assert registry.load("live", 4)


def test_a_registry_follows_no_link_to_a_folder(registry: Registry, tmp_path: Path) -> None:
    folder = registry.root / "live" / "snapshots"
    folder.rename(tmp_path / "outside")
    folder.symlink_to(tmp_path / "outside")
    damaged(registry)
    (registry.root / "live").rename(tmp_path / "whole")
    (registry.root / "live").symlink_to(tmp_path / "whole")
    damaged(registry, None)


def test_no_more_is_read_than_the_manifest_says(registry: Registry) -> None:
    place = registry.root / "live" / "weights.npz"
    os.truncate(place, 2**40)  # a hole: it takes no room
    memory = Memory()
    damaged(registry, None)
    assert memory.above < MOST


def test_a_manifest_takes_no_file_elsewhere_away(registry: Registry, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    manifest = json.loads((registry.root / "MANIFEST.json").read_text())
    manifest |= {name: {} for name in ("live/../../victim.txt", f"live/{victim}", "live//victim.txt")}
    (registry.root / "MANIFEST.json").write_text(json.dumps(manifest))
    registry.save("live", {"generator": [np.ones(3)]}, {"kind": "dcgan"}, afresh=True)
    assert victim.read_text() == "mine"
    with pytest.raises(ValueError):
        registry.write("live", {"../../victim.txt": b"yours"})
    assert victim.read_text() == "mine"
