"""python -m gan_core generate: samples digits from a seed, as a picture or an array."""

from __future__ import annotations

import argparse
import io
import math
from pathlib import Path

import numpy as np

from gan_core.base.checks import check_count, check_number, check_seed
from gan_core.base.errors import GanError
from gan_core.base.files import check_free
from gan_core.base.images import grid, mark_made_by_model, png_bytes
from gan_core.base.writing import write_atomically
from gan_core.commands.overwriting import add_overwrite
from gan_core.digits.latent import latents, truncate
from gan_core.store.checkpoints import CHECKPOINTS, Registry, parse_reference

MOST_DIGITS = 10_000


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `generate`."""
    parser = subparsers.add_parser("generate", help="draw digits")
    # Numbers stay text here: the same checks as everywhere else read them, and word what is wrong.
    parser.add_argument("--seed", default="0", help="whole number; a seed always gives the same digits")
    parser.add_argument("--count", default="16", help=f"how many, 1 to {MOST_DIGITS}")
    parser.add_argument("--out", type=Path, required=True, help="a .png (a grid), or an .npz (array 'images')")
    add_overwrite(parser, "--out where it exists")
    parser.add_argument("--checkpoint", default="best", help="best, classic, or a snapshot such as best@1500")
    parser.add_argument("--truncation", default="1", help="0 to 1: how diverse; 1 as trained")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    seed, count = check_seed(args.seed), check_count("--count", args.count, 1, MOST_DIGITS)
    truncation = check_number("--truncation", _number(args.truncation), 0.0, 1.0)
    if args.out.suffix.lower() not in (".png", ".npz"):
        raise GanError("path_unwritable", path=args.out, reason="its name must end in .png or .npz")
    check_free([args.out], args.overwrite)
    id, step = parse_reference(args.checkpoint)

    from gan_core.digits.engine import DigitEngine

    engine = DigitEngine(Registry(args.checkpoints), id)
    images = engine.images(truncate(latents(seed, count, engine.latent), truncation), step)
    facts = {"seed": seed} | ({"truncation": truncation} if truncation != 1 else {})
    write_atomically(args.out, _encoded(images, args.out, mark_made_by_model(args.checkpoint, **facts)))
    print(f"{count} digits of seed {seed} by {args.checkpoint}: {args.out}")
    return 0


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def _encoded(images: np.ndarray, path: Path, mark: dict[str, str]) -> bytes:
    if path.suffix.lower() == ".png":
        return png_bytes(grid(images, columns=math.ceil(math.sqrt(len(images)))), mark)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=images, description=np.array(mark["Description"]))
    return buffer.getvalue()
