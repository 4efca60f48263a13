"""python -m gan_core evaluate cyclegan: the metrics of its model card, on held-back photographs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.checks import check_count
from gan_core.commands.foreign import SIDE, Pictures, Probe, fitted_probe, frechet_with_floor, judged, judged_filter
from gan_core.commands.telling import tell
from gan_core.photos.classifier import PHOTO_CLASSIFIER_ID, HorseZebraClassifier
from gan_core.photos.domains import DOMAINS, domains
from gan_core.photos.engine import PHOTO_ID, PhotoEngine
from gan_core.photos.figures import difference, outer_mean, power_at_period
from gan_core.photos.imagenet_evaluator import CLASSES, ImageNetEvaluator
from gan_core.store.checkpoints import CHECKPOINTS, Registry, parse_reference

PERIODS = (2, 4)  # pixels: what transposed convolutions leave behind


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `cyclegan` among what can be evaluated."""
    parser = kinds.add_parser("cyclegan", help="a translator of photographs, on photographs that were held back")
    parser.add_argument("--checkpoint", default=PHOTO_ID, help="such as horse2zebra, or a snapshot of it: ID@STEP")
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="a folder with testA and testB: all of them; or with trainA and trainB: their held-back tenth",
    )
    parser.add_argument("--most", default="1000", help="how many photographs of each domain at most")
    add_evaluators(parser)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def add_evaluators(parser: argparse.ArgumentParser) -> None:
    """Options of everything that measures a CycleGAN."""
    parser.add_argument("--imagenet", type=Path, help="an ImageNet evaluator: build/features/efficientnet-lite2.npz")
    parser.add_argument("--neither", type=Path, help="a folder of other photographs; its held-back tenth is measured")


def _run(args: argparse.Namespace) -> int:
    most = check_count("--most", args.most, 4, 100_000)
    registry = Registry(args.checkpoints)
    figures = evaluate_cyclegan(args.checkpoint, args.data, registry, most, args.imagenet, args.neither)
    tell(figures, as_json=args.json)
    return 0


def evaluate_cyclegan(
    reference: str,
    data: Path,
    registry: Registry,
    most: int = 1000,
    imagenet: Path | None = None,
    neither: Path | None = None,
) -> dict[str, Any]:
    """Both directions of a CycleGAN on photographs at 256 x 256 that it never saw.

    Args:
        reference: a checkpoint, or a snapshot of it.
        data: folder of photographs.
        most: of each domain.
        imagenet: the file of an ImageNet evaluator, which `tools/build_features.py` writes.
        neither: folder of photographs of neither domain, whose held-back tenth is measured.

    Returns:
        For each direction, named as the translate command does, the fields of `measure`; 'imagenet_evaluator'.
        If the domains are those that our classifier knows, also 'classifier_accuracy' on the photographs themselves
        (the likelier of the two domains).

    Raises:
        GanError: what reading the checkpoints and the photographs raises.
    """
    id, step = parse_reference(reference)
    classes = domains(registry.spec(id)) == DOMAINS  # a wrong word is told before minutes of reading
    if classes:
        registry.spec(PHOTO_CLASSIFIER_ID)
    foreign = ImageNetEvaluator(imagenet) if imagenet else None
    views, part = _views(data, most)
    others = _others(neither, most) if neither else []
    engine = PhotoEngine(registry, id, step)
    classifier = HorseZebraClassifier.load(registry) if classes else None
    a, b = engine.domains
    probe = fitted_probe(data, foreign) if foreign and not {a, b} <= CLASSES.keys() else None
    found = [measure(engine, classifier, views, source, foreign, others, probe) for source in (0, 1)]
    return {
        "checkpoint": reference,
        "photographs": part,
        "n": {a: len(views[0]), b: len(views[1])},
        "size": SIDE,
        **_accuracy(classifier, views),
        **({"imagenet_evaluator": foreign.name} if foreign else {}),
        **({"n_neither": len(others)} if others else {}),
        f"{a}-to-{b}": found[0],
        f"{b}-to-{a}": found[1],
    }


