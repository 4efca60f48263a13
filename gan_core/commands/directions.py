"""python -m gan_core directions: finds a checkpoint's sliders (latent directions) and stores them with its weights."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.checks import check_seed
from gan_core.base.files import check_free
from gan_core.base.images import grid, png_bytes
from gan_core.base.writing import write_atomically
from gan_core.commands.overwriting import MADE_ANEW, add_overwrite
from gan_core.digits.directions import Directions
from gan_core.digits.latent import in_turn
from gan_core.store.checkpoints import CHECKPOINTS, Registry


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `directions`."""
    parser = subparsers.add_parser("directions", help="find the sliders of a checkpoint", description=MADE_ANEW)
    parser.add_argument("--checkpoint", default="best", help="best, classic or any-digit")
    parser.add_argument("--seed", default="0", help="of the digits looked at; the same seed finds the same sliders")
    parser.add_argument("--picture", type=Path, help="also write the filmstrips to this .png")
    add_overwrite(parser, "--picture where it exists; the sliders are kept with the checkpoint, made anew")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    seed, registry = check_seed(args.seed), Registry(args.checkpoints)
    check_free([args.picture] if args.picture else [], args.overwrite)

    from gan_core.digits.steering import find_directions

    found = find_directions(_network(registry, args.checkpoint), seed)
    found.save(registry, args.checkpoint)
    print(f"{'from end to end, n = ' + str(found.n):24}{'amount':>8}{'effect':>8}{'same digit':>12}")
    for name, (low, high), effect, kept in zip(found.names, found.ranges, found.effects, found.kept, strict=True):
        print(f"{name:24}{high - low:8.1f}{effect:7.1f}s{kept:12.0%}")
    if args.picture:
        _draw(found, args.picture)
    return 0


def _network(registry: Registry, id: str) -> Any:
    from gan_core.digits.classifier import DigitClassifier
    from gan_core.digits.engine import DigitEngine
    from gan_core.digits.steering import Network

    engine, classifier = DigitEngine(registry, id), DigitClassifier.load(registry)
    first_block, classes = _first_block(registry, id, engine), engine.classes
    return Network(
        lambda z: engine.images(in_turn(z, classes)),
        lambda z: first_block(in_turn(z, classes)),
        lambda x: classifier.look(x)[1],
        engine.latent,
    )


def _first_block(registry: Registry, id: str, engine: Any) -> Any:
    import keras

    from gan_core.models.dcgan import FIRST_BLOCK, build_generator
    from gan_core.store.loading import load_into

    generator = build_generator(engine.recipe.spec)
    load_into(registry, id, None, generator)
    first = keras.Model(generator.input, generator.get_layer(FIRST_BLOCK).output)
    return lambda z: keras.ops.convert_to_numpy(first(z, training=False)).reshape(len(z), -1)


def _draw(found: Directions, path: Path) -> None:
    tiles = found.filmstrips.reshape(-1, 28, 28)
    sheet = grid(tiles, columns=found.filmstrips.shape[1], gap=2) if len(tiles) else np.zeros((1, 1), np.uint8)
    write_atomically(path, png_bytes(sheet.repeat(3, axis=0).repeat(3, axis=1)))
