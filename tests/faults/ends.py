"""Ends from outside: a process that is killed while it works, a disk that is full at its n-th write."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gan_core.base.errors import GanError
from tests.faults.work import KINDS
from tests.unit.base.full_disk import full_after

LONGEST = 600.0  # seconds that one work may take
LIMIT = 1000  # writes, of which no work here needs as many


@dataclass
class Ends:
    """What was found: after how many ends, in which states, what was half, and what is left over at last."""

    count: int = 0
    states: Counter[str] = field(default_factory=Counter)
    half: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def look(self, name: str, folder: Path) -> None:
        """Read what is there after one more end."""
        self.count += 1
        try:
            self.states[KINDS[name].check(folder)] += 1
        except AssertionError as fault:
            self.half.append(str(fault))


def killed(name: str, folder: Path, times: int, seed: int) -> Ends:
    """Let a child process work, and kill it after a random part of the time that it takes undisturbed."""
    found, rng = Ends(), np.random.default_rng([seed, len(name)])
    whole, turn = LONGEST, 0
    while found.count < times:
        begun = time.perf_counter()
        if _in_child(name, folder, turn, LONGEST if turn == 0 else rng.uniform(0, whole)):
            found.look(name, folder)
        else:
            whole = min(whole, time.perf_counter() - begun)
        turn += 1
    KINDS[name].work(folder, turn + 1)
    assert KINDS[name].check(folder) == "whole"
    found.left = [str(path.relative_to(folder)) for path in folder.rglob("*") if ".part" in path.name]
    return found


def _in_child(name: str, folder: Path, turn: int, seconds: float) -> bool:
    """Work in a copy of this process; whether it was killed, after so long, before it was done."""
    child = os.fork()
    if child == 0:
        try:
            sink = os.open(os.devnull, os.O_WRONLY)
            os.dup2(sink, 1)
            os.dup2(sink, 2)
            KINDS[name].work(folder, turn)
        except BaseException:  # pragma: no cover
            os._exit(1)
        os._exit(0)
    end, done, status = time.perf_counter() + seconds, 0, 0
    while not done and time.perf_counter() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        time.sleep(0.001)
    if not done:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"{name} fails by itself"
    return os.WIFSIGNALED(status)


def filled_up(name: str, folder: Path) -> Ends:
    """Work on a disk that is full at the first write, at the second, and so on until it is large enough."""
    found = Ends()
    KINDS[name].work(folder, 0)
    for count in range(LIMIT):
        with full_after(count) as disk:
            try:
                KINDS[name].work(folder, count + 1)
            except GanError as fault:
                if fault.code != "disk_full":
                    found.half.append(f"told as {fault.code}")
            except OSError as fault:
                found.half.append(f"a fault in no words: {fault!r}")
        if not disk.full:
            break
        found.look(name, folder)
        left = [path.name for path in folder.rglob("*") if ".part" in path.name]
        found.left += left
    return found
