"""Trains the horse/zebra classifier and its guard, on real photographs and on pictures of neither.

Augmentation: crops at several scales, jittered colours, a fifth of them grey, so that it does not rely on colour alone.
Photographs rotated by a quarter or half turn count as neither, so that it has to look at shapes (Tack et al. 2020,
arXiv:2007.08176); photographs of other things do where there are any. Crops are smaller than what is judged, where
animals look as large as in the crops, which are zoomed in (Touvron et al. 2019, arXiv:1906.06423).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

from gan_core.data import neither
from gan_core.data.crops import Crops
from gan_core.data.unpaired import Photographs, square
from gan_core.models.photo_classifier import build_photo_classifier
from gan_core.photos.classifier import PHOTO_CLASSIFIER_ID, HorseZebraClassifier
from gan_core.photos.domains import DIRECTIONS
from gan_core.photos.figures import LUMA
from gan_core.photos.guard import Guard, strangeness
from gan_core.store.checkpoints import Registry

BATCH, RATE, WEIGHT_DECAY = 32, 2e-3, 1e-3
CROP = 96
SCALES = (96, 112, 136, 176)  # short sides that photographs are cropped at; the first shows all of a square one
TURNED_SCALES = (96, 112)  # grass has no upside
# In each epoch: drawn pictures of neither, turned photographs, and crops of photographs of other things.
NEITHER, TURNED, OTHERS = 1000, 1000, 1000
VALIDATION = 10  # one in ten of the training photographs chooses the guard's threshold and trains nothing
FALSE_ALARMS = 0.08  # of real photographs in that part
VIEW = 256  # side of the central square that is judged

Pictures = Sequence[np.ndarray]


def train_photo_classifier(
    domains: tuple[Photographs, Photographs],
    names: tuple[str, str],
    epochs: int,
    seed: int,
    registry: Registry,
    others: Photographs | None = None,
) -> dict[str, Any]:
    """Train, choose the guard's threshold, save, and measure what was saved on the held-back photographs.

    Args:
        others: photographs that show neither, where there are any.

    Returns:
        'accuracy' (the likelier of the two is the right one), 'false_alarms' (called neither), 'n' photographs;
        with others also 'others_found' (called neither) and 'others_n'.
    """
    fitting, validation = ([_part(d.train, chosen) for d in domains] for chosen in (False, True))
    classifier = fit_classifier(fitting, epochs, seed, others.train if others else [])
    threshold = guard_threshold(classifier, validation)
    training = {"epochs": epochs, "seed": seed, "photographs": [len(part) for part in fitting], "neither": NEITHER}
    training["others"] = len(others.train) if others else 0
    spec: dict[str, Any] = {"kind": "photo-classifier", "domains": list(names), "training": training}
    spec["guard"] = {"threshold": threshold, "false_alarms": FALSE_ALARMS, "n": sum(map(len, validation))}
    networks = {"classifier": classifier.get_weights()}
    registry.save(PHOTO_CLASSIFIER_ID, networks, spec)
    spec["figures"] = held_back_figures([d.held_back for d in domains], others.held_back if others else [], registry)
    registry.save(PHOTO_CLASSIFIER_ID, networks, spec)
    return spec["figures"]


def fit_classifier(parts: Sequence[Pictures], epochs: int, seed: int, others: Pictures = ()) -> keras.Model:
    """A classifier of A, B and neither (`others` among it); prints a line for each epoch."""
    keras.utils.set_random_seed(seed)
    classifier = build_photo_classifier()
    sets = [*parts, neither.pictures([x for part in parts for x in part], NEITHER, seed)]
    counts = [*map(len, sets), OTHERS if others else 0, TURNED]
    rate = keras.optimizers.schedules.CosineDecay(RATE, max(1, sum(counts) // BATCH) * epochs)
    classifier.compile(
        optimizer=keras.optimizers.AdamW(rate, weight_decay=WEIGHT_DECAY),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    crops = [Crops(list(part), CROP, SCALES, 1, (seed, i)) for i, part in enumerate(sets)]
    crops.append(Crops(list(others), CROP, SCALES, 1, (seed, len(sets) + 1)))
    crops.append(Crops([x for part in parts for x in part], CROP, TURNED_SCALES, 1, (seed, len(sets))))
    labels = np.repeat([0, 1, 2, 2, 2], counts)
    rng = np.random.default_rng(seed)
    for epoch in range(epochs):
        x = np.concatenate([_pass(source, n, epoch) for source, n in zip(crops, counts, strict=True) if n])
        for i in range(len(x) - TURNED, len(x)):
            x[i] = np.rot90(x[i], int(rng.integers(1, 4)))
        x, order = shaken(x, rng), rng.permutation(len(x))
        classifier.fit(x[order], labels[order], BATCH, initial_epoch=epoch, epochs=epoch + 1, shuffle=False, verbose=2)
    return classifier


def guard_threshold(classifier: keras.Model, validation: Sequence[Pictures]) -> float:
    """The strangeness that `FALSE_ALARMS` of these photographs exceed, by the classifier as it ships: in float16."""
    classifier.set_weights([w.astype(np.float16) for w in classifier.get_weights()])
    looks = HorseZebraClassifier(classifier).look([square(x, VIEW) for part in validation for x in part])
    return float(np.quantile(strangeness(looks), 1 - FALSE_ALARMS))


def held_back_figures(held_back: Sequence[Pictures], others: Pictures, registry: Registry) -> dict[str, Any]:
    """What `train_photo_classifier` returns, of the classifier and the guard as saved, on photographs of A and of B."""
    guard = Guard(registry)
    verdicts = [[guard.verdict(square(x, VIEW)) for x in part] for part in held_back]
    found = [guard.verdict(square(x, VIEW)).label == "neither" for x in others]
    right = [v.direction == way for part, way in zip(verdicts, DIRECTIONS, strict=True) for v in part]
    alarms = [v.label == "neither" for part in verdicts for v in part]
    accuracy, false_alarms = float(np.mean(right)), float(np.mean(alarms))
    figures = {"accuracy": round(accuracy, 4), "false_alarms": round(false_alarms, 4), "n": len(right)}
    return figures | ({"others_found": round(float(np.mean(found)), 4), "others_n": len(found)} if found else {})


def _pass(source: Crops, count: int, number: int) -> np.ndarray:
    """One crop of each of `count` photographs: float32 (count, CROP, CROP, 3)."""
    return np.concatenate([source.batch(number * count + i) for i in range(count)])


def shaken(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Pictures float32 (n, h, w, 3) in [-1, 1] with other saturation (a fifth of them grey), contrast, tint, light."""

    def drawn(low: float, high: float, channels: int = 1) -> np.ndarray:
        return rng.uniform(low, high, (len(x), 1, 1, channels)).astype(np.float32)

    grey = x @ LUMA.astype(np.float32)[:, None]
    colour = drawn(0.4, 1.4) * (rng.random((len(x), 1, 1, 1)) > 0.2).astype(np.float32)
    x = grey + colour * (x - grey)
    return np.clip(x * drawn(0.7, 1.3) * drawn(0.85, 1.15, 3) + drawn(-0.2, 0.2), -1, 1)


def _part(photographs: Pictures, validation: bool) -> Pictures:
    """What trains, or what is left for validation; a single photograph has to serve for both."""
    return [x for i, x in enumerate(photographs) if (i % VALIDATION == 0) == validation] or photographs
