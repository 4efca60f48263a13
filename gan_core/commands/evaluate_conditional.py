"""What else is measured of a generator that is asked for a class: is it the class, how varied, in which hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gan_core.data.digits import Digits
from gan_core.digits.classifier import DigitClassifier
from gan_core.digits.latent import asked, latents
from gan_core.digits.strokes import slant, weight
from gan_core.measures.quality import deviation, frechet_distance, shares_right

HANDS, HANDS_SEED = 500, 30_000  # z, each in all classes


def conditional_figures(
    draw: Callable[[np.ndarray], np.ndarray],
    fakes: np.ndarray,
    labels: np.ndarray,
    data: Digits,
    classifier: DigitClassifier,
    dim: int,
) -> dict[str, Any]:
    """Figures by class, 0 and on.

    Args:
        draw: what G takes, (n, dim + classes) -> uint8 (n, 28, 28).
        fakes, labels: uint8 (n, 28, 28) and the classes that they were asked for.
        dim: the length of z.

    Returns:
        'class_right' (share of the fakes whose likeliest class is the one asked for), 'class_right_by_class',
        'frechet_by_class' beside 'frechet_floor_by_class' (training digits of the class from test digits of it),
        'spread_by_class' (deviation over the fakes of a class, that of its test digits being 1), its 'spread_least' and
        'spread_most', and 'hand': mean correlation of slant and of weight over the pairs of two classes, over
        `HANDS` z.
    """
    features, probabilities = classifier.look(fakes)
    test, train = classifier.look(data.test)[0], classifier.look(data.train)[0]
    classes = int(labels.max()) + 1
    distances, floors = [], []
    for k in range(classes):
        reals = test[data.test_labels == k]
        distances.append(frechet_distance(features[labels == k], reals))
        floors.append(frechet_distance(train[data.train_labels == k], reals))
    spreads = deviation(fakes, labels) / deviation(data.test, data.test_labels)
    z = latents(HANDS_SEED, HANDS, dim)
    written = [draw(asked(z, k, classes)) for k in range(classes)]
    return {
        "class_right": _round(np.mean(probabilities.argmax(1) == labels), 4),
        "class_right_by_class": _round(shares_right(probabilities, labels), 3),
        "frechet_by_class": _round(distances, 2),
        "frechet_floor_by_class": _round(floors, 2),
        "spread_by_class": _round(spreads, 3),
        "spread_least": _round(spreads.min(), 3),
        "spread_most": _round(spreads.max(), 3),
        "hand": {s.__name__: _round(alike([s(images) for images in written]), 3) for s in (slant, weight)},
        "hand_n": HANDS,
    }


def alike(rows: list[np.ndarray]) -> float:
    """The mean correlation of two of k statistics (n,) of the same n z; 1 if all rise and fall together."""
    return float(np.corrcoef(np.stack(rows))[np.triu_indices(len(rows), 1)].mean())


def _round(values: Any, digits: int) -> Any:
    return np.round(np.asarray(values, np.float64), digits).tolist()