def measure(
    engine: PhotoEngine,
    classifier: HorseZebraClassifier | None,
    views: Sequence[Pictures],
    source: int,
    foreign: ImageNetEvaluator | None = None,
    others: Pictures | None = None,
    probe: Probe | None = None,
) -> dict[str, Any]:
    """One direction.

    Args:
        classifier: our own classifier, if it knows the domains.
        views: photographs uint8 (256, 256, 3) of A and of B.
        source: 0 for A to B.
        foreign: an independent evaluator.
        others: photographs of neither domain, like those of `views`.
        probe: what tells the domains apart by the independent evaluator's features.

    Returns:
        'cycle_l1', 'change' and 'outer_change': mean absolute differences, 0 to 1; 'power_at_<p>px': spectral power
        at a period of p pixels, times that of the target's photographs; 'neither_change': mean change of `others`;
        and the fields of `_classified`, `judged` and `judged_filter`.
    """
    there, home = ("ab", "ba")[source], ("ba", "ab")[source]
    photographs, targets = views[source], views[1 - source]
    translated = [engine.translate(x, there) for x in photographs]
    reconstructed = [engine.translate(x, home) for x in translated]
    pairs = list(zip(photographs, translated, strict=True))
    cycle = [difference(x, y).mean() for x, y in zip(photographs, reconstructed, strict=True)]
    power = {p: power_at_period(translated, p) / power_at_period(targets, p) for p in PERIODS}
    classified, passed = _classified(classifier, views, translated, source)
    return {
        "n": len(photographs),
        **classified,
        **judged(engine, foreign, passed, views, translated, source, probe),
        **judged_filter(engine, foreign, photographs, source, probe),
        **_neither(engine, others, there),
        "cycle_l1": round(float(np.mean(cycle)), 4),
        "change": round(float(np.mean([difference(x, y).mean() for x, y in pairs])), 4),
        "outer_change": round(float(np.mean([outer_mean(difference(x, y)) for x, y in pairs])), 4),
        **{f"power_at_{p}px": round(ratio, 3) for p, ratio in power.items()},
    }


def _accuracy(classifier: HorseZebraClassifier | None, views: Sequence[Pictures]) -> dict[str, Any]:
    if classifier is None:
        return {}
    calls = np.concatenate([classifier.look(view).of_two == domain for domain, view in enumerate(views)])
    return {"classifier": PHOTO_CLASSIFIER_ID, "classifier_accuracy": round(float(calls.mean()), 4)}


def _classified(
    classifier: HorseZebraClassifier | None, views: Sequence[Pictures], translated: Pictures, source: int
) -> tuple[dict[str, Any], np.ndarray | None]:
    """Our own classifier's metrics for one direction, and which translations it accepts, bool (n,).

    'called_target_before' and 'called_target': the share of photographs, and of their translations, for which it
    finds the target domain the likelier of the two; 'called_neither': the share of translations for which it finds
    neither the likeliest of three; 'frechet', 'frechet_floor' and 'frechet_n' of `frechet_with_floor`.
    """
    if classifier is None:
        return {}, None
    before, look, target = (classifier.look(x) for x in (views[source], translated, views[1 - source]))
    frechet, floor, n = frechet_with_floor(look.features, target.features)
    return {
        "called_target_before": round(float(np.mean(before.of_two == 1 - source)), 4),
        "called_target": round(float(np.mean(look.of_two == 1 - source)), 4),
        "called_neither": round(float(np.mean(look.logits.argmax(1) == 2)), 4),
        "frechet": round(frechet, 3),
        "frechet_floor": round(floor, 3),
        "frechet_n": n,
    }, look.logits.argmax(1) == 1 - source


def _neither(engine: PhotoEngine, others: Pictures | None, direction: str) -> dict[str, float]:
    changes = [difference(x, engine.translate(x, direction)).mean() for x in others or ()]
    return {"neither_change": round(float(np.mean(changes)), 4)} if changes else {}


def _others(folder: Path, most: int) -> Pictures:
    from gan_core.data import unpaired

    return [unpaired.square(x, SIDE) for x in unpaired.domain(folder).held_back[:most]]


def _views(data: Path, most: int) -> tuple[list[Pictures], str]:
    """The central squares of what may be measured, and which photographs these are."""
    from gan_core.data import unpaired

    test = unpaired.sides(data, "test") is not None
    domains = unpaired.load(data, "test" if test else "train")
    chosen = [[*d.held_back, *(d.train if test else ())][:most] for d in domains]
    return [[unpaired.square(x, SIDE) for x in domain] for domain in chosen], "test" if test else "held back"
