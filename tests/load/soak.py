"""Weeks in short: `python -m tests.load.soak --minutes 30` (or --hours 8), which is `make soak`.

One server, as `python demo_app.py` starts it, and a crowd of all rooms that comes and goes (visitors.py): 64 drag
through the server, others play, translate, read and train. Printed is a report in Markdown, which ends with what was
aimed at; the exit code is 1 if some of that is missed: before `LONG` minutes right answers alone are asked for.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
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
STEEPEST = 1.0  # MB a minute, of its own pages
SPREAD = 8  # files, threads or sockets more than before: what visitors have open at the time
WARM = 0.4  # of the time, but ten minutes at most: what is done for the first time
LONG = 10.0  # minutes; a shorter one tells times and sizes, and judges answers alone
EVERY = 3.0  # seconds between two looks
SEED = 1
NAMES = {"memory": "memory (PSS), MB", "own": "of that its own pages, MB"}


class Look(NamedTuple):
    """The server at one time: memory in MB, of its children too but for live training; the rest of its own process.

    Attributes:
        memory: its share of all pages (PSS), libraries included, of which it has less while others use them as well.
        own: those of no file, which alone can grow without end.
    """

    minute: float
    memory: float
    own: float
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
    shares = [_shares(one) for one in [process, *_children(process)]]
    memory, own = (sum(share.get(what, 0.0) for share in shares) for what in ("Pss", "Pss_Anon"))
    return Look(minute, memory, own, len(links) - sockets, threads, sockets)


def _children(process: int) -> list[int]:
    """Those that decode pictures; the one that trains comes and goes with its run."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):  # the thread has ended meanwhile
            found += [int(child) for child in (task / "children").read_text().split()]
    return [child for child in found if b"worker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


def _shares(process: int) -> dict[str, float]:
    lines = (line.split() for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:])
    return {name.rstrip(":"): int(kilobytes) / 1024 for name, kilobytes, _ in lines}


def slope(looks: Sequence[Look], what: str) -> float:
    """How much of it comes a minute: the straight line through them."""
    return float(np.polyfit([one.minute for one in looks], [getattr(one, what) for one in looks], 1)[0])


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
            crowd, looks, done = Crowd(server.url, truths, work, seed=SEED), list[Look](), threading.Event()
            began = time.monotonic()

            def watch() -> None:
                while not done.wait(EVERY):
                    with suppress(OSError):  # a child has ended meanwhile
                        looks.append(look(process, (time.monotonic() - began) / 60))

            watching = threading.Thread(target=watch, daemon=True)
            watching.start()
            seen = crowd.run(60 * minutes)
            done.set()
            watching.join()
    warm = [one for one in looks if one.minute > min(WARM * minutes, 10)]
    found, wrong = summary(seen), [what for one in seen for what in one.wrong]
    report(minutes, work, found, looks, warm)
    met = judge(found, warm, minutes)
    print(*wrong[:20], sep="\n")
    return 0 if met else 1


def judge(found: dict, warm: Sequence[Look], minutes: float) -> bool:
    """Print what was aimed at beside what it was; whether all of it that counts is met."""
    aims = [("wrong answers", found["wrong"], 0), ("lost answers", sum(found["lost"].values()), 0)]
    if minutes >= LONG:
        aims.append(("p95 of a digit, ms", found["ms"]["look"]["p95"], SLOWEST))
        aims.append(("its own pages, MB more a minute", slope(warm, "own"), STEEPEST))
        aims += [(f"{what} more", grown(warm, what), SPREAD) for what in ("files", "threads", "sockets")]
    print("\n| aim | at most | it was | |\n|---|---|---|---|")
    for what, was, most in aims:
        print(f"| {what} | {most:g} | {was:.4g} | {'met' if was <= most else '**missed**'} |")
    return all(was <= most for _, was, most in aims)


def report(minutes: float, work: dict[str, int], found: dict, looks: Sequence[Look], warm: Sequence[Look]) -> None:
    """What goes into docs/performance.md."""
    load, who = os.getloadavg()[1], ", ".join(f"{count} {kind}" for kind, count in work.items())
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {_commit()}, {_machine()}, load {load:.1f} at the end.")
    print(f"{minutes:g} minutes of {sum(work.values())} visitors at a time ({who}), seed {SEED}:")
    print(f"{found['visits']} visits, {found['answers']} answers, {found['wrong']} wrong, lost: {found['lost'] or 0}.")
    print("\n| asked | n | p50 | p95 |\n|---|---|---|---|")
    for what, told in sorted(found["ms"].items()):
        print(f"| {what} | {told['n']} | {told['p50']:.0f} ms | {told['p95']:.0f} ms |")
    print(f"\n| the server | at the start | after {warm[0].minute:.1f} minutes | at the end | grown since | a minute |")
    print("|---|---|---|---|---|---|")
    for what in ("memory", "own", "files", "threads", "sockets"):
        first, mid, last = (getattr(one, what) for one in (looks[0], warm[0], looks[-1]))
        print(f"| {NAMES.get(what, what)} | {first:.0f} | {mid:.0f} | {last:.0f} | {grown(warm, what):+.0f} | ", end="")
        print(f"{slope(warm, what):+.2f} |")


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=truth.ROOT, capture_output=True, text=True)
    return asked.stdout.strip() or "unknown"


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
