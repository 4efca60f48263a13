"""python -m gan_core evaluate membership: do a generator's digits, or D's scores, betray what was trained on?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from gan_core.data.digits import Digits
from gan_core.store.checkpoints import Registry

FAKES = 10_000
SEED = 30_000
FEW = 100  # digits that the memoriser has to learn from
STEPS = 5_000
PICTURES = 6


class Seen(NamedTuple):
    """What the figures come with.

    Attributes:
        figures: plain JSON, see `evaluate_membership`.
        sheet: uint8 (4 * 28, PICTURES * 28): the first fakes of the memoriser, below each the nearest of its digits;
            the same of the checkpoint, with the nearest training digit that ships.
    """

    figures: dict[str, Any]
    sheet: np.ndarray


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `membership` among what can be evaluated."""
    parser = kinds.add_parser("membership", help="which real digits it was trained on: do its fakes or D's scores tell")
    parser.add_argument("--checkpoint", default="best", help="a generator of digits, trained on MNIST")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    figures = evaluate_membership(args.checkpoint).figures
    print(json.dumps(figures, indent=1) if args.json else "\n".join(table(figures)))
    return 0


def evaluate_membership(id: str = "best", registry: Registry | None = None, steps: int = STEPS) -> Seen:
    """Figures of a checkpoint, and of a network that has FEW digits to learn from, in `steps` steps.

    Returns:
        figures: 'checkpoint', 'n' (fakes of each), 'few', 'steps', 'seed', and as {'value', 'low', 'high', 'n'}
        'nearer': shares that are nearer to a digit that was trained on: of the 'memoriser's fakes, of the
            'checkpoint's; of real 'unseen' digits beside the memoriser's few; of real digits of the 'training' and of
            the 'test' writers, each with all others, beside what the checkpoint is compared with;
        'guessed': AUC of D's score, of the 'memoriser', of the 'checkpoint', and of the memoriser's D on training and
            test digits of which it saw none, 'neither'.

    Raises:
        GanError: what loading raises.
    """
    from gan_core.data import digits
    from gan_core.digits.engine import DigitEngine
    from gan_core.digits.latent import in_turn, latents
    from gan_core.measures.membership import guessed, nearer

    data = digits.load()
    few, rest = parted(data)
    engine, session = DigitEngine(registry or Registry(), id), memoriser(few, steps)
    z = in_turn(latents(SEED, FAKES, engine.latent), engine.classes)
    fakes = np.concatenate([engine.images(z[start : start + 250]) for start in range(0, FAKES, 250)])
    learned = session.images(latents(SEED, FAKES, session.recipe.spec.latent))
    nearest = {
        "memoriser": nearer(learned, few.train, few.test),
        "unseen": nearer(rest.test, few.train, few.test),
        "checkpoint": nearer(fakes, data.train, data.test),
        "training": nearer(data.train, data.train, data.test),
        "test": nearer(data.test, data.train, data.test),
    }
    scores = {
        "memoriser": guessed(session.logits(few.train), session.logits(few.test)),
        "neither": guessed(session.logits(rest.train), session.logits(rest.test)),
        "checkpoint": guessed(engine.verdict(data.train), engine.verdict(data.test)),
    }
    figures = {
        "checkpoint": id,
        "n": FAKES,
        "few": FEW,
        "steps": steps,
        "seed": SEED,
        "nearer": {name: found.to_json() for name, found in nearest.items()},
        "guessed": {name: found.to_json() for name, found in scores.items()},
    }
    return Seen(figures, np.concatenate([beside(learned, few.train), beside(fakes, data.train)]))


def parted(data: Digits) -> tuple[Digits, Digits]:
    """FEW training and FEW test digits, each class equally often, and all the others."""
    from gan_core.digits.usefulness import in_equal_parts

    rng = np.random.default_rng(SEED)
    train, test = (in_equal_parts(labels, rng) for labels in (data.train_labels, data.test_labels))

    def part(rows: slice) -> Digits:
        a, b = train[rows], test[rows]
        return Digits(data.train[a], data.train_labels[a], data.test[b], data.test_labels[b])

    return part(slice(FEW)), part(slice(FEW, None))


def memoriser(few: Digits, steps: int) -> Any:
    """A DCGANSession of the recipe `express` that learned from nothing but `few`, step after step."""
    from gan_core.recipes.dcgan import EXPRESS
    from gan_core.training.session import DCGANSession

    session = DCGANSession(EXPRESS, few, seed=0)
    for step in range(steps):
        session.train_step()
        session.step = step + 1
    return session


def beside(fakes: np.ndarray, reals: np.ndarray) -> np.ndarray:
    """The first PICTURES fakes in a row, and below each the nearest of `reals`: uint8 (56, PICTURES * 28)."""
    from gan_core.measures.neighbours import Neighbours

    shown = fakes[:PICTURES]
    return np.concatenate([np.concatenate(list(row), 1) for row in (shown, reals[Neighbours(reals).of(shown)[0]])])


def table(figures: dict[str, Any]) -> Iterator[str]:
    """Its lines."""
    for kind, title in (("nearer", "nearer to a digit trained on"), ("guessed", "D's score, AUC")):
        yield f"{title:30} {'':7}  {'95%':17} {'n':>7}"
        for name, one in figures[kind].items():
            between = f"{one['low']:.4f} to {one['high']:.4f}"
            yield f"  {name:28} {one['value']:7.4f}  {between:17} {one['n']:7,}"
