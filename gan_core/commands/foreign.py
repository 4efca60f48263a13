"""What an evaluator that never saw the training says of a CycleGAN's translations: distances, classes, a probe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from gan_core.measures.quality import frechet_distance
from gan_core.photos.engine import PhotoEngine
from gan_core.photos.imagenet_evaluator import CLASSES, ImageNetEvaluator, linear_probe

SIDE = 256  # of the pictures that are measured, in pixels
SPLITS = 20  # random halves of the real ones
PROBED = 400  # pictures of each domain, trained on, that the linear probe is fitted to

Pictures = list[np.ndarray]
Probe = Callable[[np.ndarray], np.ndarray]  # an evaluator's features -> which are taken for B


def judged(
    engine: PhotoEngine,
    foreign: ImageNetEvaluator | None,
    passed: np.ndarray | None,
    views: Sequence[Pictures],
    translated: Pictures,
    source: int,
    probe: Probe | None = None,
) -> dict[str, float]:
    """The ImageNet evaluator's metrics for one direction; {} without one.

    `views` are pictures uint8 (256, 256, 3) of A and of B, of which `source` (0 or 1) was `translated`; `passed`, bool
    (n,), are those translations that our own classifier accepts.

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


def fitted_probe(data: Path, foreign: ImageNetEvaluator) -> Probe | None:
    """Fitted to pictures that were trained on, so that it sees those held back for the first time; None without."""
    from gan_core.data import unpaired

    if unpaired.sides(data, "train") is None:
        return None
    fitted = [[unpaired.square(x, SIDE) for x in d.train[:PROBED]] for d in unpaired.load(data)]
    a, b = (foreign.features(pictures) for pictures in fitted)
    return linear_probe(a, b)


def judged_filter(
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
