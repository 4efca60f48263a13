"""python -m gan_core record: trains and records the museum's runs again."""

from __future__ import annotations

import argparse
from pathlib import Path

from gan_core.base.checks import check_seed
from gan_core.base.files import check_free
from gan_core.base.paths import RUNS
from gan_core.commands.overwriting import add_overwrite
from gan_core.recipes.museum import MUSEUM, SEED, exhibit


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `record`."""
    parser = subparsers.add_parser("record", help="record the museum's runs: the forger and the failures")
    parser.add_argument("ids", nargs="+", metavar="ID", help=f"all, or some of {', '.join(MUSEUM)}")
    parser.add_argument("--seed", type=int, default=SEED, help="what the first weights and all draws follow from")
    parser.add_argument("--work", type=Path, default=Path("runs"), help="where they train, each in its own folder")
    parser.add_argument("--out", type=Path, default=RUNS, help="where the records go; what ships, if left away")
    add_overwrite(parser, "the runs that --work holds and the records that --out holds")
    again = "go on with what lies under --work; where that is finished, the referee alone is asked anew"
    parser.add_argument("--resume", action="store_true", help=again)
    parser.set_defaults(run=_record)


def _record(args: argparse.Namespace) -> int:
    ids = list(MUSEUM) if args.ids == ["all"] else args.ids
    exhibits, seed = {id: exhibit(id) for id in ids}, check_seed(args.seed)
    fresh = [args.out] if args.resume else [args.work, args.out]
    check_free([folder / id for id in ids for folder in fresh], args.overwrite)
    from gan_core.data import digits
    from gan_core.training.exhibits import record_exhibit

    data = digits.load()
    for id, what in exhibits.items():
        print(id)
        how = {"resume": args.resume, "overwrite": args.overwrite}
        if code := record_exhibit(id, what, data, args.work / id, args.out / id, seed, **how):
            return code
    return 0
