"""python -m gan_core paint: drawings as horses or zebras."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.files import check_free
from gan_core.base.images import mark_made_by_model, picture_bytes
from gan_core.commands.translate import add_out, make_all, targets_of
from gan_core.photos.domains import DOMAINS
from gan_core.photos.drawing import COAT, COATS, DRAWING_ID, DrawingEngine, mean_of
from gan_core.photos.engine import PhotoEngine
from gan_core.photos.ink import ink_of
from gan_core.store.checkpoints import CHECKPOINTS, Registry, parse_reference

ANIMALS = DOMAINS  # the second is the first, taken further by the shipped CycleGAN


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `paint`."""
    parser = subparsers.add_parser("paint", help="make drawings of animals horses or zebras")
    parser.add_argument("source", metavar="IN", type=Path, help="a drawing of lines, or a folder of them")
    add_out(parser, "drawing")
    parser.add_argument("--animal", default="horse", help=f"one of {', '.join(ANIMALS)}")
    parser.add_argument("--coat", default=COAT, help=f"one of {', '.join(COATS)}")
    parser.add_argument("--checkpoint", default=DRAWING_ID, help=f"such as {DRAWING_ID}, or a snapshot of it: ID@STEP")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    if args.animal not in ANIMALS:
        raise GanError("option_unknown", name="--animal", value=args.animal[:40], known=", ".join(ANIMALS))
    mean_of(args.coat)  # a wrong word is told first
    registry, (id, step) = Registry(args.checkpoints), parse_reference(args.checkpoint)
    registry.spec(id)
    targets = targets_of(args.source, args.out)
    check_free(targets.values(), args.overwrite)
    engine = DrawingEngine(registry, id, step)
    further = PhotoEngine(registry) if args.animal == "zebra" else None

    def paint(image: np.ndarray, target: Path) -> tuple[str, dict[Path, bytes]]:
        painted = engine.paint(ink_of(image), args.coat)
        assert painted is not None  # without a session nothing is sent away
        marks = mark_made_by_model(args.checkpoint, picture=f"a {args.animal} painted after a drawing")
        picture = further.translate(painted.picture, "ab") if further else painted.picture
        return "", {target: picture_bytes(picture, target.suffix, marks)}

    done, skipped = make_all(args.source, targets, paint)
    print(f"{done} painted, {skipped} skipped")
    return 0
