"""python -m gan_core train encoder."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from gan_core.base.checks import check_number, check_seed
from gan_core.base.files import check_free
from gan_core.commands.overwriting import add_overwrite
from gan_core.commands.run_options import add_digits
from gan_core.store.checkpoints import CHECKPOINTS, Registry, check_id


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `encoder` among what can be trained."""
    parser = kinds.add_parser("encoder", help="what proposes the z by which a generator draws a given digit")
    parser.add_argument("--generator", default="best", metavar="ID", help="whose z; its weights stay as they are")
    parser.add_argument("--id", help="what the encoder is called; if left away, the generator's name and -encoder")
    parser.add_argument("--epochs", type=float, help="how long; the recipe's own number if left away")
    parser.add_argument("--seed", type=int, default=0, help="what the first weights and all draws follow from")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    add_overwrite(parser, "the encoder that is there")
    add_digits(parser)
    parser.set_defaults(run=_encoder)


def _encoder(args: argparse.Namespace) -> int:
    seed, registry, id = check_seed(args.seed), Registry(args.checkpoints), args.id or f"{args.generator}-encoder"
    check_id(id)
    registry.spec(args.generator)  # a wrong word is told first
    check_free([registry.root / id], args.overwrite)
    from gan_core.data import digits
    from gan_core.training.encoder import EncoderRecipe, train_encoder

    recipe = EncoderRecipe()
    if args.epochs is not None:
        recipe = replace(recipe, epochs=check_number("--epochs", args.epochs, 0.001, 1000))
    data = digits.load(args.data, download=args.download)
    print(f"digits: {data.told}", file=sys.stderr)
    loss = train_encoder(data.train, registry, args.generator, recipe, seed, id)
    print(f"{id}: loss {loss:.4f} over its last 100 steps")
    return 0
