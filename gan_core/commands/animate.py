"""python -m gan_core animate: rebuilds the GIFs of recorded runs from their frames and metrics."""

from __future__ import annotations

import argparse
from pathlib import Path

from gan_core.base.files import check_free
from gan_core.base.paths import RUNS
from gan_core.commands.overwriting import add_overwrite


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `animate`."""
    parser = subparsers.add_parser("animate", help="make the GIF of a recorded run anew")
    parser.add_argument("ids", nargs="+", metavar="ID", help="all, or names of folders under --runs")
    parser.add_argument("--runs", type=Path, default=RUNS, help="where the records lie; what ships, if left away")
    add_overwrite(parser, "the GIFs that are there")
    parser.set_defaults(run=_animate)


def _animate(args: argparse.Namespace) -> int:
    from gan_core.store.replay import load_run
    from gan_core.training.record import animate_run

    every = sorted(path.parent.name for path in args.runs.glob("*/run.json"))
    runs = [load_run(args.runs / id) for id in (every if args.ids == ["all"] else args.ids)]
    check_free([run.gif for run in runs], args.overwrite)
    for run in runs:
        if run.facts["sheet"] is None:
            print(f"{run.id}: no pictures, no GIF")
        else:
            animate_run(run)
            print(f"{run.id}: {run.gif.stat().st_size:,} bytes")
    return 0
