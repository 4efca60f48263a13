"""Checkpoints from anybody: no file elsewhere is opened, little memory is taken, nothing is unpickled."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.store.checkpoints import Registry
from tests.saved import Files, saved_files, vouched
from tests.watch import Memory, watched

MOST = 300  # MB above rest
SPEC, MANIFEST = "checkpoints/live/spec.json", "checkpoints/MANIFEST.json"
NEWEST = "checkpoints/live/snapshots/step-000004.npz"
ELSEWHERE = ["/etc/shadow", "/etc/nope", "/root", "../../..", "/proc/self/environ", "/dev/zero", "../MANIFEST.json"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What a saved run holds."""
    return saved_files(tmp_path_factory.mktemp("saved"))


def test_the_watch_sees_what_is_opened_and_started(tmp_path: Path) -> None:
    with watched() as seen:
        (tmp_path / "a").write_text("a")
        Path("/etc/hostname").exists()
        Path("/etc/passwd").read_bytes()
        os.system("true")
    assert seen.outside(tmp_path) == ["/etc/passwd"] and seen.programs


def written(files: Files, folder: Path) -> Registry:
    """The checkpoint of the saved run, on disk."""
    for name, data in files.items():
        if name.startswith("checkpoints/"):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return Registry(folder / "checkpoints")


@pytest.fixture
def registry(files: Files, tmp_path: Path) -> Registry:
    return written(files, tmp_path)


def damaged(registry: Registry, step: int | None = 4) -> str:
    with watched() as seen, pytest.raises(GanError) as fault:
        registry.load("live", step)
    assert fault.value.code == "checkpoint_damaged"
    assert seen.outside(registry.root) == seen.programs == []
    assert str(registry.root.parent) not in str(fault.value)
    return str(fault.value)


def naming(files: Files, *named: str) -> Files:
    """A spec whose snapshots lie elsewhere, and a manifest that vouches for it."""
    rows = [{"step": i, "epoch": 0.1, "file": file} for i, file in enumerate(named)]
    evil = vouched({**files, SPEC: json.dumps({**json.loads(files[SPEC]), "snapshots": rows}).encode()})
    line = {"sha256": "0" * 64, "bytes": 2**40}
    manifest = {**json.loads(evil[MANIFEST]), **{f"live/{file}": line for file in named}}
    return {**evil, MANIFEST: json.dumps(manifest).encode()}


def test_files_that_a_spec_names_elsewhere_are_not_opened(files: Files, tmp_path: Path) -> None:
    memory = Memory()
    told = {damaged(written(naming(files, name), tmp_path), 0) for name in ELSEWHERE}
    assert len(told) == 1  # the answers do not tell what exists
    assert memory.above < MOST


def test_a_pipe_of_the_process_is_not_waited_for(files: Files, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    try:
        damaged(written(naming(files, f"/proc/self/fd/{reader}"), tmp_path), 0)
    finally:
        os.close(reader)
        os.close(writer)


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


def test_arrays_that_are_none(files: Files, tmp_path: Path) -> None:
    genuine = files[NEWEST]
    with zipfile.ZipFile(io.BytesIO(genuine)) as archive:
        first = archive.namelist()[0]
        honest = np.load(io.BytesIO(archive.read(first)))
    huge = "{'descr': '<f2', 'fortran_order': False, 'shape': (1000000, 1000000), }"
    for data in (
        npz(huge),
        npz("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"cos\nsystem\n(S'true'\ntR."),
        npz("(" * 5000),
        npz("{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (1,), }"),
        again(genuine, {first: array(np.asfortranarray(np.ones((4, 3), honest.dtype)))}),
        again(genuine, {first: array(honest.astype(np.float64))}),
        again(genuine, {first: array(np.array([{}], object))}),
        again(genuine, {first: array(np.zeros(2, [("a", "<f4")]))}),
        again(genuine, {first: array(honest) + b"more"}),
        again(genuine, {"more.npy": array(honest)}),
        again(genuine, {"generator/001000.npy": array(honest)}),
        again(genuine, {}, zipfile.ZIP_DEFLATED),
        again(genuine, {first: array(np.zeros(10**7))}, zipfile.ZIP_DEFLATED),
        genuine[: len(genuine) // 2],
        genuine + b"PK",
    ):
        damaged(written(vouched({**files, NEWEST: data}), tmp_path))


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
    with pytest.raises(ValueError, match="no name of a file"):
        registry.write("live", {"../../victim.txt": b"yours"})
    assert victim.read_text() == "mine"
