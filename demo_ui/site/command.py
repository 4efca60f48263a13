"""python -m gan_core site: write the static edition."""

from __future__ import annotations

import argparse
from pathlib import Path

from demo_ui.settings import AppSettings


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `site`."""
    parser = subparsers.add_parser("site", help="write the static edition: a folder that any web server serves")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder that is empty, or not there yet")
    parser.add_argument("--checkpoints", type=Path, default=AppSettings.checkpoints, help="folder of trained networks")
    parser.add_argument("--assets", type=Path, default=AppSettings.assets, help="folder of shipped data")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from demo_ui.site.build import LARGEST, build_site

    folder = build_site(args.out, AppSettings(checkpoints=args.checkpoints, assets=args.assets))
    size = folder.size()
    print(f"{args.out}: {size / 1e6:.1f} MB; serve it with python -m http.server --directory {args.out}")
    if size > LARGEST:
        print(f"That is more than the {LARGEST / 1e6:.0f} MB that were meant.")
    return 0
