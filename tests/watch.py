"""What a piece of code does to the machine: files that it opens, programs that it starts, memory that it takes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")
FILES = (
    "open",
    *(f"os.{name}" for name in ["listdir", "scandir", "mkdir", "remove", "rename", "truncate", "symlink", "link"]),
)


@dataclass
class Seen:
    """Absolute paths that were touched, and programs that were started."""

    paths: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)

    def outside(self, *places: Path) -> list[str]:
        """The paths that lie in none of these folders; modules that Python itself reads do not count."""
        inside = tuple(str(place.resolve()) for place in places)
        return [p for p in self.paths if not p.startswith(inside) and not p.endswith((".py", ".pyc", ".so"))]


_seen: Seen | None = None


def _hook(event: str, values: tuple[Any, ...]) -> None:
    if _seen is None:
        return
    if event in PROGRAMS:
        _seen.programs.append(str(values[0]))
    elif event in FILES and isinstance(values[0], str | bytes | os.PathLike):
        name = os.fsdecode(values[0])
        if "/" in name or ".." in name:  # one word alone belongs to a folder that is open already
            _seen.paths.append(os.path.abspath(name))  # noqa: PTH100  (a hook that resolves links would call itself)


sys.addaudithook(_hook)  # it cannot be taken away again: so it looks only while somebody asks


@contextmanager
def watched() -> Iterator[Seen]:
    """What happens inside, in all threads."""
    global _seen
    _seen = seen = Seen()
    try:
        yield seen
    finally:
        _seen = None


class Memory:
    """The most that the process took since it was made, above what it had then, in MB. Linux alone tells it."""

    def __init__(self) -> None:
        try:
            Path("/proc/self/clear_refs").write_text("5")
        except OSError:
            pytest.skip("this system does not tell the most memory that a process took")
        self._before = _status("VmRSS")

    @property
    def above(self) -> float:
        """Megabytes."""
        return (_status("VmHWM") - self._before) / 1024


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
