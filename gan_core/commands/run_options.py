"""Command-line options that all training runs share."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from gan_core.base.checks import check_count, check_number, check_seed
from gan_core.base.errors import GanError
from gan_core.base.paths import EXAMPLES
from gan_core.base.ranks import World, launched
from gan_core.commands.overwriting import add_overwrite

if TYPE_CHECKING:
    from gan_core.data.picture_files import Room
    from gan_core.models.imagenet import ImageNetClassifier
    from gan_core.store.checkpoints import Registry


class Run(NamedTuple):
    """What was asked for, checked. `network` is what a recipe's discriminators look through, if it has such."""

    recipe: Any
    seed: int
    save_every: float
    measured: int = 0
    network: ImageNetClassifier | None = None


def add_run_options(parser: argparse.ArgumentParser, presets: Iterable[str], preset: str, save_every: float) -> None:
    """Options of every run; `preset` and `save_every` are what is meant if they are left away."""
    parser.add_argument("--preset", default=preset, help=f"one of {', '.join(presets)}")
    parser.add_argument("--epochs", type=float, help="how long; the preset's own number if left away")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run: state, snapshots, record, GIF")
    held = parser.add_mutually_exclusive_group()
    held.add_argument("--resume", action="store_true", help="go on with the run that --out holds, on the same data")
    add_overwrite(held, "the run that --out holds")
    parser.add_argument("--seed", type=int, default=0, help="what the first weights and all draws follow from")
    parser.add_argument(
        "--batch-per-rank",
        type=int,
        metavar="N",
        help="rows of each process; the batch is N times the processes that torchrun started, and the learning rates "
        "are the preset's times the root of how much larger that is than the preset's batch (the rule of Adam, "
        "Malladi et al. 2022, arXiv:2205.10287). If left away, the preset's batch is split over the processes",
    )
    parser.add_argument(
        "--save-every", type=float, default=save_every, metavar="EPOCHS", help="interval of checkpoints"
    )


def add_digits(parser: argparse.ArgumentParser) -> None:
    """Options of every run on digits: which ones."""
    parser.add_argument(
        "--data",
        help="npz, npy, IDX or CSV, also .gz, or a folder or zip of these or of pictures; 'keras' for Keras's cache; "
        "else what ships",
    )
    parser.add_argument("--download", action="store_true", help="let Keras fetch the whole of MNIST")


def add_photo_run_options(parser: argparse.ArgumentParser, presets: Iterable[str], held_back: str) -> None:
    """Options of every run on photographs; `held_back` is what is measured."""
    add_run_options(parser, presets, "compact", save_every=0.25)
    parser.add_argument("--start", metavar="ID", help="begin with a checkpoint's weights and new optimizers")
    parser.add_argument("--measure", type=int, default=40, metavar="N", help=held_back)
    parser.add_argument(
        "--frames", type=Path, default=EXAMPLES, help="a folder of pictures to watch; none if it is empty"
    )
    parser.add_argument(
        "--photo-memory",
        type=float,
        default=2000,
        metavar="MB",
        help="how much of the photographs stays in memory; the others are read again, ahead of their turn",
    )
    parser.add_argument("--features", type=Path, help="the frozen network; build/features/<network>.npz if left away")
    parser.add_argument("--no-features", action="store_true", help="train without what looks through a frozen network")


def run_of(args: argparse.Namespace, preset: Callable[[str], Any]) -> Run:
    """What the options of `add_run_options` ask for; `preset` finds a recipe by its name.

    Raises:
        GanError: 'preset_unknown', 'seed_wrong', 'number_wrong'; 'run_taken' or 'resume_missing' before minutes of
            reading.
    """
    recipe, seed = preset(args.preset), check_seed(args.seed)
    save_every = check_number("--save-every", args.save_every, 0.001, 1000)
    if args.epochs is not None:
        recipe = replace(recipe, epochs=check_number("--epochs", args.epochs, 0.001, 10_000))
    if args.batch_per_rank is not None:
        rows = check_count("--batch-per-rank", args.batch_per_rank, 1, 100_000)
        recipe = with_batch(recipe, rows * (launched() or World()).size)
    from gan_core.training.record import STATE, RunFolder

    if args.resume:
        if not (args.out / STATE).is_file():
            raise GanError("resume_missing", path=args.out)
    elif not args.overwrite:
        RunFolder.check_free(args.out)
    return Run(recipe, seed, save_every)


def with_batch(recipe: Any, batch: int) -> Any:
    """The recipe at another batch: learning rates grow with its root (Malladi et al. 2022, arXiv:2205.10287)."""
    by = math.sqrt(batch / recipe.batch)
    changed: dict[str, Any] = {"batch": batch, "g_rate": recipe.g_rate * by, "d_rate": recipe.d_rate * by}
    if getattr(recipe, "features", None):
        changed["features"] = replace(recipe.features, rate=recipe.features.rate * by)
    return replace(recipe, **changed)


def photo_run_of(args: argparse.Namespace, preset: Callable[[str], Any]) -> Run:
    """What the options of `add_photo_run_options` ask for; reads the frozen network before minutes of reading.

    Raises:
        GanError: as `run_of`; 'count_wrong', 'features_missing', 'features_damaged'.
    """
    run, n = run_of(args, preset), check_count("--measure", args.measure, 1, 10_000)
    recipe = replace(run.recipe, features=None) if args.no_features else run.recipe
    if recipe.features is None:
        return run._replace(recipe=recipe, measured=n)
    from gan_core.models.imagenet import ImageNetClassifier, features_path

    network = ImageNetClassifier(args.features or features_path(recipe.features.network))
    return run._replace(recipe=recipe, measured=n, network=network)


def room_of(args: argparse.Namespace) -> Room:
    """Where photographs may stay, as `--photo-memory` says; raises GanError('number_wrong')."""
    from gan_core.data.picture_files import Room

    return Room(check_number("--photo-memory", args.photo_memory, 0, 10**7))


class Startable(Protocol):
    """A session that can begin with the weights of a checkpoint."""

    def start_from(self, id: str, registry: Registry) -> None: ...


def start(args: argparse.Namespace, session: Startable) -> None:
    """The value of `--start`; a resumed run ignores it, because it has started already."""
    if args.start and not args.resume:
        from gan_core.store.checkpoints import Registry

        session.start_from(args.start, Registry())
