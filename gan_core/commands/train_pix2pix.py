"""python -m gan_core train pix2pix."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gan_core.base.errors import GanError
from gan_core.commands.run_options import add_photo_run_options, photo_run_of, room_of, start
from gan_core.commands.telling import tell_photographs
from gan_core.recipes.pix2pix import PIX2PIX_PRESETS, Pix2PixRecipe, for_pictures, pix2pix_preset

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
        help=f"{GREY_COLOUR}, or a folder: two folders with files of the same names, or pictures made of two halves, "
        "A|B; train and val (or test) may hold these: val is held back, else a tenth",
    )
    parser.add_argument(
        "--direction", help="of a folder's pairs: AtoB (the left half, or the first folder, goes in) or BtoA"
    )
    parser.add_argument("--data", type=Path, nargs="+", default=[], help="for grey-colour: folders of photographs")
    add_photo_run_options(parser, PIX2PIX_PRESETS, "held-back pairs")
    parser.set_defaults(run=_pix2pix)


def _pix2pix(args: argparse.Namespace) -> int:
    if args.pairs == GREY_COLOUR and not args.data:
        raise GanError("pairs_data")
    if args.pairs == GREY_COLOUR and args.direction:
        raise GanError("pairs_direction")
    run = photo_run_of(args, pix2pix_preset)
    if args.pairs != GREY_COLOUR and run.recipe.spec.eyes:
        raise GanError("pairs_preset", name=args.preset)
    recipe = run.recipe if args.pairs == GREY_COLOUR else for_pictures(run.recipe)
    eyes = _eyes(recipe)  # before minutes of reading
    from gan_core.data.unpaired import pictures
    from gan_core.models.collectives import joined
    from gan_core.training.loop import train
    from gan_core.training.pix2pix_session import Pix2PixSession

    with joined():  # each rank reads its share
        pairs = _pairs(args)
        tell_photographs("pairs", pairs.told, pairs.targets.unreadable)
        shown = pictures(args.frames, "") if args.pairs == GREY_COLOUR else []
        session = Pix2PixSession(recipe, pairs, run.seed, shown, run.measured, run.network, eyes)
        session.origin = {"pairs": GREY_COLOUR if args.pairs == GREY_COLOUR else "pictures"}
        start(args, session)
        return train(args.preset, session, args.out, args.resume, run.save_every, overwrite=args.overwrite)


def _eyes(recipe: Pix2PixRecipe) -> Any:
    if recipe.spec.eyes is None:
        return None
    from gan_core.photos.eyes import load_eyes
    from gan_core.store.checkpoints import Registry

    return load_eyes(Registry(), recipe.spec.eyes)


def _pairs(args: argparse.Namespace) -> Pairs:
    from gan_core.data import pairs

    if args.pairs != GREY_COLOUR:
        return pairs.pairs_in(Path(args.pairs), args.direction or pairs.DIRECTIONS[0], room_of(args))
    return pairs.grey_colour(args.data, room_of(args))
