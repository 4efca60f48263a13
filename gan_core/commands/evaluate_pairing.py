"""python -m gan_core evaluate pairing: the pairing experiment's metrics, on held-back photographs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gan_core.base.checks import check_count
from gan_core.commands.evaluate_pix2pix import LEAST, held_back_views
from gan_core.commands.telling import tell
from gan_core.photos.pairing_experiment import PAIRINGS, Measured, PairingExperiment
from gan_core.store.checkpoints import CHECKPOINTS, Registry


def add_parser(kinds: argparse._SubParsersAction) -> None:
    """Register `pairing` among what can be evaluated."""
    parser = kinds.add_parser(
        "pairing",
        help=f"three networks on paired and unpaired data: {', '.join(PAIRINGS.values())}",
    )
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of photographs, as in training")
    parser.add_argument("--most", default="1000", help="how many photographs at most")
    parser.add_argument("--save", action="store_true", help="write it into spec.json, for the Translate tab to tell")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    most, registry = check_count("--most", args.most, LEAST, 100_000), Registry(args.checkpoints)
    figures = evaluate_pairing(args.data, registry, most)
    if args.save:
        id = PAIRINGS["pairs"]
        registry.write(
            id, {"spec.json": (json.dumps(registry.spec(id) | {"figures": figures}, indent=1) + "\n").encode()}
        )
    tell(figures, as_json=args.json)
    return 0


def evaluate_pairing(data: Sequence[Path], registry: Registry, most: int = 1000) -> Measured:
    """Means over the central squares of held-back photographs.

    Returns:
        'n'; 'steps' of each training; of each name of `PAIRINGS` 'l1_<name>' (mean absolute difference of its picture
        from the photograph, 0 to 1) and 'colourful_<name>' (Hasler and Suesstrunk, the photographs' as 'truth').

    Raises:
        GanError: what reading the checkpoints and the photographs raises.
    """
    steps = registry.spec(PAIRINGS["pairs"])["training"]["steps"]  # a wrong word is told before minutes of reading
    engine = PairingExperiment(registry)
    found = [engine.answers(view) for view in held_back_views(data, most)]
    rows = [answers.figures for answers in found if answers and answers.truth is not None]
    means = {name: round(float(np.mean([row[name] for row in rows])), 4) for name in rows[0]}
    return {"n": len(rows), "steps": steps, **means}
