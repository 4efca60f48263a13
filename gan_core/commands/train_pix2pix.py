"""python -m gan_core train pix2pix."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gan_core.base.checks import check_count, check_number, check_seed
from gan_core.base.errors import GanError
from gan_core.commands.train_cyclegan import EXAMPLES, network_of
from gan_core.recipes.pix2pix import PIX2PIX_PRESETS, for_pictures, pix2pix_preset

if TYPE_CHECKING:
    from gan_core.data.pairs import Pairs

GREY_COLOUR = "grey-colour"


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `pix2pix` among what can be trained."""
    parser = kinds.add_parser("pix2pix", help="a Pix2Pix on pairs: photographs to be coloured, or any two pictures")
    parser.add_argument(
        "--pairs",
        default=GREY_COLOUR,
        metavar="PAIRS",
        help=f"{GREY_COLOUR}, or a folder: two folders with files of the same names, or pictures made of two halves",
    )
    parser.add_argument("--data", type=Path, nargs="+", default=[], help="for grey-colour: folders of photographs")
    parser.add_argument("--preset", default="compact", help=f"one of {', '.join(PIX2PIX_PRESETS)}")
    parser.add_argument("--epochs", type=float, help="how long; the preset's own number if left away")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run: state, snapshots, record, GIF")
    parser.add_argument("--resume", action="store_true", help="go on from what --out holds")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save-every", type=float, default=0.25, metavar="EPOCHS", help="interval of checkpoints")
    parser.add_argument("--measure", type=int, default=40, metavar="N", help="held-back pairs")
    parser.add_argument("--frames", type=Path, default=EXAMPLES, help="photographs to watch; none if empty")
    parser.add_argument("--features", type=Path, help="the frozen network; build/features/<network>.npz if left away")
    parser.add_argument("--no-features", action="store_true", help="train without what looks through a frozen network")
    parser.set_defaults(run=_pix2pix)


def _pix2pix(args: argparse.Namespace) -> int:
    if args.pairs == GREY_COLOUR and not args.data:
        raise GanError("pairs_data")
    recipe, seed = pix2pix_preset(args.preset), check_seed(args.seed)
    save_every = check_number("--save-every", args.save_every, 0.001, 1000)
    n = check_count("--measure", args.measure, 1, 10_000)
    if args.epochs is not None:
        recipe = replace(recipe, epochs=check_number("--epochs", args.epochs, 0.001, 10_000))
    if args.no_features:
        recipe = replace(recipe, features=None)
    if args.pairs != GREY_COLOUR:
        recipe = for_pictures(recipe)
    network = network_of(recipe.features, args.features)  # a missing file is told before minutes of reading
    pairs = _pairs(args)
    targets = pairs.targets
    told = f"{len(targets.train)} to train on, {len(targets.held_back)} held back"
    told += f", {targets.skipped} skipped, {targets.duplicates} duplicates, {pairs.lone} without partner"
    print(f"pairs: {told}", file=sys.stderr)
    from gan_core.data.unpaired import pictures
    from gan_core.training.loop import train
    from gan_core.training.pix2pix_session import Pix2PixSession

    shown = pictures(args.frames, "") if args.pairs == GREY_COLOUR else []
    session = Pix2PixSession(recipe, pairs, seed, shown, n, network)
    session.origin = {"pairs": GREY_COLOUR if args.pairs == GREY_COLOUR else "pictures"}
    return train(args.preset, session, args.out, args.resume, save_every)


def _pairs(args: argparse.Namespace) -> Pairs:
    from gan_core.data import pairs

    if args.pairs != GREY_COLOUR:
        return pairs.pairs_in(Path(args.pairs))
    return pairs.grey_colour(args.data)
