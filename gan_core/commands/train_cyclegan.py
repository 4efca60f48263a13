"""python -m gan_core train cyclegan."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from gan_core.base.colour import grey
from gan_core.base.errors import GanError
from gan_core.commands.run_options import add_photo_run_options, photo_run_of, room_of, start
from gan_core.commands.telling import tell_photographs
from gan_core.recipes.cyclegan import CYCLEGAN_PRESETS, cyclegan_preset


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `cyclegan` among what can be trained."""
    parser = kinds.add_parser("cyclegan", help="a CycleGAN on two folders of photographs")
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        required=True,
        help="a folder with trainA and trainB (or A and B), searched in depth; testA and testB are held back if they "
        "are there, else a tenth is; with --grey-colour: folders of photographs",
    )
    parser.add_argument(
        "--grey-colour", action="store_true", help="two unpaired sets: photographs without and with colour"
    )
    add_photo_run_options(parser, CYCLEGAN_PRESETS, "held-back photographs of each domain")
    parser.add_argument(
        "--domains",
        nargs=2,
        default=("horse", "zebra"),
        metavar=("A", "B"),
        help="what they show; pictures to watch are named after them",
    )
    parser.add_argument("--neither", type=Path, help="a folder of photographs of neither domain, to be left alone")
    parser.set_defaults(run=_cyclegan)


def _cyclegan(args: argparse.Namespace) -> int:
    if cyclegan_preset(args.preset).alone and not (args.start or args.resume):
        raise GanError("start_needed", preset=args.preset)
    run = photo_run_of(args, cyclegan_preset)
    from gan_core.data import unpaired
    from gan_core.data.pairs import grey_and_colour
    from gan_core.models.collectives import joined
    from gan_core.training.cyclegan_session import CycleGANSession
    from gan_core.training.loop import train

    with joined():  # each rank reads its share
        room = room_of(args)
        domains = grey_and_colour(args.data, room) if args.grey_colour else unpaired.load(args.data[0], room=room)
        neither = unpaired.domain(args.neither, room=room) if args.neither else None
        names = ("grey", "colour") if args.grey_colour else tuple(args.domains)
        for name, domain in (*zip(names, domains, strict=True), *([("neither", neither)] if neither else ())):
            tell_photographs(name, domain.told, domain.unreadable)
        watched = _watched(args, names)
        session = CycleGANSession(run.recipe, domains, run.seed, watched, run.measured, run.network, neither)
        session.origin = {"domains": list(names)}
        start(args, session)
        return train(args.preset, session, args.out, args.resume, run.save_every, overwrite=args.overwrite)


def _watched(args: argparse.Namespace, names: tuple[str, ...]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The pictures that frames show, of A and of B."""
    from gan_core.data import unpaired

    if args.grey_colour:
        return [grey(x) for x in unpaired.pictures(args.frames, "")], []
    a, b = (unpaired.pictures(args.frames, name) for name in names)
    return a, b
