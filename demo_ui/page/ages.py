"""Ages of files by a clock that only grows: the system's may be set an hour back or forth while the app runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path


class Ages:
    """How long files have been as they are: since they were first looked at with their present size and time of change.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._known: dict[Path, tuple[float, tuple[int, int]]] = {}  # since when, and as what

    def of(self, paths: Iterable[Path]) -> dict[Path, tuple[float, int]]:
        """Age in seconds and size in bytes of those files of `paths` that are there; of no others is anything known
        then."""
        told = {path: found for path in paths if (found := _told(path)) is not None}
        with self._lock:
            now, before, self._known = self._clock(), self._known, {}
            for path, (size, changed) in told.items():
                since, as_what = before.get(path, (now, None))
                self._known[path] = (since if as_what == (size, changed) else now), (size, changed)
            return {path: (now - since, size) for path, (since, (size, _)) in self._known.items()}


def _told(path: Path) -> tuple[int, int] | None:
    """Its size and its time of change, which is a mark here and not a time; None where there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_ctime_ns
