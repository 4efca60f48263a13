"""Weeks in short: `python -m tests.load.soak --minutes 30` (or --hours 8), which is `make soak`.

One server, as `python demo_app.py` starts it, and a crowd of all rooms that comes and goes (visitors.py): 64 drag
through the server, others play, translate, read and train. Printed is a report in Markdown; the exit code is 1 if an
answer was wrong or lost; and, from `LONG` minutes on, if a digit's p95 is above `SLOWEST`, or memory, files, threads or
sockets grow.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tests.load import servers, truth
from tests.load.visitors import Crowd, summary

WORK = {"dragging": 64, "playing": 8, "translating": 2, "reading": 4, "training": 2}
SLOWEST = 400.0  # ms, the p95 of a digit
STEEPEST = 1.0  # MB a minute
SPREAD = 8  # files, threads or sockets more than before: what visitors have open at the time
WARM = 0.4  # of the time, but ten minutes at most: what is done for the first time
LONG = 10.0  # minutes; a shorter one tells times and sizes, and judges answers alone
EVERY = 3.0  # seconds between two looks


class Look(NamedTuple):
    """The server at one time: PSS in MB, of its children too but for live training; the rest of its own process."""

    minute: float
    memory: float
    files: int
    threads: int
    sockets: int


def look(process: int, minute: float) -> Look:
    """How they are now (Linux)."""
    own = Path(f"/proc/{process}")
    links = []
    for file in (own / "fd").iterdir():
        try:
            links.append(str(file.readlink()))
        except OSError:  # closed meanwhile
            continue
    threads = sum(1 for _ in (own / "task").iterdir())
    sockets = sum(link.startswith("socket:") for link in links)
    memory = sum(_pss(one) for one in [process, *_children(process)])
    return Look(minute, memory, len(links) - sockets, threads, sockets)


def _children(process: int) -> list[int]:
    """Those that decode pictures; the one that trains comes and goes with its run."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):  # the thread has ended meanwhile
            found += [int(child) for child in (task / "children").read_text().split()]
    return [child for child in found if b"worker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


def _pss(process: int) -> float:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError("no PSS")


def slope(looks: Sequence[Look]) -> float:
    """MB a minute, the straight line through them."""
    return float(np.polyfit([one.minute for one in looks], [one.memory for one in looks], 1)[0])


def grown(looks: Sequence[Look], what: str) -> float:
    """The median of the last third minus that of the first."""
    values, third = [getattr(one, what) for one in looks], max(1, len(looks) // 3)
    return float(np.median(values[-third:]) - np.median(values[:third]))


def soak(minutes: float, visitors: int) -> int:
    """Run it, print the report; the exit code."""
    work = {**WORK, "dragging": visitors}
    with tempfile.TemporaryDirectory() as folder:
        truths = truth.digits(200)
        with servers.replicas(1, Path(folder) / "play.sqlite3") as [server]:
            assert server.process is not None
            process = server.process.pid
            crowd, looks, done = Crowd(server.url, truths, work), list[Look](), threading.Event()
            began = time.monotonic()

            def watch() -> None:
                while not done.wait(EVERY):
                    looks.append(look(process, (time.monotonic() - began) / 60))

            watching = threading.Thread(target=watch, daemon=True)
            watching.start()
            seen = crowd.run(60 * minutes)
            done.set()
            watching.join()
    warm = [one for one in looks if one.minute > min(WARM * minutes, 10)]
    found, wrong = summary(seen), [what for one in seen for what in one.wrong]
    report(minutes, work, found, looks, warm)
    print(*wrong[:20], sep="\n")
    flat = all(grown(warm, what) <= SPREAD for what in ("files", "threads", "sockets"))
    quick = found["ms"]["look"]["p95"] <= SLOWEST
    print(f"\nflat: {flat}; quick: {quick}; memory: {slope(warm):+.2f} MB a minute")
    right = not found["wrong"] and not found["lost"]
    return 0 if right and (minutes < LONG or (flat and quick and slope(warm) < STEEPEST)) else 1


def report(minutes: float, work: dict[str, int], found: dict, looks: Sequence[Look], warm: Sequence[Look]) -> None:
    """What goes into docs/performance.md."""
    load, who = os.getloadavg()[1], ", ".join(f"{count} {kind}" for kind, count in work.items())
    print(f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}, load {load:.1f} at the end of {minutes:g} minutes.")
    print(f"{sum(work.values())} visitors at a time ({who}),")
    print(f"{found['visits']} visits, {found['answers']} answers, {found['wrong']} wrong, lost: {found['lost'] or 0}.")
    print("\n| asked | n | p50 | p95 |\n|---|---|---|---|")
    for what, told in sorted(found["ms"].items()):
        print(f"| {what} | {told['n']} | {told['p50']:.0f} ms | {told['p95']:.0f} ms |")
    print(f"\n| the server | at the start | after {warm[0].minute:.1f} minutes | at the end | grown since |")
    print("|---|---|---|---|---|")
    for what in ("memory", "files", "threads", "sockets"):
        first, mid, last = (getattr(one, what) for one in (looks[0], warm[0], looks[-1]))
        print(f"| {what} | {first:.0f} | {mid:.0f} | {last:.0f} | {grown(warm, what):+.0f} |")


def _machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return f"{os.cpu_count()} threads of {model}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--hours", type=float, help="in place of --minutes")
    parser.add_argument("--visitors", type=int, default=64, help="who drag")
    asked = parser.parse_args()
    sys.exit(soak(asked.hours * 60 if asked.hours else asked.minutes, asked.visitors))
