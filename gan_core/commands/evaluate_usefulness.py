"""python -m gan_core evaluate usefulness: how well a classifier reads real digits that learned from fakes alone."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from gan_core.base.checks import check_count
from gan_core.commands.telling import tell
from gan_core.digits.writing import WRITER
from gan_core.store.checkpoints import Registry


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `usefulness` among what can be evaluated."""
    parser = kinds.add_parser("usefulness", help="a classifier that learns from fakes alone, on all test digits")
    parser.add_argument("--checkpoint", default=WRITER, help="a generator that can be asked for classes")
    parser.add_argument("--seeds", default="1", help="how often, each time with other digits to learn from")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    figures = evaluate_usefulness(args.checkpoint, check_count("--seeds", args.seeds, 1, 1000))
    tell(figures, as_json=args.json, lines=table(figures))
    return 0


def evaluate_usefulness(id: str = WRITER, seeds: int = 1, registry: Registry | None = None) -> dict[str, Any]:
    """Figures of a classifier for each of `usefulness.MIXES`, which learned from digits of the seeds 0 and on.

    Returns:
        'checkpoint', 'n' (test digits), 'mixes': a list of {'fakes', 'reals', 'right', 'seconds'}, the last two with a
        number for each seed: the share of the test digits that were read, and what it took.

    Raises:
        GanError: 'class_unasked', and what loading raises.
    """
    from gan_core.base.errors import GanError
    from gan_core.digits.engine import DigitEngine
    from gan_core.digits.usefulness import MIXES, Usefulness

    engine = DigitEngine(registry or Registry(), id)
    if not engine.classes:
        raise GanError("class_unasked", id=id, writer=WRITER)
    school = Usefulness(lambda: engine)
    learned = [[school.learn(*mix, seed) for mix in MIXES] for seed in range(seeds)]
    mixes = [
        {
            "fakes": of_mix[0].fakes,
            "reals": of_mix[0].reals,
            "right": [round(one.right, 4) for one in of_mix],
            "seconds": [round(one.seconds, 2) for one in of_mix],
        }
        for of_mix in zip(*learned, strict=True)
    ]
    return {"checkpoint": id, "n": learned[0][0].n, "mixes": mixes}


def table(figures: dict[str, Any]) -> Iterator[str]:
    """Its lines: for one seed with the band of the test digits, for several the mean, the lowest and the highest."""
    from gan_core.measures.equilibrium import wilson

    n, once = figures["n"], len(figures["mixes"][0]["right"]) == 1
    yield f"{'fakes':>7} {'reals':>7} {'right':>7}  {'95%' if once else 'lowest to highest':17} {'seconds':>8}"
    for mix in figures["mixes"]:
        right, seconds = mix["right"], mix["seconds"]
        low, high = wilson(round(right[0] * n), n) if once else (min(right), max(right))
        mean = sum(right) / len(right)
        between = f"{low:.4f} to {high:.4f}"
        yield f"{mix['fakes']:7,} {mix['reals']:7,} {mean:7.4f}  {between:17} {sum(seconds) / len(seconds):8.1f}"
