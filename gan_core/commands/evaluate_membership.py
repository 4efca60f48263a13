"""python -m gan_core evaluate membership: do a generator's digits, or D's scores, betray what was trained on?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from gan_core.commands.telling import Seen, tell
from gan_core.data.digits import Digits
from gan_core.measures.quality import CONFIDENT
from gan_core.store.checkpoints import Registry
from gan_core.store.origin import began_with

FAKES = 10_000
SEED = 30_000
MEMORISER = "memoriser"  # the checkpoint that knows few digits by heart
PICTURES = 6

Scores = Callable[[np.ndarray], np.ndarray]


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `membership` among what can be evaluated."""
    parser = kinds.add_parser("membership", help="which real digits it was trained on: do its fakes or D's scores tell")
    parser.add_argument("--checkpoint", default="best", help="a generator of digits, trained on MNIST")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    figures = evaluate_membership(args.checkpoint).figures
    tell(figures, as_json=args.json, lines=table(figures))
    return 0


def evaluate_membership(id: str = "best", registry: Registry | None = None) -> Seen:
    """Figures of a checkpoint, and of MEMORISER, which knows few digits by heart (`train dcgan --few`).

    Returns:
        figures: 'checkpoint', 'n' (fakes of each), 'seed'; of the memoriser 'few', how many digits it knows, 'steps',
            how long it learned them, and 'started_from'; and those of `found`.
        sheet: uint8 (4 * 28, PICTURES * 28): the first fakes of the memoriser, below each the nearest of its digits;
            the same of the checkpoint, with the nearest training digit that ships.

    Raises:
        GanError: what loading raises.
    """
    from gan_core.data import digits
    from gan_core.digits.classifier import DigitClassifier
    from gan_core.digits.engine import DigitEngine
    from gan_core.digits.latent import in_turn, latents

    registry, data = registry or Registry(), digits.load()
    engines = {"memoriser": DigitEngine(registry, MEMORISER), "checkpoint": DigitEngine(registry, id)}
    spec = engines["memoriser"].spec
    few, rest = digits.learned_by_heart(data, spec["training"]["digits"])
    fakes = {
        name: engine.images(in_turn(latents(SEED, FAKES, engine.latent), engine.classes))
        for name, engine in engines.items()
    }
    scores = {name: engine.verdict for name, engine in engines.items()}
    classifier = DigitClassifier.load(registry)
    figures = {
        "checkpoint": id,
        "n": FAKES,
        "seed": SEED,
        "few": len(few.train),
        "steps": spec["training"]["steps"],
        "started_from": began_with(spec),
        **found(fakes, scores, lambda images: classifier.look(images)[1], data, few, rest),
    }
    pairs = (fakes["memoriser"], few.train), (fakes["checkpoint"], data.train)
    return Seen(figures, np.concatenate([beside(drawn[:PICTURES], reals) for drawn, reals in pairs]))


def found(
    fakes: Mapping[str, np.ndarray],
    scores: Mapping[str, Scores],
    classify: Scores,
    data: Digits,
    few: Digits,
    rest: Digits,
) -> dict[str, dict[str, dict[str, float]]]:
    """What gives somebody away, each as {'value', 'low', 'high', 'n'}.

    Args:
        fakes: of the 'memoriser' and of the 'checkpoint', uint8 (n, 28, 28).
        scores: of their discriminators, uint8 (n, 28, 28) -> (n,).
        classify: class probabilities of digits, (n, 10).
        data: what the checkpoint was trained on, and what it was not.
        few, rest: the memoriser's digits beside as many others, and halves of those that it has not to do with.

    Returns:
        'nearer': shares that are nearer to a digit that was trained on: of the fakes of both; of real 'unseen' digits
            beside the memoriser's few; of real digits of the 'training' and of the 'test' writers, each with all
            others, beside what the checkpoint is compared with;
        'guessed': AUC of D's score, of both, and of the memoriser's D on what it never saw, 'neither';
        'sure': shares of the fakes of both that are called a digit with more than CONFIDENT.
    """
    from gan_core.measures.membership import Found, guessed, nearer, share

    def sure(images: np.ndarray) -> Found:
        return share(float((classify(images).max(1) > CONFIDENT).sum()), len(images))

    learned, drawn = fakes["memoriser"], fakes["checkpoint"]
    of_memoriser, of_checkpoint = scores["memoriser"], scores["checkpoint"]
    kinds = {
        "nearer": {
            "memoriser": nearer(learned, few.train, few.test),
            "unseen": nearer(np.concatenate([rest.train, rest.test]), few.train, few.test),
            "checkpoint": nearer(drawn, data.train, data.test),
            "training": nearer(data.train, data.train, data.test),
            "test": nearer(data.test, data.train, data.test),
        },
        "guessed": {
            "memoriser": guessed(of_memoriser(few.train), of_memoriser(few.test)),
            "neither": guessed(of_memoriser(rest.train), of_memoriser(rest.test)),
            "checkpoint": guessed(of_checkpoint(data.train), of_checkpoint(data.test)),
        },
        "sure": {name: sure(images) for name, images in fakes.items()},
    }
    return {kind: {name: one.to_json() for name, one in of.items()} for kind, of in kinds.items()}


def beside(fakes: np.ndarray, reals: np.ndarray) -> np.ndarray:
    """Fakes (n, 28, 28) in a row, and below each the nearest of `reals`: uint8 (56, n * 28)."""
    from gan_core.measures.neighbours import Neighbours

    nearest = reals[Neighbours(reals).of(fakes)[0]]
    return np.concatenate([np.concatenate(list(row), 1) for row in (fakes, nearest)])


def table(figures: dict[str, Any]) -> Iterator[str]:
    """Its lines."""
    titles = {"nearer": "nearer to a digit trained on", "guessed": "D's score, AUC", "sure": "surely called a digit"}
    for kind, title in titles.items():
        yield f"{title:30} {'':7}  {'95%':17} {'n':>7}"
        for name, one in figures[kind].items():
            between = f"{one['low']:.4f} to {one['high']:.4f}"
            yield f"  {name:28} {one['value']:7.4f}  {between:17} {one['n']:7,}"
