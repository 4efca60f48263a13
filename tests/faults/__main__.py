"""`python -m tests.faults`: 150 processes killed in the middle of writing, and a disk that is full at each write.

After each end what is there is read as the app reads it. Exit code 1 where something half was taken for whole, or where
anything is left over once the work has been done again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.ends import Ends, filled_up, killed
from tests.faults.small_disk import available, with_small_disk
from tests.faults.work import KINDS


def main() -> int:
    """Print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=150, help="of all kinds together")
    parser.add_argument("--only", choices=KINDS, help="one kind of writing")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    bad, kinds = 0, [args.only] if args.only else list(KINDS)
    for name in kinds:
        with TemporaryDirectory() as folder:
            found = killed(name, Path(folder), args.kills // len(kinds), args.seed)
        bad += report(name, "killed", found)
    for name in kinds:
        with TemporaryDirectory() as folder:
            if name != "results":
                bad += report(name, "disk full", filled_up(name, Path(folder)))
            elif available(Path(folder)):  # SQLite writes for itself: it needs a disk that is full
                command = [sys.executable, "-m", "tests.faults.small_disk", folder]
                bad += subprocess.run(with_small_disk(Path(folder), "4m", command)).returncode
            else:
                print("results     disk full: not tried, as this user may mount no disk of their own")
    return int(bad > 0)


def report(name: str, how: str, found: Ends) -> int:
    told = ", ".join(f"{count} {what}" for what, count in sorted(found.states.items()))
    print(f"{name:11} {how:9} {found.count:3} times: found {told}; {len(found.half)} half, {len(found.left)} left over")
    for what in [*found.half, *found.left][:5]:
        print(f"    {what}")
    return len(found.half) + len(found.left)


if __name__ == "__main__":
    sys.exit(main())
