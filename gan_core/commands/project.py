"""python -m gan_core project: the digit of a generator that is nearest to a written one."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.files import check_free
from gan_core.base.images import mark_made_by_model, png_bytes
from gan_core.base.writing import write_together
from gan_core.commands.overwriting import add_overwrite
from gan_core.digits.centring import centred
from gan_core.digits.projection import ENCODER_ID, Projector, Way
from gan_core.photos.files import read_photo
from gan_core.photos.ink import ink_of
from gan_core.store.checkpoints import CHECKPOINTS, Registry


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `project`."""
    about = (
        "Prints L1, the mean absolute difference of the pixels (0 to 1), of the encoder's digit and of the last one."
    )
    parser = subparsers.add_parser("project", help="find the digit of G that is nearest to yours", description=about)
    parser.add_argument(
        "source", metavar="IN", type=Path, help="a picture of one digit, dark on light or light on dark"
    )
    parser.add_argument("--out", type=Path, required=True, help="a .png: what G draws, 28 x 28")
    parser.add_argument(
        "--z", type=Path, help="also write an .npz: arrays 'z', 'encoder_z', 'picture' (yours, centred)"
    )
    add_overwrite(parser, "--out and --z where they exist")
    parser.add_argument("--checkpoint", default=ENCODER_ID, help="the encoder")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    for path, ending in ((args.out, ".png"), (args.z, ".npz")):
        if path is not None and path.suffix.lower() != ending:
            raise GanError("path_unwritable", path=path, reason=f"its name must end in {ending}")
    check_free([path for path in (args.out, args.z) if path], args.overwrite)
    picture = centred(ink_of(read_photo(args.source).image, soft=True))
    projector = Projector(Registry(args.checkpoints), args.checkpoint)
    way = projector.project(picture)
    assert way is not None  # without a session nothing is sent away
    mark = mark_made_by_model(projector.generator_id, picture="the nearest that was found to a written digit")
    files = {args.out: png_bytes(way.images[-1], mark)}
    if args.z:
        files[args.z] = _archive(way, picture)
    write_together(files)
    print(f"L1 {way.l1[0]:.4f} by the encoder, {way.l1[-1]:.4f} after {way.ms:.0f} ms: {args.out}")
    nearer = projector.nearer(float(way.l1[-1]))
    if nearer is not None:
        print(f"of {projector.n} real digits, {nearer}% stay nearer")
    return 0


def _archive(way: Way, picture: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, z=way.z[-1], encoder_z=way.z[0], picture=picture)
    return buffer.getvalue()
