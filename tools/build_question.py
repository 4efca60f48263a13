"""Build assets/question: the pairs of digits that a first visit is asked about, one by a hand, one by G.

    python -m tools.build_question

A round is as hard as it is for the discriminator of `best`: of G's digits and of held-out digits that look alike (the
classifier gives both the same class) a pair's margin is D's logit on the real one minus that on the fake. The rounds
take pairs whose margins lie within `MARGINS`, each of another class, drawn by a seed. In the last one D itself can
but guess. What D answers is kept beside the pictures; D takes the digit with the lower score for the machine's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gan_core.base.images import grid
from gan_core.data import digits
from gan_core.digits.classifier import DigitClassifier
from gan_core.digits.engine import DigitEngine
from gan_core.store.checkpoints import Registry

OUT = Path(__file__).resolve().parents[1] / "assets" / "question"
CHECKPOINT, SEED, FAKES, REALS = "best", 25, 4000, 4000
PAIRS = 3  # of a round; each visitor is shown one of them
MARGINS = (2.5, np.inf), (0.8, 1.4), (-0.5, 0.1)  # in logits, a round each


def looked_at(engine: DigitEngine, classifier: DigitClassifier, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The class that the classifier gives each of uint8 (n, 28, 28), and D's logits."""
    return classifier.look(images)[1].argmax(1), engine.verdict(images)


def pairs_of(
    margins: tuple[float, float], reals: tuple[np.ndarray, ...], fakes: tuple[np.ndarray, ...], rng: np.random.Generator
) -> list[tuple[int, int]]:
    """Places of a real and a fake digit, `PAIRS` of them, whose margin lies between the two; no class comes twice."""
    found: list[tuple[int, int]] = []
    for kind in rng.permutation(10):
        real, fake = (np.flatnonzero(classes == kind) for classes, _ in (reals, fakes))
        margin = reals[1][real][:, None] - fakes[1][fake][None]
        places = np.argwhere((margin >= margins[0]) & (margin <= margins[1]))
        if len(places) and len(found) < PAIRS:
            i, j = places[rng.integers(len(places))]
            found.append((int(real[i]), int(fake[j])))
    return found


def main() -> None:
    """Choose the pairs, and write them with D's scores."""
    registry = Registry()
    engine, classifier = DigitEngine(registry, CHECKPOINT), DigitClassifier.load(registry)
    rng = np.random.default_rng(SEED)
    fake = engine.images(rng.standard_normal((FAKES, engine.latent)).astype(np.float32))
    real = digits.load().test[rng.choice(len(digits.load().test), REALS, replace=False)]
    seen = looked_at(engine, classifier, real), looked_at(engine, classifier, fake)
    rounds, pictures = [], []
    for margins in MARGINS:
        pairs = pairs_of(margins, *seen, rng)
        assert len(pairs) == PAIRS, f"only {len(pairs)} pairs within {margins}"
        logits = [[float(seen[0][1][i]), float(seen[1][1][j])] for i, j in pairs]
        rounds.append([[round(float(1 / (1 + np.exp(-one))), 3) for one in both] for both in logits])
        pictures += [picture for i, j in pairs for picture in (real[i], fake[j])]
    OUT.mkdir(parents=True, exist_ok=True)
    sheet = grid(np.stack(pictures), 2 * PAIRS)
    Image.fromarray(sheet).save(OUT / "pairs.webp", lossless=True, quality=100, method=6)
    facts = {"checkpoint": CHECKPOINT, "seed": SEED, "scores": rounds}
    (OUT / "pairs.json").write_text(json.dumps(facts) + "\n", encoding="utf-8")
    print(sheet.shape, (OUT / "pairs.webp").stat().st_size, "bytes", rounds)


if __name__ == "__main__":
    main()
