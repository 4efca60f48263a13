"""python -m gan_core evaluate pix2pix: the metrics of a network that colours photographs, on held-back ones."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.checks import check_count
from gan_core.base.colour import grey
from gan_core.base.errors import GanError
from gan_core.commands.foreign import SIDE, SPLITS, Pictures
from gan_core.commands.telling import tell
from gan_core.measures.colourfulness import colourfulness
from gan_core.measures.quality import frechet_distance
from gan_core.photos.colour import COLOUR_ID, ColourEngine, chroma_error, lab_error
from gan_core.photos.imagenet_evaluator import ImageNetEvaluator
from gan_core.store.checkpoints import CHECKPOINTS, Registry, parse_reference

LEAST = 4  # photographs: two halves, each with a spread


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `pix2pix` among what can be evaluated."""
    parser = kinds.add_parser("pix2pix", help="a network that colours photographs, on photographs that were held back")
    parser.add_argument("--checkpoint", default=COLOUR_ID, help=f"such as {COLOUR_ID}, or a snapshot of it: ID@STEP")
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of photographs, as in training")
    parser.add_argument("--whole", action="store_true", help="measure all of them: they were not trained on")
    parser.add_argument("--most", default="1000", help="how many photographs at most")
    parser.add_argument("--imagenet", type=Path, help="for Frechet distances: build/features/efficientnet-lite2.npz")
    add_rival(parser)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def add_rival(parser: argparse.ArgumentParser) -> None:
    """The option that names what a network is measured beside."""
    parser.add_argument("--against", metavar="ID", help="a checkpoint to measure beside it, such as one of L1 alone")


def _run(args: argparse.Namespace) -> int:
    most, registry = check_count("--most", args.most, LEAST, 100_000), Registry(args.checkpoints)
    figures = evaluate_pix2pix(
        args.checkpoint, args.data, registry, most, args.imagenet, args.against, whole=args.whole
    )
    tell(figures, as_json=args.json)
    return 0


def evaluate_pix2pix(
    reference: str,
    data: Sequence[Path],
    registry: Registry,
    most: int = 1000,
    imagenet: Path | None = None,
    against: str | None = None,
    *,
    whole: bool = False,
) -> dict[str, Any]:
    """Figures of a network that colours, on the central squares of photographs at 256 x 256.

    Args:
        reference, against: checkpoints, or snapshots of them.
        data: folders of photographs; their held-back tenth is measured, or with `whole` all of them.
        imagenet: a file that `tools/build_features.py` writes.

    Returns:
        'n', 'ms' (median for one photograph) and, for the network, with '_grey' for the photographs without colours
        and with '_against' for the rival: 'colourfulness', 'colour_error', 'lab_error' and 'frechet' of `measure`, and
        the network's over theirs: 'error_ratio_against', 'lab_error_ratio_grey', 'frechet_ratio_grey', and so on.
        'frechet_floor'
        is that of real photographs, which few photographs bias upward with all of these; '..._above_floor_ratio_...'
        are the ratios of what is above it. 'imagenet_evaluator' names whose features they are.

    Raises:
        GanError: what reading the checkpoints and the photographs raises.
    """
    names = [name for name in (reference, against) if name]
    for name in names:
        registry.spec(parse_reference(name)[0])  # a wrong word is told before minutes of reading
    evaluator = ImageNetEvaluator(imagenet) if imagenet else None
    engines = [ColourEngine(registry, *parse_reference(name)) for name in names]
    views = held_back_views(data, most, whole)
    made, took = _coloured(engines[0], views)
    sets = {"": made, "_grey": [grey(view) for view in views]}
    if against:
        sets["_against"] = _coloured(engines[1], views)[0]
    return {
        "checkpoint": reference,
        **({"against": against} if against else {}),
        "photographs": "all" if whole else "held back",
        "n": len(views),
        "size": SIDE,
        "ms": round(took, 1),
        **({"imagenet_evaluator": evaluator.name} if evaluator else {}),
        **measure(views, sets, evaluator),
    }


def measure(views: Pictures, sets: Mapping[str, Pictures], evaluator: ImageNetEvaluator | None) -> dict[str, Any]:
    """Every set's figures, named with its key; pictures uint8 (h, w, 3) in the order of `views`.

    'colourfulness' is the mean of the pictures' over that of the photographs', 'colour_error' the mean absolute
    difference of the colour channels, 0 to 1, 'lab_error' that of a and b of CIE Lab; 'frechet' as `distances` gives
    it.
    """
    real = np.mean([colourfulness(view) for view in views])
    found: dict[str, Any] = {}
    for key, pictures in sets.items():
        found[f"colourfulness{key}"] = float(np.mean([colourfulness(picture) for picture in pictures]) / real)
        for figure, error in (("colour_error", chroma_error), ("lab_error", lab_error)):
            errors = [error(view, picture) for view, picture in zip(views, pictures, strict=True)]
            found[f"{figure}{key}"] = float(np.mean(errors))
    if evaluator:
        features = {key: evaluator.features(pictures) for key, pictures in sets.items()}
        found |= {f"frechet{key}": distance for key, distance in distances(features, evaluator.features(views)).items()}
    for figure, short in (("colour_error", "error"), ("lab_error", "lab_error"), ("frechet", "frechet")):
        for key in sets:
            if key and found.get(f"{figure}{key}") and (short, key) != ("error", "_grey"):
                found[f"{short}_ratio{key}"] = found[figure] / found[f"{figure}{key}"]
    floor = found.get("frechet_floor", 0.0)
    for key in sets:
        if key and found.get(f"frechet{key}", floor) > floor:
            found[f"frechet_above_floor_ratio{key}"] = (found["frechet"] - floor) / (found[f"frechet{key}"] - floor)
    return {name: round(figure, 5) for name, figure in found.items()}


def distances(sets: Mapping[str, np.ndarray], real: np.ndarray) -> dict[str, float]:
    """Frechet distances of each set to real photographs, features (n, d) in one order; and their '_floor'.

    Means over `SPLITS` random halves: what was made of one half of the photographs, to the other half as it is. So no
    picture is compared with its own original. Few photographs bias all upward alike.
    """
    rng, n = np.random.default_rng(0), len(real) // 2
    everything = {**sets, "_floor": real}
    found: dict[str, list[float]] = {key: [] for key in everything}
    for _ in range(SPLITS):
        chosen = rng.permutation(len(real))
        for key, features in everything.items():
            found[key].append(frechet_distance(features[chosen[:n]], real[chosen[n : 2 * n]]))
    return {key: float(np.mean(each)) for key, each in found.items()}


def _coloured(engine: ColourEngine, views: Pictures) -> tuple[Pictures, float]:
    """Photographs coloured by an engine, and the median time of each in milliseconds."""
    made, took = [], []
    for view in views:
        start = time.perf_counter()
        made.append(engine.colourise(view))
        took.append(1000 * (time.perf_counter() - start))
    return made, float(np.median(took))


def held_back_views(data: Sequence[Path], most: int, whole: bool = False) -> Pictures:
    """The central squares of photographs in colour that were held back, or with `whole` of all of them.

    Raises:
        GanError: 'measure_few', and what `grey_colour` raises.
    """
    from gan_core.data import unpaired
    from gan_core.data.pairs import grey_colour

    found = grey_colour(data).targets
    chosen = [*found.held_back, *(found.train if whole else ())]
    if len(chosen) < LEAST:
        raise GanError("measure_few", count=len(chosen), least=LEAST)
    order = np.random.default_rng(0).permutation(len(chosen))[:most]  # not the first folder's alone
    return [unpaired.square(chosen[i], SIDE) for i in order]
