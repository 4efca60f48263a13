"""python -m gan_core bench --live: how soon live training shows digits, and what evaluation costs."""

from __future__ import annotations

import argparse
import json
import time
from statistics import median
from typing import Any

import numpy as np

from gan_core.base.checks import check_count, check_numbers
from gan_core.measures.quality import CONFIDENT

FAKES = 2000  # samples that the digit classifier is asked about, out of the counted time


def run(args: argparse.Namespace) -> int:
    """Train `args.live` with `args.seeds` seeds, one after the other, as visitors see it."""
    marks = sorted(check_numbers("--seconds", [_number(m) for m in args.seconds.split(",")], 20, 0.01, 3600).tolist())
    seeds = range(check_count("--seeds", args.seeds, 1, 100))
    runs = [measured(args.live, seed, marks) for seed in seeds]
    middle = {f"{mark:g}": round(median(r["confident"][f"{mark:g}"] for r in runs), 3) for mark in marks}
    told = {"preset": args.live, "fakes": FAKES, "confident": middle, "runs": runs}
    if args.json:
        print(json.dumps(told, indent=1))
        return 0
    print(f"{args.live}: the share of {FAKES} samples that the digit classifier calls with over {CONFIDENT} confidence")
    for row in [*runs, {"seed": "median", "confident": middle}]:
        shares = "".join(f"{seconds:>6} s {share:.2f}" for seconds, share in row["confident"].items())
        about = f"  {row['ms_a_step']:.1f} ms a step, measuring {row['measuring']:.1%}" if "ms_a_step" in row else ""
        print(f"seed {row['seed']:<7}{shares}{about}")
    return 0


def measured(preset: str, seed: int, marks: list[float]) -> dict[str, Any]:
    """One run: {'seed', 'confident' {seconds: share}, 'classes' (at the end), 'ms_a_step', 'measuring' (share)}."""
    from gan_core.digits.classifier import DigitClassifier
    from gan_core.live.knobs import Knobs
    from gan_core.live.trainer_host import TrainerHost
    from gan_core.measures.quality import class_shares
    from gan_core.store.checkpoints import Registry

    host, classifier = TrainerHost.shipped(), DigitClassifier.load(Registry())
    host.prepare(Knobs.of(preset, seed))
    trainer, confident, spent = host.trainer, {}, 0.0
    z = np.random.default_rng(seed).standard_normal((FAKES, trainer.session.recipe.spec.latent), np.float32)
    probabilities = classifier.look(trainer.session.images(z))[1]  # traced before the clock runs
    for mark in marks:
        start = time.perf_counter()
        while spent + time.perf_counter() - start < mark:
            trainer.train()
        spent += time.perf_counter() - start
        probabilities = classifier.look(trainer.session.images(z))[1]
        confident[f"{mark:g}"] = round(float(np.mean(probabilities.max(1) > CONFIDENT)), 4)
    return {
        "seed": seed,
        "confident": confident,
        "classes": [round(float(s), 3) for s in class_shares(probabilities)],
        "steps": trainer.step,
        "ms_a_step": round(1000 * trainer.seconds_trained / trainer.step, 2),
        "measuring": round(trainer.measuring_share, 4),
    }


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")  # refused by name like every other number out of range
