"""python -m gan_core colourise: adds colours to photographs."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from gan_core.base.checks import check_number
from gan_core.base.files import check_free
from gan_core.base.images import mark_made_by_model, picture_bytes
from gan_core.commands.translate import add_out, make_all, targets_of
from gan_core.photos.borders import framed
from gan_core.photos.colour import COLOUR_ID, STRONGEST, ColourEngine
from gan_core.photos.hints import MOST_HINTS, placed, read_hints
from gan_core.store.checkpoints import CHECKPOINTS, Registry, parse_reference


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `colourise`."""
    parser = subparsers.add_parser("colourise", help="colour photographs, whatever colours they have now")
    parser.add_argument("source", metavar="IN", type=Path, help="a photograph, or a folder of them")
    add_out(parser, "photograph")
    parser.add_argument("--strength", type=float, default=1.0, help=f"of the colours, 0 to {STRONGEST:g}")
    parser.add_argument(
        "--hint",
        nargs=4,
        action="append",
        metavar=("X", "Y", "A", "B"),
        help=f"the colour of a place, x and y from 0 to 1, a and b of CIE Lab: it spreads to what looks alike; up to "
        f"{MOST_HINTS} of them",
    )
    parser.add_argument("--checkpoint", default=COLOUR_ID, help=f"such as {COLOUR_ID}, or a snapshot of it: ID@STEP")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    strength = check_number("--strength", args.strength, 0, STRONGEST)
    hints = read_hints(args.hint)
    registry, (id, step) = Registry(args.checkpoints), parse_reference(args.checkpoint)
    registry.spec(id)  # a wrong word is told first
    targets = targets_of(args.source, args.out)
    check_free(targets.values(), args.overwrite)
    engine = ColourEngine(registry, id, step)

    def colourise(image: np.ndarray, target: Path) -> tuple[str, dict[Path, bytes]]:
        marks = mark_made_by_model(args.checkpoint, picture="coloured", strength=f"{strength:g}")
        frame = framed(image)
        picture = frame.around(engine.colourise(frame.picture, strength, placed(hints, frame.inner)))
        return "", {target: picture_bytes(picture, target.suffix, marks)}

    done, skipped = make_all(args.source, targets, colourise)
    print(f"{done} coloured, {skipped} skipped")
    return 0
