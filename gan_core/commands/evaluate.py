"""python -m gan_core evaluate {dcgan, cyclegan, pix2pix, ...}: reproduces the metrics of a model card from a clone."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gan_core.commands import (
    evaluate_cyclegan,
    evaluate_drawings,
    evaluate_encoder,
    evaluate_membership,
    evaluate_pairing,
    evaluate_pix2pix,
    evaluate_spectrum,
    evaluate_usefulness,
)
from gan_core.commands.telling import tell
from gan_core.store.checkpoints import Registry, parse_reference

if TYPE_CHECKING:
    import numpy as np

N = 10_000
SEED = 20_000
SEEDS = 3  # of z, from SEED on: the seed alone moves a Frechet distance by a third


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `evaluate` and what can be evaluated."""
    kinds = subparsers.add_parser("evaluate", help="measure a checkpoint").add_subparsers(required=True, metavar="KIND")
    dcgan = kinds.add_parser("dcgan", help="a digit generator, against all test digits")
    dcgan.add_argument("--checkpoint", default="best", help="best, classic, or a snapshot such as best@1500")
    dcgan.add_argument("--json", action="store_true", help="print JSON only")
    dcgan.set_defaults(run=_dcgan)
    evaluate_cyclegan.add_parser(kinds)
    evaluate_pix2pix.add_parser(kinds)
    evaluate_pairing.add_parser(kinds)
    evaluate_drawings.add_parser(kinds)
    evaluate_encoder.add_parser(kinds)
    evaluate_usefulness.add_parser(kinds)
    evaluate_membership.add_parser(kinds)
    evaluate_spectrum.add_parser(kinds)


def _dcgan(args: argparse.Namespace) -> int:
    figures = evaluate_dcgan(args.checkpoint)
    tell(figures, as_json=args.json)
    return 0


def evaluate_dcgan(reference: str, registry: Registry | None = None) -> dict[str, Any]:
    """Figures of a generator: `N` samples of seed `SEED` against the 10,000 test digits that ship.

    'frechet' is the mean over as many samples of each of `SEEDS` seeds, 'frechet_low' and 'frechet_high' the lowest and
    the highest of them. One that is asked for classes draws each equally often, and has the figures of
    `conditional_figures` too. Reals and features come from what ships, so that a clean clone gives the same figures.
    """
    import numpy as np

    from gan_core.commands.evaluate_conditional import conditional_figures
    from gan_core.data import digits
    from gan_core.digits.classifier import DigitClassifier
    from gan_core.digits.engine import recipe_of
    from gan_core.digits.latent import in_turn, latents
    from gan_core.measures.neighbours import Neighbours
    from gan_core.measures.quality import class_shares, frechet_distance
    from gan_core.models.dcgan import build_discriminator, build_generator
    from gan_core.store.loading import load_into
    from gan_core.training.measuring import Probe

    id, step = parse_reference(reference)
    registry, data = registry or Registry(), digits.load()
    spec = recipe_of(registry.spec(id), registry.root / id).spec
    generator, discriminator = build_generator(spec), build_discriminator(spec)
    load_into(registry, id, step, generator, discriminator)
    classifier, probe = DigitClassifier.load(registry), Probe(generator, discriminator)

    def drawn(seed: int) -> np.ndarray:
        return probe.images(in_turn(latents(seed, N, spec.latent), spec.classes))

    fakes = drawn(SEED)
    features, probabilities = classifier.look(fakes)
    test_features, test_probabilities = classifier.look(data.test)
    train_features, _ = classifier.look(data.train)
    floor = frechet_distance(train_features, test_features)
    others = (classifier.look(drawn(SEED + i))[0] for i in range(1, SEEDS))
    distances = _distances([features, *others], test_features, floor)
    among = Neighbours(data.train)
    nearest, nearest_of_real = (among.of(images)[1] / 255 for images in (fakes[:16], data.test[:1000]))
    more = {}
    if spec.classes:
        more = conditional_figures(probe.images, fakes, np.arange(N) % spec.classes, data, classifier, spec.latent)
    return {
        "checkpoint": reference,
        "n": N,
        "seed": SEED,
        "seeds": SEEDS,
        **distances,
        "class_shares": [round(float(s), 4) for s in class_shares(probabilities)],
        "mean_confidence": round(float(probabilities.max(1).mean()), 4),
        "mean_confidence_real": round(float(test_probabilities.max(1).mean()), 4),
        "nearest_training_digit": [round(float(d), 2) for d in nearest],
        "nearest_of_real_median": round(float(np.median(nearest_of_real)), 2),
        "classifier_accuracy": round(float(np.mean(test_probabilities.argmax(1) == data.test_labels)), 4),
        **more,
        "discriminator": probe.compare(data.test[:2000], fakes[:2000]).to_json(),
    }


def _distances(features: Sequence[np.ndarray], reals: np.ndarray, floor: float) -> dict[str, float]:
    """What is told of the Frechet distances of fakes, whose features come seed by seed, from real digits."""
    from gan_core.measures.quality import frechet_distance

    found = [frechet_distance(one, reals) for one in features]
    mean = sum(found) / len(found)
    return {
        "frechet": round(mean, 3),
        "frechet_low": round(min(found), 3),
        "frechet_high": round(max(found), 3),
        "frechet_floor": round(floor, 3),
        "frechet_ratio": round(mean / floor, 2),
    }
