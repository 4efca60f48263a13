"""python -m gan_core site: write the static edition."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from demo_ui.settings import AppSettings


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `site`."""
    parser = subparsers.add_parser("site", help="write the static edition: a folder that any web server serves")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder that is empty, or not there yet")
    parser.add_argument("--checkpoints", type=Path, default=AppSettings.checkpoints, help="folder of trained networks")
    parser.add_argument("--assets", type=Path, default=AppSettings.assets, help="folder of shipped data")
    parser.add_argument(
        "--address",
        type=_address,
        metavar="URL",
        help="where it will stand: links to it show a picture then",
    )
    parser.set_defaults(run=_run)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise argparse.ArgumentTypeError("it begins with https:// or http://, and names a host")
    return text


def _run(args: argparse.Namespace) -> int:
    from demo_ui.site.build import LARGEST, build_site

    settings = AppSettings(checkpoints=args.checkpoints, assets=args.assets)
    folder = build_site(args.out, settings, address=args.address or "")
    size = folder.size()
    print(f"{args.out}: {size / 1e6:.1f} MB; serve it with python -m http.server --directory {args.out}")
    if size > LARGEST:
        print(f"That is more than the {LARGEST / 1e6:.0f} MB that were meant.")
    return 0
