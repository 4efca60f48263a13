"""python -m gan_core evaluate cyclegan: the metrics of its model card, on held-back photographs."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.checks import check_count
from gan_core.commands.telling import tell
from gan_core.measures.quality import frechet_distance
from gan_core.photos.classifier import PHOTO_CLASSIFIER_ID, HorseZebraClassifier
from gan_core.photos.domains import DOMAINS, domains
from gan_core.photos.engine import PHOTO_ID, PhotoEngine
from gan_core.photos.figures import difference, outer_mean, power_at_period
from gan_core.photos.imagenet_evaluator import CLASSES, ImageNetEvaluator, linear_probe
from gan_core.store.checkpoints import CHECKPOINTS, Registry, parse_reference

SIDE = 256
PERIODS = (2, 4)  # pixels: what transposed convolutions leave behind
SPLITS = 20

PROBED = 400  # pictures of each domain, trained on, that the linear probe is fitted to

Pictures = list[np.ndarray]
Probe = Callable[[np.ndarray], np.ndarray]  # an evaluator's features -> which are taken for B


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
    probe = _probe(data, foreign) if foreign and not {a, b} <= CLASSES.keys() else None
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
        and the fields of `_classified`, `_foreign` and `_filtered`.
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
        **_foreign(engine, foreign, passed, views, translated, source, probe),
        **_filtered(engine, foreign, photographs, source, probe),
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


def _foreign(
    engine: PhotoEngine,
    foreign: ImageNetEvaluator | None,
    passed: np.ndarray | None,
    views: Sequence[Pictures],
    translated: Pictures,
    source: int,
    probe: Probe | None = None,
) -> dict[str, float]:
    """The ImageNet evaluator's metrics for one direction.

    'foreign_frechet': Frechet distance of the translations to the target's photographs on its features, and that of
    the untouched photographs as 'foreign_frechet_before', of the target's own as 'foreign_frechet_floor'. Of domains
    that it knows: 'foreign_called_target', the share of translations that it calls the target, with 'foreign_of_real',
    the same of the target's own photographs; 'both_of_passed', the same for translations that our classifier accepts.
    Of others, by a linear probe of its features: 'probe_called_target', 'probe_before' (untouched), 'probe_of_real'.
    """
    if foreign is None:
        return {}
    photographs, targets = views[source], views[1 - source]
    features = [foreign.features(pictures) for pictures in (photographs, translated, targets)]
    before, (frechet, floor, _) = (frechet_with_floor(x, features[2]) for x in features[:2])
    found = {"foreign_frechet": frechet, "foreign_frechet_before": before[0], "foreign_frechet_floor": floor}
    target, home = engine.domains[1 - source], engine.domains[source]
    if target in CLASSES and home in CLASSES:
        called = foreign.calls(translated, target, home)
        found["foreign_called_target"] = float(called.mean())
        found["foreign_of_real"] = float(foreign.calls(targets, target, home).mean())
        if passed is not None:
            found["both_of_passed"] = float(called[passed].mean()) if passed.any() else 0.0
    if probe:
        names = ("probe_before", "probe_called_target", "probe_of_real")
        for name, each in zip(names, features, strict=True):
            found[name] = float(np.mean(probe(each) == (source == 0)))
    return {name: round(figure, 4) for name, figure in found.items()}


def _probe(data: Path, foreign: ImageNetEvaluator) -> Probe | None:
    """Fitted to pictures that were trained on, so that it sees those held back for the first time; None without."""
    from gan_core.data import unpaired

    if unpaired.sides(data, "train") is None:
        return None
    fitted = [[unpaired.square(x, SIDE) for x in d.train[:PROBED]] for d in unpaired.load(data)]
    a, b = (foreign.features(pictures) for pictures in fitted)
    return linear_probe(a, b)


def _filtered(
    engine: PhotoEngine, foreign: ImageNetEvaluator | None, photographs: Pictures, source: int, probe: Probe | None
) -> dict[str, float]:
    """Where pictures are smoothed before the network, what each does alone: the share of which the probe calls the
    target when they are smoothed and not painted ('probe_smoothed'), painted and not smoothed ('probe_unsmoothed')."""
    there = ("ab", "ba")[source]
    if foreign is None or probe is None or there not in engine.smoothing:
        return {}
    alone = {
        "probe_smoothed": [engine.smoothed(x, there) for x in photographs],
        "probe_unsmoothed": [engine.translate(x, there, smooths=False) for x in photographs],
    }
    calls = {name: probe(foreign.features(pictures)) == (source == 0) for name, pictures in alone.items()}
    return {name: round(float(np.mean(called)), 4) for name, called in calls.items()}


def _neither(engine: PhotoEngine, others: Pictures | None, direction: str) -> dict[str, float]:
    changes = [difference(x, engine.translate(x, direction)).mean() for x in others or ()]
    return {"neither_change": round(float(np.mean(changes)), 4)} if changes else {}


def frechet_with_floor(fake: np.ndarray, real: np.ndarray) -> tuple[float, float, int]:
    """The distance of fakes to one half of the reals, and of the other half to it: (distance, floor, n of each).

    Means over `SPLITS` random halves. Few photographs bias both upward alike, so compare them with each other only.
    """
    rng, n = np.random.default_rng(0), min(len(fake), len(real) // 2)
    found = []
    for _ in range(SPLITS):
        chosen = rng.permutation(len(real))
        half, other = real[chosen[:n]], real[chosen[n : 2 * n]]
        found.append((frechet_distance(fake[rng.permutation(len(fake))[:n]], half), frechet_distance(other, half)))
    distance, floor = np.mean(found, axis=0)
    return float(distance), float(floor), n


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
