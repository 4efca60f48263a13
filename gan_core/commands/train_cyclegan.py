"""python -m gan_core train cyclegan."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.checks import check_count, check_number, check_seed
from gan_core.base.colour import grey
from gan_core.recipes.cyclegan import CYCLEGAN_PRESETS, FeaturesRecipe, cyclegan_preset

EXAMPLES = Path(__file__).resolve().parents[2] / "assets" / "examples"


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `cyclegan` among what can be trained."""
    parser = kinds.add_parser("cyclegan", help="a CycleGAN on two folders of photographs")
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        required=True,
        help="a folder with trainA and trainB: JPEG, PNG or WebP; with --grey-colour: folders of photographs",
    )
    parser.add_argument(
        "--grey-colour", action="store_true", help="the two heaps are photographs without and with colour"
    )
    parser.add_argument("--preset", default="compact", help=f"one of {', '.join(CYCLEGAN_PRESETS)}")
    parser.add_argument("--epochs", type=float, help="how long; the preset's own number if left away")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run: state, snapshots, record, GIF")
    parser.add_argument("--resume", action="store_true", help="go on from what --out holds")
    parser.add_argument("--start", metavar="ID", help="begin with a checkpoint's weights and new optimizers")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save-every", type=float, default=0.25, metavar="EPOCHS", help="interval of checkpoints")
    parser.add_argument("--measure", type=int, default=40, metavar="N", help="held-back photographs of each domain")
    parser.add_argument(
        "--frames", type=Path, default=EXAMPLES, help="pictures to watch: files named after a domain; none if empty"
    )
    parser.add_argument("--domains", nargs=2, default=("horse", "zebra"), metavar=("A", "B"), help="what they show")
    parser.add_argument("--neither", type=Path, help="a folder of photographs of neither domain, to be left alone")
    parser.add_argument("--features", type=Path, help="the frozen network; build/features/<network>.npz if left away")
    parser.add_argument("--no-features", action="store_true", help="train without what looks through a frozen network")
    parser.set_defaults(run=_cyclegan)


def _cyclegan(args: argparse.Namespace) -> int:
    recipe, seed = cyclegan_preset(args.preset), check_seed(args.seed)
    save_every = check_number("--save-every", args.save_every, 0.001, 1000)
    n = check_count("--measure", args.measure, 1, 10_000)
    if args.epochs is not None:
        recipe = replace(recipe, epochs=check_number("--epochs", args.epochs, 0.001, 10_000))
    if args.no_features:
        recipe = replace(recipe, features=None)
    from gan_core.data import unpaired
    from gan_core.data.pairs import grey_and_colour

    network = network_of(recipe.features, args.features)  # a missing file is told before minutes of reading
    domains = grey_and_colour(args.data) if args.grey_colour else unpaired.load(args.data[0])
    neither = unpaired.domain(args.neither) if args.neither else None
    names = ("grey", "colour") if args.grey_colour else tuple(args.domains)
    for name, domain in zip(names, domains, strict=True):
        told = f"{len(domain.train)} to train on, {len(domain.held_back)} held back"
        print(f"{name}: {told}, {domain.skipped} unreadable, {domain.duplicates} duplicates", file=sys.stderr)
    a, b = _watched(args, names)
    from gan_core.store.checkpoints import Registry
    from gan_core.training.cyclegan_session import CycleGANSession
    from gan_core.training.loop import train

    session = CycleGANSession(recipe, domains, seed, (a, b), n, network, neither)
    session.origin = {"domains": list(names)}
    if args.start and not args.resume:
        session.start_from(args.start, Registry())
    return train(args.preset, session, args.out, args.resume, save_every)


def _watched(args: argparse.Namespace, names: tuple[str, ...]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The pictures that frames show, of A and of B."""
    from gan_core.data import unpaired

    if args.grey_colour:
        return [grey(x) for x in unpaired.pictures(args.frames, "")], []
    a, b = (unpaired.pictures(args.frames, name) for name in names)
    return a, b


def network_of(features: FeaturesRecipe | None, path: Path | None) -> Any:
    """What a recipe's discriminators look through; raises GanError 'features_missing' or 'features_damaged'."""
    if features is None:
        return None
    from gan_core.models.imagenet import ImageNetClassifier, features_path

    return ImageNetClassifier(path or features_path(features.network))
