"""python -m gan_core translate: photographs to the other domain, and back."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.files import check_free
from gan_core.base.images import ENDINGS, mark_made_by_model, picture_bytes
from gan_core.base.writing import make_folder, write_together
from gan_core.commands.overwriting import add_overwrite
from gan_core.data.folders import files_below
from gan_core.photos.borders import Framed, framed
from gan_core.photos.domains import direction_names
from gan_core.photos.engine import PHOTO_ID, PhotoEngine
from gan_core.photos.files import read_photo, resized
from gan_core.store.checkpoints import CHECKPOINTS, Registry, parse_reference

AUTO = "auto"
OTHER_ENDINGS = (".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".jfif")  # of pictures that are not written here


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `translate`."""
    parser = subparsers.add_parser("translate", help="turn photographs of one kind into another: horses, zebras")
    parser.add_argument("source", metavar="IN", type=Path, help="a photograph, or a folder of them")
    parser.add_argument(
        "--direction",
        default=AUTO,
        help="such as horse-to-zebra, zebra-to-horse or photo-to-monet; or auto: as the guard sees each horse or zebra",
    )
    add_out(parser, "photograph")
    parser.add_argument("--cycle", action="store_true", help="save the way back too, as NAME.cycle.png")
    parser.add_argument("--checkpoint", default=PHOTO_ID, help="such as horse2zebra, or a snapshot of it: ID@STEP")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def add_out(parser: argparse.ArgumentParser, what: str) -> None:
    """Register `--out` and `--overwrite` of commands that make a picture of each picture."""
    kinds = ", ".join(ENDINGS)
    parser.add_argument(
        "--out", type=Path, required=True, help=f"for one {what} a file ({kinds}); or a folder, for NAME.png in it"
    )
    add_overwrite(parser, "pictures that exist where --out points")


def _run(args: argparse.Namespace) -> int:
    registry, (id, step) = Registry(args.checkpoints), parse_reference(args.checkpoint)
    names = direction_names(registry.spec(id))
    if args.direction not in (*names, AUTO):
        raise GanError("option_unknown", name="direction", value=args.direction, known=", ".join((*names, AUTO)))
    targets = targets_of(args.source, args.out)
    made = [*targets.values(), *(map(_cycle, targets.values()) if args.cycle else ())]
    check_free(made, args.overwrite)
    engine = PhotoEngine(registry, id, step)
    choose = _chooser(registry, names) if args.direction == AUTO else lambda _: args.direction

    def translate(image: np.ndarray, target: Path) -> tuple[str, dict[Path, bytes]]:
        frame = framed(image)
        name = choose(frame.picture)
        return f"{name}: ", _made(engine, frame, names[name], target, args.cycle, (args.checkpoint, name))

    done, skipped = make_all(args.source, targets, translate)
    print(f"{done} translated, {skipped} skipped")
    return 0


def make_all(
    source: Path, targets: dict[Path, Path], make: Callable[[np.ndarray, Path], tuple[str, dict[Path, bytes]]]
) -> tuple[int, int]:
    """Apply `make` to every photograph and write the files it returns; returns how many were written and skipped.

    Raises:
        GanError: 'photos_none' (none could be read), and what writing raises.
    """
    skipped = 0
    for path, target in targets.items():
        try:
            image = read_photo(path).image
        except GanError as fault:
            skipped += 1
            print(f"skipped {path}: {fault}", file=sys.stderr)
            continue
        told, files = make(image, target)
        make_folder(target.parent)
        write_together(files)
        print(f"{path}: {told}{target}")
    if skipped == len(targets):
        raise GanError("photos_none", path=source, skipped=skipped)
    return len(targets) - skipped, skipped


def _made(
    engine: PhotoEngine, frame: Framed, direction: str, target: Path, cycle: bool, made_by: tuple[str, str]
) -> dict[Path, bytes]:
    """The files of one photograph."""

    def marked(picture: np.ndarray, what: str) -> bytes:
        marks = mark_made_by_model(made_by[0], direction=made_by[1], picture=what)
        return picture_bytes(frame.around(picture), target.suffix, marks)

    if not cycle:
        return {target: marked(engine.translate(frame.picture, direction), "translated")}
    board = engine.board(frame.picture, direction)
    assert board is not None  # without a session nothing is sent away
    way_back = marked(resized(board.reconstructed, frame.picture.shape), "reconstructed")
    return {target: marked(board.result, "translated"), _cycle(target): way_back}


def _cycle(target: Path) -> Path:
    return target.with_suffix(f".cycle{target.suffix}")


def targets_of(source: Path, out: Path) -> dict[Path, Path]:
    """Where each file's translation goes: for a file to a file or into a folder, for a folder into a folder.

    A folder is searched in depth, without what lies in `out`. Files of one name but several endings keep their ending.

    Raises:
        GanError: 'path_missing', 'path_unwritable' (a file for a folder, a kind that is not written, or a photograph
            that would be replaced by its own translation).
    """
    if source.is_dir():
        files = [path for path in files_below(source) if not path.is_relative_to(out)]
    elif source.exists():
        files = [source]
    else:
        raise GanError("path_missing", path=source)
    if out.suffix.lower() in (*ENDINGS, *OTHER_ENDINGS) and not out.is_dir():
        if source.is_dir():
            raise GanError("path_unwritable", path=out, reason="for a folder of photographs it must be a folder")
        if out.suffix.lower() not in ENDINGS:
            raise GanError("path_unwritable", path=out, reason=f"its name must end in one of {', '.join(ENDINGS)}")
        targets = {source: out}
    else:
        root = source if source.is_dir() else source.parent
        stems = Counter(path.with_suffix("") for path in files)
        names = {p: p.stem if stems[p.with_suffix("")] == 1 else p.name for p in files}
        targets = {p: out / p.parent.relative_to(root) / f"{name}.png" for p, name in names.items()}
    for path, target in targets.items():
        if target.resolve() in {file.resolve() for file in files}:
            raise GanError("path_unwritable", path=target, reason=f"it is a photograph itself ({path.name})")
    return targets


def _chooser(registry: Registry, names: dict[str, str]) -> Callable[[np.ndarray], str]:
    from gan_core.photos.guard import Guard

    guard, by_direction = Guard(registry), {direction: name for name, direction in names.items()}

    def choose(image: np.ndarray) -> str:
        verdict = guard.verdict(image)
        if verdict.label == "neither":
            print("this looks like neither; translated all the same", file=sys.stderr)
        return by_direction[verdict.direction]

    return choose
