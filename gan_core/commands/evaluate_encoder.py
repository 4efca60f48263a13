"""python -m gan_core evaluate encoder: how near G comes to digits that no network was trained on."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from gan_core.commands.telling import tell
from gan_core.digits.projection import ENCODER_ID, STEPS
from gan_core.store.checkpoints import Registry

if TYPE_CHECKING:
    import numpy as np

    from gan_core.data.digits import Digits

N, SEED = 500, 50_000  # which of the test digits are held back
TIMED = 20  # of them are projected one by one, as visitors' are


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `encoder` among what can be evaluated."""
    parser = kinds.add_parser("encoder", help=f"an encoder, on {N} test digits")
    parser.add_argument("--checkpoint", default=ENCODER_ID)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=_encoder)


def _encoder(args: argparse.Namespace) -> int:
    tell(evaluate_encoder(args.checkpoint), as_json=args.json)
    return 0


def held_back(data: Digits) -> tuple[np.ndarray, np.ndarray]:
    """`N` of the test digits by `SEED`, with their labels. The classifier has seen no test digit either."""
    import numpy as np

    rows = np.random.default_rng(SEED).permutation(len(data.test))[:N]
    return data.test[rows], data.test_labels[rows]


def evaluate_encoder(id: str = ENCODER_ID, registry: Registry | None = None) -> dict[str, Any]:
    """Figures of an encoder and of the descent that follows it, on held-back digits of those that ship.

    Returns:
        'l1_encoder' and 'l1' (means: of the encoder's proposal, and in the end), 'l1_mean_digit' (of the mean training
        digit, to compare), 'class_right' (share of the pictures that the digit classifier calls by the digit's label,
        and of the digits themselves), 'percentiles' of L1 in the end, and 'cpu_ms' (mean processor
        time of a projection, one by one).
    """
    import numpy as np

    from gan_core.data import digits
    from gan_core.digits.classifier import DigitClassifier
    from gan_core.digits.projection import Projector, l1

    registry, data = registry or Registry(), digits.load()
    projector, classifier = Projector(registry, id), DigitClassifier.load(registry)
    images, labels = held_back(data)
    proposed = projector.propose(images)
    parts = np.array_split(np.arange(len(images)), max(1, len(images) // 50))
    refined = np.concatenate([_last(projector.refine(images[part], proposed[part])) for part in parts])
    drawn = projector.draw(refined)
    off = l1(drawn, images)
    began = time.process_time()
    for image in images[:TIMED]:
        projector.project(image)
    spent = (time.process_time() - began) / TIMED

    def right(pictures: np.ndarray) -> float:
        return round(float(np.mean(classifier.look(pictures)[1].argmax(1) == labels)), 4)

    mean = np.rint(data.train.mean(0)).astype(np.uint8)
    return {
        "checkpoint": id,
        "n": len(images),
        "seed": SEED,
        "steps": STEPS,
        "l1_mean_digit": round(float(l1(images, mean).mean()), 4),
        "l1_encoder": round(float(l1(projector.draw(proposed), images).mean()), 4),
        "l1": round(float(off.mean()), 4),
        "class_right_encoder": right(projector.draw(proposed)),
        "class_right": right(drawn),
        "class_right_real": right(images),
        "percentiles": [round(float(v), 4) for v in np.percentile(off, np.arange(101))],
        "timed": TIMED,
        "cpu_ms": round(1000 * spent),
    }


def _last(steps: Any) -> np.ndarray:
    for found in steps:  # noqa: B007  (only the last counts)
        pass
    return found
