"""python -m gan_core generate: samples digits from a seed, or writes a line of them, as a picture or an array."""

from __future__ import annotations

import argparse
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gan_core.base.checks import check_count, check_number, check_seed
from gan_core.base.errors import GanError
from gan_core.base.files import check_free
from gan_core.base.images import grid, mark_made_by_model, png_bytes
from gan_core.base.writing import write_atomically
from gan_core.commands.overwriting import add_overwrite
from gan_core.digits.latent import asked, in_turn, latents, truncate
from gan_core.digits.writing import MOST_CHARACTERS, WRITER, check_asked, check_text, write
from gan_core.store.checkpoints import CHECKPOINTS, Registry, parse_reference

if TYPE_CHECKING:
    from gan_core.digits.engine import DigitEngine

MOST_DIGITS = 10_000


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `generate`."""
    parser = subparsers.add_parser("generate", help="draw digits")
    # Numbers stay text here: the same checks as everywhere else read them, and word what is wrong.
    parser.add_argument("--seed", default="0", help="whole number; a seed always gives the same digits")
    parser.add_argument("--count", default="16", help=f"how many, 1 to {MOST_DIGITS}")
    parser.add_argument("--out", type=Path, required=True, help="a .png (a grid), or an .npz (array 'images')")
    add_overwrite(parser, "--out where it exists")
    parser.add_argument(
        "--checkpoint",
        help=f"best, classic, {WRITER}, or a snapshot such as best@1500; if left away best, of a named digit {WRITER}",
    )
    named = parser.add_mutually_exclusive_group()
    named.add_argument("--class", dest="asked", metavar="DIGIT", help="0 to 9: draw this digit only")
    named.add_argument("--text", help=f"write a line of up to {MOST_CHARACTERS} digits; --count is not used")
    parser.add_argument(
        "--own-hands", action="store_true", help="of --text: each digit by a z of its own, not all by one"
    )
    parser.add_argument("--truncation", default="1", help="0 to 1: how diverse; 1 as trained")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    seed, count = check_seed(args.seed), check_count("--count", args.count, 1, MOST_DIGITS)
    truncation = check_number("--truncation", _number(args.truncation), 0.0, 1.0)
    if args.out.suffix.lower() not in (".png", ".npz"):
        raise GanError("path_unwritable", path=args.out, reason="its name must end in .png or .npz")
    check_free([args.out], args.overwrite)
    text = None if args.text is None else check_text(args.text)
    digit = None if args.asked is None else check_count("--class", args.asked, 0, 9)
    named = text is not None or digit is not None
    reference = args.checkpoint or (WRITER if named else "best")
    id, step = parse_reference(reference)

    from gan_core.digits.engine import DigitEngine

    engine = DigitEngine(Registry(args.checkpoints), id)
    facts = {"seed": seed} | ({"truncation": truncation} if truncation != 1 else {})
    if text is not None:
        images = write(engine, text, seed, own_hands=args.own_hands, truncation=truncation, step=step)
        told, facts = f"{text!r} by seed {seed}", {"text": text, **facts}
    else:
        z = truncate(latents(seed, count, engine.latent), truncation)
        images = engine.images(_asked(engine, z, digit), step)
        told = f"{count} digits of seed {seed}"
        facts = facts if digit is None else {"class": digit, **facts}
    columns = len(images) if text is not None else math.ceil(math.sqrt(len(images)))
    write_atomically(args.out, _encoded(images, columns, args.out, mark_made_by_model(reference, **facts)))
    print(f"{told} by {reference}: {args.out}")
    return 0


def _asked(engine: DigitEngine, z: np.ndarray, digit: int | None) -> np.ndarray:
    """What G takes: z and, of one that is asked, behind it `digit`; where none is named, each in turn."""
    if digit is not None:
        return asked(z, check_asked(engine, digit), engine.classes)
    return in_turn(z, engine.classes)


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def _encoded(images: np.ndarray, columns: int, path: Path, mark: dict[str, str]) -> bytes:
    if path.suffix.lower() == ".png":
        return png_bytes(grid(images, columns), mark)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=images, description=np.array(mark["Description"]))
    return buffer.getvalue()
