"""Retries writing answers: what cannot be written to the database now waits in memory until it can."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any, NamedTuple

from gan_core.base.errors import GanError
from gan_core.play.results import ResultsFile
from gan_core.play.rounds import Answer

AGAIN = 5.0  # seconds after which a file that could not be written is tried again
MOST_WAITING = 50_000  # answers, of about 400 bytes each
FRESH = 1.0  # seconds for which everybody's answers are read once

_log = logging.getLogger(__name__)


class Trouble(NamedTuple):
    """Why answers are not written: the fault, how many wait, and how many were too many to wait."""

    fault: GanError
    waiting: int
    lost: int


class Keeper:
    """Answers on their way to the file; for any thread.

    `keep` returns when its answer is on the disk, or waits in memory because that failed. Threads that come while
    one writes have their answers written by the next one together: a thousand at once cost a few writes.
    """

    def __init__(self, file: ResultsFile, again: float = AGAIN) -> None:
        self._file = file
        self._again = again
        self._waiting: deque[Answer] = deque()
        self._fault: GanError | None = None
        self._lost = 0
        self._next_try = 0.0
        self._timer: threading.Timer | None = None
        self._writing = threading.Lock()  # held while the file is used
        self._counted: tuple[float, list[dict[str, Any]]] = (float("-inf"), [])

    @classmethod
    def of(cls, path: Path | None) -> Keeper | None:
        """The keeper of the file at `path`, which tries a last time when the program ends; None keeps nothing."""
        if path is None:
            return None
        keeper = cls(ResultsFile(path))
        atexit.register(keeper.close)
        return keeper

    def keep(self, answer: Answer) -> None:
        """Keep one answer; raises nothing."""
        self._waiting.append(answer)
        self._write()

    @property
    def trouble(self) -> Trouble | None:
        """Why answers wait; None if none do."""
        fault, waiting = self._fault, len(self._waiting)
        return Trouble(fault, waiting, self._lost) if fault is not None and (waiting or self._lost) else None

    def counted(self) -> list[dict[str, Any]]:
        """Everybody's answers so far, as `ResultsFile.counted`, a moment old."""
        with self._writing:
            until, counts = self._counted
            if time.monotonic() < max(until, self._next_try):
                return counts
            try:
                counts = self._file.counted()
            except GanError as fault:
                if fault.code != "results_missing":  # nobody has played yet
                    self._failed(fault)
            self._counted = time.monotonic() + FRESH, counts
            return counts

    def close(self) -> None:
        """Try to write what is waiting, and close the file; logs what could not be written."""
        self._write(now=True)
        with self._writing:
            if self._timer is not None:
                self._timer.cancel()
            self._file.close()
            if self._waiting:
                _log.error("%d answers could not be written and are lost with this program", len(self._waiting))

    def _write(self, now: bool = False) -> None:
        """Write what waits, unless that failed a moment ago."""
        with self._writing:
            if not self._waiting or (not now and time.monotonic() < self._next_try):
                self._bound()
                return
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            try:
                self._file.add(batch)
            except GanError as fault:
                self._waiting.extendleft(reversed(batch))
                self._failed(fault)
                self._bound()
                return
            self._fault, self._next_try = None, 0.0

    def _failed(self, fault: GanError) -> None:
        if self._fault is None or self._fault.code != fault.code:
            _log.warning("%s Answers wait in memory until it can be written.", fault)
        self._fault = fault
        self._next_try = time.monotonic() + self._again
        if self._timer is None or not self._timer.is_alive():
            self._timer = threading.Timer(self._again, self._try_again)
            self._timer.daemon = True
            self._timer.start()

    def _try_again(self) -> None:
        with self._writing:
            self._timer = None  # so that a failure sets a new one
        if self._waiting:
            self._write(now=True)
        else:
            self._fault = None

    def _bound(self) -> None:
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popleft()
            self._lost += 1
