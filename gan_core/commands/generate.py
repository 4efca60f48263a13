"""python -m gan_core generate: samples digits from a seed, or writes a line of them, as a picture or an array."""

from __future__ import annotations

import argparse
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gan_core.base.animations import FORMATS, enlarged, film_bytes
from gan_core.base.checks import check_count, check_number, check_seed
from gan_core.base.errors import GanError
from gan_core.base.files import check_free
from gan_core.base.images import grid, mark_made_by_model, png_bytes
from gan_core.base.writing import write_atomically
from gan_core.commands.overwriting import add_overwrite
from gan_core.digits.directions import Directions
from gan_core.digits.film import FRAME_MS, loop_film
from gan_core.digits.latent import asked, in_turn, latents, truncate
from gan_core.digits.request import parse_request, read_places
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
    named.add_argument(
        "--loop", type=Path, metavar="FILE", help="places.json of the page: once around, to a .webp, .gif or .mp4"
    )
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
    if args.loop:
        return _loop(args)
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


def _loop(args: argparse.Namespace) -> int:
    """Write the film of a loop, which the file of its places says all about."""
    fmt = args.out.suffix.lower().removeprefix(".")
    if fmt not in FORMATS:
        raise GanError("path_unwritable", path=args.out, reason="its name must end in .webp, .gif or .mp4")
    check_free([args.out], args.overwrite)
    kept = read_places(args.loop)
    id, step = parse_reference(args.checkpoint or kept["checkpoint"])

    from gan_core.digits.engine import DigitEngine

    registry = Registry(args.checkpoints)
    engine, directions = DigitEngine(registry, id), Directions.load(registry, id)
    if kept.get("weights") and not engine.digest.startswith(str(kept["weights"])[:8]):
        print(f"{args.loop} was kept with an older network; today's draws it differently.")
    steps = [snapshot["step"] for snapshot in engine.snapshots]
    first = {**kept["places"][0], "text": kept.get("text", ""), "varied": kept.get("varied", False), "step": step}
    known = {"directions": len(directions.names), "classes": engine.classes, "id": id}
    request = parse_request({**first, "loop": kept["places"]}, steps=steps, **known)
    frames = loop_film(engine, request, directions.vectors)
    mark = mark_made_by_model(id, places=len(request.loop))
    write_atomically(args.out, film_bytes(enlarged(frames), fmt, [FRAME_MS] * len(frames), mark))
    print(f"a loop of {len(request.loop)} places, {len(frames) * FRAME_MS / 1000:.0f} s by {id}: {args.out}")
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
