"""A small disk for one command: a tmpfs that only this command and its children see (Linux, util-linux).

`python -m tests.faults.small_disk FOLDER`, on such a disk at FOLDER, fills it up to the last page, to the last but one
and so on, lets answers of the Play room be kept there each time, and prints what came of it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from gan_core.play.keeping import Keeper
from gan_core.play.results import ResultsFile
from gan_core.play.rounds import Answer

PAGE = 4096  # bytes, of which a tmpfs gives whole ones
MOUNT = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'
ANSWERS = 60
BALLAST = "ballast"


def with_small_disk(folder: Path, size: str, command: Sequence[str]) -> list[str]:
    """`command` with a disk of so many bytes ("4m") at `folder`; its process is the one that is started."""
    return ["unshare", "--map-root-user", "--mount", "sh", "-c", MOUNT, "sh", size, str(folder), *command]


def available(folder: Path) -> bool:
    """May this user have one?"""
    if not shutil.which("unshare"):
        return False
    return subprocess.run(with_small_disk(folder, "4k", ["true"]), stderr=subprocess.DEVNULL).returncode == 0


def fill(folder: Path, free: int = 0) -> None:
    """Fill the disk at `folder` but for so many pages."""
    ballast = folder / BALLAST
    ballast.unlink(missing_ok=True)
    ballast.write_bytes(bytes(max(0, shutil.disk_usage(folder).free - PAGE * free)))


def keep_answers(folder: Path, free: int) -> tuple[str, list[str]]:
    """Keep answers where so many pages are free, and again when somebody has made room: what became of them in
    between, "waiting" or "whole", and what is wrong."""
    wrong, path = list[str](), folder / "play.sqlite3"
    fill(folder, free)
    keeper = Keeper(ResultsFile(path), again=3600)
    for place in range(ANSWERS):
        keeper._next_try = 0.0  # each of them tries anew
        keeper.keep(Answer("round", place, "digits", "best", None, 1.0, True, True, False))
    trouble = keeper.trouble
    if trouble and (trouble.fault.code != "results_full" or trouble.lost):
        wrong.append(f"{free} pages free: {trouble.lost} lost, told as {trouble.fault}")
    (folder / BALLAST).unlink()
    kept = len(ResultsFile(path).rows()) if path.exists() and path.stat().st_size else 0
    waiting = trouble.waiting if trouble else 0
    if kept + waiting != ANSWERS:
        wrong.append(f"{free} pages free: {kept} kept and {waiting} waiting of {ANSWERS}")
    keeper.close()
    if len(ResultsFile(path).rows()) != ANSWERS:
        wrong.append(f"{free} pages free: not written when there was room")
    for made in folder.iterdir():
        made.unlink()
    return "waiting" if trouble else "whole", wrong


def main(folder: Path) -> int:
    """Print a line."""
    states, wrong = Counter[str](), list[str]()
    while not states["whole"]:
        state, found = keep_answers(folder, states.total())
        states[state] += 1
        wrong += found
    told = ", ".join(f"{count} {what}" for what, count in sorted(states.items()))
    print(f"results     disk full {states.total():3} times: found {told}; {len(wrong)} wrong", *wrong, sep="\n    ")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
