"""python -m gan_core record-pairing: the training records of the pairing experiment, for the Learn room."""

from __future__ import annotations

import argparse
from pathlib import Path

from gan_core.base.checks import check_count
from gan_core.base.files import check_free
from gan_core.base.paths import EXAMPLES, RUNS
from gan_core.commands.overwriting import add_overwrite
from gan_core.store.pairing_runs import COLUMNS, FOLDER

LEAST = 4  # photographs
SHOWN = ("horse-nokota", "photo-canyon", "photo-chenonceau", "photo-mont-saint-michel")


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `record-pairing`."""
    parser = subparsers.add_parser("record-pairing", help="what a network drew and how far off it was, step by step")
    parser.add_argument(
        "folders",
        type=Path,
        nargs="+",
        metavar="FOLDER",
        help="what `train pix2pix` or `train cyclegan --grey-colour` wrote; its record is called as it is",
    )
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of photographs, as in training")
    parser.add_argument("--most", default="1000", help="how many held-back photographs are measured at most")
    parser.add_argument("--shown", nargs="+", default=SHOWN, metavar="NAME", help="examples to watch, at most four")
    parser.add_argument("--out", type=Path, default=RUNS / FOLDER, help="where the records go; what ships otherwise")
    add_overwrite(parser, "the records that --out holds")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    most = check_count("--most", args.most, LEAST, 100_000)
    check_count("--shown", len(args.shown), 1, COLUMNS**2)
    from gan_core.base.errors import GanError
    from gan_core.commands.evaluate_pix2pix import held_back_views
    from gan_core.data.unpaired import picture_or_none
    from gan_core.store.checkpoints import check_id
    from gan_core.training.pairing_record import record_pairing

    for folder in args.folders:
        check_id(folder.name)  # its record has a folder of that name
    check_free([args.out / folder.name for folder in args.folders], args.overwrite)
    shown = {}
    for name in args.shown:
        path = EXAMPLES / f"{check_id(name)}.jpg"
        picture = picture_or_none(path)
        if picture is None:
            raise GanError("photographs_missing", path=path)
        shown[name] = picture
    views = held_back_views(args.data, most)
    for folder in args.folders:
        print(folder.name)
        record_pairing(folder, folder.name, shown, views, args.out / folder.name)
    return 0
