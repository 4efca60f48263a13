"""Thousands of saved runs that are nearly genuine: `python -m tests.fuzz --cases 50000`.

Each case is a function of seed and number alone, so that one which went wrong comes back: `--first 1234 --cases 1`.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from demo_ui.training.desk import LiveDesk
from gan_core.base.errors import GanError
from gan_core.base.paths import CODE
from gan_core.base.runtime import Runtime
from gan_core.live.service import LiveStage
from gan_core.store.checkpoints import Registry
from tests.live_process import FakeProcess
from tests.saved import Files, smallest_files, vouched
from tests.watch import Memory, watched

REFUSALS = {"saved_wrong", "run_damaged", "checkpoint_damaged"}
OWN = Path(tempfile.gettempdir()) / "gan-theatre-run-"
VISITOR = "a visitor of the fuzz"
Rng = np.random.Generator

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 5, 17, 10**6, 2**31, 2**63, -(2**63), 10**30, 10**400),
    *(0.5, -0.5, 1.0000001, 1e-320, 1e300, -1e300, 1e308, float("nan"), float("inf"), -float("inf")),
    *("", "0", "5", "x" * 5000, "\0", "/etc/passwd", "../../../etc/passwd", "/dev/zero", "/proc/self/fd/0", "\ud800"),
    *([], {}, [[]], [None] * 2000, [0.5] * 16, [1e300] * 16, [10**400] * 16, ["x"] * 16, {"a": {"b": []}}),
    *("express", "best", "live", "snapshots/step-000001.npz", "snapshots/../spec.json", {"preset": "express"}),
)


def case(genuine: Files, rng: Rng) -> bytes:
    """A zip like the genuine one, changed in one to three ways."""
    files, vouch = dict(genuine), rng.random() < 0.8
    for _ in range(int(rng.integers(1, 4))):
        change = CHANGES[int(rng.integers(len(CHANGES)))]
        change(files, rng)
    return _packed(vouched(files) if vouch and _has_manifest(files) else files, rng)


def _has_manifest(files: Files) -> bool:
    try:
        return isinstance(json.loads(files["checkpoints/MANIFEST.json"]), dict)
    except (KeyError, ValueError, RecursionError):
        return False


def _pick(names: Any, rng: Rng) -> Any:
    names = list(names)
    return names[int(rng.integers(len(names)))]


def flipped(data: bytes, rng: Rng) -> bytes:
    """A few bytes are others, mostly near the beginning, where heads are."""
    changed = bytearray(data)
    for _ in range(int(rng.integers(1, 9)) if changed else 0):
        reach = len(changed) if rng.random() < 0.6 else min(len(changed), 200)
        changed[int(rng.integers(reach))] = int(rng.integers(256))
    return bytes(changed)


def cut(data: bytes, rng: Rng) -> bytes:
    """The end is missing, a piece is, or there is more than there should be."""
    first, last = sorted(int(i) for i in rng.integers(0, len(data) + 1, 2))
    return (data[:last], data[:first] + data[last:], data + data[first:last], data[first:] + bytes(9))[rng.integers(4)]


def flip(files: Files, rng: Rng) -> None:
    name = _pick(files, rng)
    files[name] = flipped(files[name], rng)


def shorten(files: Files, rng: Rng) -> None:
    name = _pick(files, rng)
    files[name] = cut(files[name], rng)


def drop(files: Files, rng: Rng) -> None:
    if len(files) > 1:
        del files[_pick(files, rng)]


def rename(files: Files, rng: Rng) -> None:
    name = _pick(files, rng)
    steps = f"checkpoints/live/snapshots/step-{int(rng.integers(10**6)):06d}.npz"
    odd = ("../a", "/etc/a", "record/../a", "state.npz/a", "checkpoints/live/a.npz", steps, name.upper(), name + " ")
    files[_pick(odd, rng)] = files.pop(name)


def swap(files: Files, rng: Rng) -> None:
    one, other = _pick(files, rng), _pick(files, rng)
    files[one], files[other] = files[other], files[one]


def replace_values(files: Files, rng: Rng) -> None:
    """Values of a JSON file are others, are gone, or come with another name."""
    name = _pick((n for n in files if n.endswith(".json")), rng) if any(n.endswith(".json") for n in files) else None
    if name is None:
        return
    try:
        value = json.loads(files[name])
    except (ValueError, RecursionError):
        return
    for _ in range(int(rng.integers(1, 4))):
        _replace(value, rng)
    files[name] = json.dumps(value).encode("utf-8", "surrogatepass")


def _replace(value: Any, rng: Rng) -> None:
    """Walk down to a random place, and put something odd there."""
    while isinstance(value, dict | list) and value:
        key = _pick(value if isinstance(value, dict) else range(len(value)), rng)
        if isinstance(value[key], dict | list) and value[key] and rng.random() < 0.9:
            value = value[key]
            continue
        what = int(rng.integers(6))
        if what == 0:
            del value[key]
        elif what == 1 and isinstance(value, list):
            value.extend(value[: int(rng.integers(1, 500))])
        elif what == 2 and isinstance(value, dict):
            value[_pick(("__class__", "file", "path", "", "kind", "step"), rng)] = deepcopy(_pick(ODD, rng))
        elif what == 3 and isinstance(value[key], int | float) and abs(value[key]) < 1e9:
            value[key] = value[key] * float(rng.normal(1, 2)) + float(rng.normal())
        else:
            value[key] = deepcopy(_pick(ODD, rng))
        return


def nest(files: Files, rng: Rng) -> None:
    """JSON that is very deep, or long."""
    texts = (b"[" * 50_000, b'{"a":' * 50_000, b"[" + b"{}," * 300_000 + b"{}]", b"9" * 50_000, b"\xff\xfe", b'"')
    jsons = [name for name in files if name.endswith(".json")]
    if jsons:
        files[_pick(jsons, rng)] = _pick(texts, rng)


def rearrange(files: Files, rng: Rng) -> None:
    """An npz whose members are changed as those of the run are, but whose checksums are right."""
    npzs = [name for name in files if name.endswith(".npz")]
    if not npzs:
        return
    name = _pick(npzs, rng)
    try:
        with zipfile.ZipFile(io.BytesIO(files[name])) as archive:
            members = {member: archive.read(member) for member in archive.namelist()}
    except Exception:  # it was changed before
        return
    for _ in range(int(rng.integers(1, 3))):
        if members:
            _pick((flip, shorten, drop, swap, rename, retype), rng)(members, rng)
    files[name] = _packed(members, rng)


def retype(files: Files, rng: Rng) -> None:
    """The head of an array says something else."""
    name = _pick(files, rng)
    olds = (b"'<f2'", b"'<f4'", b"False", b"(", b",)", b"'shape'", b"'descr'", b"\x01\x00")
    news = (b"'|O' ", b"'<f8'", b"True ", b"(9", b",9)", b"'<U9'", b"'V'", b"\x02\x00", b"(-1,", b"(999999999,")
    files[name] = files[name].replace(_pick(olds, rng), _pick(news, rng), 1)


CHANGES: tuple[Callable[[Files, Rng], None], ...] = (
    *(replace_values,) * 6,
    *(rearrange,) * 3,
    *(flip, flip, shorten, drop, rename, swap, nest),
)


def _packed(files: Files, rng: Rng) -> bytes:
    """A zip; now and then with a member twice, compressed, damaged or cut off."""
    compression = zipfile.ZIP_DEFLATED if rng.random() < 0.03 else zipfile.ZIP_STORED
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", compression) as archive:
        warnings.simplefilter("ignore")  # that a name comes twice is what is wanted
        for name, data in files.items():
            archive.writestr(name.replace("\0", "") or "a", data)
            if rng.random() < 0.01:
                archive.writestr(name, data)
    data = buffer.getvalue()
    if rng.random() < 0.1:
        data = flipped(data, rng)
    return cut(data, rng) if rng.random() < 0.05 else data


@dataclass
class Found:
    """What came of the cases: refused and accepted by code, what should never be, the longest time, the most memory."""

    codes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0


def fuzz(cases: int, seed: int = 0, first: int = 0, every: int = 0) -> Found:
    """Hand in `cases` saved runs from number `first` on; `every` so many, say how far it is."""
    found = Found()
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        genuine = smallest_files(patch, Path(folder) / "genuine")
        _hand_in(_packed(genuine, np.random.default_rng(0)), Path(folder), deep=True)  # imports come before watching
        memory = Memory()
        for i in range(first, first + cases):
            data = case(genuine, np.random.default_rng([seed, i]))
            began = time.perf_counter()
            try:
                found.codes[_hand_in(data, Path(folder), deep=i % 10 == 0)] += 1
            except Exception as fault:  # each of them would be a 500
                found.faults.append(f"case {i}: {type(fault).__name__}: {fault}"[:300])
            found.seconds = max(found.seconds, time.perf_counter() - began)
            if every and (i + 1 - first) % every == 0:
                print(i + 1 - first, dict(found.codes), f"{len(found.faults)} faults,", end=" ")
                print(f"{memory.above:.0f} MB, {found.seconds:.2f} s the longest", flush=True)
        found.megabytes = memory.above
    return found


def _hand_in(data: bytes, folder: Path, *, deep: bool) -> str:
    """Load it as the page does; returns the code that a visitor is told, or "accepted"."""
    stage = LiveStage(Registry(folder), spawn=FakeProcess, every=None)
    desk = LiveDesk(stage, Runtime(lambda: None))  # type: ignore[arg-type,return-value]
    asked = {"visitor": VISITOR, "data": base64.b64encode(data).decode()}
    with watched() as seen:
        try:
            desk.live_load(asked)
            told = "accepted"
        except GanError as fault:
            told = fault.code
            assert told in REFUSALS, told
            for word in (tempfile.gettempdir() + "/", str(CODE)):
                assert word not in str(fault).replace("'/etc/a'", ""), str(fault)
        elsewhere = [p for p in seen.outside(OWN, folder) if not p.startswith(_desk_folder())]
    assert not elsewhere and not seen.programs, (elsewhere, seen.programs)
    if told == "accepted":
        view = desk.live_watch({"visitor": VISITOR})
        orjson.dumps(view)  # as Gradio does: it takes fewer numbers and letters than json
        for step in view["weights"]:
            stage.weights(VISITOR, step)
        if deep:
            desk.live_save({"visitor": VISITOR})
    return told


def _desk_folder() -> str:
    """Where the desk lays what was uploaded: a temporary folder of Python's own naming."""
    return str(Path(tempfile.gettempdir()) / "tmp")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    found = fuzz(arguments.cases, arguments.seed, arguments.first, every=1000)
    print(*found.faults, sep="\n")
    print(f"{sum(found.codes.values()) + len(found.faults)} cases, {len(found.faults)} faults, {dict(found.codes)}")
    print(f"most memory above rest {found.megabytes:.0f} MB, longest case {found.seconds:.2f} s")


if __name__ == "__main__":
    main()
